import type {Condition, Term} from '../sim/store/condition.js';

/** The canonical text of a condition, with as few parentheses as say the same. `binds`: 0 for or, 1 for and, 2 for the right of an and, 3 for not. */
export function printCondition(condition: Condition, binds = 0): string {
	switch (condition.kind) {
		case 'or':
			return enclosed(`${printCondition(condition.left, 0)} or ${printCondition(condition.right, 1)}`, binds > 0);
		case 'and':
			return enclosed(`${printCondition(condition.left, 1)} and ${printCondition(condition.right, 2)}`, binds > 1);
		case 'not':
			return `not ${printCondition(condition.condition, 3)}`;
		case 'compare':
			return `${printTerm(condition.left)} ${condition.is} ${printTerm(condition.right)}`;
	}
}

function printTerm(term: Term): string {
	return term === null ? 'none' : String(term);
}

function enclosed(text: string, needed: boolean): string {
	return needed ? `(${text})` : text;
}
