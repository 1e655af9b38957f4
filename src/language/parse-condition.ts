import {type Condition, conditionWords, type Term} from '../sim/store/condition.js';
import {type Cursor, failAt, isOperator, keyword, peek, unexpected} from './cursor.js';
import {deepestFact} from './limits.js';
import {comparison} from './parse-fact.js';
import {wholeNumberAt} from './value.js';

/** The condition at the cursor, moving past it: `or` of `and` of `not` and comparisons. */
export function condition(c: Cursor, depth = 0): Condition {
	let left = conjunction(c, depth);
	while (keyword(c, 'or')) left = {kind: 'or', left, right: conjunction(c, depth)};
	return left;
}

function conjunction(c: Cursor, depth: number): Condition {
	let left = negation(c, depth);
	while (keyword(c, 'and')) left = {kind: 'and', left, right: negation(c, depth)};
	return left;
}

function negation(c: Cursor, depth: number): Condition {
	if (depth > deepestFact)
		failAt(c, `This condition nests too deep: at most ${deepestFact} parentheses and nots inside each other.`);
	if (keyword(c, 'not', 'the opposite')) return {kind: 'not', condition: negation(c, depth + 1)};
	if (isOperator(c, '(')) {
		c.at++;
		const inner = condition(c, depth + 1);
		if (!isOperator(c, ')')) unexpected(c, 'and, or, or a closing parenthesis');
		c.at++;
		return inner;
	}
	const left = term(c);
	const is = comparison(c);
	return {kind: 'compare', left, is, right: term(c)};
}

function term(c: Cursor): Term {
	for (const word of conditionWords) if (keyword(c, word, hints[word])) return word;
	if (keyword(c, 'none', 'absent')) return null;
	if (!/^[+-]?\d/.test(peek(c)?.text ?? '')) unexpected(c, 'token, highest, version, base, none or a whole number');
	return wholeNumberAt(c, 'a whole number', '34', Number.NEGATIVE_INFINITY);
}

const hints = {
	token: 'what the write carries',
	highest: 'the highest token processed',
	version: 'of the store now',
	base: 'the version that the write is based on',
} as const;
