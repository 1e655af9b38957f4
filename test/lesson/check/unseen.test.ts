import {expect, it} from 'vitest';
import {unseenCharacters} from '../../../src/lesson/check/unseen.js';

it('names each control and direction-changing character once, at its first place, and no tab or line end', () => {
	const text = 'a\tb\r\nc\u001B[2J \u0000 \u001B\nd \u202Ee \u202E';
	expect(
		unseenCharacters({name: 'a.md', text}).map(({line, column, message}) => [line, column, message.slice(0, 58)]),
	).toEqual([
		[2, 2, 'There is a character here that nobody can see, U+001B: it '],
		[2, 7, 'There is a character here that nobody can see, U+0000: it '],
		[3, 3, 'There is a character here that nobody can see, U+202E: it '],
	]);
	expect(unseenCharacters({name: 'a.md', text: 'Привет, 日本 👩‍👩‍👧\n'})).toEqual([]);
});
