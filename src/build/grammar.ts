import {complete} from '../language/complete.js';
import {emptyNames, type Names} from '../language/names.js';
import {clientVerbs, serverNames, statementWords} from '../language/words.js';
import {properties} from '../sim/event.js';
import {lockKinds} from '../sim/lock/registry.js';
import {storeRules} from '../sim/store/registry.js';

/** A grammar as TextMate has it. Source: macromates.com, Language Grammars. */
export type Grammar = {
	readonly name: string;
	readonly scopeName: string;
	readonly fileTypes?: readonly string[];
	readonly injectionSelector?: string;
	readonly patterns: readonly Rule[];
};

type Rule = {
	readonly name?: string;
	readonly match?: string;
	readonly begin?: string;
	readonly while?: string;
	readonly contentName?: string;
	readonly captures?: Captures;
	readonly beginCaptures?: Captures;
	readonly patterns?: readonly Rule[];
	readonly include?: string;
};

type Captures = {readonly [group: string]: {readonly name: string}};

/** The colours of a script, made of the words that the language itself offers, so that a new verb or option joins by itself. */
export function scriptGrammar(): Grammar {
	const kinds = [...lockKinds(), ...storeRules()].map(({name}) => name);
	const taken = new Set<string>([...statementWords, ...clientVerbs, ...properties, ...kinds]);
	// Parts of a lock service are not offered at every place where they may stand; `clients 3` stands above the code of an exercise.
	const others = [...offeredWords(), ...serverNames, 'times', 'clients'].filter(
		(word) => !taken.has(word.toLowerCase()),
	);
	return {
		name: 'Fence',
		scopeName: 'source.fence',
		fileTypes: ['fence'],
		patterns: [
			{match: `(?i:(?<=\\b(?:deliver|drop|duplicate)[ \\t])#\\d+)`, name: 'constant.numeric.message.fence'},
			{match: '#.*$', name: 'comment.line.number-sign.fence'},
			{match: '"(?:[^"\\\\]|\\\\.)*"', name: 'string.quoted.double.fence'},
			{match: ';', name: 'punctuation.separator.statement.fence'},
			{match: word(['claim', 'expect', 'faults']), name: 'keyword.control.fence'},
			{match: word(properties), name: 'support.constant.property.fence'},
			{match: word(kinds), name: 'support.type.fence'},
			{match: word(clientVerbs), name: 'keyword.operator.verb.fence'},
			{match: word(statementWords), name: 'keyword.other.statement.fence'},
			{match: word(others), name: 'keyword.other.fence'},
			{match: `${before}[+-]?\\d+(?:\\.\\d+)?(?i:ms|s|m|h)${after}`, name: 'constant.numeric.duration.fence'},
			{match: `${before}[+-]?x?\\d+(?:\\.\\d+)?${after}`, name: 'constant.numeric.fence'},
			{match: '\\+=|-=|!=|<=|>=|=|<|>', name: 'keyword.operator.comparison.fence'},
			{match: '[()]', name: 'punctuation.section.group.fence'},
		],
	};
}

/** The colours of a lesson: its blocks inside the Markdown that an editor knows already. */
export function lessonGrammar(): Grammar {
	const block = (names: string, scope: string, include: string): Rule => ({
		begin: `^(\`{3,}|~{3,})[ \\t]*(${names})[ \\t]*$`,
		while: '^(?!(?:`{3,}|~{3,})[ \\t]*$)',
		beginCaptures: {
			1: {name: 'punctuation.definition.markdown'},
			2: {name: 'fenced_code.block.language.markdown'},
		},
		contentName: scope,
		patterns: [{include}],
	});
	return {
		name: 'Lesson of fence-tutor',
		scopeName: 'text.html.markdown.fence-lesson',
		injectionSelector: 'L:text.html.markdown',
		patterns: [
			block('world|try|claims|fence', 'meta.embedded.block.fence', 'source.fence'),
			block('task|predict|debrief', 'meta.embedded.block.yaml', 'source.yaml'),
			block('notes', 'meta.embedded.block.markdown', 'text.html.markdown'),
		],
	};
}

/** A word by itself; names may hold a hyphen. */
const before = '(?<![\\p{L}\\p{N}_.-])';
const after = '(?![\\p{L}\\p{N}_-])';

function word(words: readonly string[]): string {
	const longestFirst = [...new Set(words)].sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
	return `${before}(?i:${longestFirst.join('|')})${after}`;
}

/** Every word that the language offers anywhere, names and numbers excepted. */
function offeredWords(): readonly string[] {
	const names: Names = {
		...emptyNames,
		clients: ['A'],
		locks: ['account'],
		stores: ['raw'],
		resources: ['account'],
		keys: [['account', 'n']],
	};
	const own = new Set(['A', 'account', 'raw', 'n']);
	const found = new Set<string>();
	// What can follow is told by the last two words nearly always: each pair is looked at behind its shortest beginning, and behind each first word.
	const seen = new Set<string>();
	let lines: readonly string[] = [''];
	while (lines.length > 0) {
		lines = lines.flatMap((line) =>
			wordsAfter(line, names).flatMap((text) => {
				if (/^[a-z][a-z-]*$/i.test(text) && !own.has(text)) found.add(text);
				const words = `${line}${text}`.split(' ');
				const key = [words[0], ...words.slice(-2)].join(' ');
				if (seen.has(key)) return [];
				seen.add(key);
				return [`${line}${text} `];
			}),
		);
	}
	return [...found].sort();
}

/** What the language offers after the beginning of a line; a word that is anybody's choice, such as a job's, where it offers none. */
function wordsAfter(line: string, names: Names): readonly string[] {
	const offered = complete(line, line.length, names).candidates.map(({text}) => text);
	return offered.length > 0 ? offered : [ofOnesOwn];
}

const ofOnesOwn = 'pay-7';
