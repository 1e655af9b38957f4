import type {Value} from '../sim/statement.js';
import {anyWord, type Cursor, failAt} from './cursor.js';
import type {Token} from './lex.js';
import {clipped} from './visible.js';

/** The value that a token stands for: a whole number, in quotes or not, is a number; all else is text. Fails: on a whole number too large to be kept exactly. */
export function valueIn(c: Cursor, token: Token): Value {
	return wholeNumber.test(token.text) ? exact(c, token) : token.text;
}

/** The whole number at the cursor, at least `least`, moving past it. Fails: on anything else; `label` says what was expected. */
export function wholeNumberAt(c: Cursor, label: string, example: string, least = 0): number {
	const token = anyWord(c, `${label}, a whole number such as ${example}`, {[example]: label});
	if (!wholeNumber.test(token.text))
		failAt(c, `"${clipped(token.text)}" is not a whole number. Expected ${label}, such as ${example}.`, {token});
	const number = exact(c, token);
	if (number < least) failAt(c, `${number} is too low: ${label} is at least ${least}.`, {token});
	return number;
}

/** A key, value or name as it is written in a line: bare where that reads the same, else in quotes. */
export function written(text: string): string {
	// Ends in neither sign, so that an `=` after it is not taken for `+=` or `-=`.
	return /^[\p{L}\p{N}_.:/@%+-]*[\p{L}\p{N}_.:/@%]$/u.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A value as it is written in a line. */
export function printValue(value: Value): string {
	return typeof value === 'number' ? String(value) : written(value);
}

function exact(c: Cursor, token: Token): number {
	const number = Number(token.text);
	if (!Number.isSafeInteger(number))
		failAt(c, `${clipped(token.text)} is too large. Whole numbers go from -9007199254740991 to 9007199254740991.`, {
			token,
		});
	return number + 0;
}

const wholeNumber = /^[+-]?\d+$/;
