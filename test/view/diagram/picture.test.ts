import {expect, test} from 'vitest';
import type {Happening} from '../../../src/sim/event.js';
import {noFaults} from '../../../src/sim/statement.js';
import {plainStore} from '../../../src/sim/store/options.js';
import {atOdds} from '../../../src/sim/violation.js';
import type {Spec} from '../../../src/sim/world.js';
import {ladderRows} from '../../../src/view/diagram/ladder.js';
import type {Told} from '../../../src/view/diagram/plan.js';
import {rowText} from '../../../src/view/text/row.js';

test('the zombie at 80 columns is the picture of the belief that outlives the lease', () => {
	const {header, rows} = ladderRows(zombie(), spec, {
		width: 80,
		selectedStore: 'safe',
		cursor: null,
		ascii: false,
		dimAfterCursor: false,
	});
	expect([...header, ...rows.map(({spans}) => spans)].map(rowText)).toEqual(picture.split('\n').slice(1, -1));
});

test('rows of one statement share one stop, and only numbered rows count', () => {
	const {rows} = ladderRows(zombie(), spec, {
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
	const {rows} = ladderRows(zombie(), spec, {
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
	expect(flagged.find(({number}) => number === 7)?.why).toBe(
		'B believes that it holds account (row 6) while A still does (row 2).',
	);
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
! 7 13000    ░                ║                ┠─ write 80 34 ─►│ highest 34
! 8 14000    ┃ resumes, still ║                ┃                │
!            ┃ believes       ║                ┃                │
! 9 14000    ┠─ write 90 33 ──╫────────────────╂───────────────✗│ 33 < 34
 10 14000    │◄─ rejected ────╫────────────────╂────────────────┤ balance=80 ✓
`;

const spec: Spec = {
	clients: ['A', 'B'].map((name) => ({name, program: null, retries: false, rereads: false, startsAt: null})),
	locks: [{name: 'account', service: {kind: 'lease', options: {ttl: 10_000, volatile: false, ownerCheck: true}}}],
	stores: [{name: 'safe', rule: 'fenced', options: plainStore}],
	resources: [{name: 'account', values: {balance: 100}}],
	latency: 0,
	pace: 1000,
	faults: noFaults,
};

const bothBelieve = atOdds(
	'account',
	{client: 'B', token: 34, grant: 2, event: 8},
	{client: 'A', token: 33, grant: 1, event: 3},
);

function zombie(): readonly Told[] {
	const account = {lock: 'account'} as const;
	const write = {store: 'safe', resource: 'account', key: 'balance'} as const;
	return numbered([
		[
			'A acquire',
			0,
			[
				{kind: 'acquire-sent', client: 'A', ...account},
				{kind: 'granted', client: 'A', ...account, token: 33, expiresAt: 10_000},
				{kind: 'believed', client: 'A', ...account, until: 10_000},
			],
		],
		['A pause', 2000, [{kind: 'paused', client: 'A'}]],
		['wait 8s', 10_000, [{kind: 'expired', ...account, client: 'A', token: 33}]],
		[
			'B acquire',
			10_000,
			[
				{kind: 'acquire-sent', client: 'B', ...account},
				{kind: 'granted', client: 'B', ...account, token: 34, expiresAt: 20_000},
				{kind: 'believed', client: 'B', ...account, until: 20_000},
				{kind: 'violated', property: 'two-believers', store: null, of: bothBelieve},
			],
		],
		[
			'B write account balance=80',
			13_000,
			[{kind: 'accepted', client: 'B', ...write, value: 80, token: 34, highest: 34, version: 1, basedOn: null}],
		],
		['A resume', 14_000, [{kind: 'resumed', client: 'A'}]],
		[
			'A write account balance=90',
			14_000,
			[
				{
					kind: 'rejected',
					client: 'A',
					...write,
					what: 'write',
					value: 90,
					token: 33,
					highest: 34,
					reason: 'stale-token',
				},
				{kind: 'disbelieved', client: 'A', ...account},
			],
		],
	]);
}

function numbered(statements: readonly (readonly [string, number, readonly Happening[]])[]): readonly Told[] {
	let seq = 0;
	return statements.map(([input, at, happenings]) => ({
		input,
		events: happenings.map((happening) => {
			seq += 1;
			return {seq, at, ...happening};
		}),
	}));
}
