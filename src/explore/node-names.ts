import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {Statement} from '../sim/statement.js';
import type {Local, Shared, Spec} from '../sim/world.js';

/** A statement about one of several servers that are twins, where a state keeps them in an order of its own: the server is known by what it holds. */
export type NodeMark = string;

/** The server of a lock that a mark is about. */
type Marked = {readonly name: string; readonly mark: NodeMark};

/** The mark of the server that a statement names, or null when it names none. Shape: `locals` in the order of the spec. */
export function markOf(statement: Statement, spec: Spec, shared: Shared, locals: readonly Local[]): NodeMark | null {
	return 'actor' in statement
		? (marks(spec, shared, locals).find(({name}) => name === statement.actor)?.mark ?? null)
		: null;
}

/** The statement about the first server that has this mark. Fails: throws when there is none, which is our error. */
export function aboutNode<Each extends Statement>(
	statement: Each,
	mark: NodeMark,
	spec: Spec,
	shared: Shared,
	locals: readonly Local[],
): Each {
	const found = marks(spec, shared, locals).find((each) => each.mark === mark);
	if (found === undefined) throw new Error(`No node is like ${mark}.`);
	return {...statement, actor: found.name};
}

/** Random values are numbered differently in a state and in a world; whose a value is, is the same in both. */
function marks(spec: Spec, shared: Shared, locals: readonly Local[]): readonly Marked[] {
	return spec.locks.flatMap(({service}, lock) => {
		const machine = machineOf(service);
		if (machine.twins === null) return [];
		const state = at(shared.locks, lock);
		const owner = (value: number) =>
			locals.findIndex(({locks}) => locks[lock]?.value === value || locks[lock]?.lastGrantIssued === value);
		const texts = machine.twins.texts(state, owner);
		return machine.servers(state, 0).map(({name}, index) => ({name, mark: at(texts, index)}));
	});
}
