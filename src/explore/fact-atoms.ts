import type {Atom, Fact} from '../sim/fact.js';

/** The indivisible facts that a fact is made of. Order: as written. */
export function factAtoms(fact: Fact): readonly Atom[] {
	switch (fact.kind) {
		case 'not':
			return factAtoms(fact.fact);
		case 'and':
		case 'or':
			return [...factAtoms(fact.left), ...factAtoms(fact.right)];
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
