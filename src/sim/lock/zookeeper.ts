import {choice, duration, type Option, type ValuesOf} from '../option.js';
import type {Duration} from '../time.js';
import {deadline, identity, sessionTimeout} from './common-options.js';
import {type QueueState, queueRules} from './queue.js';
import type {LockKind} from './service.js';

const options = {
	/** Source: ZooKeeper administrator's guide, minSessionTimeout and maxSessionTimeout. */
	ttl: {
		...sessionTimeout,
		limits: [
			{
				beyond: 'below',
				limit: {times: 2, of: 'tick'},
				does: 'raised',
				says: 'ZooKeeper makes a session of less than 2 ticks one of 2 ticks.',
			},
			{
				beyond: 'above',
				limit: {times: 20, of: 'tick'},
				does: 'lowered',
				says: 'ZooKeeper makes a session of more than 20 ticks one of 20 ticks.',
			},
		],
	} satisfies Option<Duration>,
	/** Source: ZooKeeper administrator's guide, tickTime. */
	tick: duration('tick', 2000, {
		hint: 'by which the server counts sessions',
		sample: '2s',
		least: 1,
		page: {
			meaning:
				'The beat by which a ZooKeeper server counts time, 2s unless set. A session is never shorter than 2 ticks and never longer than 20.',
			example: [
				'lock account zookeeper session-timeout 1s tick 500ms',
				'A acquire account',
				'A pause',
				'wait 1s',
				'expect nobody holds account',
			],
		},
	}),
	/** What a client takes for a fencing token; the suffix is the trap. */
	token: choice('token', ['czxid', 'suffix'], 'czxid', {
		hint: 'what a client takes for a token',
		page: {
			meaning:
				"What a client takes for its token. czxid, the number of the transaction that made the znode, always rises; the suffix of the znode's name can start over.",
			example: ['lock account zookeeper token suffix', 'A acquire account', 'expect token of A = 33'],
		},
	}),
	identity,
	deadline,
};

type ZookeeperOptions = ValuesOf<typeof options>;

/** The lock recipe of ZooKeeper: ephemeral sequential nodes under a parent. The czxid is the token; the sequence suffix is the trap. Source: domain 1.6, S13c. */
export const zookeeper: LockKind<ZookeeperOptions, QueueState> = {
	...queueRules<ZookeeperOptions>(({token, identity}) => ({
		suffixAsToken: token === 'suffix',
		waiterCheck: true,
		isStable: identity === 'stable',
	})),
	name: 'zookeeper',
	hint: 'a queue of znodes, kept by sessions',
	meaning:
		'Askers stand in line as znodes and are kept there by their sessions. The czxid of a znode is a sound token; the suffix of its name can start over.',
	example: ['lock account zookeeper session-timeout 4s', 'A acquire account', 'B acquire account', 'A release account'],
	options,
	isStable: ({identity}) => identity === 'stable',
};
