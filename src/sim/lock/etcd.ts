import {type Option, onUnlessOff, type ValuesOf} from '../option.js';
import type {Duration} from '../time.js';
import {deadline, identity, sessionTimeout} from './common-options.js';
import {type QueueState, queueRules} from './queue.js';
import type {LockKind} from './service.js';

const options = {
	/** Source: etcd lessor, whole seconds; minTTL is 1.5 election timeouts, rounded up. */
	ttl: {
		...sessionTimeout,
		limits: [
			{beyond: 'not whole', limit: 1000, does: 'refused', says: 'etcd counts a lease in whole seconds.'},
			{beyond: 'below', limit: 2000, does: 'raised', says: 'etcd makes a lease of less than 2 s one of 2 s.'},
		],
	} satisfies Option<Duration>,
	/** False: a waiter whose lease died is told that it holds. Source: etcd #11456, domain S25. */
	waiterCheck: onUnlessOff('waiter-check', {
		off: 'a waiter is not asked whether its session lives',
		on: 'a waiter must still have its session',
		page: {
			meaning:
				'Off, a client whose turn has come is not asked whether its lease still lives: it is told that it holds a lock that another may have.',
			example: ['lock account etcd waiter-check off', 'A acquire account', 'B acquire account'],
		},
	}),
	identity,
	deadline,
};

type EtcdOptions = ValuesOf<typeof options>;

/** The mutex of etcd: keys attached to leases, in line by create revision, which is the token. Source: domain 1.7, S25. */
export const etcd: LockKind<EtcdOptions, QueueState> = {
	...queueRules<EtcdOptions>(({waiterCheck, identity}) => ({
		suffixAsToken: false,
		waiterCheck,
		isStable: identity === 'stable',
	})),
	looksFirst: ({waiterCheck}) => waiterCheck,
	name: 'etcd',
	hint: 'a queue of keys, kept by leases',
	meaning:
		'Askers stand in line as keys, each kept by a lease. The revision that created the key is the token. waiter-check off: a waiter whose lease has died is told that it holds.',
	example: ['lock account etcd ttl 5s', 'A acquire account', 'B acquire account', 'A release account'],
	options,
	isStable: ({identity}) => identity === 'stable',
};
