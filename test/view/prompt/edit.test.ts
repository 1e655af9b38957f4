import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {edit} from '../../../src/view/prompt/edit.js';
import {ghost} from '../../../src/view/prompt/ghost.js';
import type {Key} from '../../../src/view/prompt/key.js';
import {press} from '../../../src/view/prompt/key.js';
import type {Assist, Line} from '../../../src/view/prompt/line.js';
import {emptyLine, longestLine} from '../../../src/view/prompt/line.js';
import {unassisted} from './unassisted.js';

type Run = {readonly line: Line; readonly entered: readonly string[]};

/** What comes of keys: chords by name, anything else typed. */
const type = (
	keys: readonly (string | Key)[],
	{line = emptyLine(), assist = unassisted}: {line?: Line; assist?: Assist} = {},
): Run =>
	keys.flatMap(keysOf).reduce<Run>(
		(run, key) => {
			const next = edit(run.line, key, assist);
			return {line: next.line, entered: [...run.entered, ...next.entered]};
		},
		{line, entered: []},
	);

const keysOf = (key: string | Key): readonly Key[] => {
	if (typeof key !== 'string') return [key];
	const chord = /^<(.+)>$/.exec(key)?.[1];
	return chord === undefined ? [...key].map((text) => ({kind: 'text', text})) : [press(chord)];
};

/** The line with its cursor as a bar. */
const shown = ({line}: Run): string => `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;

const lock: Assist = {
	proposed: 'wait 12s',
	ahead: (text) => (text === 'A p' ? 'ause' : ''),
	complete: (text, cursor) => {
		const from = text.slice(0, cursor).lastIndexOf(' ') + 1;
		const words = from === 0 ? ['A', 'B', 'wait'] : ['acquire', 'advance', 'pause', 'account'];
		return {from, candidates: words.filter((word) => word.startsWith(text.slice(from, cursor)))};
	},
};

describe('the line editor', () => {
	test.each<[readonly string[], string]>([
		[['wait 6s', '<left>', '<left>', '1'], 'wait 1|6s'],
		[['wait', '<ctrl-a>', 'x', '<ctrl-e>', 'y'], 'xwaity|'],
		[['wait', '<home>', '<right>', '<delete>'], 'w|it'],
		[['A pause', '<alt-b>', '<backspace>'], 'A|pause'],
		[['A pause for 3s', '<ctrl-left>', '<ctrl-left>', '<ctrl-right>', '!'], 'A pause for!| 3s'],
		[['A write account balance=90', '<ctrl-w>'], 'A write account |'],
		[['A write account balance=90', '<alt-backspace>'], 'A write account balance=|'],
		[['one two three', '<ctrl-w>', '<ctrl-w>', '<ctrl-y>'], 'one two three|'],
		[['one two', '<ctrl-u>', '<ctrl-y>', '<ctrl-y>'], 'one twoone two|'],
		[['one two', '<home>', '<alt-d>', '<alt-d>', '<ctrl-y>'], 'one two|'],
		[['one two', '<home>', '<ctrl-k>'], '|'],
		[['wiat', '<left>', '<left>', '<ctrl-t>'], 'wai|t'],
		[['ab', '<ctrl-t>'], 'ba|'],
		[['abc', '<home>', '<ctrl-d>', '<ctrl-f>', '<ctrl-h>', '<ctrl-b>'], '|bc'],
	])('%j leaves %j', (keys, expected) => {
		expect(shown(type(keys))).toBe(expected);
	});

	test('moves and deletes by what a reader sees as one character', () => {
		expect(shown(type(['a👩‍🔧é鎖', '<left>', '<left>', '<backspace>']))).toBe('a|é鎖');
		expect(shown(type(['e\u0301x', '<left>', '<backspace>']))).toBe('|x');
	});

	test('leaves Ctrl-D at the end, Page Up and Esc on nothing to the screen; Esc empties a line, which Ctrl-Y brings back', () => {
		for (const chord of ['ctrl-d', 'pageup', 'ctrl-c', 'ctrl-l', 'f1']) {
			expect(edit(type(['wait']).line, press(chord), unassisted).used, chord).toBe(false);
		}
		expect(edit(type([]).line, press('escape'), unassisted).used).toBe(false);
		expect(shown(type(['wait', '<left>', '<escape>']))).toBe('|');
		expect(shown(type(['wait', '<left>', '<escape>', '<ctrl-y>']))).toBe('wait|');
	});

	test('puts what is typed in the place of a line that was only offered, and lets any other key work on it', () => {
		const offered = {...type(['wait 6s']).line, offered: true as const};
		const typed = edit(offered, {kind: 'text', text: 'A'}, unassisted).line;
		expect(typed.text).toBe('A');
		expect(typed.killed).toBe('wait 6s');
		expect(edit(offered, press('backspace'), unassisted).line.text).toBe('wait 6');
		expect(edit(offered, press('enter'), unassisted).entered).toEqual(['wait 6s']);
	});

	test('takes all of a line that was only offered with Ctrl-U, wherever its cursor was put', () => {
		const offered = {...type(['A resum', '<home>', '<right>', '<right>']).line, offered: true as const};
		const emptied = edit(offered, press('ctrl-u'), unassisted).line;
		expect(emptied).toMatchObject({text: '', killed: 'A resum'});
		expect(shown(type(['<ctrl-y>'], {line: emptied}))).toBe('A resum|');
	});

	test('enters the line and begins a new one', () => {
		const run = type(['wait 6s', '<enter>']);
		expect(run.entered).toEqual(['wait 6s']);
		expect(shown(run)).toBe('|');
		expect(run.line.history).toEqual(['wait 6s']);
	});

	test('enters the lines of a paste in order and leaves the last at the prompt', () => {
		const run = type(['A ', {kind: 'paste', text: 'acquire\nwait 6s\nB acq'}]);
		expect(run.entered).toEqual(['A acquire', 'wait 6s']);
		expect(shown(run)).toBe('B acq|');
	});

	test('obeys no control character that was pasted', () => {
		expect(type([{kind: 'paste', text: 'wait\u001B[31m\u0007 6s\u0000\u202E'}]).line.text).toBe('wait[31m 6s');
	});

	test('holds one character more than the language allows, and no more', () => {
		expect(type([{kind: 'paste', text: 'x'.repeat(100_000)}]).line.text).toHaveLength(longestLine);
	});

	describe('history', () => {
		const line = emptyLine(['A acquire', 'wait 6s']);

		test('goes up and down and comes back to the half-typed line', () => {
			expect(shown(type(['B re', '<up>'], {line}))).toBe('wait 6s|');
			expect(shown(type(['B re', '<up>', '<up>', '<up>'], {line}))).toBe('A acquire|');
			expect(shown(type(['B re', '<up>', '<up>', '<down>', '<down>'], {line}))).toBe('B re|');
		});

		test('keeps a change to an old line until something is entered', () => {
			expect(shown(type(['<up>', '0', '<up>', '<down>'], {line}))).toBe('wait 6s0|');
			expect(type(['<up>', '0', '<down>', 'x', '<enter>', '<up>', '<up>'], {line}).line.text).toBe('wait 6s');
		});

		test('takes in neither blanks nor the same line twice in a row', () => {
			expect(type(['  ', '<enter>', 'wait 6s', '<enter>'], {line}).line.history).toEqual(['A acquire', 'wait 6s']);
		});
	});

	describe('reverse search', () => {
		const line = emptyLine(['A acquire', 'wait 6s', 'A pause', 'wait 12s']);

		test('finds the newest line, then older ones, and enters what it shows', () => {
			expect(type(['<ctrl-r>', 'wai'], {line}).line.text).toBe('wait 12s');
			expect(type(['<ctrl-r>', 'wai', '<ctrl-r>', '<enter>'], {line}).entered).toEqual(['wait 6s']);
			expect(type(['<ctrl-r>', 'wai', '<ctrl-r>', '<ctrl-s>'], {line}).line.text).toBe('wait 12s');
		});

		test('gives the half-typed line back on Esc', () => {
			const run = type(['B re', '<ctrl-r>', 'wai', '<escape>'], {line});
			expect(shown(run)).toBe('B re|');
			expect(run.line.search).toBeNull();
		});

		test('obeys any other key on the line found', () => {
			expect(shown(type(['<ctrl-r>', 'pau', '<ctrl-e>', '!'], {line}))).toBe('A pause!|');
			expect(shown(type(['<ctrl-r>', 'pau', '<ctrl-e>', '<up>'], {line}))).toBe('wait 6s|');
		});

		test('says when nothing matches and shows the line as it was', () => {
			const {search, text} = type(['x', '<ctrl-r>', 'zzz'], {line}).line;
			expect([search?.at, search?.query, text]).toEqual([null, 'zzz', 'x']);
		});
	});

	describe('completion', () => {
		test('puts in a sole candidate and a space', () => {
			expect(shown(type(['w', '<tab>'], {assist: lock}))).toBe('wait |');
		});

		test('puts in what several share, then goes round them and back', () => {
			const words = {assist: lock};
			expect(shown(type(['A a', '<tab>'], words))).toBe('A acquire|');
			expect(shown(type(['A ac', '<tab>', '<tab>'], words))).toBe('A account|');
			expect(shown(type(['A ac', '<tab>', '<tab>', '<tab>'], words))).toBe('A ac|');
			expect(shown(type(['A ac', '<shift-tab>'], words))).toBe('A account|');
			expect(shown(type(['A ac', '<tab>', '<escape>'], words))).toBe('A ac|');
		});

		test('keeps the candidate when something else is typed', () => {
			const run = type(['A ac', '<tab>', ' '], {assist: lock});
			expect(shown(run)).toBe('A acquire |');
			expect(run.line.cycle).toBeNull();
		});
	});

	describe('the dim text ahead', () => {
		const ahead = (keys: readonly string[]): string => ghost(type(keys, {assist: lock}).line, lock);

		test('is the proposed line while nothing else is typed', () => {
			expect(ahead([])).toBe('wait 12s');
			expect(ahead(['wait'])).toBe(' 12s');
		});

		test('is the rest of what is probably meant, at the end of the line only', () => {
			expect(ahead(['A p'])).toBe('ause');
			expect(ahead(['A p', '<left>'])).toBe('');
			expect(ahead(['A '])).toBe('');
		});

		test('is taken by Right, End and Ctrl-E, and word by word by Alt-F', () => {
			for (const chord of ['<right>', '<end>', '<ctrl-e>'])
				expect(shown(type([chord], {assist: lock}))).toBe('wait 12s|');
			expect(shown(type(['<alt-f>'], {assist: lock}))).toBe('wait |');
		});
	});

	test('keeps the cursor in the line and between characters whatever is pressed', () => {
		const chords = [
			'left',
			'right',
			'home',
			'end',
			'ctrl-w',
			'ctrl-u',
			'ctrl-k',
			'ctrl-y',
			'ctrl-t',
			'alt-b',
			'alt-f',
			'alt-d',
			'up',
			'down',
			'tab',
			'shift-tab',
			'backspace',
			'delete',
		];
		const anyKey: fc.Arbitrary<Key> = fc.oneof(
			fc.constantFrom(...chords, 'ctrl-r', 'ctrl-s', 'ctrl-g', 'escape', 'enter').map((chord) => press(chord)),
			fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}).map((text): Key => ({kind: 'text', text})),
			fc.string({unit: 'binary'}).map((text): Key => ({kind: 'paste', text})),
		);
		fc.assert(
			fc.property(fc.array(anyKey, {maxLength: 40}), (keys) => {
				const {line} = type(keys, {line: emptyLine(['A acquire', 'wait 6s']), assist: lock});
				expect(line.cursor).toBeGreaterThanOrEqual(0);
				expect(line.cursor).toBeLessThanOrEqual(line.text.length);
				expect(
					/^[\uDC00-\uDFFF]/.test(line.text.slice(line.cursor)) &&
						/[\uD800-\uDBFF]$/.test(line.text.slice(0, line.cursor)),
				).toBe(false);
				expect(line.text).not.toMatch(/\p{Cc}/u);
			}),
			{numRuns: 300},
		);
	});
});
