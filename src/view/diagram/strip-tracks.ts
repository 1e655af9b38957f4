import type {Event} from '../../sim/event.js';
import type {Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import type {Cast} from './cast.js';
import {firstState, follow, knownLease, type LaneState} from './lane-state.js';

/** One line of the strip. Order: of `stretches`, the later hides the earlier; `marks` by time. */
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

/** What every line of the strip shows: the clients, the lock service or each of its locks, the stores. */
export function collect(cast: Cast, events: readonly Event[]): readonly Track[] {
	const states = timeline(cast, events);
	const clients = cast.clients.map((name, index): Track => {
		const believed = lasting(states, (state) => beliefOf(state, index));
		const halted = lasting(states, (state) => haltOf(state, index));
		return {name, stretches: [...believed, ...halted], marks: []};
	});
	const locks = cast.locks.map((lock): Track => {
		const held = lasting(states, (state) => leaseOf(state, lock));
		const down = lasting(states, (state) => (state.locksUp ? null : {kind: 'crashed', label: ''}));
		return {name: cast.locks.length > 1 ? lock : 'LOCK', stretches: [...held, ...down], marks: []};
	});
	const stores = cast.stores.map((name, index): Track => {
		const down = lasting(states, (state) => (state.stores[index]?.up === false ? {kind: 'crashed', label: ''} : null));
		return {name, stretches: down, marks: writes(events, name)};
	});
	return [...clients.slice(0, 1), ...locks, ...clients.slice(1), ...stores];
}

type Moment = {readonly at: number; readonly state: LaneState};

type Shown = Pick<Stretch, 'kind' | 'label'>;

function timeline(cast: Cast, events: readonly Event[]): readonly Moment[] {
	let state = firstState(cast);
	const moments: Moment[] = [{at: 0, state}];
	for (const event of events) {
		const next = follow(cast, state, event);
		if (next !== state) moments.push({at: event.at, state: next});
		state = next;
	}
	return moments;
}

/** The stretches in which something shows, each for as long as it shows the same. */
function lasting(moments: readonly Moment[], see: (state: LaneState) => Shown | null): readonly Stretch[] {
	const seen = moments.map(({at, state}) => ({at, shown: see(state)}));
	const changes = seen.filter(
		({shown}, index) =>
			index === 0 || shown?.kind !== seen[index - 1]?.shown?.kind || shown?.label !== seen[index - 1]?.shown?.label,
	);
	return changes.flatMap(({at, shown}, index): readonly Stretch[] => {
		const to = changes[index + 1]?.at ?? null;
		return shown === null || to === at ? [] : [{...shown, from: at, to}];
	});
}

function beliefOf(state: LaneState, client: number): Shown | null {
	const belief = state.clients[client]?.beliefs[0];
	return belief === undefined ? null : {kind: 'belief', label: belief.token === null ? '' : String(belief.token)};
}

function haltOf(state: LaneState, client: number): Shown | null {
	const process = state.clients[client]?.process;
	return process === 'paused' || process === 'crashed' ? {kind: process, label: ''} : null;
}

function leaseOf(state: LaneState, lock: string): Shown | null {
	const lease = knownLease(state, lock);
	return lease === null ? null : {kind: 'lease', label: visible(lease.client)};
}

/** A write at a store: accepted, rejected, or accepted against a property. */
function writes(events: readonly Event[], store: string): readonly Mark[] {
	return events.flatMap((event, index): readonly Mark[] => {
		if (event.kind !== 'accepted' && !(event.kind === 'rejected' && event.what === 'write')) return [];
		if (event.store !== store) return [];
		const wrong = violatesAt(events, index, store);
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

function violatesAt(events: readonly Event[], index: number, store: string): boolean {
	const next = events[index + 1];
	return next?.kind === 'violated' && next.store === store;
}
