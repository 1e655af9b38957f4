import {closedUntil, inFlight, line, runningGrants, type Server, serversOf} from '../../../../src/sim/look.js';
import type {Moment, World} from '../../../../src/sim/world.js';
import {drawLadder, type LadderRow} from '../../../../src/view/diagram/ladder.js';
import {planLadder} from '../../../../src/view/diagram/plan.js';
import type {Row} from '../../../../src/view/text/row.js';
import type {Step} from '../../../generated/random-scripts.js';
import {cellsOf, type Disagreement, endOf, momentsOf, toldOf, words} from './told.js';
import {
	areNames,
	type Bar,
	barOfClient,
	barOfLocks,
	barOfStore,
	believersOf,
	holderOf,
	isSo,
	quantityOf,
	tokensOf,
} from './what-is-so.js';

/** Everything in the ladder of a run that is not so: bars, notes, arrows and marks, read off the drawn rows. */
export function ladderDisagreements(steps: readonly Step[], width = 200): readonly Disagreement[] {
	const moments = momentsOf(steps);
	if (moments.length === 0) return [];
	const {spec} = endOf(steps);
	const plain = {selectedStore: null, cursor: null, ascii: false, dimAfterCursor: false};
	const ladder = drawLadder(planLadder(toldOf(steps), spec), {...plain, width});
	const lanes = lanesOf(ladder.header[0] ?? [], spec);
	const groups = groupsOf(ladder.rows);
	const found: Disagreement[] = [];
	const firstSeq = moments[0]?.event.seq ?? 1;
	const statementOf = new Map(
		toldOf(steps).flatMap((told, statement) => told.moments.map((moment) => [moment, statement] as const)),
	);
	let last: Moment | null = null;
	let instant: readonly Group[] = [];
	for (const [index, group] of groups.entries()) {
		if (group.seq === null) {
			if (last !== null) found.push(...gapDisagreements(group, last, lanes));
			continue;
		}
		const next = groups.slice(index + 1, index + 3).find(({seq}) => seq !== null)?.seq ?? null;
		const first = moments[group.seq - firstSeq];
		const shown =
			first === undefined
				? []
				: shownBy(
						moments
							.slice(group.seq - firstSeq, next === null ? undefined : next - firstSeq + 1)
							.filter((moment) => statementOf.get(moment) === group.statement),
						next,
					);
		if (first === undefined || shown.length === 0) continue;
		const before = moments[group.seq - firstSeq - 1] ?? null;
		const isEnd = next === null || moments[next - firstSeq]?.event.at !== first.event.at;
		found.push(...barDisagreements(group, shown, lanes, isEnd));
		const own = shown.filter(({event}, position) => position === 0 || event.seq !== next);
		instant =
			before?.event.at === first.event.at && groups[index - 1]?.statement === group.statement
				? [...instant, group]
				: [group];
		found.push(...noteDisagreements(instant, before?.world ?? null, shown, own.length, lanes));
		found.push(...arrowDisagreements(instant.map(textOf).join(' '), own));
		last = shown.at(-1) ?? last;
	}
	return [...found, ...markDisagreements(groups, steps)];
}

/** The moments that the row of the first may show: those of its instant, up to the one that the next row begins with, and that one too where it is the answer of a store to what this row shows. */
function shownBy(from: readonly Moment[], next: number | null): readonly Moment[] {
	const [first] = from;
	return from.filter(
		({event}) => event.at === first?.event.at && (event.seq !== next || event === first?.event || 'store' in event),
	);
}

type Lane = {readonly actor: string; readonly at: number; readonly end: number};

/** The lines drawn for one event or more, from one numbered row to the next; those of a gap have no event. */
type Group = {readonly seq: number | null; readonly statement: number; readonly rows: readonly LadderRow[]};

function lanesOf(header: Row, {clients, stores, locks}: World['spec']): readonly Lane[] {
	const text = cellsOf(header)
		.map((cell) => cell.text)
		.join('');
	const [first, ...others] = clients.map(({name}) => name);
	const names = [
		...(first === undefined ? [] : [first]),
		...(locks.length > 0 ? ['LOCK'] : []),
		...others,
		...stores.map(({name}) => name),
	];
	let from = text.indexOf('ms') + 2;
	const found = names.flatMap((actor) => {
		const at = text.slice(from).search(new RegExp(`(?<= )${escaped(actor)}(?= |$)`, 'u'));
		if (at === -1) return [];
		const start = from + at;
		from = start + actor.length;
		return [{actor, at: start}];
	});
	const why = text.lastIndexOf('why');
	return found.map((lane, index) => ({...lane, end: found[index + 1]?.at ?? (why === -1 ? text.length + 60 : why)}));
}

function groupsOf(rows: readonly LadderRow[]): readonly Group[] {
	const groups: {seq: number | null; statement: number; rows: LadderRow[]}[] = [];
	for (const row of rows) {
		const last = groups.at(-1);
		if (last !== undefined && last.seq === row.seq && last.statement === row.statement) last.rows.push(row);
		else groups.push({seq: row.seq, statement: row.statement, rows: [row]});
	}
	return groups;
}

/** Every mark that a lane can show, by what it says. */
const bars: Readonly<Record<string, Bar>> = {
	...each('│├┤┼', 'idle'),
	...each('║╟╢╫', 'lease'),
	...each('┃┠┨╂', 'belief'),
	...each('[', 'transaction'),
	...each('▒', 'work'),
	...each('▓', 'work-belief'),
	...each('░', 'paused'),
	...each('╎', 'down'),
};

function each(marks: string, bar: Bar): Record<string, Bar> {
	return Object.fromEntries([...marks].map((mark) => [mark, bar]));
}

function barsDrawn({spans}: LadderRow, lanes: readonly Lane[]): readonly (Bar | null)[] {
	const cells = cellsOf(spans);
	return lanes.map(({at}) => bars[cells[at]?.text ?? ''] ?? null);
}

function barIsSo(world: World, actor: string): Bar {
	if (actor === 'LOCK') return barOfLocks(world);
	return world.spec.clients.some(({name}) => name === actor) ? barOfClient(world, actor) : barOfStore(world, actor);
}

/** Each line must show the lanes of one of its moments, the lines in order, and the last line of an instant the last moment. */
function barDisagreements(
	{rows}: Group,
	shown: readonly Moment[],
	lanes: readonly Lane[],
	isEnd: boolean,
): readonly Disagreement[] {
	const so = shown.map(({world}) => lanes.map(({actor}) => barIsSo(world, actor)));
	let from = 0;
	for (const [index, row] of rows.entries()) {
		const drawn = barsDrawn(row, lanes);
		const fits = (position: number) => drawn.every((bar, lane) => bar === null || bar === so[position]?.[lane]);
		const possible = so.map((_, position) => position).filter((position) => position >= from && fits(position));
		const found = index === rows.length - 1 ? possible.at(-1) : possible[0];
		if (found !== undefined && (index < rows.length - 1 || !isEnd || found === so.length - 1)) {
			from = found;
			continue;
		}
		const last = so.at(-1) ?? [];
		return lanes.flatMap(({actor}, lane) => {
			const bar = drawn[lane] ?? null;
			return bar === null || bar === last[lane]
				? []
				: [
						{
							kind: `bar of ${sortOf(shown[0]?.world, actor)}: ${bar} drawn, ${last[lane]} is so`,
							detail: `${actor} beside ${words((shown.at(-1) ?? shown[0] ?? never()).event)}`,
						},
					];
		});
	}
	return [];
}

function never(): never {
	throw new Error('a row without a moment');
}

function gapDisagreements({rows}: Group, {world, event}: Moment, lanes: readonly Lane[]): readonly Disagreement[] {
	return rows.flatMap((row) => {
		const drawn = barsDrawn(row, lanes);
		return lanes.flatMap(({actor}, lane) => {
			const so = barIsSo(world, actor);
			const bar = drawn[lane] ?? null;
			return bar === null || bar === (so === 'idle' ? 'down' : so)
				? []
				: [
						{
							kind: `bar of ${sortOf(world, actor)} in a gap: ${bar} drawn, ${so} is so`,
							detail: `${actor} after ${words(event)}`,
						},
					];
		});
	});
}

function sortOf(world: World | undefined, actor: string): string {
	if (actor === 'LOCK') return 'the lock service';
	return world?.spec.clients.some(({name}) => name === actor) ? 'a client' : 'a store';
}

/** The words beside a lane, all lines of a group together. */
function besideLane({rows}: Group, {at, end}: Lane): string {
	let words = '';
	for (const {spans} of rows) {
		const cells = cellsOf(spans);
		for (let column = at + 1; column < Math.min(end, cells.length); column++) words += cells[column]?.text ?? '';
		words += ' ';
	}
	return words.replace(/[─►◄┄✗]*[─►◄┄]+/g, ' ').replace(/\s+/g, ' ');
}

/** What the notes of the last of these groups say; those before it are of the same instant. */
function noteDisagreements(
	instant: readonly Group[],
	before: World | null,
	shown: readonly Moment[],
	own: number,
	lanes: readonly Lane[],
): readonly Disagreement[] {
	const [first] = shown;
	const group = instant.at(-1);
	if (first === undefined || group === undefined) return [];
	const worlds = shown.map(({world}) => world);
	const beside = (kind: string, text: string): Disagreement => ({
		kind,
		detail: `"${text}" beside ${words(first.event)}`,
	});
	return lanes.flatMap((lane): readonly Disagreement[] => {
		const text = besideLane(group, lane);
		const {spec} = first.world;
		if (lane.actor === 'LOCK')
			return spec.locks.flatMap(({name}) => lockNotes(text, name, before, worlds, spec.locks.length > 1, beside));
		if (spec.clients.some(({name}) => name === lane.actor)) return clientNotes(text, lane.actor, worlds, beside);
		return storeNotes(
			text,
			instant.map((each) => besideLane(each, lane)).join(' '),
			lane.actor,
			before,
			shown,
			own,
			beside,
		);
	});
}

type Tell = (kind: string, text: string) => Disagreement;

function lockNotes(
	text: string,
	lock: string,
	before: World | null,
	worlds: readonly World[],
	several: boolean,
	tell: Tell,
): readonly Disagreement[] {
	const found: Disagreement[] = [];
	const some = (test: (world: World) => boolean): boolean => worlds.some(test);
	const lease = (several ? new RegExp(`\\b${lock}: (\\w[\\w-]*)(?! [|A-Z0-9·✗?](?: |$))`) : /\blease: (\w[\w-]*)/).exec(
		text,
	)?.[1];
	if (
		lease !== undefined &&
		lease !== 'free' &&
		lease !== 'closed' &&
		!some((world) => holderOf(world, lock) === lease)
	)
		if (worlds[0]?.spec.clients.some(({name}) => name === lease)) found.push(tell('note: a lease that is not', text));
	// A denial says why in words of its own.
	const isFree = several ? text.includes(`${lock}: free`) : /(^| )free( |$)/.test(text.replaceAll('not free yet', ''));
	if (isFree && !some((world) => holderOf(world, lock) === null)) found.push(tell('note: free, and it is held', text));
	if (isFree && !some((world) => closedUntil(world, lock) === null))
		found.push(tell('note: free, and it is closed by a lock-delay', text));
	const held = /\bheld by (\w[\w-]*)/.exec(text)?.[1];
	if (
		held !== undefined &&
		![...(before === null ? [] : [before]), ...worlds].some((world) =>
			world.spec.locks.some(({name}) => holderOf(world, name) === held),
		)
	)
		found.push(tell('note: held by one that does not hold', text));
	if (
		text.includes('record of') &&
		![...(before === null ? [] : [before]), ...worlds].some((world) =>
			world.spec.locks.some(({name}) => holderOf(world, name) === null),
		)
	)
		found.push(tell('note: a record that bars, and somebody holds', text));
	const queue = new RegExp(several ? `\\b${lock}: queue((?: \\w[\\w-]*)+)` : '\\bqueue:((?: \\w[\\w-]*)+)').exec(
		text,
	)?.[1];
	if (queue !== undefined && !some((world) => ` ${line(world, lock).join(' ')}` === queue))
		found.push(tell('note: another line of waiters', text));
	const servers = worlds.at(-1) === undefined ? [] : serversOf(worlds.at(-1) ?? never(), lock);
	if (servers.length > 1 && !several) found.push(...serverNotes(text, lock, servers, worlds, tell));
	return found;
}

/** A strip of the nodes of a redlock, `A A ·`; or primary and replica, `A | ·`. */
function serverNotes(
	text: string,
	lock: string,
	servers: readonly Server[],
	worlds: readonly World[],
	tell: Tell,
): readonly Disagreement[] {
	const isPair = servers.some(({leads}) => leads);
	const cell = '[A-Z0-9·✗?]';
	// The name of a client in the line before can be a letter too: the last ones are the nodes.
	const drawn = (
		isPair
			? new RegExp(`(\\S+(?: \\| \\S+){${servers.length - 1}})`)
			: new RegExp(`(?<![^ ])(?:${cell} )*(${cell}(?: ${cell}){${servers.length - 1}})(?![^ ])`)
	).exec(text)?.[1];
	if (drawn === undefined) return [];
	const cells = worlds.map((world) =>
		serversOf(world, lock).map(({holder, up, answers}) => {
			if (isPair ? !up : !answers) return '✗';
			if (holder === null) return '·';
			return isPair ? holder : holder.slice(0, 1).toUpperCase();
		}),
	);
	return cells.some((each) => each.join(isPair ? ' | ' : ' ') === drawn)
		? []
		: [
				tell(
					isPair ? 'note: primary and replicas keep something else' : 'strip of nodes: a node keeps something else',
					`${drawn[0]} is ${cells.at(-1)?.join(' ')}`,
				),
			];
}

function clientNotes(text: string, client: string, worlds: readonly World[], tell: Tell): readonly Disagreement[] {
	const found: Disagreement[] = [];
	const locks = worlds[0]?.spec.locks ?? [];
	const believes = (world: World): boolean => locks.some(({name}) => isSo(world, `${client} believes ${name}`));
	const holds = /\bholds(?: [a-z][\w-]*)?(?: (\d+))?/.exec(text);
	if (holds !== null) {
		if (!worlds.some(believes)) found.push(tell('note: holds, and it does not believe so', text));
		const [, token] = holds;
		if (
			token !== undefined &&
			!worlds.some((world) =>
				locks.some(({name}) => quantityOf(world, `token of ${client} for ${name}`) === Number(token)),
			)
		)
			found.push(tell('note: holds with another token', text));
	}
	if (text.includes('still believes') && !worlds.some(believes))
		found.push(tell('note: still believes, and it does not', text));
	return found;
}

/** `all`: the words of the whole instant. */
function storeNotes(
	text: string,
	all: string,
	store: string,
	before: World | null,
	shown: readonly Moment[],
	own: number,
	tell: Tell,
): readonly Disagreement[] {
	const found: Disagreement[] = [];
	const rule = shown[0]?.world.spec.stores.find(({name}) => name === store)?.rule ?? 'unfenced';
	const tokens = shown.flatMap(({world}) => [...tokensOf(world, store)]);
	const highest = [...text.matchAll(/\bhighest ((?:[\w-]+ )?(?:\d+|-)(?:, (?:[\w-]+ )?\d+)*)/g)].flatMap(
		([, list = '']) => [...list.matchAll(/(?:\d+|-)(?=,|$)/g)].map(([token]) => token),
	);
	for (const token of highest) {
		if (token !== '-' && !tokens.includes(Number(token))) found.push(tell('note: a highest token that is not', text));
		if (token === '-' && shown.every(({world}) => tokensOf(world, store).length > 0))
			found.push(tell('note: no highest token, and there is one', text));
		if (areNames(rule)) found.push(tell('note: a highest token where tokens are no numbers', text));
	}
	for (const [index, {event, world}] of shown.slice(0, own).entries()) {
		if (!('store' in event) || event.store !== store) continue;
		const was = shown[index - 1]?.world ?? before;
		const rose = was !== null && !same(tokensOf(was, store), tokensOf(world, store));
		if (event.kind === 'accepted') {
			if (!all.includes(`${event.key}=${event.value === '' ? '""' : event.value}`))
				found.push(tell('note: an accepted write without its new value', text));
			if (rule.startsWith('fenced') && tokensOf(world, store).length > 0 && !/\b(highest|token) /.test(all))
				found.push(tell('note: an accepted write at a fence without the highest token', text));
		}
		if (
			event.kind === 'advanced' &&
			!areNames(rule) &&
			rule !== 'unfenced' &&
			event.token !== null &&
			tokensOf(world, store).length > 0 &&
			!/\b(highest|token) /.test(all)
		)
			found.push(tell('note: an advance without the highest token', text));
		if (event.kind === 'read' && rose && !areNames(rule) && !/\b(highest|token) /.test(all))
			found.push(tell('note: a read that raised the fence, and it is not said', text));
	}
	return found;
}

function same(one: readonly number[], other: readonly number[]): boolean {
	return one.length === other.length && one.every((token, index) => token === other[index]);
}

/** The words of a group without its lanes. */
function textOf({rows}: Group): string {
	return rows
		.map(({spans}) => spans.map((span) => span.text).join(''))
		.join(' ')
		.replace(/[─►◄┄│├┤┼║╟╢╫┃┠┨╂░╎[]/g, ' ')
		.replace(/\s+/g, ' ');
}

/** What an arrow says of a write, against what the packet carries. `text`: what the rows of this instant say so far. */
function arrowDisagreements(text: string, shown: readonly Moment[]): readonly Disagreement[] {
	return shown.flatMap(({event, world}, position): readonly Disagreement[] => {
		const tell = (kind: string): readonly Disagreement[] => [{kind, detail: `"${text}" for ${words(event)}`}];
		switch (event.kind) {
			case 'accepted':
				// What is accepted at a commit was written before, and is no arrow of its own.
				if (isCommitted(shown.slice(0, position), event))
					return text.includes('commit') && text.includes(`${event.key}=`) ? [] : tell('arrow: a commit is not drawn');
				return says(text, 'write', event.value, event.token)
					? []
					: tell('arrow: another write than the one that was accepted');
			case 'rejected':
				if (event.what !== 'write')
					return text.includes(event.token === null ? event.what : `${event.what} ${event.token}`)
						? []
						: tell(`arrow: another ${event.what} than the one that was rejected`);
				return event.value === undefined || says(text, 'write', event.value, event.token)
					? []
					: tell('arrow: another write than the one that was rejected');
			case 'advanced':
				return text.includes('advance') ? [] : tell('arrow: an advance is not drawn');
			case 'sent': {
				const packet = inFlight(world).find(({id}) => id === event.id);
				if (packet === undefined || event.what !== 'write' || packet.value === null || !text.includes(`#${event.id}`))
					return [];
				return says(text, 'write', packet.value, packet.token)
					? []
					: tell('arrow: another write than the packet in the network carries');
			}
			default:
				return [];
		}
	});
}

/** Whether a write is accepted at the commit of its client that happened right before. */
function isCommitted(
	before: readonly Moment[],
	{client, store}: {readonly client: string; readonly store: string},
): boolean {
	const last = before.findLast(({event}) => event.kind !== 'accepted' && event.kind !== 'violated')?.event;
	return last?.kind === 'committed' && last.client === client && last.store === store;
}

function says(text: string, verb: string, value: number | string, token: number | null): boolean {
	const written = value === '' ? '""' : String(value);
	const rest = token === null ? '(?! \\d)' : ` ${token}\\b`;
	return new RegExp(`${verb} (?:\\S+=)?${escaped(written)}${rest}`, 'u').test(text);
}

/** `!` stands in the first column where two believe, where two grants run, and where a property has just been violated: at one row at least of that instant of that statement. */
function markDisagreements(groups: readonly Group[], steps: readonly Step[]): readonly Disagreement[] {
	const told = steps.flatMap(({outcome}) => (outcome.ok && outcome.moments.length > 0 ? [outcome.moments] : []));
	const lasting = (world: World): boolean =>
		world.spec.locks.some(({name}) => believersOf(world, name).length > 1 || runningGrants(world, name).length > 1);
	return told.flatMap((moments, statement) => {
		const instants = new Map<number, Moment[]>();
		for (const moment of moments) instants.set(moment.event.at, [...(instants.get(moment.event.at) ?? []), moment]);
		const first = moments[0]?.event.seq ?? 0;
		return [...instants].flatMap(([at, here]): readonly Disagreement[] => {
			const rows = groups
				.filter(
					(group) => group.statement === statement && group.seq !== null && moments[group.seq - first]?.event.at === at,
				)
				.flatMap((group) => group.rows);
			if (rows.length === 0) return [];
			const isMarked = rows.some(({spans}) => spans[0]?.text.startsWith('!'));
			const happened = here.some(({event}) => event.kind === 'violated');
			const detail = words((here.at(-1) ?? never()).event);
			if (isMarked && !happened && !here.some(({world}) => lasting(world)))
				return [{kind: 'mark: a violation that is none', detail}];
			return !isMarked && (happened || here.every(({world}) => lasting(world)))
				? [{kind: 'mark: a violation is not marked', detail}]
				: [];
		});
	});
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
