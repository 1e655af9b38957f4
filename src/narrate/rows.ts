import {sayDuration} from '../language/duration.js';
import {visible} from '../language/visible.js';
import {type OpenAt, rowOf} from '../sim/look.js';
import type {World} from '../sim/world.js';

/** Who has the row of a resource at a store, and who waits for it: `row of A, then B and C`; null where it is free. */
export function rowWords(world: World, store: string, resource: string): string | null {
	const row = rowOf(world, store, resource);
	if (row === null || (row.holder === null && row.line.length === 0)) return null;
	const then = row.line.length === 0 ? '' : `, then ${row.line.map(visible).join(', ')}`;
	return `row of ${row.holder === null ? 'nobody' : visible(row.holder)}${then}`;
}

/** Where a client has a transaction open, and what of it nobody else sees: `in a transaction at ledger, n=5 not committed`. */
export function transactionWords({store, writes, waits, until}: OpenAt): string {
	const written = writes.map(({key, value}) => `${visible(key)}=${visible(String(value))}`).join(' ');
	return [
		`in a transaction at ${visible(store)}`,
		...(waits ? ['waits for a row'] : []),
		...(written === '' ? [] : [`${written} not committed`]),
		...(until === null ? [] : [`rolled back at ${sayDuration(until)} if nothing more is heard`]),
	].join(', ');
}
