import type {Formula} from '../sim/formula.js';
import {type Cursor, failAt, isOperator, keyword, unexpected} from './cursor.js';
import {deepestFact} from './limits.js';

/** What is said of one sort of formula. `word`: as in `This fact nests too deep`. `opposite`: what `not` gives, for who completes. `atom` reads one indivisible part. */
type FormulaWords<Atom> = {
	readonly word: string;
	readonly opposite: string;
	readonly atom: (c: Cursor) => Atom;
};

/** The formula at the cursor, moving past it: `or` of `and` of `not` and single parts. */
export function formula<Atom>(c: Cursor, words: FormulaWords<Atom>, depth = 0): Formula<Atom> {
	let left = conjunction(c, words, depth);
	while (keyword(c, 'or')) left = {kind: 'or', left, right: conjunction(c, words, depth)};
	return left;
}

function conjunction<Atom>(c: Cursor, words: FormulaWords<Atom>, depth: number): Formula<Atom> {
	let left = negation(c, words, depth);
	while (keyword(c, 'and')) left = {kind: 'and', left, right: negation(c, words, depth)};
	return left;
}

function negation<Atom>(c: Cursor, words: FormulaWords<Atom>, depth: number): Formula<Atom> {
	if (depth > deepestFact)
		failAt(c, `This ${words.word} nests too deep: at most ${deepestFact} parentheses and nots inside each other.`);
	if (keyword(c, 'not', words.opposite)) return {kind: 'not', fact: negation(c, words, depth + 1)};
	if (!isOperator(c, '(')) return words.atom(c);
	c.at++;
	const inner = formula(c, words, depth + 1);
	if (!isOperator(c, ')')) unexpected(c, 'and, or, or a closing parenthesis');
	c.at++;
	return inner;
}
