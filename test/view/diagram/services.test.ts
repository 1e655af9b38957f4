import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {sentence} from '../../../src/narrate/event.js';
import {drawLadder} from '../../../src/view/diagram/ladder.js';
import {planLadder} from '../../../src/view/diagram/plan.js';
import {ladderSentences} from '../../../src/view/diagram/sentence.js';
import {rowText} from '../../../src/view/text/row.js';
import {frame, plain, tell} from './tell.js';

/** The lines of a frame, without the first of the literal. */
const lines = (text: string): readonly string[] => text.split('\n').slice(1, -1);

const scenario = (name: string): string =>
	readFileSync(join(import.meta.dirname, '../../scenarios', `${name}.fence`), 'utf8').replace(/^expect .*$/gm, '');

const rows = (name: string): readonly string[] => frame(scenario(name), 80).split('\n');

const five = 'client A\nclient B\nlock x redlock nodes 5 ttl 10s\n';

describe('the redlock strip', () => {
	test('S4: a node whose clock jumps lets go of its key and votes for B; asking, votes and outcome are a row each', () => {
		expect(rows('s04-redlock-clock-jump').slice(0, 18)).toEqual(
			lines(`
  #    ms    A                LOCK             B                raw
  1     0    │ ✗ cut from n4  │                │                │ n=0
             │ n5             │                │                │
  2     0    ├─ acquire ─────►│ ✗ n4 n5 lost   │                │
  3     1    │                ║ A A A · ·      │                │
  4    50    │◄─ granted ─────╢                │                │
             ┃ holds          ║ lease: A       │                │
  5  1000    ┃                │ n3 clock +10 s │                │
             ┃                │ A A · · ·      │                │
  6  1000    ┃                │                │ ✗ cut from n1  │
             ┃                │                │ n2             │
  7  2000    ┃                │◄─ acquire ─────┤                │
             ┃                │ ✗ n1 n2 lost   │                │
  8  2001    ┃                ║ A A B B B      │                │
! 9  2050    ┃                ╟─ granted ─────►│                │
!            ┃                ║ lease: B       ┃ holds          │
!10  2051    ┠─ write 1 ──────╫────────────────╂───────────────►│ n=1
!11  2053    ┃                ║                ┠─ write 2 ─────►│ n=2
`),
		);
	});
	test('S6: a node that forgot is down, then free, then of another', () => {
		expect(rows('s06-redlock-crash-loses-keys')).toEqual(
			lines(`
  #    ms    A                        LOCK                     B
  1     0    │ ✗ cut from n4 n5       │                        │
  2     0    ├─ acquire ─────────────►║ ✗ n4 n5 lost           │
             │                        ║ A A A · ·              │
  3    50    │◄─ granted ─────────────╢                        │
             ┃ holds                  ║ lease: A               │
  4  1000    ┃                        │ n3 ✗ crashed           │
             ┃                        │ A A ✗ · ·              │
  5  1100    ┃                        │ n3 restarts            │
             ┃                        │ A A · · ·              │
  6  1100    ┃                        │                        │ ✗ cut from n1
             ┃                        │                        │ n2
  7  2000    ┃                        ║◄─ acquire ─────────────┤
             ┃                        ║ ✗ n1 n2 lost           │
             ┃                        ║ A A B B B              │
! 8  2050    ┃                        ╟─ granted ─────────────►│
!            ┃                        ║ lease: B               ┃ holds
`),
		);
	});

	test('is a part of the row that asks at latency 0; whatever a round is for, it is two rows', () => {
		expect(frame(`${five}A acquire\nn1 crash\nA renew\nB acquire\nA release`, 80).split('\n')).toEqual(
			lines(`
  #    ms    A                        LOCK                     B
  1     0    ├─ acquire ─────────────►║ A A A A A              │
  2     0    │◄─ granted ─────────────╢                        │
             ┃ holds                  ║ lease: A               │
  3     0    ┃                        ║ n1 ✗ crashed           │
             ┃                        ║ ✗ A A A A              │
  4     0    ┠─ renew ───────────────►║ ✗ n1 lost              │
             ┃                        ║ ✗ A A A A              │
  5     0    ┃◄─ renewed ─────────────╢ until 9898             │
  6     0    ┃                        ║◄─ acquire ─────────────┤
             ┃                        ║ ✗ n1 lost              │
             ┃                        ║ ✗ A A A A              │
  7     0    ┃                        ╟─ denied ──────────────✗│
             ┃                        ║ no quorum              │
  8     0    ┃                        ║◄─ release ─────────────┤
             ┃                        ║ ✗ n1 lost              │
             ┃                        ║ ✗ A A A A              │
  9     0    ├─ release ─────────────►│ ✗ n1 lost              │
             │                        │ ✗ · · · ·              │
 10     0    │◄─ released ────────────┤ free                   │
`),
		);
	});

	test('gives held requests one row, and their numbers as a range', () => {
		expect(frame(`${five}A acquire held\ndeliver 1\ndeliver 2`, 80).split('\n')).toEqual(
			lines(`
  #    ms    A                        LOCK                     B
  1     0    ├┄ acquire #1-#5 ┄       │                        │
             │ unknown                │                        │
  2     0    ├─ acquire #1 ──────────►│ A · · · ·              │
  3     0    ├─ acquire #2 ──────────►│ A A · · ·              │
`),
		);
	});

	test('gives answers that are lost or come later no rows of their own', () => {
		expect(
			frame(`${five}A acquire reply lost\nn3 clock +11s\nB acquire reply delayed 1s\nwait 1s`, 80).split('\n'),
		).toEqual(
			lines(`
  #    ms    A                        LOCK                     B
  1     0    ├─ acquire ─────────────►║ A A A A A              │
             │                        ║ answer ✗ n1 n2 n3 n4   │
             │                        ║ n5                     │
  2     0    │✗─ denied ──────────────┤ no quorum              │
  3     0    ├─ release ─────────────►│ · · · · ·              │
  4     0    │                        │ n3 clock +11 s         │
             │                        │ · · · · ·              │
  5     0    │                        ║◄─ acquire ─────────────┤ unknown
             │                        ║ B B B B B              │
             │                        ║ answers #6-#10 ┄       │
  6  1000    │                        ╟─ answers #6-#10 ──────►│
  7  1000    │                        ╟─ granted ─────────────►│
             │                        ║ lease: B               ┃ holds
`),
		);
	});

	test('is told in a sentence too', () => {
		const {history, world} = tell(scenario('s06-redlock-crash-loses-keys'));
		const text = ladderSentences(history, world.spec)
			.map((each) => each.text)
			.join('\n');
		expect(text).toContain(
			"At 0 s A asked the nodes for x; the requests to n4, n5 are lost; n1, n2 and n3 stored A's value for x.",
		);
	});
});

describe('the other lock services', () => {
	test('S7: what the primary has and the replica has not', () => {
		expect(rows('s07-failover-loses-the-lock')).toEqual(
			lines(`
  #    ms    A                LOCK             B                raw
  1     0    ├─ acquire ─────►│                │                │ n=0
  2     1    │◄─ granted ─────╢                │                │
             │                ║ lease: A       │                │
             │                ║ A | ·          │                │
  3     2    ┃ holds          ║                │                │
  4    20    ┃                ╎ primary ✗      │                │
             ┃                ╎ crashed        │                │
             ┃                ╎ ✗ | ·          │                │
  5   520    ┃                │ fails over     │                │
             ┃                │ ✗ | ·          │                │
  6   600    ┃                │◄─ acquire ─────┤                │
! 7   601    ┃                ╟─ granted ─────►│                │
!            ┃                ║ lease: B       │                │
!            ┃                ║ ✗ | B          │                │
! 8   602    ┃                ║                ┃ holds          │
! 9   603    ┃                ║                ┠─ write 2 ─────►│ n=2
!10   605    ┠─ write 1 ──────╫────────────────╂───────────────►│ n=1
`),
		);
	});

	test('S7: a holder of which the replica never heard', () => {
		expect(rows('s07-failover-locks-the-holder-out').slice(11, 21)).toEqual(
			lines(`
           │            ║            ┃            │            │ highest 34
  7    20  │            ╎ primary ✗  ┃            │            │
           │            ╎ crashed    ┃            │            │
           │            ╎ ✗ | ·      ┃            │            │
  8    20  │            │ fails over ┃            │            │
           │            │ ✗ | ·      ┃            │            │
     ⋮     ╎            ╎            ┃            ╎            ╎
  9 10000  │            │            │ stops      │            │
           │            │            │ believing  │            │
 10 10020  │            │◄───────────┼─ acquire ──┤            │
`),
		);
	});

	test('S8b: the second half of a release reaches the next holder', () => {
		expect(rows('s08b-get-then-del')).toEqual(
			lines(`
  #    ms    A                        LOCK                     B
  1     0    ├─ acquire ─────────────►│                        │
  2     0    │◄─ granted ─────────────╢                        │
             ┃ holds                  ║ lease: A               │
     ⋮       ┃                        ║                        ╎
  3  9999    │ stops believing        ║                        │
  4  9999    ├─ ask ─────────────────►║ ✓ yes, A               │
  5  9999    ├┄ release #1 ┄          ║                        │
             │ unknown                ║                        │
  6 10001    │                        │ ✗ expired              │
  7 10002    │                        │◄─ acquire ─────────────┤
  8 10002    │                        ╟─ granted ─────────────►│
             │                        ║ lease: B               ┃ holds
  9 10002    ├─ release #1 ──────────►│ free                   ┃
`),
		);
	});

	test('S13c: a suffix that starts over', () => {
		expect(rows('s13c-zookeeper-suffix-starts-over')).toEqual(
			lines(`
  #    ms    A                LOCK             B                safe
  1     0    ├─ acquire ─────►│                │                │ highest -
  2     0    │◄─ granted 33 ──╢                │                │ n=0
             ┃ holds 33       ║ lease: A       │                │
  3     0    ┠─ write 1 33 ───╫────────────────┼───────────────►│ n=1
             ┃                ║                │                │ highest 33
  4     0    ├─ release ─────►│ free           │                │
  5     0    │                │◄─ acquire ─────┤                │
  6     0    │                ╟─ granted 0 ───►│                │
!            │                ║ lease: B       ┃ holds 0        │
! 7     0    │                ║                ┠─ write 2 0 ───✗│ 0 < 33
  8     0    │                ║                │◄─ rejected ────┤ n=1 ✓
`),
		);
	});

	test('S25: the line, and the waiter whose session died in it', () => {
		expect(rows('s25-etcd-dead-waiter')).toEqual(
			lines(`
  #    ms    A                LOCK             B                C
  1     0    ├─ acquire ─────►│                │                │
  2     0    │◄─ granted 33 ──╢                │                │
             ┃ holds 33       ║ lease: A       │                │
  3     0    ┃                ║◄─ acquire ─────┤                │
  4     0    ┃                ║ queue: A B     │ waits          │
  5     0    ┃                ║◄───────────────┼─ acquire ──────┤
  6     0    ┃                ║ queue: A B C   │                │ waits
     ⋮       ┃                ║                ╎                ╎
  7  3000    ┃                ║                │ ✗ cut from     │
             ┃                ║                │ locks          │
     ⋮       ┃                ║                ╎                ╎
  8  5000    ┃                ║                │ reaches locks  │
  9  6000    ├─ release ─────►║                │                │
 10  6000    │                ╟─ granted 34 ──►│                │
             │                ║ lease: C       ┃ holds 34       │
!11  6000    │                ╟────────────────╂─ granted 35 ──►│
!            │                ║ lease: C       ┃                ┃ holds 35
`),
		);
	});

	test('TN10: a session that ends during a pause', () => {
		expect(rows('tn10-zookeeper-gc-pause')).toEqual(
			lines(`
  #    ms  A            LOCK         B            raw          safe
  1     0  ├─ acquire ─►│            │            │            │ highest -
  2     0  │◄ granted 33╢            │            │            │ n=0
           ┃ holds 33   ║ lease: A   │            │            │
  3     0  ┃            ║◄─ acquire ─┤            │            │
  4     0  ┃            ║ queue: A B │ waits      │            │
  5     0  ░ paused     ║            │            │            │
     ⋮     ░            ║            ╎            ╎            ╎
  6  3000  ░            ║ ✗ expired  │            │            │
  7  3000  ░            ╟ granted 34►│            │            │
!          ░            ║ lease: B   ┃ holds 34   │            │
! 8  3000  ░            ║            ┠ write 2 34►┼───────────►│ n=2
!          ░            ║            ┃            │ n=2        │ highest 34
!    ⋮     ░            ║            ┃            ╎            ╎
! 9 10000  ┃ resumes,   ║            ┃            │            │
!          ┃ still      ║            ┃            │            │
!          ┃ believes   ║            ┃            │            │
!10 10000  ┠ write 1 33 ╫────────────╂───────────►┼───────────✗│ 33 < 34
!          ┃            ║            ┃            │ n=1        │
 11 10000  │◄─ rejected ╫────────────╂────────────┼────────────┤ n=2 ✓
`),
		);
	});
});

test('a renewal of another client’s lease says whose lease it lengthens', () => {
	const late = 'A acquire\nA pause\nwait until expiry\nB acquire\nwait 2s\nA resume\nA renew\n';
	const {history, world} = tell(`client A\nclient B\nlock account lease ttl 10s owner-check off\n${late}`);
	expect(
		frame(`client A\nclient B\nlock account lease ttl 10s owner-check off\n${late}`, 80).split('\n').at(-1),
	).toContain('┠─ renew ───────────────►║ lease of B until 22000 ┃');
	expect(ladderSentences(history, world.spec).at(-1)?.text).toBe(
		'8. At 12 s A renewed account; the lease of B now runs until 22 s.',
	);
	const renewed = history.at(-1)?.moments.find(({event}) => event.kind === 'renewed')?.event;
	expect(renewed === undefined ? null : sentence(renewed)).toBe(
		'LOCK renews account for A, but what it lengthens is the lease of B with token 34, until 22 s.',
	);
});

test('a message that was under way when the story began arrives where it is bound for', () => {
	const setUp = 'client A\nclient B\nlock x lease ttl 10s\nstore raw unfenced\nput x n=0\n';
	const {history, world} = tell(`${setUp}A acquire x\nA write x n=1 delayed 5s\nB read x\nwait 5s\n`);
	const ladder = drawLadder(planLadder(history.slice(-2), world.spec), {...plain, width: 80});
	const drawn = ladder.rows.map(({spans}) => rowText(spans)).join('\n');
	expect(drawn).toMatch(/─ write 1 33 #1 .*─►│ n=1/);
	expect(drawn).not.toContain('arrives');
});

test('a lock that a connection holds is no lease, and ends when the connection is closed', () => {
	const script = 'client A\nclient B\nlock x advisory\nA acquire x\nB acquire x\nA crash\n';
	const drawn = frame(script, 80);
	expect(drawn).toContain('held: A');
	expect(drawn).toContain('✗ closed');
	expect(drawn).not.toMatch(/lease|expired/);
	expect(frame(script.replace('advisory', 'lease ttl 10s'), 80)).toContain('lease: A');
});

describe('A renewal in the background', () => {
	const kept = 'client A\nclient B\nlock x lease ttl 10s\nA acquire x\nA keeps x every 3s\nwait 4s\n';
	const drawn = (script: string) => frame(script, 60).split('\n').slice(-4);

	test('is a small arrow, and one that does not arrive where it is lost', () => {
		expect(drawn(`${kept}cut A locks\nwait 6s`)).toEqual(
			lines(`
  3 3000  ┠─►                     ║ until 13000           │
  4 4000  ┃ ✗ cut from locks      ║                       │
  5 6000  ┠┄✗                     ║                       │
  6 9000  ┠┄✗                     ║                       │
`),
		);
		const {history, world} = tell(`${kept}cut A locks\nwait 3s`);
		expect(
			ladderSentences(history, world.spec)
				.map(({text}) => text)
				.join(' '),
		).toContain('A sent renew to the lock service in the background, which is lost');
	});

	test('is lost in one row, also where it is lost on its way to a service without power', () => {
		expect(drawn(`latency 100ms\n${kept}locks crash\nwait 6s`)).toEqual(
			lines(`
  5 3400  ┃ longer                ║                       │
  6 4200  ┃                       ╎ ✗ crashed             │
  7 6200  ┠┄✗                     ╎                       │
  8 9200  ┠┄✗                     ╎                       │
`),
		);
	});
});

test('A lock that was given back before its least time is freed by the service, and its client does nothing then', () => {
	const early = 'client A\nclient B\nlock x lease ttl 30s min 10s\nA acquire x\nA release x\nwait 10s\n';
	expect(frame(early, 60).split('\n').at(-1)).toBe('  4 10000  │                       │ free                  │');
	const {history} = tell(early);
	expect(history.flatMap(({moments}) => moments).at(-1)?.event).toMatchObject({
		kind: 'released',
		at: 10_000,
		later: true,
	});
	expect(sentence(history.at(-1)?.moments.at(-1)?.event ?? {kind: 'healed', seq: 0, at: 0, from: 'A', to: []})).toBe(
		'The least time of x is over; LOCK frees it, since A has given it back.',
	);
});
