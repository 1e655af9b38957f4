import {expect, test} from 'vitest';
import {planLadder} from '../../../src/view/diagram/plan.js';
import {reasonRows} from '../../../src/view/diagram/reasons.js';
import {rowText} from '../../../src/view/text/row.js';
import {tell, zombie} from './tell.js';

test('every violation is told once, with the number of the row that shows it', () => {
	const {history, world} = tell(zombie);
	const rows = reasonRows(planLadder(history, world.spec), 60).map(rowText);
	expect(rows.slice(0, 2)).toEqual([
		'! 6 two-believers: B believes that it holds account (row 6)',
		'    while A still does (row 2).',
	]);
	expect(rows.filter((text) => text.startsWith('! ')).map((text) => text.split(':')[0])).toEqual([
		'! 6 two-believers',
		'! 9 stale-write',
		'! 9 late-write',
	]);
});
