import {storeRules} from '../sim/store/registry.js';

/** A piece of a line. Shape: `text` is what it says, quotes and escapes undone. Units: `start` and `end` are string offsets. */
export type Token = {
	readonly kind: 'word' | 'quoted' | 'operator' | 'separator';
	readonly text: string;
	readonly start: number;
	readonly end: number;
};

/** A line in pieces. Shape: `comment` is where the comment starts; `unclosed` is where a quote starts that never ends, and then nothing after it is read. */
type Lexed = {
	readonly tokens: readonly Token[];
	readonly comment: number | null;
	readonly unclosed: number | null;
};

/** The tokens of one line. Takes time in proportion to its length. Comparisons and parentheses are operators only in a fact, that is after `expect` or `claim`, or in the condition of a store's rule, or when the line is one. */
export function lex(line: string, isFact = false): Lexed {
	const tokens: Token[] = [];
	let statement = beginning(isFact);
	let at = 0;
	while (at < line.length) {
		const start = at;
		const char = line.charAt(at);
		if (blank.test(char)) {
			at++;
			continue;
		}
		if (char === '#') {
			const number = statement.words === 1 && messageVerbs.has(statement.first) ? match(numbered, line, at) : '';
			if (number === '') return {tokens, comment: at, unclosed: null};
			at += number.length;
			tokens.push({kind: 'word', text: number.slice(1), start, end: at});
		} else if (char === ';') {
			tokens.push({kind: 'separator', text: char, start, end: ++at});
			statement = beginning(isFact);
			continue;
		} else if (char === '"') {
			const quoted = match(quotation, line, at);
			if (quoted === '') return {tokens, comment: null, unclosed: at};
			at += quoted.length;
			tokens.push({kind: 'quoted', text: quoted.slice(1, -1).replace(/\\(["\\])/g, '$1'), start, end: at});
		} else {
			const operator = match(statement.mode.operator, line, at);
			const text = operator === '' ? match(statement.mode.word, line, at) : operator;
			at += text.length;
			tokens.push({kind: operator === '' ? 'word' : 'operator', text, start, end: at});
		}
		// A condition runs to the end of the statement.
		const isRule = statement.first === 'store' && beginsCondition(tokens.at(-2), tokens.at(-1));
		if (isRule) statement = {...statement, words: statement.words + 1, mode: factMode};
		else statement = statement.words > 0 ? {...statement, words: statement.words + 1} : begun(tokens.at(-1), isFact);
	}
	return {tokens, comment: null, unclosed: null};
}

/** What the first word of a statement says about reading the rest of it. */
type Beginning = {
	readonly first: string;
	readonly words: number;
	readonly mode: {readonly operator: RegExp; readonly word: RegExp};
};

function beginning(isFact: boolean): Beginning {
	return {first: '', words: 0, mode: isFact ? factMode : plainMode};
}

function begun(token: Token | undefined, isFact: boolean): Beginning {
	const first = token?.kind === 'word' ? token.text.toLowerCase() : '';
	return {first, words: 1, mode: isFact || factStarts.has(first) ? factMode : plainMode};
}

/** Whether these two words are a rule of a store and the word before its condition. */
function beginsCondition(name: Token | undefined, word: Token | undefined): boolean {
	if (name?.kind !== 'word' || word?.kind !== 'word') return false;
	const rule = storeRules().find((each) => each.name === name.text.toLowerCase());
	return Object.values(rule?.options ?? {}).some(
		({form}) => form.kind === 'condition' && form.word === word.text.toLowerCase(),
	);
}

function match(pattern: RegExp, line: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(line)?.[0] ?? '';
}

const blank = /\s/u;
const numbered = /#\d[^\s;#"=]*/y;
const quotation = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const plainMode = {operator: /[+-]?=/y, word: /(?:(?![+-]=)[^\s;#"=])+/y};
const factMode = {operator: /[+-]=|[<>!]=|[=<>()]/y, word: /(?:(?![+!-]=)[^\s;#"=<>()])+/y};
const factStarts: ReadonlySet<string> = new Set(['expect', 'claim']);
const messageVerbs: ReadonlySet<string> = new Set(['deliver', 'drop', 'duplicate']);
