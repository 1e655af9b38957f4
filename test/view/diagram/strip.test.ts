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

test('a narrow strip keeps its scale and says when there is no room at all', () => {
	const {history, world} = tell(zombie);
	expect(stripRows(history, world, 30).map(rowText).at(-1)).toBe('     0               10 s');
	expect(stripRows(history, world, 12).map(rowText)).toEqual(['The strip', 'needs more', 'room.']);
});
