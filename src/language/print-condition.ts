import type {Condition, Term} from '../sim/store/condition.js';
import {printFormula} from './print-formula.js';

/** The canonical text of a condition, with as few parentheses as say the same. */
export function printCondition(condition: Condition): string {
	return printFormula(condition, ({left, is, right}) => `${printTerm(left)} ${is} ${printTerm(right)}`);
}

function printTerm(term: Term): string {
	return term === null ? 'none' : String(term);
}
