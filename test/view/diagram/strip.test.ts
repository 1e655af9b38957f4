import {expect, test} from 'vitest';
import {stripRows} from '../../../src/view/diagram/strip.js';
import {rowText} from '../../../src/view/text/row.js';
import {tell, zombie} from './tell.js';

test('the strip shows to scale how long A believed what had ceased to be true', () => {
	const {history, world} = tell(zombie);
	expect(stripRows(history, world, 80).map(rowText)).toEqual([
		'A    33━━━━━━━━░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░┄',
		'LOCK A═══════════════════════════════════════════════════B═════════════════════',
		'B    ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄34━━━━━━━━━━━━━━━━━━━━',
		'raw  ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄✓B┄┄┄A!',
		'safe ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄✓B┄┄┄A✗',
		'     ┬─────────┬─────────┬──────────┬─────────┬──────────┬─────────┬──────────┬',
		'     0         2 s       4 s        6 s       8 s        10 s      12 s     14 s',
	]);
});

test('writes that share a column of the strip stand side by side, and as * or ! where there is no room', () => {
	const turn = ['A write account n=1', 'B write account n=2'];
	const lines = [
		...['client A', 'client B', 'lock account lease ttl 5s', 'store s fenced', 'store t unfenced', 'put account n=0'],
		...['A acquire', 'wait 1s', ...turn, 'wait 1s', ...turn, 'wait 100ms', ...turn, 'wait 100ms', ...turn],
		...['wait 2800ms', 'B acquire', 'B write account n=3', ...turn, 'wait 50ms', 'B write account n=2'],
		...['wait 100ms', 'B write account n=2', 'wait 1s'],
	];
	const {history, world} = tell(lines.join('\n'));
	expect(stripRows(history, world, 66).map(rowText).slice(3, 5)).toEqual([
		's    ┄┄┄┄┄┄┄┄A✓✗B┄┄┄┄┄A✓✗*✓✗B┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄B✓✗✓✓B┄┄┄┄┄┄┄┄┄',
		't    ┄┄┄┄┄┄┄┄┄✓A,B┄┄┄A,B✓✓✓A,B┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄B✓!✓✓B┄┄┄┄┄┄┄┄┄',
	]);
});

test('a narrow strip keeps its scale and says when there is no room at all', () => {
	const {history, world} = tell(zombie);
	expect(stripRows(history, world, 30).map(rowText).at(-1)).toBe('     0               10 s');
	expect(stripRows(history, world, 12).map(rowText)).toEqual(['The strip', 'needs more', 'room.']);
});
