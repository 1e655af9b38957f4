import {designs} from 'fence-tutor:designs';
import {describe, expect, it} from 'vitest';
import {type Browse, browseFrame, browseKey} from '../../../src/view/designs/browse.js';
import {rowText} from '../../../src/view/text/row.js';
import {width} from '../../../src/view/text/width.js';

const [design] = designs;
if (design === undefined) throw new Error('the catalogue is empty');
const first: Browse = {
	design,
	all: designs,
	at: {fault: 0, promise: 0},
	pane: null,
	size: {columns: 80, rows: 24},
	ascii: false,
	colorless: false,
	judging: null,
};

describe('The screen of a design', () => {
	it.each([
		[80, 24],
		[60, 20],
		[120, 40],
	])('shows the whole table and what the cell says at %i by %i', (columns, rows) => {
		const lines = linesOf({...first, size: {columns, rows}});
		expect(lines).toHaveLength(rows - 1);
		for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
		for (const label of ['pause', 'delayed packet', 'revoke'])
			expect(lines.some((line) => line.startsWith(label))).toBe(true);
		expect(lines.some((line) => line.startsWith('Broken in 4 moves'))).toBe(true);
		expect(lines.at(-1)).toContain('q quits');
	});

	it('moves over the cells, and no further than the table goes', () => {
		const keys = (...chords: readonly string[]) => chords.reduce(browseKey, first).at;
		expect(keys('down', 'right')).toEqual({fault: 1, promise: 1});
		expect(keys('up', 'left')).toEqual({fault: 0, promise: 0});
		expect(keys('pagedown', 'end', 'down', 'right')).toEqual({fault: 8, promise: 4});
	});

	it('tells the story of a cell on Enter, and closes it on Esc', () => {
		const open = ['right', 'enter'].reduce(browseKey, first);
		expect(linesOf(open).join('\n')).toContain('Broken in 12 moves, and none is shorter');
		const end = linesOf(browseKey(open, 'end')).join('\n');
		expect(end).toContain('What would mend it:');
		expect(browseKey(open, 'escape')).toEqual({...first, at: {fault: 0, promise: 1}});
	});

	it('shows the world on w', () => {
		expect(linesOf(browseKey(first, 'w')).join('\n')).toContain('lock account redis ttl 10s');
	});

	it('says how far it is while it is judged, and that Esc stops it', () => {
		const lines = linesOf({...first, judging: 'pause (1 of 10): 200 states'});
		expect(lines[0]).toContain('pause (1 of 10): 200 states');
		expect(lines.at(-1)).toContain('Esc stops');
	});

	it('asks for more room where there is too little', () => {
		expect(linesOf({...first, size: {columns: 50, rows: 12}})[0]).toContain('This terminal is 50 by 12.');
	});
});

function linesOf(browse: Browse): readonly string[] {
	return browseFrame(browse).rows.map(rowText);
}
