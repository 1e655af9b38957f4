import {expect, test} from 'vitest';
import {ladderRows} from '../../../src/view/diagram/ladder.js';
import {rowText} from '../../../src/view/text/row.js';
import {tell, zombie} from './tell.js';

const {history, world} = tell(zombie.replace('store raw unfenced\n', ''));
const story = history.filter(({moments}) => moments.length > 0);

test('the zombie at 80 columns is the picture of the belief that outlives the lease', () => {
	const {header, rows} = ladderRows(story, world.spec, {
		width: 80,
		selectedStore: 'safe',
		cursor: null,
		ascii: false,
		dimAfterCursor: false,
	});
	expect([...header, ...rows.map(({spans}) => spans)].map(rowText)).toEqual(picture.split('\n').slice(1, -1));
});

test('rows of one statement share one stop, and only numbered rows count', () => {
	const {rows} = ladderRows(story, world.spec, {
		width: 80,
		selectedStore: null,
		cursor: null,
		ascii: false,
		dimAfterCursor: false,
	});
	expect(rows.filter(({statement}) => statement === 3).map(({number}) => number)).toEqual([5, 6, null]);
	expect(rows.flatMap(({number}) => (number === null ? [] : [number]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a violation is flagged for as long as it lasts and says why', () => {
	const {rows} = ladderRows(story, world.spec, {
		width: 80,
		selectedStore: null,
		cursor: null,
		ascii: false,
		dimAfterCursor: false,
	});
	const flagged = rows.filter(({violation}) => violation);
	expect(new Set(flagged.map(({statement}) => statement))).toEqual(new Set([3, 4, 5, 6]));
	expect(flagged.at(0)?.why).toBe(
		'two-believers: B believes that it holds account (row 6) while A still does (row 2).',
	);
	expect(flagged.find(({number}) => number === 7)?.why).toBe('A and B both believe they hold account.');
	expect(rows.at(-1)?.violation).toBe(false);
});

const picture = `
  #    ms    A                LOCK             B                safe
  1     0    ├─ acquire ─────►│                │                │ highest -
  2     0    │◄─ granted 33 ──╢                │                │ balance=100
             ┃ holds 33       ║ lease: A       │                │
  3  2000    ░ paused         ║                │                │
     ⋮       ░                ║                ╎                ╎
  4 10000    ░                │ ✗ expired      │                │
  5 10000    ░                │◄─ acquire ─────┤                │
  6 10000    ░                ╟─ granted 34 ──►│                │
!            ░                ║ lease: B       ┃ holds 34       │
! 7 13000    ░                ║                ┠─ write 80 34 ─►│ balance=80
!            ░                ║                ┃                │ highest 34
! 8 14000    ┃ resumes, still ║                ┃                │
!            ┃ believes       ║                ┃                │
! 9 14000    ┠─ write 90 33 ──╫────────────────╂───────────────✗│ 33 < 34
 10 14000    │◄─ rejected ────╫────────────────╂────────────────┤ balance=80 ✓
`;
