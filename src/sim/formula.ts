/** Something that is true or not, made of indivisible parts with `not`, `and` and `or`: a fact, or the condition of a store's own rule. */
export type Formula<Atom> = Connective<Atom> | Atom;

type Connective<Atom> =
	| {readonly kind: 'not'; readonly fact: Formula<Atom>}
	| {readonly kind: 'and' | 'or'; readonly left: Formula<Atom>; readonly right: Formula<Atom>};

type Kinded = {readonly kind: string};

/** Whether a formula has parts. */
export function isConnective<Atom extends Kinded>(formula: Formula<Atom>): formula is Connective<Atom> {
	return formula.kind === 'not' || formula.kind === 'and' || formula.kind === 'or';
}

/** The indivisible parts of a formula, in the order in which they are written; `wanted`: whether it says that this one is so, or that it is not. */
export function atomsOf<Atom extends Kinded>(
	formula: Formula<Atom>,
	wanted = true,
): readonly {readonly atom: Atom; readonly wanted: boolean}[] {
	if (!isConnective(formula)) return [{atom: formula, wanted}];
	if (formula.kind === 'not') return atomsOf(formula.fact, !wanted);
	return [...atomsOf(formula.left, wanted), ...atomsOf(formula.right, wanted)];
}

/** Whether a formula is true when this tells of its parts whether they are. */
export function isTrue<Atom extends Kinded>(formula: Formula<Atom>, isSo: (atom: Atom) => boolean): boolean {
	if (!isConnective(formula)) return isSo(formula);
	if (formula.kind === 'not') return !isTrue(formula.fact, isSo);
	return formula.kind === 'and'
		? isTrue(formula.left, isSo) && isTrue(formula.right, isSo)
		: isTrue(formula.left, isSo) || isTrue(formula.right, isSo);
}
