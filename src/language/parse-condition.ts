import {type Comparing, type Condition, conditionWords, type Term} from '../sim/store/condition.js';
import {type Cursor, keyword, peek, unexpected} from './cursor.js';
import {comparison} from './parse-fact.js';
import {formula} from './parse-formula.js';
import {wholeNumberAt} from './value.js';

/** The condition at the cursor, moving past it: `or` of `and` of `not` and comparisons. */
export function condition(c: Cursor): Condition {
	return formula(c, {word: 'condition', opposite: 'the opposite', atom: comparing});
}

function comparing(c: Cursor): Comparing {
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
