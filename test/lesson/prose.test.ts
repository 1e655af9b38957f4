import {describe, expect, it} from 'vitest';
import {plainText, proseOf, textOf} from '../../src/lesson/prose.js';

const ignore = (): void => {};

describe('Prose', () => {
	it('becomes paragraphs and lists', () => {
		const prose = proseOf(['One', 'two.', '', '- a', '- b', '  goes on', '', '1. c', '2. d', 'New.'], 1, ignore);
		expect(
			prose.map((block) =>
				block.kind === 'paragraph' ? plainText(block.text) : [block.ordered, ...block.items.map(plainText)],
			),
		).toEqual(['One two.', [false, 'a', 'b goes on'], [true, 'c', 'd'], 'New.']);
	});

	it.each<[string, string]>([
		['a `b` c', 'plain:a |code:b|plain: c'],
		['*a* and **b**', 'emphasis:a|plain: and |strong:b'],
		['_a_ but snake_case_word', 'emphasis:a|plain: but snake_case_word'],
		['2 * 3 * 4', 'plain:2 * 3 * 4'],
		['`*a*`', 'code:*a*'],
		['\\*a\\*', 'plain:*a*'],
		['an open `mark and *another', 'plain:an open `mark and *another'],
		['[the book](https://example.org/x)', 'plain:the book (https://example.org/x)'],
		['`` a`b ``', 'code:a`b'],
	])('reads %s', (source, expected) => {
		expect(
			textOf(source)
				.map(({kind, text}) => `${kind}:${text}`)
				.join('|'),
		).toBe(expected);
	});
});
