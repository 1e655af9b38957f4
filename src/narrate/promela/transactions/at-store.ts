import {idleTimeoutOf} from '../../../sim/store/transactional.js';
import {type Duration, forever} from '../../../sim/time.js';
import {type Code, oneOf} from '../code.js';
import {type Call, calls} from '../message.js';
import {hasRows, type Place, type Plan, placesOf, storeAt} from '../plan.js';

/** A request to a store. */
export type AtStore = Extract<Call, {store: number}>;

/** One about a row. */
export type RowCall = Extract<Call, {kind: 'read' | 'write'}>;

/** The mark, in place of a ticket, of what waits no longer and is looked at again once what is done now is over. No ticket is so high. */
export const again = 255;

/** The mark of what waits no longer and is turned away then. */
export const over = 254;

/** What is said of a store with transactions, where `$` stands for it in every name. */
export function named<Said>(plan: Plan, store: number, said: Said): Said {
	return JSON.parse(JSON.stringify(said).replaceAll('$', plan.name('at', storeAt(plan, store).name))) as Said;
}

/** The stores that lock rows. */
export function rowStores(plan: Plan): readonly number[] {
	return [...plan.spec.stores.keys()].filter((store) => hasRows(plan, store));
}

/** The rows of a store. */
export function rowsAt(plan: Plan, store: number): readonly Place[] {
	return placesOf(plan).filter((place) => place.store === store);
}

/** The number of a row, by its name. */
export function rowName(plan: Plan, {words}: Place): string {
	return plan.name('ROW', ...words);
}

/** Every request that a store is sent. */
export function callsAt(plan: Plan, store: number): readonly AtStore[] {
	return calls(plan).flatMap((call) => ('store' in call && call.store === store ? [call] : []));
}

/** Whether a request is about a row. */
export function isAboutRow(call: Call): call is RowCall {
	return call.kind === 'read' || call.kind === 'write';
}

/** How long a store waits for a transaction that is silent; null: for ever. */
export function patience(plan: Plan, store: number): Duration | null {
	const time = idleTimeoutOf(storeAt(plan, store));
	return time === forever ? null : time;
}

/** Into found: a request of the transaction of me at the store waits for a row. */
export const waits = 'waits_$()';

/** The transaction of me at the store is rolled back, and nobody hears of it. */
export const ends = 'end_$()';

/** What is done by which of these m is; once where it is the same for all. */
export function byWhat<Each extends AtStore>(
	here: readonly Each[],
	does: (call: Each) => readonly Code[],
): readonly Code[] {
	const ways = here.map((call) => [`m.what == ${call.word}`, does(call)] as const);
	const [first] = ways;
	const isSame = ways.every(([, each]) => JSON.stringify(each) === JSON.stringify(first?.[1]));
	return isSame ? (first?.[1] ?? []) : oneOf(ways.filter(([, each]) => each.length > 0));
}
