import {complete} from '../../src/language/complete.js';
import type {Names} from '../../src/language/names.js';
import {parseLine} from '../../src/language/parse.js';
import type {Statement} from '../../src/sim/statement.js';

/** The one statement that a line says among these names, or null. */
export function statementOf(line: string, names: Names): Statement | null {
	const parsed = parseLine(line, names);
	const [only, second] = parsed.ok ? parsed.statements : [];
	return only === undefined || second !== undefined ? null : only.statement;
}

/** Everything that the grammar offers after the beginning of a line until a statement ends, with nothing that may be left out but names; read off its own completions, so that a new verb joins by itself. Shape: what follows `start`. */
export function endings(start: string, names: Names): readonly string[] {
	return walk(start, names, 0);
}

/** Every option that the grammar offers after a whole statement, each with its words and an example of its value. Shape: what follows `line`, without the space. */
export function options(line: string, names: Names): readonly string[] {
	return walk(`${line} `, names, 0);
}

/** The same words with some of their numbers changed to others of the same sort, as 10s to 2s; `pick` chooses from a list. */
export function varied(words: string, pick: <Each>(from: readonly Each[]) => Each): string {
	return words
		.split(' ')
		.map((word) => {
			const [, sign = '', number, unit = ''] = /^([+-]?)(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(word) ?? [];
			if (number === undefined) return word;
			const scaled = Number(number) * pick(scales);
			return `${sign}${unit === '' && !number.includes('.') ? Math.max(1, Math.round(scaled)) : Number(scaled.toFixed(3))}${unit}`;
		})
		.join(' ');
}

/** Each sequence of offered words after `start` that ends a statement; what may be left out is not taken, names excepted. A client's name alone is a step of its program, and the beginning of all that it can do. `isTaken`: the words that may come first. */
function walk(
	start: string,
	names: Names,
	depth: number,
	isTaken: (word: string) => boolean = () => true,
): readonly string[] {
	if (depth === deepest) return [];
	return wordsAfter(start, names).flatMap((word) => {
		if (!isTaken(word) || (start === '' && facts.includes(word))) return [];
		const line = start + word;
		const whole = statementOf(line, names) !== null;
		const isName = (next: string) => beginsWithName(next, names);
		const further =
			!whole || line === word
				? walk(`${line} `, names, depth + 1)
				: isName(word)
					? []
					: walk(`${line} `, names, depth + 1, isName);
		return [...(whole ? [word] : []), ...further.map((rest) => `${word} ${rest}`)];
	});
}

function beginsWithName(words: string, {clients, locks, stores, resources}: Names): boolean {
	const [first = ''] = words.split(' ');
	return [clients, locks, stores, resources].some((names) => names.includes(first));
}

function wordsAfter(start: string, names: Names): readonly string[] {
	const offered = complete(start, start.length, names).candidates.map(({text}) => text);
	return offered.length > 0 ? offered : ['pay'];
}

const scales = [0.001, 0.1, 0.2, 0.5, 1, 1, 1, 2, 3] as const;
const deepest = 6;
/** What says a fact is no deed, and there are too many facts. */
const facts = ['expect', 'claim'];
