import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';
import type {Fsync} from './common-options.js';

/** One Redis server. Its keys expire by its wall clock, which is true time plus `clock`. */
export type RedisNode = {readonly key: RedisKey | null; readonly counter: number; readonly clock: Duration};

/** A key with the random value of a grant. Units: `when` in the node's wall time, `setAt` in true time. */
export type RedisKey = {
	readonly grant: Grant;
	readonly token: number | null;
	readonly when: Instant;
	readonly setAt: Instant;
};

/** A Redis server with nothing in it but a counter that stands where every counter starts. */
export const freshNode: RedisNode = {key: null, counter: 32, clock: 0};

/** The node's key as it is at a moment of true time: null once the node's wall clock is past `when`. Source: redis keyIsExpired, `now > when`. */
export function liveKey({key, clock}: RedisNode, now: Instant): RedisKey | null {
	return key === null || now + clock > key.when ? null : key;
}

/** The moment of true time at which the node's key is gone, or null when there is none. */
export function deadAt({key, clock}: RedisNode): Instant | null {
	return key === null ? null : key.when - clock + 1;
}

/** The node after `SET key value NX PX ttl` on a free key, with an INCR where a counter gives tokens. */
export function setKey(
	node: RedisNode,
	grant: Grant,
	ttl: Duration,
	now: Instant,
	counts: boolean,
): {readonly node: RedisNode; readonly key: RedisKey} {
	const counter = counts ? node.counter + 1 : node.counter;
	const key: RedisKey = {grant, token: counts ? counter : null, when: now + node.clock + ttl, setAt: now};
	return {node: {...node, key, counter}, key};
}

/** The node after its key was lastGrantIssued a new time to live. */
export function extendKey(node: RedisNode, key: RedisKey, ttl: Duration, now: Instant): RedisNode {
	return {...node, key: {...key, when: now + node.clock + ttl}};
}

/** What a node still has after a crash: with `everysec` the last second may be lost, with `no` all that is not on disk. */
export function afterCrash(node: RedisNode, fsync: Fsync, now: Instant): RedisNode {
	const {key} = node;
	const kept = key === null || fsync === 'always' || (fsync === 'everysec' && key.setAt <= now - 1000);
	return kept ? node : {...node, key: null, counter: key.token === null ? node.counter : node.counter - 1};
}

/** The node as it is when `by` is taken from every moment of true time in it. */
export function shiftNode(node: RedisNode, by: Duration): RedisNode {
	return node.key === null ? node : {...node, key: {...node.key, when: node.key.when - by, setAt: node.key.setAt - by}};
}

/** The node, shifted to now, in which how long ago its key was set is forgotten where that can make no difference. */
export function settledNode<Node extends RedisNode>(node: Node): Node {
	return node.key === null || node.key.setAt >= onDisk ? node : {...node, key: {...node.key, setAt: onDisk}};
}

/** A moment until which something is barred, shifted to now; null once it has come. */
export function ahead(until: Instant | null): Instant | null {
	return until !== null && until <= 0 ? null : until;
}

/** A disk that is written every second makes no difference between a second and longer. Units: ms. */
const onDisk = -1000;
