import type {Atom, Fact} from '../sim/fact.js';
import type {Instant} from '../sim/time.js';

type WroteAtom = Extract<Atom, {kind: 'wrote'}>;

/** What of a world's history a fact asks about. Everything else of the history stays out of the states. */
export type Asked = {
	readonly properties: readonly Extract<Atom, {kind: 'violated'}>[];
	readonly wrote: readonly WroteAtom[];
	readonly last: boolean;
	/** The latest moment that the fact compares the clock with; null when it does not look at the clock. */
	readonly time: Instant | null;
	/** The clients it names: these cannot be exchanged with others. */
	readonly clients: readonly string[];
	/** Whether it looks at what single clients are and know. */
	readonly locals: boolean;
};

/** What a fact asks about. */
export function askedBy(fact: Fact): Asked {
	const atoms = atomsOf(fact);
	const times = atoms.flatMap((atom) => (atom.kind === 'time' ? [atom.value] : []));
	return {
		properties: atoms.filter((atom) => atom.kind === 'violated'),
		wrote: atoms.filter((atom) => atom.kind === 'wrote'),
		last: atoms.some(({kind}) => kind === 'last'),
		time: times.length === 0 ? null : Math.max(...times),
		clients: [...new Set(atoms.flatMap(clientsOf))],
		locals: atoms.some(looksAtLocals),
	};
}

function atomsOf(fact: Fact): readonly Atom[] {
	switch (fact.kind) {
		case 'not':
			return atomsOf(fact.fact);
		case 'and':
		case 'or':
			return [...atomsOf(fact.left), ...atomsOf(fact.right)];
		case 'holds':
		case 'believes':
		case 'process':
		case 'token':
		case 'highest':
		case 'version':
		case 'value':
		case 'time':
		case 'last':
		case 'wrote':
		case 'violated':
			return [fact];
	}
}

function clientsOf(atom: Atom): readonly string[] {
	return 'client' in atom && atom.client !== null ? [atom.client] : [];
}

function looksAtLocals(atom: Atom): boolean {
	return atom.kind === 'believes' || atom.kind === 'process' || atom.kind === 'token' || (atom.kind === 'holds' && atom.client !== null);
}
