import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {caret} from '../../src/language/caret.js';
import {namesOf} from '../../src/language/names.js';
import {nearest, nearestOfAll} from '../../src/language/nearest.js';
import {parseScript} from '../../src/language/parse.js';
import {clipped, visible} from '../../src/language/visible.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld, freshWorld} from '../../src/sim/setup.js';
import {sandboxLines, sandboxNames, wrong} from './worlds.js';

function shown(line: string, width?: number): string {
	return caret(wrong(line), line, width);
}

describe('the caret', () => {
	test('stands under what is wrong, with the nearest word beside it', () => {
		expect(shown('A aquire account')).toBe('A aquire account\n  ^^^^^^ acquire?');
	});

	test('stands behind the line when something is missing', () => {
		expect(shown('A write account balance')).toBe('A write account balance\n                       ^');
	});

	test('stays in place after wide characters, tabs and control characters', () => {
		expect(shown('A write account n="日本" tto raw')).toBe(
			`A write account n="日本" tto raw\n${' '.repeat(stringWidth('A write account n="日本" '))}^^^ to?`,
		);
		expect(shown('\tA\u0007 foo')).toBe(' A\\x07 foo\n ^^^^^ A?');
	});

	test('cuts a long line around itself, never wider than asked', () => {
		const long = `${'A pause ; '.repeat(40)}A foo ${'B '.repeat(40)}`;
		for (const width of [40, 60, 80]) {
			const [line = '', under = ''] = shown(long, width).split('\n');
			expect(stringWidth(line)).toBeLessThanOrEqual(width);
			expect(line.slice(under.indexOf('^'), under.lastIndexOf('^') + 1)).toBe('foo');
		}
	});
});

describe('visible text', () => {
	test('control characters, direction marks, invisible characters and lone surrogates are written out', () => {
		expect(visible('a\u001b[2Jb\u0000\u009b\u202e\u200b\ud800\u007f')).toBe(
			'a\\x1b[2Jb\\x00\\x9b\\u202e\\u200b\\ud800\\x7f',
		);
	});

	test('everything else stays', () => {
		expect(visible('Zoë 日本 😀 "x" \\')).toBe('Zoë 日本 😀 "x" \\');
	});

	test('a long text is cut with a mark', () => {
		expect(clipped('x'.repeat(50))).toBe(`${'x'.repeat(39)}…`);
		expect(clipped('x'.repeat(40))).toBe('x'.repeat(40));
		expect([...clipped('😀'.repeat(1000))]).toHaveLength(40);
	});
});

describe('the nearest word', () => {
	test('is the one that differs least, in any case, the first of equals', () => {
		expect(nearest('aquire', ['advance', 'acquire'])).toBe('acquire');
		expect(nearest('AQUIRE', ['acquire'])).toBe('acquire');
		expect(nearest('al', ['ab', 'ac'])).toBe('ab');
		// All letters of it would be wrong.
		expect(nearest('b', ['A', 'C'])).toBeNull();
	});

	test('counts two letters that changed places as one difference', () => {
		expect(nearest('lokc', ['look', 'lock'])).toBe('lock');
		expect(nearest('wirte', ['write'])).toBe('write');
		expect(nearest('exit', ['wait'])).toBeNull();
	});

	test('is also the word whose beginning was typed', () => {
		expect(nearest('stale', ['late-write', 'stale-write'])).toBe('stale-write');
		expect(nearest('st', ['stale-write'])).toBeNull();
	});

	test('is none when nothing is near', () => {
		expect(nearest('xylophone', ['acquire', 'wait'])).toBeNull();
		expect(nearest('x', [])).toBeNull();
	});

	test('of all is always one, unless there is none', () => {
		expect(nearestOfAll('xylophone', ['acquire', 'wait'])).not.toBeNull();
		expect(nearestOfAll('x'.repeat(4096), ['acquire'])).toBe('acquire');
		expect(nearestOfAll('x', [])).toBeNull();
	});
});

describe('names', () => {
	test('a world gives the names that its script declared', () => {
		const script = parseScript(sandboxLines.join('\n'));
		let world = emptyWorld;
		for (const {statement} of script.statements) {
			const outcome = perform(world, statement);
			if (outcome.ok) world = outcome.world;
		}
		expect(namesOf(world)).toEqual(sandboxNames);
		expect(script.names).toEqual(sandboxNames);
		expect(namesOf(freshWorld(world.spec))).toEqual(sandboxNames);
	});
});
