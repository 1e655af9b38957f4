import {ttlOf} from '../sim/lock/registry.js';
import {forever} from '../sim/time.js';
import type {Setting} from './parts.js';

/** How far a clock steps: a second further than makes a lock run out at once, or last twice as long. Units: ms. */
export function jumps({spec}: Pick<Setting, 'spec'>): readonly number[] {
	const ttls = spec.locks.map(({service}) => ttlOf(service)).filter((ttl) => ttl < forever);
	return [...new Set((ttls.length === 0 ? [10_000] : ttls).flatMap((ttl) => [ttl + 1000, -ttl - 1000]))];
}
