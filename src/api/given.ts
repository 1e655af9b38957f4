/** What other programs hand in. JavaScript checks no types, and a search with a limit that is no number would end at once. */

/** The text of a script. Throws: TypeError. */
export function textGiven(text: unknown, what: string): string {
	if (typeof text === 'string') return text;
	throw new TypeError(`${what}, and this is ${kindOf(text)}.`);
}

/** The text of what `parse` has returned. Throws: TypeError. */
export function scriptGiven(script: unknown): string {
	const text = typeof script === 'object' && script !== null && 'text' in script ? script.text : undefined;
	if (typeof text === 'string') return text;
	throw new TypeError(`This function takes what parse(text) returns, and this is ${kindOf(script)}.`);
}

/** Throws: RangeError where `is` is false of a number, or it is none. `what`: a sentence's beginning that says what it should be. */
export function numberGiven(number: unknown, is: (number: number) => boolean, what: string): void {
	if (typeof number !== 'number' || !is(number)) throw new RangeError(`${what}, and this is ${String(number)}.`);
}

function kindOf(value: unknown): string {
	return value === null || value === undefined
		? String(value)
		: typeof value === 'object'
			? 'another object'
			: `a ${typeof value}`;
}
