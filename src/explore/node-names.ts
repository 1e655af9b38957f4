import type {RedlockNode} from '../sim/lock/state.js';
import type {Statement} from '../sim/statement.js';
import type {Local, Shared} from '../sim/world.js';

/** A statement about one node of a redlock, where a state keeps the nodes in an order of its own: the node is known by what it holds. */
export type NodeMark = string;

/** The mark of the node that a statement names, or null when it names none. Shape: `locals` in the order of the spec. */
export function markOf(statement: Statement, shared: Shared, locals: readonly Local[]): NodeMark | null {
	const index = 'actor' in statement && /^n[1-9]$/.test(statement.actor) ? Number(statement.actor.slice(1)) - 1 : -1;
	return marks(shared, locals)[index] ?? null;
}

/** The statement about the first node that has this mark. Fails: throws when there is none, which is our error. */
export function aboutNode<Each extends Statement>(
	statement: Each,
	mark: NodeMark,
	shared: Shared,
	locals: readonly Local[],
): Each {
	const index = marks(shared, locals).indexOf(mark);
	if (index === -1) throw new Error(`No node is like ${mark}.`);
	return {...statement, actor: `n${index + 1}`};
}

/** Random values are numbered differently in a state and in a world; whose a value is, is the same in both. */
function marks({locks}: Shared, locals: readonly Local[]): readonly NodeMark[] {
	return locks.flatMap((state, lock) =>
		state.kind === 'redlock' ? state.nodes.map((node) => mark(node, lock, locals)) : [],
	);
}

function mark({key, ...node}: RedlockNode, lock: number, locals: readonly Local[]): NodeMark {
	const owner =
		key === null
			? -1
			: locals.findIndex(({locks}) => locks[lock]?.value === key.grant || locks[lock]?.lastGrantIssued === key.grant);
	return JSON.stringify([node, owner, key === null ? null : {...key, grant: 0}]);
}
