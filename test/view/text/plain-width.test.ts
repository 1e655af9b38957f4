import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {graphemes, width} from '../../../src/view/text/width.js';

describe('The width of a text', () => {
	it('is for each character what string-width says, and each that is counted by itself is one', () => {
		const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
		for (let code = 0x20; code < 0x3000; code++) {
			const character = String.fromCharCode(code);
			expect(width(character), code.toString(16)).toBe(stringWidth(character));
			const pair = `a${character}b`;
			expect(graphemes(pair), code.toString(16)).toEqual(Array.from(segmenter.segment(pair), ({segment}) => segment));
		}
	});
});
