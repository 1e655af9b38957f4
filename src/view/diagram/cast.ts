import type {Reading} from '../../narrate/reading.js';
import type {Values} from '../../sim/event.js';
import {ttlOf} from '../../sim/lock/registry.js';
import type {Spec} from '../../sim/world.js';
import {visible} from '../text/visible.js';

/** Who takes part: every client, the lock service and every store, by the names that events use. `locks` is the lock service. */
export type Cast = {
	readonly clients: readonly string[];
	readonly locks: readonly string[];
	readonly stores: readonly string[];
	/** Initial data of every resource. */
	readonly values: ReadonlyMap<string, Values>;
	/** Position of a client or a store by its name. */
	readonly clientAt: ReadonlyMap<string, number>;
	readonly storeAt: ReadonlyMap<string, number>;
	/** A silence from here on is drawn as a gap. Units: ms. */
	readonly longSilence: number;
	/** Units: ms, one way. */
	readonly latency: number;
	readonly spec: Spec;
	/** What its reader knows how to read. */
	readonly reading: Reading;
};

/** The cast of a world for a reader. */
export function castOf(spec: Spec, reading: Reading): Cast {
	const clients = spec.clients.map(({name}) => name);
	const stores = spec.stores.map(({name}) => name);
	return {
		clients,
		locks: spec.locks.map(({name}) => name),
		stores,
		values: new Map(spec.resources.map(({name, values}) => [name, values])),
		clientAt: new Map(clients.map((name, index) => [name, index])),
		storeAt: new Map(stores.map((name, index) => [name, index])),
		longSilence: Math.max(shortestTtl(spec) / 2, 2 * spec.pace),
		latency: spec.latency,
		spec,
		reading,
	};
}

/** The actor's lane: the nodes of a lock service stand in the lane of the service. */
export function laneOf(cast: Cast, name: string): string {
	return cast.clientAt.has(name) || cast.storeAt.has(name) ? name : lockService;
}

/** The name of an actor as it is shown. */
export function actorName(name: string): string {
	return name === lockService ? 'the lock service' : visible(name);
}

/** The name that events give to the lock service. */
export const lockService = 'locks';

function shortestTtl(spec: Spec): number {
	return Math.min(10_000, ...spec.locks.map(({service}) => ttlOf(service)));
}
