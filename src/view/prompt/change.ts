import {oneLine} from './graphemes.js';
import type {Line} from './line.js';
import {longestLine} from './line.js';

/** The line with a text put in at the cursor. */
export const insert = (line: Line, text: string): Line => {
	const room = longestLine - line.text.length;
	const clean = oneLine(text)
		.slice(0, Math.max(0, room))
		.replace(/[\uD800-\uDBFF]$/, '');
	return change(
		line,
		line.text.slice(0, line.cursor) + clean + line.text.slice(line.cursor),
		line.cursor + clean.length,
	);
};

/** The line with another text and cursor. */
export const change = (line: Line, text: string, cursor: number): Line => ({
	...line,
	text,
	cursor,
	killing: false,
	cycle: null,
});
