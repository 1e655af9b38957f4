import type {LockService} from '../sim/statement.js';
import {anyWord, type Cursor, failAt, keyword, listed, offer, unexpected} from './cursor.js';
import {duration} from './duration.js';
import {mostNodes} from './limits.js';
import {type Option, takeOptions} from './options.js';
import {wholeNumberAt} from './value.js';
import {clipped} from './visible.js';

type ServiceOf<Kind extends LockService['kind']> = Extract<LockService, {readonly kind: Kind}>;

/** The lock service at the cursor with its options, moving past it. Fails: on anything else. */
export function lockService(c: Cursor): LockService {
	for (const [kind, {hint, read}] of Object.entries(services)) if (keyword(c, kind, hint)) return read(c);
	unexpected(c, `a lock service (${listed(Object.keys(services))})`);
}

/** A lock whose ttl is left out has this one. Units: ms. */
const usualTtl = 10_000;

const services: {
	readonly [Kind in LockService['kind']]: {readonly hint: string; readonly read: (c: Cursor) => ServiceOf<Kind>};
} = {
	lease: {
		hint: 'counter and fencing token',
		read: (c) =>
			takeOptions<ServiceOf<'lease'>>(c, {kind: 'lease', ttl: usualTtl, volatile: false, ownerCheck: true}, [
				ttl(c),
				{
					words: ['volatile'],
					group: 'volatile',
					hint: 'a crash loses leases and counter',
					read: () => ({volatile: true}),
				},
				{
					words: ['owner-check', 'off'],
					group: 'owner-check',
					hint: 'release and renew ask for no owner',
					read: () => ({ownerCheck: false}),
				},
				{
					words: ['owner-check', 'on'],
					group: 'owner-check',
					hint: 'only the holder releases and renews',
					read: () => ({ownerCheck: true}),
				},
			]),
	},
	redis: {
		hint: 'one node, random value, no token',
		read: (c) =>
			takeOptions<ServiceOf<'redis'>>(
				c,
				{
					kind: 'redis',
					ttl: usualTtl,
					release: 'compare-and-delete',
					fsync: 'everysec',
					restartDelay: 0,
					counter: false,
				},
				[ttl(c), release(c), fsync(c), restartDelay(c), counter],
			),
	},
	redlock: {
		hint: 'a quorum of independent nodes',
		read: (c) =>
			takeOptions<ServiceOf<'redlock'>>(
				c,
				{
					kind: 'redlock',
					ttl: usualTtl,
					nodes: 5,
					drift: 0.01,
					elapsedCheck: true,
					fsync: 'everysec',
					restartDelay: 0,
					nodeTimeout: 0,
				},
				[
					ttl(c),
					{words: ['nodes'], group: 'nodes', hint: 'how many independent servers', read: () => ({nodes: nodes(c)})},
					{
						words: ['drift'],
						group: 'drift',
						hint: 'the part of the ttl allowed for clock drift',
						read: () => ({drift: drift(c)}),
					},
					{
						words: ['elapsed-check', 'off'],
						group: 'elapsed-check',
						hint: 'the client does not look how long the replies took',
						read: () => ({elapsedCheck: false}),
					},
					{
						words: ['elapsed-check', 'on'],
						group: 'elapsed-check',
						hint: 'the client looks how long the replies took',
						read: () => ({elapsedCheck: true}),
					},
					fsync(c),
					restartDelay(c),
					{
						words: ['node-timeout'],
						group: 'node-timeout',
						hint: 'how long it waits for silent nodes',
						read: () => ({nodeTimeout: duration(c, '50ms')}),
					},
				],
			),
	},
	replicated: {
		hint: 'primary and replica, asynchronous replication',
		read: (c) =>
			takeOptions<ServiceOf<'replicated'>>(
				c,
				{kind: 'replicated', ttl: usualTtl, release: 'compare-and-delete', lag: 50, counter: false},
				[
					ttl(c),
					release(c),
					{
						words: ['replication-lag'],
						group: 'replication-lag',
						hint: 'how far the replica is behind',
						read: () => ({lag: duration(c, '50ms')}),
					},
					counter,
				],
			),
	},
	postgres: {
		hint: 'a row with a token column',
		read: (c) =>
			takeOptions<ServiceOf<'postgres'>>(c, {kind: 'postgres', ttl: usualTtl, token: 'row'}, [
				ttl(c),
				{
					words: ['token'],
					group: 'token',
					hint: 'where the token comes from',
					read: () => ({token: oneOf(c, ['row', 'sequence'] as const, 'token')}),
				},
			]),
	},
	zookeeper: {
		hint: 'a queue of znodes, kept by sessions',
		read: (c) =>
			takeOptions<ServiceOf<'zookeeper'>>(c, {kind: 'zookeeper', ttl: usualTtl, token: 'czxid'}, [
				...sessionTimeout(c),
				{
					words: ['token'],
					group: 'token',
					hint: 'what a client takes for a token',
					read: () => ({token: oneOf(c, ['czxid', 'suffix'] as const, 'token')}),
				},
			]),
	},
	etcd: {
		hint: 'a queue of keys, kept by leases',
		read: (c) =>
			takeOptions<ServiceOf<'etcd'>>(c, {kind: 'etcd', ttl: usualTtl, waiterCheck: true}, [
				...sessionTimeout(c),
				{
					words: ['waiter-check', 'off'],
					group: 'waiter-check',
					hint: 'a waiter is not asked whether its session lives',
					read: () => ({waiterCheck: false}),
				},
				{
					words: ['waiter-check', 'on'],
					group: 'waiter-check',
					hint: 'a waiter must still have its session',
					read: () => ({waiterCheck: true}),
				},
			]),
	},
	consul: {
		hint: 'session, LockIndex, lock-delay',
		read: (c) =>
			takeOptions<ServiceOf<'consul'>>(c, {kind: 'consul', ttl: usualTtl, lockDelay: 15_000, behavior: 'release'}, [
				...sessionTimeout(c),
				{
					words: ['lock-delay'],
					group: 'lock-delay',
					hint: 'no grant for so long after a holder failed',
					read: () => ({lockDelay: duration(c, '15s')}),
				},
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
	return {
		words: ['ttl'],
		group: 'ttl',
		hint: 'how long a lease lasts',
		read: () => ({ttl: duration(c, '10s', {least: 1})}),
	};
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
	return {
		words: ['release'],
		group: 'release',
		hint: 'how a client lets go',
		read: () => ({release: oneOf(c, ways, 'release')}),
	};
}

function fsync(c: Cursor): Option<Pick<ServiceOf<'redis'>, 'fsync'>> {
	return {
		words: ['fsync'],
		group: 'fsync',
		hint: 'when a node writes to disk',
		read: () => ({fsync: oneOf(c, ['always', 'everysec', 'no'] as const, 'fsync')}),
	};
}

function restartDelay(c: Cursor): Option<Pick<ServiceOf<'redis'>, 'restartDelay'>> {
	return {
		words: ['restart-delay'],
		group: 'restart-delay',
		hint: 'a restarted node stays out this long',
		read: () => ({restartDelay: duration(c, '11s')}),
	};
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

function nodes(c: Cursor): number {
	const count = wholeNumberAt(c, 'a number of nodes', '5', 1);
	if (count > mostNodes)
		failAt(c, `${count} nodes are too many: a redlock has at most ${mostNodes}.`, {token: c.tokens[c.at - 1]});
	return count;
}

/** A part of the ttl, below 1 and with at most six decimals, so that it is printed as it was written. */
function drift(c: Cursor): number {
	offer(c, '0.01', 'a part of the ttl');
	const token = anyWord(c, 'a part of the ttl such as 0.01');
	if (!/^0(?:\.\d{1,6})?$/.test(token.text))
		failAt(c, `"${clipped(token.text)}" is no part of the ttl. Write a number from 0 to below 1, such as 0.01.`, {
			token,
		});
	return Number(token.text);
}
