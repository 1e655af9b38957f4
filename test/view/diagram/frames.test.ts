import {describe, expect, test} from 'vitest';
import {asciiText} from '../../../src/view/text/ascii.js';
import {width} from '../../../src/view/text/width.js';
import {frame, zombie} from './tell.js';

/** The lines of a frame, without the first of the literal. */
const lines = (text: string): readonly string[] => text.split('\n').slice(1, -1);

const two =
	'client A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nstore safe fenced\nput account balance=100\n';

describe('the zombie on an unfenced and a fenced store', () => {
	test('at 80 columns both stores have a lane, and the lanes move closer together', () => {
		expect(frame(zombie, 80, {selectedStore: 'raw'}).split('\n').slice(-6)).toEqual(
			lines(`
! 8 14000  ┃ resumes,   ║            ┃            │            │
!          ┃ still      ║            ┃            │            │
!          ┃ believes   ║            ┃            │            │
! 9 14000  ┠ write 90 33╫────────────╂───────────►┼───────────✗│ 33 < 34
!          ┃            ║            ┃            │ balance=90 │
 10 14000  │◄─ rejected ╫────────────╂────────────┼────────────┤ balance=80 ✓
`),
		);
	});

	test('at 60 columns the verdicts go to a second line, left of the last lane', () => {
		expect(frame(zombie, 60).split('\n').slice(-12)).toEqual(
			lines(`
! 7 13000  ░               ║               ┠─ write 80 34 ►│
!          ░               ║               ┃    balance=80 │
!          ░               ║               ┃    highest 34 │
!          ░               ║               ┃      raw ✓ 80 │
! 8 14000  ┃ resumes,      ║               ┃               │
!          ┃ still         ║               ┃               │
!          ┃ believes      ║               ┃               │
! 9 14000  ┠─ write 90 33 ─╫───────────────╂──────────────✗│
!          ┃               ║               ┃       33 < 34 │
!          ┃               ║               ┃      raw ✓ 90 │
 10 14000  │◄─ rejected ───╫───────────────╂───────────────┤
           │               ║               ┃  balance=80 ✓ │
`),
		);
	});

	test('at 120 columns both stores have a lane and a column says why', () => {
		const text = frame(zombie, 120);
		expect(text.split('\n')[0]).toBe(
			'  #    ms    A              LOCK           B              raw            safe               why',
		);
		expect(text).toContain(
			'! 9 14000    ┠─ write 90 33 ╫──────────────╂─────────────►┼─────────────✗│ 33 < 34          ! stale-write: raw accepted',
		);
	});

	test('at 40 columns every word is still there', () => {
		expect(frame(zombie, 40).split('\n').slice(-6)).toEqual(
			lines(`
! 8 14000  ┃ resumes, still believes  │
! 9 14000  ┠────────╫────────╂───────✗│
!          ┃ write 90 33     ┃33 < 34 │
!          ┃        ║        raw ✓ 90 │
 10 14000  │◄───────╫────────╂────────┤
           │ rejected    balance=80 ✓ │
`),
		);
	});

	test('at 20 columns it is told in sentences', () => {
		expect(frame(zombie, 20)).toContain('  3. At 2 s A\n  paused.');
	});
});

test('at every width where the lanes fit, each word stands as often, whether one store has a lane or both', () => {
	const words = [
		'acquire',
		'granted',
		'holds',
		'lease:',
		'paused',
		'expired',
		'write',
		'rejected',
		'balance=80',
		'believes',
		'resumes,',
	];
	const counts = (text: string) => words.map((word) => [word, text.split(word).length - 1]);
	const usual = {one: counts(frame(zombie, 77)), both: counts(frame(zombie, 80))};
	for (let columns = 27; columns < 89; columns += 1)
		expect({columns, counts: counts(frame(zombie, columns))}).toEqual({
			columns,
			counts: columns < 78 ? usual.one : usual.both,
		});
});

test('a delayed packet is a stub where it left and an arrow with its number where it arrives', () => {
	const script = `${two}A acquire\nA write account balance=90 to safe delayed 90s\nA release\nB acquire\nB write account balance=80 to safe\nwait 90s\n`;
	expect(frame(script, 80).split('\n').slice(4)).toEqual(
		lines(`
  3     0  ┠┄ #1 ┄      ║            │            │            │
           ┃ unknown    ║            │            │            │
           ┃ write 90 33║            │            │            │
  4     0  ├─ release ─►│ free       │            │            │
  5     0  │            │◄─ acquire ─┤            │            │
  6     0  │            ╟ granted 34►│            │            │
           │            ║ lease: B   ┃ holds 34   │            │
  7     0  │            ║            ┠ write 80 34┼───────────►│ balance=80
           │            ║            ┃            │            │ highest 34
     ⋮     ╎            ║            ┃            ╎            ╎
  8 10000  │            │ ✗ expired  ┃            │            │
  9 10000  │            │            │ stops      │            │
           │            │            │ believing  │            │
     ⋮     ╎            ╎            ╎            ╎            ╎
 10 90000  ├─ #1 ───────┼────────────┼────────────┼───────────✗│ 33 < 34
           │ write 90 33│            │            │            │
 11 90000  │◄─ rejected ┼────────────┼────────────┼────────────┤ balance=80 ✓
`),
	);
});

test('a client that is denied again and again has one row for it', () => {
	const script = `${two}B runs acquire account\nB starts\nA acquire\nwait 12s\n`;
	expect(frame(script, 80).split('\n').slice(4, 10)).toEqual(
		lines(`
  3     0  ┃            ║◄─ acquire ─┤            │            │
  4     0  ┃            ╟─ denied ──✗│            │            │
           ┃            ║ held by A  │            │            │
           ┃            ║ 9 more     │            │            │
           ┃            ║ until 9000 │            │            │
  5 10000  ┃            │ ✗ expired  │            │            │
`),
	);
});

test('several stores that a write reaches share its row, whatever each of them says', () => {
	const script = `${two}store strong fenced\nA acquire\nwait 10s\nB acquire\nB advance account\nA write account balance=90\n`;
	expect(frame(script, 80).split('\n').slice(-4)).toEqual(
		lines(`
! 8 10000    ├─ write 90 33 ──╫────────────────╂───────────────✗│ 33 < 34
!            │                ║                ┃                │ raw ✓ 90
!            │                ║                ┃                │ safe ✗ 33 < 34
  9 10000    │◄─ rejected ────╫────────────────╂────────────────┤ balance=100 ✓
`),
	);
});

test('crashes, clocks, cuts, renewals, asks, checks and advances all have a row', () => {
	const script = `${two}A acquire\nA renew\nA check\nA ask\nA advance account\nA clock +5s\ncut A safe\nheal A safe\nlocks crash\nlocks restart\nsafe crash\nsafe restart\nA crash\nA restart\nA renew\nA write account balance=1 lost\nA write account balance=1 no token\n`;
	expect(frame(script, 80).split('\n').slice(4)).toEqual(
		lines(`
  3     0  ┠─ renew ───►║ until      │            │            │
           ┃            ║ 10000      │            │            │
  4     0  ┃ ✓ check:   ║            │            │            │
           ┃ in time    ║            │            │            │
  5     0  ┠─ ask ─────►║ ✓ yes, A   │            │            │
  6     0  ┠ advance 33 ╫────────────┼────────────┼───────────►│ highest 33
  7     0  ┃ clock +5 s ║            │            │            │
  8     0  ┃ ✗ cut from ║            │            │            │
           ┃ safe       ║            │            │            │
  9     0  ┃ reaches    ║            │            │            │
           ┃ safe       ║            │            │            │
 10     0  ┃            ╎ ✗ crashed  │            │            │
 11     0  ┃            ║ restarts   │            │            │
 12     0  ┃            ║            │            │            ╎ ✗ crashed
 13     0  ┃            ║            │            │            │ restarts
 14     0  ╎ ✗ crashed  ║            │            │            │
 15     0  │ restarts   ║            │            │            │
 16     0  ├─ renew ───✗║ not the    │            │            │
           │            ║ holder     │            │            │
 17     0  ├┄ #1 #2 ✗   ║            │            │            │
           │ write 1    ║            │            │            │
           │ unknown    ║            │            │            │
 18     0  ├─ write 1 ──╫────────────┼───────────►┼───────────✗│ no token
           │            ║            │            │ balance=1  │
 19     0  │◄─ rejected ╫────────────┼────────────┼────────────┤ balance=100 ✓
`),
	);
});

test('three clients share the width, and the word stands beside the client that speaks', () => {
	const script = `client A\nclient B\nclient C\nlock account lease ttl 10s\nstore safe fenced\nput account balance=100\nA acquire\nC acquire\nC write account balance=7\n`;
	expect(frame(script, 120).split('\n')).toEqual(
		lines(`
  #    ms    A              LOCK           B              C              safe               why
  1     0    ├─ acquire ───►│              │              │              │ highest -
  2     0    │◄─ granted 33 ╢              │              │              │ balance=100
             ┃ holds 33     ║ lease: A     │              │              │
  3     0    ┃              ║◄─────────────┼─ acquire ────┤              │
  4     0    ┃              ╟──────────────┼─ denied ────✗│              │                  A holds account. The lease
             ┃              ║ held by A    │              │              │                  has 10 s left.
  5     0    ┃              ║              │              ├─ write 7 ───✗│ no token         safe takes nothing without a
             ┃              ║              │              │              │                  token, and none was sent.
  6     0    ┃              ║              │              │◄─ rejected ──┤ balance=100 ✓
`),
	);
});

test('wide characters take their columns, and nothing in a value is obeyed', () => {
	const script = `client A\nstore raw unfenced\nput k v=0\nA write k v="日本語 👩‍👩‍👧 é"\nA write k v="\u001b[31mred\u202e"\n`;
	const text = frame(script, 80);
	expect(text).toContain('├─ write 日本語 👩‍👩‍👧 é ─');
	expect(text).toContain('\\x1b[31mred\\u202e');
	expect(text).not.toContain('\u001b');
	const [header = ''] = text.split('\n');
	const arrows = text.split('\n').filter((line) => line.includes('►│'));
	expect(arrows.map((line) => width(line.slice(0, line.indexOf('►│'))) + 1)).toEqual(
		arrows.map(() => header.indexOf('raw')),
	);
	expect(arrows.length).toBe(2);
});

test('names that do not fit shrink, differ, and are told in full', () => {
	const script =
		'client checkout-service\nclient checkout-worker\nlock account lease ttl 10s\nstore warehouse-ledger fenced\ncheckout-service acquire account\n';
	expect(frame(script, 40).split('\n').slice(0, 4)).toEqual(
		lines(`
  #   ms  checkou~ LOCK     chec~ war~
checkou~ = checkout-service, chec~ =
checkout-worker, war~ = warehouse-ledger
  1    0  ├───────►│        │        │
`),
	);
});

test('at 300 columns the lanes stay together and the reasons follow', () => {
	const [header = ''] = frame(zombie, 300).split('\n');
	expect(header.indexOf('why')).toBeLessThan(240);
	expect(frame(zombie, 300)).toContain('stale-write: raw accepted A');
});

test('in ASCII every column stays where it is', () => {
	expect(frame(zombie, 80, {ascii: true})).toBe(frame(zombie, 80).split('\n').map(asciiText).join('\n'));
	expect(frame(zombie, 80, {ascii: true})).toContain(
		'! 9 14000  # write 90 33=------------#----------->+-----------x| 33 < 34',
	);
});

test('the cursor marks the first row of its statement, and later rows are dim', () => {
	const text = frame(zombie, 80, {cursor: 8});
	expect(text.split('\n').filter((line) => line.includes('▸'))).toEqual([
		'  3  2000▸ ░ paused     ║            │            │            │',
	]);
});

test('a write before a release is drawn with the belief that it was sent with', () => {
	const script =
		'client A\nlock account lease ttl 10s\nstore safe fenced\nput account n=0\nA runs acquire account; write account n=1; release account\nrun A\n';
	expect(frame(script, 60)).toContain('┠─ write 1 33 ──');
});

test('a belief that ends by the clock has a row of its own, also where a release is the next thing of all', () => {
	const script =
		'client A\nlock account lease ttl 10s\npace 6s\nA runs acquire account; check account; release account\nA starts\nwait 12s\n';
	expect(frame(script, 60)).toContain('│ stops believing');
});

test('a belief that gets shorter is not said to be longer', () => {
	const script = 'client A\nlock account etcd ttl 2s\nstore safe fenced\nA acquire account\ncut A locks\n';
	expect(frame(script, 60)).toContain('┃ until 2000');
});
