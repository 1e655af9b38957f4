import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, {type IGrammar} from 'vscode-textmate';
import {lessonGrammar, scriptGrammar} from '../../src/build/grammar.js';
import {inProject} from '../../src/build/project.js';
import {lex} from '../../src/language/lex.js';
import {namesInScripts, scripts} from './scripts.js';

let fence: IGrammar;
let markdown: IGrammar;

beforeAll(async () => {
	const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
	await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
	const grammars: Readonly<Record<string, object>> = {
		'source.fence': written('fence'),
		'text.html.markdown.fence-lesson': written('fence-lesson'),
		'text.html.markdown': {scopeName: 'text.html.markdown', patterns: []},
		'source.yaml': {scopeName: 'source.yaml', patterns: []},
	};
	const registry = new textmate.Registry({
		onigLib: Promise.resolve({
			createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
			createOnigString: (text) => new oniguruma.OnigString(text),
		}),
		loadGrammar: async (scope) => {
			const grammar = grammars[scope];
			return grammar === undefined ? null : textmate.parseRawGrammar(JSON.stringify(grammar), `${scope}.json`);
		},
		getInjections: (scope) => (scope === 'text.html.markdown' ? ['text.html.markdown.fence-lesson'] : []),
	});
	fence = await loaded(registry, 'source.fence');
	markdown = await loaded(registry, 'text.html.markdown');
});

describe('The grammar for editors', () => {
	it('is written from the words that the language has now (npm run grammar)', () => {
		expect(written('fence')).toEqual(JSON.parse(JSON.stringify(scriptGrammar())));
		expect(written('fence-lesson')).toEqual(JSON.parse(JSON.stringify(lessonGrammar())));
	});

	it('colours every script of the tests as the language reads it', () => {
		const wrong: string[] = [];
		const names = namesInScripts();
		for (const {file, text} of scripts()) {
			for (const [index, line] of text.split(/\r\n|\n|\r/).entries())
				for (const fault of faults(line, names)) wrong.push(`${file}:${index + 1}: ${fault}: ${line}`);
		}
		expect(wrong).toEqual([]);
	});

	it('has enough scripts to look at', () => {
		expect(scripts().length).toBeGreaterThan(300);
	});

	it('leaves names that only look like words alone', () => {
		expect(scopesOf('locket acquire-me', 0)).toEqual([]);
		expect(scopesOf('client waiter', 7)).toEqual([]);
		expect(scopesOf('A write account "lock"', 16)).toContain('string.quoted.double.fence');
		expect(scopesOf('deliver #3 # late', 8)).toContain('constant.numeric.message.fence');
		expect(scopesOf('deliver #3 # late', 11)).toContain('comment.line.number-sign.fence');
	});

	it('colours the blocks of a lesson inside Markdown, and nothing behind their end', () => {
		const lines = ['Prose with client A.', '```world', 'client A', '```', 'client A', '~~~task', 'goal: x', '~~~', 'x'];
		const found = embeddedIn(lines);
		expect(found).toEqual([null, null, 'fence', null, null, null, 'yaml', null, null]);
	});

	it('finds every block of every lesson', () => {
		for (const name of readdirSync(inProject('lessons')).filter((each) => each.endsWith('.md'))) {
			const lines = readFileSync(inProject('lessons', name), 'utf8').split('\n');
			const found = embeddedIn(lines);
			const inside: (string | null)[] = [];
			let open: string | null = null;
			for (const line of lines) {
				const fenceLine = /^```(\w*)/.exec(line);
				if (fenceLine) {
					inside.push(null);
					const kind = fenceLine[1] ?? '';
					open = open !== null ? null : kind === '' ? 'other' : kind;
				} else inside.push(open);
			}
			const expected = inside.map((block) => (block === null || !(block in kindOf) ? null : (kindOf[block] ?? null)));
			expect({name, found}).toEqual({name, found: expected});
		}
	});
});

const kindOf: Readonly<Record<string, string>> = {
	world: 'fence',
	try: 'fence',
	claims: 'fence',
	fence: 'fence',
	task: 'yaml',
	predict: 'yaml',
	debrief: 'yaml',
	notes: 'markdown',
};

/** The kind of block that each line stands in, by the scope of its content. */
function embeddedIn(lines: readonly string[]): readonly (string | null)[] {
	let stack = textmate.INITIAL;
	return lines.map((line) => {
		const {tokens, ruleStack} = markdown.tokenizeLine(line, stack);
		stack = ruleStack;
		const scope = tokens.flatMap(({scopes}) => scopes).find((each) => each.startsWith('meta.embedded.block.'));
		return scope === undefined ? null : scope.replace('meta.embedded.block.', '');
	});
}

/** What the colours of a line say otherwise than the language does. */
function faults(line: string, names: ReadonlySet<string>): readonly string[] {
	const {tokens, comment, unclosed} = lex(line, false);
	if (unclosed !== null) return [];
	const found: string[] = [];
	if (comment !== null && !scopesOf(line, comment).includes('comment.line.number-sign.fence')) found.push('no comment');
	for (const [index, {kind, text, start, end}] of tokens.entries()) {
		// What stands before a sign is a key, and behind it a value.
		const beside = [tokens[index - 1], tokens[index + 1]].map((token) => token?.kind);
		if (kind === 'word' && (beside.includes('operator') || names.has(text.split('.')[0]?.toLowerCase() ?? '')))
			continue;
		const scopes = scopesOf(line, start);
		const last = scopesOf(line, end - 1);
		const all = [...scopes, ...last].join(' ');
		if (all.includes('comment')) found.push(`"${text}" is a comment`);
		else if (kind === 'quoted' && !all.includes('string')) found.push(`"${text}" is no string`);
		else if (kind === 'separator' && !all.includes('separator')) found.push('; separates nothing');
		else if (kind === 'operator' && scopes.length === 0) found.push(`"${text}" is no operator`);
		else if (kind === 'word' && /^[+-]?\d/.test(text) && !all.includes('constant.numeric'))
			found.push(`"${text}" is no number`);
		else if (kind === 'word' && !isAssignment(text) && !names.has(text.toLowerCase()) && scopes.length === 0)
			found.push(`"${text}" is no word`);
	}
	return found;
}

/** Such as `balance-=10`, `n=old`: a key and its value. */
function isAssignment(text: string): boolean {
	return /^[^=]*[+-]?=/.test(text);
}

/** The scopes of a character, without that of the whole. */
function scopesOf(line: string, offset: number): readonly string[] {
	const {tokens} = fence.tokenizeLine(line, textmate.INITIAL);
	const token = tokens.find(({startIndex, endIndex}) => startIndex <= offset && offset < endIndex);
	return token?.scopes.filter((scope) => scope !== 'source.fence') ?? [];
}

async function loaded(
	registry: {loadGrammar: (scope: string) => Promise<IGrammar | null>},
	scope: string,
): Promise<IGrammar> {
	const grammar = await registry.loadGrammar(scope);
	if (grammar === null) throw new Error(`no grammar ${scope}`);
	return grammar;
}

function written(name: string): object {
	return JSON.parse(readFileSync(join(inProject('editors'), `${name}.tmLanguage.json`), 'utf8')) as object;
}
