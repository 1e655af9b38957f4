import type {Event} from '../../sim/event.js';
import type {Fsync} from '../../sim/lock/common-options.js';
import {afterCrash, extendKey, freshNode, liveKey, type RedisNode, setKey} from '../../sim/lock/redis-node.js';
import {machineOf} from '../../sim/lock/registry.js';
import type {OptionValues} from '../../sim/option.js';
import {graphemes} from '../text/width.js';
import type {Cast} from './cast.js';

/** One node of a redlock, as far as the history tells: its key names the client by its position in the cast. `outUntil`: it answers nobody before that. */
export type NodeLane = {
	readonly lock: string;
	readonly name: string;
	readonly node: RedisNode;
	readonly up: boolean;
	readonly outUntil: number;
};

type Vote = Extract<Event, {kind: 'voted'}>;

/** The nodes of every redlock before anything has happened. Order: by lock, then by number. */
export function freshNodes({spec}: Cast): readonly NodeLane[] {
	return spec.locks.flatMap(({name: lock, service}) =>
		machineOf(service).rounds !== null
			? Array.from(
					{length: machineOf(service).rounds?.nodes(service.options) ?? 0},
					(_, index): NodeLane => ({lock, name: `n${index + 1}`, node: freshNode, up: true, outUntil: 0}),
				)
			: [],
	);
}

/** Whether the lock is a redlock. */
export function isRedlock(cast: Cast, lock: string): boolean {
	return serviceOf(cast, lock) !== null;
}

/** The nodes after one of them has done its part. */
export function afterVote(cast: Cast, nodes: readonly NodeLane[], vote: Vote): readonly NodeLane[] {
	if (!vote.ok) return nodes;
	const client = cast.clientAt.get(vote.client) ?? -1;
	return nodes.map((each) =>
		each.lock === vote.lock && each.name === vote.node ? {...each, node: done(each.node, vote, client)} : each,
	);
}

/** The nodes after the wall clock of one has stepped. */
export function withNodeClock(nodes: readonly NodeLane[], name: string, by: number): readonly NodeLane[] {
	return changed(nodes, name, (each) => ({...each, node: {...each.node, clock: each.node.clock + by}}));
}

/** The nodes after one has crashed: it keeps what its fsync has saved. */
export function withNodeCrashed(
	cast: Cast,
	nodes: readonly NodeLane[],
	name: string,
	now: number,
): readonly NodeLane[] {
	return changed(nodes, name, (each) => ({
		...each,
		up: false,
		node: afterCrash(each.node, fsyncOf(serviceOf(cast, each.lock)?.['fsync']), now),
	}));
}

/** The nodes after one has restarted; it may have to stay out for a while. */
export function withNodeRestarted(
	cast: Cast,
	nodes: readonly NodeLane[],
	name: string,
	now: number,
): readonly NodeLane[] {
	return changed(nodes, name, (each) => ({
		...each,
		up: true,
		outUntil: now + Number(serviceOf(cast, each.lock)?.['restartDelay'] ?? 0),
	}));
}

/** The nodes of a lock at a moment, one character a node: `A A B · ✗` for two keys of A, one of B, a free one, and one that is down. */
export function stripOf(cast: Cast, nodes: readonly NodeLane[], lock: string, now: number): string {
	return nodes
		.filter((each) => each.lock === lock)
		.map(({node, up, outUntil}) => {
			if (!up || now < outUntil) return '✗';
			const key = liveKey(node, now);
			return key === null ? '·' : letterOf(cast, key.grant);
		})
		.join(' ');
}

function done(node: RedisNode, {does, at, ttl = 0}: Vote, client: number): RedisNode {
	switch (does) {
		case 'set':
			return setKey(node, client, ttl, at, false).node;
		case 'extend':
			return node.key === null ? node : extendKey(node, node.key, ttl, at);
		case 'delete':
			return {...node, key: null};
		case 'get':
			return node;
	}
}

function changed(nodes: readonly NodeLane[], name: string, change: (each: NodeLane) => NodeLane): readonly NodeLane[] {
	return nodes.some((each) => each.name === name)
		? nodes.map((each) => (each.name === name ? change(each) : each))
		: nodes;
}

function serviceOf({spec}: Cast, lock: string): OptionValues | null {
	const service = spec.locks.find(({name}) => name === lock)?.service;
	return service === undefined || machineOf(service).rounds === null ? null : service.options;
}

function fsyncOf(value: unknown): Fsync {
	return value === 'everysec' || value === 'no' ? value : 'always';
}

/** The first letter of a client's name where no other begins with it, else its number among the clients. */
function letterOf({clients}: Cast, index: number): string {
	const initial = (name: string): string => (graphemes(name)[0] ?? '?').toUpperCase();
	const own = initial(clients[index] ?? '?');
	return clients.filter((name) => initial(name) === own).length === 1 ? own : String((index + 1) % 10);
}
