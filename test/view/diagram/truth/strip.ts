import {perform} from '../../../../src/sim/perform.js';
import type {Moment, World} from '../../../../src/sim/world.js';
import {stripRows} from '../../../../src/view/diagram/strip.js';
import type {Style} from '../../../../src/view/text/row.js';
import type {Step} from '../../../generated/random-scripts.js';
import {cellsOf, type Disagreement, endOf, momentsOf, toldOf} from './told.js';
import {barOfClient, barOfLock, barOfLocks, barOfStore, holderOf} from './what-is-so.js';

/** Everything in the strip of a run that is not so. A column stands for a stretch of time; it may show anything that was so in it. */
export function stripDisagreements(steps: readonly Step[], width: number): readonly Disagreement[] {
	const moments = momentsOf(steps);
	const [first] = moments;
	if (first === undefined) return [];
	const end = endOf(steps);
	const {spec} = end;
	const rows = stripRows(toldOf(steps), end, width);
	const timeline = timelineOf(steps);
	const whole = Math.max(1, end.now);
	const label = rows[0]?.[0]?.text.length ?? 0;
	const columns = width - label - 1;
	const timeOf = (column: number): number => (column * whole) / (columns - 1);
	const columnOf = (at: number): number => Math.min(columns - 1, Math.floor((at * (columns - 1)) / whole));
	const found: Disagreement[] = [];
	for (const row of rows) {
		const name = row[0]?.text.trim() ?? '';
		const cells = cellsOf(row).slice(label, label + columns);
		const see = seenBy(spec, name);
		if (see === null) continue;
		const seen = timeline.map(({at, world}) => ({at, world: see(world)}));
		for (const [column, {style, text}] of cells.entries()) {
			const so = worldsIn(seen, timeOf(column), timeOf(column + 1));
			if (style !== 'accepted' && style !== 'rejected' && style !== 'violation' && !so.includes(barStyle(style)))
				found.push({
					kind: `strip of ${sortOf(spec, name)}: ${barStyle(style)} drawn, ${so.at(-1)} is so`,
					detail: `${name} at column ${column} (${text}), ${timeOf(column)} ms`,
				});
		}
		if (spec.locks.some((lock) => lock.name === name) || name === 'LOCK') {
			const lock = name === 'LOCK' ? spec.locks[0]?.name : name;
			const text = cells.map((cell) => (cell.style === 'lease' ? cell.text : ' ')).join('');
			for (const {index, 0: holder} of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu))
				if (
					lock !== undefined &&
					!worldsIn(timeline, timeOf(index), timeOf(index + 1)).some((world) => holderOf(world, lock) === holder)
				)
					found.push({kind: 'strip of a lock: another holder', detail: `${holder} at column ${index}`});
		}
		if (spec.stores.some((store) => store.name === name))
			for (const detail of wrongMarks(
				cells.map(({text}) => text),
				marksOf(moments, name, columnOf),
			))
				found.push({
					kind: 'strip of a store: marks of writes',
					detail: `${name}: ${detail}: ${cells.map(({text}) => text).join('')}`,
				});
	}
	return found;
}

/** The marks that the writes of a store deserve, each once, by the column of their time. */
function marksOf(
	moments: readonly Moment[],
	store: string,
	columnOf: (at: number) => number,
): ReadonlyMap<number, ReadonlySet<string>> {
	const wrong = new Set(
		moments.flatMap(({event}) => (event.kind === 'violated' && event.store === store ? [event.of.events[0]] : [])),
	);
	const marks = new Map<number, Set<string>>();
	for (const {event} of moments) {
		const isWrite = event.kind === 'accepted' || (event.kind === 'rejected' && event.what === 'write');
		if (!isWrite || event.store !== store) continue;
		const mark = wrong.has(event.seq) ? '!' : event.kind === 'accepted' ? '✓' : '✗';
		marks.set(columnOf(event.at), (marks.get(columnOf(event.at)) ?? new Set()).add(mark));
	}
	return marks;
}

/** What is wrong with the drawn marks: a column shows its one mark; its two or three side by side; or one mark that stands for several. */
function wrongMarks(drawn: readonly string[], marks: ReadonlyMap<number, ReadonlySet<string>>): readonly string[] {
	const isThere = (column: number, mark: string) => marks.get(column)?.has(mark) === true;
	const missing = [...marks].flatMap(([column, due]) => {
		const sideBySide = [0, 1, 2].some((left) => {
			const shown = drawn.slice(Math.max(0, column - left), column - left + due.size);
			return left < due.size && [...due].every((mark) => shown.includes(mark));
		});
		const one = due.has('!') ? '!' : '*';
		return sideBySide || (due.size > 1 && drawn[column] === one)
			? []
			: [`${[...due].join(' ')} of column ${column} not drawn`];
	});
	const invented = drawn.flatMap((mark, column) => {
		if (!'✓✗!*'.includes(mark) || mark === '') return [];
		const isSo =
			mark === '*'
				? isThere(column, '✓') && isThere(column, '✗') && !isThere(column, '!')
				: isThere(column, mark) ||
					[-2, -1, 1, 2].some((by) => isThere(column + by, mark) && (marks.get(column + by)?.size ?? 0) > Math.abs(by));
		return isSo ? [] : [`${mark} drawn in column ${column}`];
	});
	return [...missing, ...invented];
}

type Timed<Seen = World> = {readonly at: number; readonly world: Seen};

/** The world from each moment on at which anything changed; grants that run out unsaid included. */
function timelineOf(steps: readonly Step[]): readonly Timed[] {
	const all: Timed[] = steps.flatMap(({before, outcome}) =>
		outcome.ok
			? [
					{at: before.now, world: before},
					...outcome.moments.map(({event, world}) => ({at: event.at, world})),
					{at: outcome.world.now, world: outcome.world},
				]
			: [],
	);
	return all.flatMap((each, index) => {
		const next = all[index + 1]?.at ?? each.at;
		if (next === each.at && index < all.length - 1) return [];
		const lapses = each.world.spec.locks.flatMap(({name}) => lapsesOf(each.world, name, each.at, next));
		return [each, ...lapses.toSorted((one, other) => one.at - other.at)];
	});
}

/** The worlds at which the holder changes between two moments though nothing is told, found by waiting and looking again. */
function lapsesOf(world: World, lock: string, from: number, to: number): readonly Timed[] {
	if (to - from < 2 || holderOf(world, lock) === null) return [];
	const after = (at: number): World => {
		const outcome = at === from ? null : perform(world, {kind: 'wait', for: at - from});
		return outcome?.ok === true ? outcome.world : world;
	};
	const lasts = (at: number): boolean => holderOf(after(at), lock) === holderOf(world, lock);
	if (lasts(to - 1)) return [];
	let [low, high] = [from, to - 1];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (lasts(middle)) low = middle;
		else high = middle;
	}
	return [{at: high, world: after(high)}];
}

/** What was so at some time from one moment to right before another. */
function worldsIn<Seen>(timeline: readonly Timed<Seen>[], from: number, to: number): readonly Seen[] {
	const found: Seen[] = [];
	for (const {at, world} of timeline) {
		if (at <= from) found[0] = world;
		else if (at < Math.max(to, from + 1)) found.push(world);
		else break;
	}
	return found;
}

type Spec = World['spec'];

function seenBy(spec: Spec, name: string): ((world: World) => string) | null {
	// The strip says of a client what it believes, and not what it has open or works on.
	if (spec.clients.some((client) => client.name === name))
		return (world) =>
			barOfClient(world, name)
				.replace('work-belief', 'belief')
				.replace(/work|transaction/, 'idle');
	if (spec.stores.some((store) => store.name === name)) return (world) => barOfStore(world, name);
	if (name === 'LOCK') return barOfLocks;
	if (!spec.locks.some((lock) => lock.name === name)) return null;
	return (world) => barOfLock(world, name);
}

function sortOf(spec: Spec, name: string): string {
	if (spec.clients.some((client) => client.name === name)) return 'a client';
	return spec.stores.some((store) => store.name === name) ? 'a store' : 'a lock';
}

/** The state that a style of the strip stands for; marks of writes stand on a store that is up. */
function barStyle(style: Style): string {
	switch (style) {
		case 'belief':
		case 'lease':
		case 'paused':
			return style;
		case 'crashed':
			return 'down';
		default:
			return 'idle';
	}
}
