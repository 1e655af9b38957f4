import {bounded, type Duration, forever, type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import type {Fsync} from './common-options.js';
import {firstHold, type Hold, shiftHold} from './hold.js';
import type {Holding, Prospect} from './state.js';

/** One Redis server. Its keys expire by its wall clock, which is true time plus `clock`. */
export type RedisNode = RedisData & {readonly clock: Duration; readonly disk: RedisDisk};

/** What a Redis server keeps. */
export type RedisData = {readonly key: RedisKey | null; readonly counter: number};

/**
 * What stands on the disk of a server that syncs every second, from its last sync before the newest change until `syncAt`, when it syncs again.
 * Units: true time.
 */
type RedisDisk = RedisData & {readonly syncAt: Instant};

/** A key with the random value of a grant. Units: `when` in the node's wall time. */
export type RedisKey = Hold & {readonly grant: Grant; readonly token: number | null; readonly when: Instant};

/** `everysec` syncs at whole virtual seconds. Units: ms. */
const second = 1000;

/** A Redis server with nothing in it but a counter that stands where every counter starts. */
export const freshNode: RedisNode = {
	key: null,
	counter: 32,
	clock: 0,
	disk: {key: null, counter: 32, syncAt: second},
};

/** The node's key as it is at a moment of true time: null once the node's wall clock is past `when`. Source: redis keyIsExpired, `now > when`. */
export function liveKey({key, clock}: Pick<RedisNode, 'key' | 'clock'>, now: Instant): RedisKey | null {
	return key === null || now + clock > key.when ? null : key;
}

/** The moment of true time at which the node's key is gone, or null when there is none. */
export function deadAt({key, clock}: RedisNode): Instant | null {
	return key === null || key.when === forever ? null : key.when - clock + 1;
}

/** The moment of true time at which the node's clock reads the end of a key. */
export function endOf({when}: RedisKey, {clock}: Pick<RedisNode, 'clock'>): Instant {
	return plus(when, -clock);
}

/** Who holds by a node's key. */
export function holdingOf(node: RedisNode): Holding | null {
	const {key} = node;
	if (key === null) return null;
	return {owner: key.grant, grant: key.grant, token: key.token, expiresAt: bounded(endOf(key, node))};
}

/** The node after `SET key value NX PX ttl` on a free key, with an INCR where a counter gives tokens. */
export function setKey(
	node: RedisNode,
	grant: Grant,
	ttl: Duration,
	now: Instant,
	counts: boolean,
	min: Duration = 0,
): {readonly node: RedisNode; readonly key: RedisKey} {
	const counter = counts ? node.counter + 1 : node.counter;
	const key: RedisKey = {
		grant,
		token: counts ? counter : null,
		when: plus(now + node.clock, ttl),
		...firstHold(min, now),
	};
	return {node: written(node, {key, counter}, now), key};
}

/** The node after its key was given a new time to live. */
export function extendKey(node: RedisNode, key: RedisKey, ttl: Duration, now: Instant): RedisNode {
	return written(node, {key: {...key, when: plus(now + node.clock, ttl)}, counter: node.counter}, now);
}

/** The node after its key was deleted, by a client or because its time was over. */
export function deleteKey(node: RedisNode, now: Instant): RedisNode {
	return written(node, {key: null, counter: node.counter}, now);
}

/** The node with these data, as it is when all of them came from elsewhere. */
export function written(node: RedisNode, {key, counter}: RedisData, now: Instant): RedisNode {
	return {...node, key, counter, disk: diskAt(node, now)};
}

/**
 * The node after its machine has lost power: as it stood at its last sync, whatever changed since, and empty where it keeps no log.
 * Source: redis.conf, appendfsync; a sync comes before the commands of its moment.
 */
export function afterCrash(node: RedisNode, fsync: Fsync, now: Instant): RedisNode {
	switch (fsync) {
		case 'always':
			return node;
		case 'everysec': {
			const disk = diskAt(node, now);
			return {...node, key: liveKey({...node, key: disk.key}, now), counter: disk.counter, disk};
		}
		case 'no':
			return emptied(node, now);
	}
}

/** The node after its process was killed: what it handed to the operating system is still there; without a log all is gone. */
export function afterKill(node: RedisNode, fsync: Fsync, now: Instant): RedisNode {
	return fsync === 'no' ? emptied(node, now) : node;
}

/** The node as it is when `by` is taken from every moment of true time in it. */
export function shiftNode<Node extends RedisNode>(node: Node, by: Duration): Node {
	if (by === 0) return node;
	const {key, disk} = node;
	return {...node, key: shiftKey(key, by), disk: {...disk, key: shiftKey(disk.key, by), syncAt: disk.syncAt - by}};
}

/** The key as it is when `by` is taken from every moment in it. */
export function shiftKey(key: RedisKey | null, by: Duration): RedisKey | null {
	return key && {...key, ...shiftHold(key, by), when: plus(key.when, -by)};
}

/**
 * The node, shifted to now, in which its disk is forgotten where power cannot fail any more, and is told in one way where it can: a key there whose time
 * is over comes back only by a clock that steps.
 */
export function settledNode<Node extends RedisNode>(node: Node, {power, clocks}: Prospect): Node {
	const disk = power ? diskAt(node, 0) : freshNode.disk;
	const key = !power || clocks ? disk.key : liveKey({...node, key: disk.key}, 0);
	const settled = key === disk.key ? disk : {...disk, key};
	return settled === node.disk ? node : {...node, disk: settled};
}

/** The node as if its clock had never stepped and its keys had the ends that they have now: only what its clock lacks to the end of a key tells. */
export function byTrueTime<Node extends RedisNode>(node: Node): Node {
	const {clock, key, disk} = node;
	if (clock === 0) return node;
	return {...node, clock: 0, key: endedAt(key, clock), disk: {...disk, key: endedAt(disk.key, clock)}};
}

function endedAt(key: RedisKey | null, clock: Duration): RedisKey | null {
	return key && {...key, when: plus(key.when, -clock)};
}

/** A moment until which something is barred, shifted to now; null once it has come. */
export function ahead(until: Instant | null): Instant | null {
	return until !== null && until <= 0 ? null : until;
}

/** The disk as it is at a moment: what was there at the last sync by then, and when the next one is. */
function diskAt({key, counter, disk}: RedisNode, now: Instant): RedisDisk {
	if (now < disk.syncAt) return disk;
	return {key, counter, syncAt: disk.syncAt + second * (Math.floor((now - disk.syncAt) / second) + 1)};
}

function emptied(node: RedisNode, now: Instant): RedisNode {
	const {syncAt} = diskAt(node, now);
	return {...node, key: null, counter: 0, disk: {key: null, counter: 0, syncAt}};
}
