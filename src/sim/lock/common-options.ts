import {choice, duration, flag, type Option, onUnlessOff} from '../option.js';
import type {Duration} from '../time.js';

/** How a Redis client lets go: one atomic script, a plain DEL, or a GET and then a DEL. Source: domain 1.3, S8. */
export type RedisRelease = 'compare-and-delete' | 'delete' | 'get-then-delete';

/** When a Redis node writes to disk; what is not there is lost in a crash. */
export type Fsync = 'always' | 'everysec' | 'no';

/** A lock whose ttl is left out has this one. Units: ms. */
const usualTtl = 10_000;

/** How long a grant lasts where an acquire says nothing else. */
export const ttl = duration('ttl', usualTtl, {
	hint: 'how long a lease lasts',
	sample: '10s',
	least: 1,
	isAlwaysSaid: true,
	mayBeNone: true,
});

const tooLongAMin =
	'A least time longer than the ttl cannot be kept: the lock is gone before. Give a longer ttl, or a shorter min.';

/** The same where a grant may also have a least time. */
export const ttlWithMin = {
	...ttl,
	limits: [
		{
			beyond: 'below',
			limit: {times: 1, of: 'min'},
			does: 'refused',
			says: tooLongAMin,
		},
	],
} satisfies Option<Duration>;

/** A release before this is done then. Source: ShedLock, lockAtLeastFor. */
export const min = duration('min', 0, {
	hint: 'a grant lasts at least this long',
	sample: '5s',
	limits: [{beyond: 'above', limit: {times: 1, of: 'ttl'}, does: 'refused', says: tooLongAMin}],
	page: {
		meaning:
			'A grant lasts at least this long. Who gives the lock back before stops believing at once, and the service keeps it until then: a short task is not run again by a client whose clock is a little behind.',
		example: [
			'lock account lease ttl 30s min 5s',
			'A acquire account',
			'A release account',
			'B acquire account',
			'expect last denied',
			'wait 5s',
			'expect nobody holds account',
		],
	},
});

/** Who holds may acquire again: one more hold for each. Source: Redisson, RLock. */
export const reentrant = flag('reentrant', {
	hint: 'the holder may acquire again, and gives back as often',
	page: {
		meaning:
			'Who holds the lock may acquire it again: the time counts anew, and it takes as many releases as acquires until the lock is free.',
		example: [
			'lock account lease ttl 10s reentrant',
			'A acquire account',
			'A acquire account',
			'A release account',
			'expect A holds account and A believes account',
			'A release account',
			'expect nobody holds account',
		],
	},
});

/** Whether the client looks at a deadline of its own. Source: domain-2, the three questions: Redisson, ShedLock, JdbcLockRegistry and Quartz do not. */
export const deadline = onUnlessOff('deadline', {
	off: 'the client never looks at its clock',
	on: 'belief ends at a deadline',
	page: {
		meaning:
			'Whether a client stops at a deadline of its own. With deadline off it never looks at its clock, as most libraries in daily use: it believes until a release, a denied renewal, a failed ask or a rejected write tells it.',
		example: [
			'lock account lease ttl 10s deadline off',
			'A acquire account',
			'wait 20s',
			'B acquire account',
			'expect A believes account and B believes account',
		],
	},
});

/** The same where a session keeps the lock: either word says how long one lasts unheard of. */
export const sessionTimeout = duration(['ttl', 'session-timeout'], usualTtl, {
	hint: 'how long a session lasts unheard of',
	sample: '10s',
	least: 1,
	mayBeNone: true,
	isAlwaysSaid: true,
	page: {
		meaning:
			'How long a session lives without a word from its client; ttl says the same. When it ends, its lock or its place in the line goes with it. Under none silence ends nothing.',
		example: [
			'lock account zookeeper session-timeout 4s',
			'A acquire account',
			'A pause',
			'wait 4s',
			'expect nobody holds account',
		],
	},
});

export const redisRelease = choice<RedisRelease>(
	'release',
	['compare-and-delete', 'delete', 'get-then-delete'],
	'compare-and-delete',
	{
		hint: 'how a client lets go',
		page: {
			meaning:
				"How a client lets go of a Redis key. compare-and-delete looks for the client's own value and deletes in one step. delete removes whatever is there. get-then-delete looks first and deletes in a second round trip, and the key can change hands in between.",
			example: [
				'lock account redis ttl 5s release delete',
				'A acquire account',
				'wait 6s',
				'B acquire account',
				'A release account',
				'expect nobody holds account',
			],
		},
	},
);

export const fsync = choice<Fsync>('fsync', ['always', 'everysec', 'no'], 'everysec', {
	hint: 'when a node writes to disk',
	page: {
		meaning:
			'When a Redis node writes to its disk: at once, about every second, or never. What is not on the disk when it crashes is gone after the restart.',
		example: ['lock account redlock fsync no', 'A acquire account', 'n3 crash', 'n3 restart'],
	},
});

export const restartDelay = duration('restart-delay', 0, {
	hint: 'a restarted node stays out this long',
	sample: '11s',
	page: {
		meaning:
			'A restarted node answers nobody for this long. Longer than the longest ttl, and whatever it forgot has expired when it comes back.',
		example: ['lock account redlock ttl 10s restart-delay 11s', 'A acquire account', 'n3 crash', 'n3 restart'],
	},
});

export const counterInRedis = flag('counter-in-redis', {
	hint: 'an INCR beside the key gives a token',
	page: {
		meaning: 'An INCR beside the key gives every grant a number. It is as durable as the rest of Redis, and no more.',
		example: ['lock account redis counter-in-redis', 'A acquire account', 'expect token of A = 33'],
	},
});

/** Whether a client that starts again is another owner to the service, or two processes of one name are one. Source: world.md, Time and order. */
export const identity = choice('identity', ['process', 'stable'], 'process', {
	hint: 'who is one owner',
	page: {
		meaning:
			'By what the service knows an owner. stable: by the name of the client, as with a host name for a value. Then the next process of that client is the holder still: its ask says yes and its acquire is granted again. It knows no token before that, so renew and release need a new acquire first.',
		example: [
			'lock account lease ttl 10s identity stable',
			'A acquire account',
			'A crash',
			'A restart',
			'expect A holds account and not A believes account',
			'A acquire account',
			'expect token of A = 33',
		],
	},
});
