import {asRead, type Reading} from '../../narrate/reading.js';
import {belief, hasPower, isCrashed, isPaused, isStalled, isUp, lapse, lease, rowOf} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import type {Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import type {Told} from './plan.js';

/** One line of the strip. Order: by time; of two `stretches` in one column the later hides the earlier. */
export type Track = {readonly name: string; readonly stretches: readonly Stretch[]; readonly marks: readonly Mark[]};

/** Something that lasted. `to`: null when it has not ended. Units: ms. */
export type Stretch = {
	readonly kind: 'belief' | 'lease' | 'paused' | 'crashed';
	readonly from: number;
	readonly to: number | null;
	readonly label: string;
};

/** Something that happened at one moment. */
export type Mark = {readonly at: number; readonly text: string; readonly label: string; readonly style: Style};

/** What every line of the strip shows: the clients, the lock service or each of its locks, the stores. `now`: the world at the end. */
export function collect(history: readonly Told[], now: World, reading: Reading): readonly Track[] {
	const timeline = timelineOf(history, now);
	const {clients, locks, stores} = now.spec;
	const clientTracks = clients.map(({name}): Track => {
		const shown = lasting(timeline, (world) => haltOf(world, name) ?? beliefOf(world, name, reading.tokens));
		return {name, stretches: shown, marks: []};
	});
	const lockTracks = locks.map(({name}): Track => {
		const shown = lasting(timeline, (world) => haltOfLock(world, name) ?? leaseOf(world, name));
		return {name: locks.length > 1 ? name : 'LOCK', stretches: shown, marks: []};
	});
	const storeTracks = stores.map(({name}): Track => {
		const locked = lasting(timeline, (world) => rowLockedAt(world, name));
		const down = lasting(timeline, (world) => (isUp(world, name) ? null : noPower));
		return {name, stretches: [...locked, ...down], marks: writes(history, name, reading)};
	});
	return [...clientTracks.slice(0, 1), ...lockTracks, ...clientTracks.slice(1), ...storeTracks];
}

/** A world and from when on it was so. */
type Timed = {readonly at: number; readonly world: World};

type Shown = Pick<Stretch, 'kind' | 'label'>;

const noPower: Shown = {kind: 'crashed', label: ''};

/** The worlds of a history, one for each instant at which anything changed, told or untold. */
function timelineOf(history: readonly Told[], now: World): readonly Timed[] {
	const told = history.flatMap(({moments}) => moments.map(({event, world}): Timed => ({at: event.at, world})));
	const lasts = [...told, {at: now.now, world: now}].filter(({at}, index, all) => all[index + 1]?.at !== at);
	return lasts.flatMap((each, index) => {
		const until = lasts[index + 1]?.at ?? each.at;
		const untold: Timed[] = [];
		for (let next = lapse(each.world); next !== null && next.now < until; next = lapse(next))
			untold.push({at: next.now, world: next});
		return [each, ...untold];
	});
}

/** The stretches in which something shows, each for as long as it shows the same. */
function lasting(timeline: readonly Timed[], see: (world: World) => Shown | null): readonly Stretch[] {
	const seen = timeline.map(({at, world}) => ({at, shown: see(world)}));
	const changes = seen.filter(
		({shown}, index) =>
			index === 0 || shown?.kind !== seen[index - 1]?.shown?.kind || shown?.label !== seen[index - 1]?.shown?.label,
	);
	return changes.flatMap(({at, shown}, index): readonly Stretch[] =>
		shown === null ? [] : [{...shown, from: at, to: changes[index + 1]?.at ?? null}],
	);
}

function beliefOf(world: World, client: string, tokens: boolean): Shown | null {
	const [first] = world.spec.locks.flatMap(({name}) => belief(world, client, name) ?? []);
	return first === undefined
		? null
		: {kind: 'belief', label: first.token === null || !tokens ? '' : String(first.token)};
}

function haltOf(world: World, client: string): Shown | null {
	if (isCrashed(world, client)) return {kind: 'crashed', label: ''};
	return isPaused(world, client) ? {kind: 'paused', label: ''} : null;
}

function haltOfLock(world: World, lock: string): Shown | null {
	if (!hasPower(world, lock)) return noPower;
	return isStalled(world) ? {kind: 'paused', label: ''} : null;
}

function leaseOf(world: World, lock: string): Shown | null {
	const held = lease(world, lock);
	return held === null ? null : {kind: 'lease', label: visible(held.holder)};
}

/** A row that a transaction has locked. */
function rowLockedAt(world: World, store: string): Shown | null {
	const held = world.spec.resources.flatMap(({name}) => rowOf(world, store, name)?.holder ?? []);
	const [first] = held;
	return first === undefined ? null : {kind: 'lease', label: visible(first)};
}

/** A write at a store: accepted, rejected, or accepted against a property. */
function writes(history: readonly Told[], store: string, reading: Reading): readonly Mark[] {
	const events = history.flatMap(({moments}) => moments.flatMap(({event}) => asRead(event, reading) ?? []));
	return events.flatMap((event, index): readonly Mark[] => {
		if (event.kind !== 'accepted' && !(event.kind === 'rejected' && event.what === 'write')) return [];
		if (event.store !== store) return [];
		const next = events[index + 1];
		const wrong = next?.kind === 'violated' && next.store === store;
		const accepted = event.kind === 'accepted';
		return [
			{
				at: event.at,
				text: wrong ? '!' : accepted ? '✓' : '✗',
				label: visible(event.client),
				style: wrong ? 'violation' : accepted ? 'accepted' : 'rejected',
			},
		];
	});
}
