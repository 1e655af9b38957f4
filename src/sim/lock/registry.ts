import type {LockService} from '../statement.js';
import {leaseMachine} from './lease.js';
import type {LockMachine} from './service.js';

/** Every lock service by its word in the language. A new service is one file and one row here. */
export const machines: Readonly<Record<LockService['kind'], LockMachine>> = {lease: leaseMachine};
