import type {LockService} from '../statement.js';
import {queueMachine} from './queue.js';

/** The mutex of etcd: keys attached to leases, in line by create revision, which is the token. Source: domain 1.7, S25. */
export const etcdMachine = queueMachine<Extract<LockService, {kind: 'etcd'}>>(({waiterCheck}) => ({
	suffixAsToken: false,
	waiterCheck,
}));
