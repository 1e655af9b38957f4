import type {LockService} from '../statement.js';
import {queueMachine} from './queue.js';

/** The lock recipe of ZooKeeper: ephemeral sequential nodes under a parent. The czxid is the token; the sequence suffix is the trap. Source: domain 1.6, S13c. */
export const zookeeperMachine = queueMachine<Extract<LockService, {kind: 'zookeeper'}>>(({token}) => ({
	suffixAsToken: token === 'suffix',
	waiterCheck: true,
}));
