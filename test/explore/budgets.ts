import type {Goal} from '../../src/explore/engine/model.js';
import {faultsSearched} from '../../src/explore/faults-searched.js';
import type {LocalPart, SharedPart} from '../../src/explore/parts.js';
import {worldModel} from '../../src/explore/world-model.js';
import type {FaultKind} from '../../src/sim/statement.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';

/**
 * What a budget of one fault does in a world. `reached`: a state that no schedule has without it. `spent`: it is only spent. `idle`: the search says that it can do nothing here, and
 * no move spends it. `wrong`: what the search says of it and what its moves do differ.
 */
type BudgetDoes = 'reached' | 'spent' | 'idle' | 'wrong';

const fact = {kind: 'violated', property: 'two-believers', store: null} as const;

/** What a budget of one fault of a kind does in the world of a set-up, whose own budget is `besides`, once it has begun. */
export function budgetDoes(setUp: string, kind: FaultKind, besides = '', begun = ''): BudgetDoes {
	const before = scripted(`${setUp}\nfaults pause 0 ${besides}\n${begun}`).world;
	const {world} = scripted(`${setUp}\nfaults ${kind} 1 ${besides}\n${begun}`);
	const without = finish(worldModel(before, fact).model, {});
	const known = new Set<string>();
	for (let state = 0; state < without.set.count; state++) {
		const {shared, parts} = without.moves.partsAt(without.set, state * without.moves.width);
		known.add(textOf(shared, parts));
	}
	const isSpent = ({left}: SharedPart) => left[kind] === 0;
	const spends = finds(world, {shared: isSpent, whole: isSpent});
	const {searched, idle} = faultsSearched(world);
	if (spends !== (searched[kind] === 1) || spends === idle.includes(kind)) return 'wrong';
	if (!spends) return 'idle';
	const isNew = (shared: SharedPart, parts: readonly LocalPart[]) =>
		isSpent(shared) && !known.has(textOf(shared, parts));
	return finds(world, {shared: (shared) => (isSpent(shared) ? null : false), whole: isNew}) ? 'reached' : 'spent';
}

function finds(world: Parameters<typeof worldModel>[0], goal: Goal<SharedPart, LocalPart>): boolean {
	return finish(worldModel(world, fact).model, {goal}).status() === 'found';
}

function textOf({left: _, ...shared}: SharedPart, parts: readonly LocalPart[]): string {
	return JSON.stringify([shared, parts]);
}
