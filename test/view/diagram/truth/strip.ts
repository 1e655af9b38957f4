import {perform} from '../../../../src/sim/perform.js';
import type {World} from '../../../../src/sim/world.js';
import {stripRows} from '../../../../src/view/diagram/strip.js';
import type {Style} from '../../../../src/view/text/row.js';
import type {Step} from '../../../generated/random-scripts.js';
import {cellsOf, type Disagreement, endOf, momentsOf, toldOf, words} from './told.js';
import {barOfClient, barOfLock, barOfLocks, barOfStore, holderOf} from './what-is-so.js';

/** Everything in the strip of a run that is not so. A column stands for a stretch of time; it may show anything that was so in it. */
export function stripDisagreements(steps: readonly Step[], width = 100): readonly Disagreement[] {
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
		if (spec.stores.some((store) => store.name === name)) {
			const drawn = new Map<number, string>(
				cells.flatMap(({text}, column) => ('✓✗!'.includes(text) && text !== '' ? [[column, text] as const] : [])),
			);
			const columnsOfWrites = moments.flatMap(({event}) =>
				(event.kind === 'accepted' || event.kind === 'rejected') && event.store === name ? [columnOf(event.at)] : [],
			);
			for (const [index, {event}] of moments.entries()) {
				const isWrite = event.kind === 'accepted' || (event.kind === 'rejected' && event.what === 'write');
				if (!isWrite || event.store !== name) continue;
				const next = moments[index + 1]?.event;
				const mark = next?.kind === 'violated' && next.store === name ? '!' : event.kind === 'accepted' ? '✓' : '✗';
				const at = columnOf(event.at);
				// Marks that crowd stand side by side, so that each can be as far off as there are others.
				const crowd = columnsOfWrites.filter((column) => Math.abs(column - at) <= 6).length;
				const off = Math.max(2, crowd);
				if (!Array.from({length: 2 * off + 1}, (_, by) => at - off + by).some((column) => drawn.get(column) === mark))
					found.push({
						kind: `strip of a store: ${mark} is not drawn`,
						detail: `${words(event)} at column ${at}: ${cells.map(({text}) => text).join('')}`,
					});
			}
		}
	}
	return found;
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
		return [each, ...lapses];
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
	if (spec.clients.some((client) => client.name === name)) return (world) => barOfClient(world, name);
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
