import {choice, type ValuesOf} from '../option.js';
import {sessionTimeout} from './common-options.js';
import {type QueueState, queueRules} from './queue.js';
import type {LockKind} from './service.js';

const options = {
	ttl: sessionTimeout,
	/** What a client takes for a fencing token; the suffix is the trap. */
	token: choice('token', ['czxid', 'suffix'], 'czxid', {
		hint: 'what a client takes for a token',
		page: {
			meaning:
				"What a client takes for its token. czxid, the number of the transaction that made the znode, always rises; the suffix of the znode's name can start over.",
			example: ['lock account zookeeper token suffix', 'A acquire account', 'expect token of A = 33'],
		},
	}),
};

type ZookeeperOptions = ValuesOf<typeof options>;

/** The lock recipe of ZooKeeper: ephemeral sequential nodes under a parent. The czxid is the token; the sequence suffix is the trap. Source: domain 1.6, S13c. */
export const zookeeper: LockKind<ZookeeperOptions, QueueState> = {
	...queueRules<ZookeeperOptions>(({token}) => ({suffixAsToken: token === 'suffix', waiterCheck: true})),
	name: 'zookeeper',
	hint: 'a queue of znodes, kept by sessions',
	meaning:
		'Askers stand in line as znodes and are kept there by their sessions. The czxid of a znode is a sound token; the suffix of its name can start over.',
	example: ['lock account zookeeper session-timeout 3s', 'A acquire account', 'B acquire account', 'A release account'],
	options,
};
