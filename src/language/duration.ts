import {type Duration, longestWait} from '../sim/time.js';
import {anyWord, type Cursor, failAt} from './cursor.js';
import type {Token} from './lex.js';
import {clipped} from './visible.js';

/**
 * The duration at the cursor, moving past it. Units: ms. Fails: on anything but a whole number of ms from `least` to `most`, which is the longest wait unless given.
 * `orNone`: the word `none`, which the caller has looked for, could stand there too.
 */
export function duration(
	c: Cursor,
	example: string,
	{
		least = 0,
		most = longestWait,
		orNone = false,
	}: {readonly least?: number; readonly most?: number; readonly orNone?: boolean} = {},
): Duration {
	const token = anyWord(c, `a duration such as ${example}${orNone ? ', or none' : ''}`, {[example]: 'a duration'});
	const ms = readDuration(c, token, example, most, orNone);
	if (ms < 0)
		failAt(c, `"${clipped(token.text)}" is less than nothing. Write a duration without a sign, such as ${example}.`, {
			token,
		});
	if (ms < least)
		failAt(c, `A duration of 0 is not possible here: it must be more than 0, such as ${example}.`, {token});
	return ms;
}

/** The step of a clock at the cursor, with or without a sign, moving past it. Units: ms. Fails: as `duration`. */
export function signedDuration(c: Cursor): Duration {
	const token = anyWord(c, 'a step of the clock such as +5s or -5s', {'+5s': 'forward', '-5s': 'back'});
	return readDuration(c, token, '+5s', longestWait);
}

/** The shortest text of a duration: whole minutes, else seconds, else milliseconds. */
export function printDuration(ms: Duration): string {
	if (ms !== 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
	if (ms % 1000 === 0) return `${ms / 1000}s`;
	return ms % 100 === 0 && Math.abs(ms) >= 1000 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A duration in a sentence: `13 s`, `10.501 s`, `250 ms`. */
export function sayDuration(ms: Duration): string {
	return Math.abs(ms) >= 1000 || ms === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

function readDuration(c: Cursor, token: Token, example: string, most: Duration, orNone = false): Duration {
	const text = token.text.slice(0, longestNumber + 1);
	const found = pattern.exec(text);
	if (found === null || token.kind === 'quoted' || text.length !== token.text.length) {
		failAt(
			c,
			`"${clipped(token.text)}" is not a duration. Write it like 250ms, 5s, 1.5s, 2m or 1h; a bare number is seconds, for example ${example}${orNone ? '; or none, for no end' : ''}.`,
			{token},
		);
	}
	const next = c.tokens[c.at]?.text ?? '';
	if (units.has(next.toLowerCase()))
		failAt(c, `Write a duration as one word, without a space before its unit: ${clipped(token.text)}${clipped(next)}`);
	const [, sign = '', whole = '', fraction = '', unit = 's'] = found;
	const scale = unitMs[unit.toLowerCase()] ?? 1000;
	const scaled = Number(whole) * scale + fractionMs(fraction, scale);
	if (!Number.isInteger(scaled))
		failAt(
			c,
			`"${clipped(token.text)}" is not a whole number of milliseconds. Time here is counted in whole milliseconds, 1ms at the least.`,
			{token},
		);
	if (scaled > most)
		failAt(c, `"${clipped(token.text)}" is too long. The longest time is 10 years, which is ${longestWait / 1000}s.`, {
			token,
		});
	return sign === '-' && scaled !== 0 ? -scaled : scaled;
}

/** The part after the point, exactly: the scales are whole numbers of at most 3,600,000, so all its digits beyond the eighth would have to be 0. */
function fractionMs(fraction: string, scale: number): number {
	const digits = fraction.replace(/0+$/, '');
	if (digits.length > 8) return 0.5;
	const product = Number(digits === '' ? '0' : digits) * scale;
	const divisor = 10 ** digits.length;
	return product % divisor === 0 ? product / divisor : 0.5;
}

const pattern = /^([+-]?)(\d+)(?:\.(\d+))?(ms|s|m|h)?$/i;
const unitMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000};
const units: ReadonlySet<string> = new Set(Object.keys(unitMs));
const longestNumber = 64;
