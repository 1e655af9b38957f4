import type {Atom, Fact} from '../sim/fact.js';

/** The indivisible facts that a fact is made of. Order: as written. */
export function atomsOf(fact: Fact): readonly Atom[] {
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
