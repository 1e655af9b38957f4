import {type Formula, isConnective} from '../sim/formula.js';

/** The canonical text of a formula, with as few parentheses as say the same. `binds` is how tightly the place binds: 0 for or, 1 for and, 2 for the right of an and, 3 for not. */
export function printFormula<Atom extends {readonly kind: string}>(
	formula: Formula<Atom>,
	printAtom: (atom: Atom) => string,
	binds = 0,
): string {
	if (!isConnective(formula)) return printAtom(formula);
	const printed = (part: Formula<Atom>, tightly: number) => printFormula(part, printAtom, tightly);
	switch (formula.kind) {
		case 'or':
			return enclosed(`${printed(formula.left, 0)} or ${printed(formula.right, 1)}`, binds > 0);
		case 'and':
			return enclosed(`${printed(formula.left, 1)} and ${printed(formula.right, 2)}`, binds > 1);
		case 'not':
			return `not ${printed(formula.fact, 3)}`;
	}
}

function enclosed(text: string, needed: boolean): string {
	return needed ? `(${text})` : text;
}
