import type {Plan} from '../plan.js';
import {rowStores} from './at-store.js';
import {rowParts} from './rows.js';
import {servingParts} from './serving.js';
import {givingPart, tellPart, turnParts} from './turns.js';

/** The parts of the model in which stores lock rows. */
export function transactionParts(plan: Plan): readonly string[] {
	const stores = rowStores(plan);
	if (stores.length === 0) return [];
	return [
		...stores.flatMap((store) => rowParts(plan, store)),
		tellPart(plan),
		...stores.flatMap((store) => [...servingParts(plan, store), ...turnParts(plan, store)]),
		givingPart(plan, stores),
	];
}
