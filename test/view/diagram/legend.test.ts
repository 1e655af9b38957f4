import {expect, test} from 'vitest';
import {legendLine, legendRows} from '../../../src/view/diagram/legend.js';
import {rowText, rowWidth} from '../../../src/view/text/row.js';

test('the legend in one line names the bars first and leaves out what does not fit', () => {
	expect(rowText(legendLine(80))).toBe('┃ believes  ║ lease  ░ paused  ! violated  ✗ refused  │ idle  ╎ down');
	expect(rowText(legendLine(25))).toBe('┃ believes  ║ lease');
	expect(legendLine(3)).toEqual([]);
});

test('the whole legend has every mark at every width', () => {
	for (const columns of [20, 40, 80]) {
		const rows = legendRows(columns);
		for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
		for (const mark of ['┃', '║', '░', '│', '╎', '!', '►', '✗', '┄ #7', '⋮', '▸', '━', '═', '✓'])
			expect(rows.map(rowText).join('\n')).toContain(mark);
	}
});
