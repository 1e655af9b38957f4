import type {LockService} from '../sim/statement.js';
import {type Cursor, failAt, isWord, keyword, listed, peek, unexpected} from './cursor.js';
import {duration} from './duration.js';
import {mostNodes} from './limits.js';
import {type Option, takeOptions} from './options.js';
import {clipped} from './visible.js';
import {lockKinds} from './words.js';

type ServiceOf<Kind extends LockService['kind']> = Extract<LockService, {readonly kind: Kind}>;

/** The lock service at the cursor with its options, moving past it. Fails: on anything else; a service that the language knows and that is not here yet is a refusal. */
export function lockService(c: Cursor): LockService {
	const later = laterKind(c);
	if (later !== null) notHereYet(c, later);
	for (const [kind, {hint, read}] of Object.entries(services)) if (keyword(c, kind, hint)) return read(c);
	unexpected(c, `a lock service (${listed(Object.keys(services))})`);
}

/** The lock service that stands so many tokens ahead and is not here yet, or null. */
export function laterKind(c: Cursor, ahead = 0): string | null {
	return lockKinds.find((kind) => !Object.hasOwn(services, kind) && isWord(c, kind, ahead)) ?? null;
}

/** A lock whose ttl is left out has this one. Units: ms. */
const usualTtl = 10_000;

const services: {readonly [Kind in LockService['kind']]: {readonly hint: string; readonly read: (c: Cursor) => ServiceOf<Kind>}} = {
	lease: {
		hint: 'counter and fencing token',
		read: (c) =>
			takeOptions<ServiceOf<'lease'>>(c, {kind: 'lease', ttl: usualTtl, volatile: false, ownerCheck: true}, [
				ttl(c),
				{words: ['volatile'], group: 'volatile', hint: 'a crash loses leases and counter', read: () => ({volatile: true})},
				{words: ['owner-check', 'off'], group: 'owner-check', hint: 'release and renew ask for no owner', read: () => ({ownerCheck: false})},
				{words: ['owner-check', 'on'], group: 'owner-check', hint: 'only the holder releases and renews', read: () => ({ownerCheck: true})},
			]),
	},
	redis: {
		hint: 'one node, random value, no token',
		read: (c) =>
			takeOptions<ServiceOf<'redis'>>(c, {kind: 'redis', ttl: usualTtl, release: 'compare-and-delete', fsync: 'everysec', restartDelay: 0, counter: false}, [
				ttl(c),
				release(c),
				{words: ['fsync'], group: 'fsync', hint: 'when it writes to disk', read: () => ({fsync: oneOf(c, ['always', 'everysec', 'no'] as const, 'fsync')})},
				{words: ['restart-delay'], group: 'restart-delay', hint: 'a restarted node stays out this long', read: () => ({restartDelay: duration(c, '11s')})},
				counter,
			]),
	},
	replicated: {
		hint: 'primary and replica, asynchronous replication',
		read: (c) =>
			takeOptions<ServiceOf<'replicated'>>(c, {kind: 'replicated', ttl: usualTtl, release: 'compare-and-delete', lag: 50, counter: false}, [
				ttl(c),
				release(c),
				{words: ['replication-lag'], group: 'replication-lag', hint: 'how far the replica is behind', read: () => ({lag: duration(c, '50ms')})},
				counter,
			]),
	},
	postgres: {
		hint: 'a row with a token column',
		read: (c) =>
			takeOptions<ServiceOf<'postgres'>>(c, {kind: 'postgres', ttl: usualTtl, token: 'row'}, [
				ttl(c),
				{words: ['token'], group: 'token', hint: 'where the token comes from', read: () => ({token: oneOf(c, ['row', 'sequence'] as const, 'token')})},
			]),
	},
	zookeeper: {
		hint: 'a queue of znodes, kept by sessions',
		read: (c) =>
			takeOptions<ServiceOf<'zookeeper'>>(c, {kind: 'zookeeper', ttl: usualTtl, token: 'czxid'}, [
				...sessionTimeout(c),
				{words: ['token'], group: 'token', hint: 'what a client takes for a token', read: () => ({token: oneOf(c, ['czxid', 'suffix'] as const, 'token')})},
			]),
	},
	etcd: {
		hint: 'a queue of keys, kept by leases',
		read: (c) =>
			takeOptions<ServiceOf<'etcd'>>(c, {kind: 'etcd', ttl: usualTtl, waiterCheck: true}, [
				...sessionTimeout(c),
				{words: ['waiter-check', 'off'], group: 'waiter-check', hint: 'a waiter is not asked whether its session lives', read: () => ({waiterCheck: false})},
				{words: ['waiter-check', 'on'], group: 'waiter-check', hint: 'a waiter must still have its session', read: () => ({waiterCheck: true})},
			]),
	},
	consul: {
		hint: 'session, LockIndex, lock-delay',
		read: (c) =>
			takeOptions<ServiceOf<'consul'>>(c, {kind: 'consul', ttl: usualTtl, lockDelay: 15_000, behavior: 'release'}, [
				...sessionTimeout(c),
				{words: ['lock-delay'], group: 'lock-delay', hint: 'no grant for so long after a holder failed', read: () => ({lockDelay: duration(c, '15s')})},
				{
					words: ['behavior'],
					group: 'behavior',
					hint: 'what becomes of the key',
					read: () => ({behavior: oneOf(c, ['release', 'delete'] as const, 'behavior')}),
				},
			]),
	},
};

function ttl(c: Cursor): Option<{readonly ttl: number}> {
	return {words: ['ttl'], group: 'ttl', hint: 'how long a lease lasts', read: () => ({ttl: duration(c, '10s', {least: 1})})};
}

/** A service whose locks are kept by sessions takes either word for how long one lasts unheard of. */
function sessionTimeout(c: Cursor): readonly Option<{readonly ttl: number}>[] {
	const read = () => ({ttl: duration(c, '10s', {least: 1})});
	return [
		{words: ['session-timeout'], group: 'ttl', hint: 'how long a session lasts unheard of', read},
		{words: ['ttl'], group: 'ttl', hint: 'the same as session-timeout', read},
	];
}

function release(c: Cursor): Option<Pick<ServiceOf<'redis'>, 'release'>> {
	const ways = ['compare-and-delete', 'delete', 'get-then-delete'] as const;
	return {words: ['release'], group: 'release', hint: 'how a client lets go', read: () => ({release: oneOf(c, ways, 'release')})};
}

const counter: Option<{readonly counter: boolean}> = {
	words: ['counter-in-redis'],
	group: 'counter-in-redis',
	hint: 'an INCR beside the key gives a token',
	read: () => ({counter: true}),
};

function oneOf<Word extends string>(c: Cursor, words: readonly Word[], option: string): Word {
	return words.find((word) => keyword(c, word, option)) ?? unexpected(c, `${listed(words)} after ${option}`);
}

function notHereYet(c: Cursor, kind: string): never {
	const token = peek(c);
	while (peek(c) !== undefined) {
		if (isWord(c, 'nodes')) limitNodes(c);
		c.at++;
	}
	const advice = `A lock is kept by ${listed(Object.keys(services))} for now, for example: lock account lease ttl 10s`;
	failAt(c, `The lock service ${kind} is not here yet. ${advice}`, {kind: 'refusal', ...(token === undefined ? {} : {token})});
}

function limitNodes(c: Cursor): void {
	const token = peek(c, 1);
	if (token !== undefined && Number(token.text) > mostNodes)
		failAt(c, `${clipped(token.text)} nodes are too many: a redlock has at most ${mostNodes}.`, {token});
}
