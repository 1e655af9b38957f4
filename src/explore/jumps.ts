import {ttlOf} from '../sim/lock/registry.js';
import type {Setting} from './parts.js';

/** How far a clock steps: a second further than makes a lock run out at once, or last twice as long. Units: ms. */
export function jumps({spec}: Pick<Setting, 'spec'>): readonly number[] {
	return [...new Set(spec.locks.flatMap(({service}) => [ttlOf(service) + 1000, -ttlOf(service) - 1000]))];
}
