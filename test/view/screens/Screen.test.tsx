import chalk from 'chalk';
import {render} from 'ink-testing-library';
import {beforeEach, describe, expect, test} from 'vitest';
import {change} from '../../../src/view/prompt/change.js';
import {emptyLine, type Line} from '../../../src/view/prompt/line.js';
import {type Frame, fitFrame} from '../../../src/view/screens/frame.js';
import {promptField} from '../../../src/view/screens/prompt-field.js';
import {sentenceRow} from '../../../src/view/screens/prose-rows.js';
import {Screen} from '../../../src/view/screens/Screen.js';
import {makeTheme} from '../../../src/view/screens/theme.js';
import {row, rowText} from '../../../src/view/text/row.js';
import {unassisted} from '../prompt/unassisted.js';

const typed = (text: string, cursor = text.length): Line => change(emptyLine(), text, cursor);

const place = {row: 1, label: row(' > ', 'accent'), hint: 'Enter goes on', columns: 20};

const drawn = (frame: Frame): string => render(<Screen frame={frame} theme={makeTheme('mono', 0)} />).lastFrame() ?? '';

// What is idle in a field is drawn with as many colours as the terminal has, which other tests of the same process set as well.
beforeEach(() => {
	chalk.level = 0;
});

describe('the screen', () => {
	test('places rows one under the other, with the field in its row', () => {
		const frame = {rows: [row('above'), [], row('below')], field: promptField(typed('wait 6s'), unassisted, place)};
		expect(drawn(frame)).toBe('above\n > wait 6s\nbelow');
	});

	test('says in the field what Enter does while nothing is typed', () => {
		expect(drawn({rows: [row('above'), []], field: promptField(emptyLine(), unassisted, place)})).toBe(
			'above\n > Enter goes on',
		);
	});

	test('shows dim text ahead of the cursor', () => {
		const field = promptField(typed('A pau'), {...unassisted, ahead: () => 'se'}, place);
		expect(drawn({rows: [row('above'), []], field})).toBe('above\n > A pause');
	});

	test('colours by the theme, and not at all without colours', () => {
		const span = [{text: 'paused', style: 'paused'} as const];
		expect(makeTheme('dark', 0).paint(span)).toBe('paused');
		expect(makeTheme('dark', 1).paint(span)).not.toMatch(/\[(3|9)\d/);
		expect(makeTheme('dark', 2).paint(span)).toBe('\u001B[38;5;177mpaused\u001B[39m');
		expect(makeTheme('mono', 3).paint([{text: 'x', style: 'heading'}])).not.toMatch(/\[(3|9)\d/);
	});
});

describe('the field', () => {
	test('scrolls a long line so that the cursor is in sight', () => {
		const field = promptField(typed('0123456789abcdefghijklmnop'), unassisted, place);
		expect(field.value).toBe('abcdefghijklmnop');
		expect(rowText(field.label)).toBe(' >…');
		expect(field.cursor).toBe(16);
	});

	test('counts wide characters as two columns', () => {
		expect(promptField(typed('鎖鎖x', 2), unassisted, place).cursor).toBe(4);
	});

	test('says what is searched for, and when nothing is found', () => {
		const wide = {...place, columns: 40};
		const search = {query: 'wai', at: 0, before: {text: '', cursor: 0}};
		expect(rowText(promptField({...typed('wait'), search}, unassisted, wide).label)).toBe(' search wai >');
		expect(rowText(promptField({...typed('wait'), search: {...search, at: null}}, unassisted, wide).label)).toBe(
			' not found wai >',
		);
	});
});

test('a frame has exactly as many rows as there are, none wider, in ASCII where that is asked for', () => {
	const {rows} = fitFrame(
		{rows: [row('┃ holds ✓'), row('far too wide for it')], field: null},
		{columns: 10, rows: 3, ascii: true},
	);
	expect(rows.map(rowText)).toEqual(['# holds v', 'far too~', '']);
});

test('without colours, code within a sentence stands in backticks', () => {
	const rows = [sentenceRow('Type `A pause` now.')];
	const room = {columns: 40, rows: 1, ascii: false};
	expect(fitFrame({rows, field: null}, room).rows.map(rowText)).toEqual(['Type A pause now.']);
	expect(fitFrame({rows, field: null}, {...room, colorless: true}).rows.map(rowText)).toEqual(['Type `A pause` now.']);
});
