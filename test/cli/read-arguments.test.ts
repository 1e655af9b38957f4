import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {command} from '../../src/cli/command.js';
import {UnusableInput} from '../../src/cli/exit-code.js';
import {readArguments} from '../../src/cli/read-arguments.js';

const search = command({
	name: 'search',
	summary: 'Search the files',
	usage: 'FILE...',
	options: {
		json: {kind: 'flag', about: 'JSON lines'},
		fact: {kind: 'text', about: 'a fact', value: 'FACT'},
		moves: {kind: 'number', about: 'how far', value: 'N'},
		seed: {kind: 'texts', about: 'a seed', value: 'SEED', short: 's'},
		rule: {kind: 'text', about: 'a rule', value: 'RULE', choices: ['raw', 'safe']},
	},
	examples: [{line: 'fence-tutor search a.fence', about: 'one file'}],
	run: async () => 0,
});

describe('Reading the arguments', () => {
	it('gives words as they are and every option its type', async () => {
		expect(
			await read(
				'a.fence',
				'--json',
				'007',
				'--fact',
				'stale-write on raw',
				'-',
				'--moves=3',
				'-s',
				'1',
				'--seed',
				'2',
				'--rule',
				'raw',
			),
		).toMatchObject({
			words: ['a.fence', '007', '-'],
			options: {json: true, fact: 'stale-write on raw', moves: 3, seed: ['1', '2'], rule: 'raw'},
		});
	});

	it('gives what was not typed as false, undefined and none', async () => {
		expect(await read('a')).toMatchObject({
			options: {json: false, fact: undefined, moves: undefined, seed: [], rule: undefined},
		});
	});

	it('takes what follows -- as words', async () => {
		expect(await read('--', '--json', '-x')).toMatchObject({words: ['--json', '-x'], options: {json: false}});
	});

	it('takes an option typed twice as it was typed last', async () => {
		expect(await read('a', '--fact', 'x', '--fact', 'y', '--json', '--json')).toMatchObject({
			options: {fact: 'y', json: true},
		});
	});

	it('reads the options that every subcommand takes', async () => {
		expect(await read('a', '--plain', '--no-color')).toMatchObject({
			global: {plain: true, ascii: false, noColor: true, noMotion: false},
		});
	});

	it.each<[string, readonly string[]]>([
		['There is no option --jsno. Did you mean --json?', ['a', '--jsno']],
		['There is no option -x. Type "fence-tutor search --help" for the ones there are.', ['a', '-x']],
		['There is no option --json.x. Did you mean --json?', ['a', '--json.x=1']],
		['--fact needs FACT after it.', ['a', '--fact']],
		['--moves takes a number, and not "many".', ['a', '--moves', 'many']],
		['--rule takes raw, safe, and not "row".', ['a', '--rule', 'row']],
		['Something is missing. Type: fence-tutor search FILE...', ['--json']],
	])('refuses with "%s"', async (message, typed) => {
		await expect(read(...typed)).rejects.toThrow(new UnusableInput(message));
	});

	it('answers --help and --version before it misses a word', async () => {
		expect(await read('--help')).toMatchObject({
			kind: 'help',
			text: expect.stringContaining('fence-tutor search FILE...'),
		});
		expect(await read('--version')).toEqual({kind: 'version'});
	});

	it('refuses an option without a name also where -- and the name of a method follow', async () => {
		await expect(read('-=', '--', '--constructor=1')).rejects.toThrow(UnusableInput);
	});

	it('throws nothing but a sentence, whatever is typed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.oneof(
						fc.string(),
						fc.string().map((text) => `--${text}`),
						fc.constantFrom('--__proto__', '--constructor=1', '--json=x', '-=', '--seed'),
					),
				),
				async (typed) => {
					await read(...typed).catch((error: unknown) => expect(error).toBeInstanceOf(UnusableInput));
				},
			),
		);
	});
});

function read(...typed: readonly string[]) {
	return readArguments(search, typed, 80);
}
