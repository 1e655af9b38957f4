import type {LockService} from '../statement.js';
import {leaseMachine} from './lease.js';
import type {LockMachine} from './service.js';

/** The rules of a lock service. A new service is one file and one row here. */
export function machineOf(service: LockService): LockMachine {
	return machines[service.kind];
}

const machines: Readonly<Record<LockService['kind'], LockMachine>> = {lease: leaseMachine};
