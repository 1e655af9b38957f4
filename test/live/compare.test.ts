import {describe, expect, it} from 'vitest';
import {rowLines} from '../../src/cli/live/rows.js';
import {lateExpiry, openComparison} from '../../src/live/story/compare.js';
import type {Happening} from '../../src/sim/event.js';

const asks: Happening = {kind: 'acquire-sent', client: 'A', lock: 'account'};
const granted = (token: number | null, expiresAt: number): Happening => ({
	kind: 'granted',
	client: 'A',
	lock: 'account',
	token,
	expiresAt,
});
const reads = (balance: number): Happening => ({
	kind: 'read',
	client: 'A',
	store: 'raw',
	resource: 'account',
	version: 0,
	values: {balance},
});
const at = (time: number, ...happenings: readonly Happening[]) =>
	happenings.map((happening, index) => ({at: time + index, happening}));
const sentences = (comparison: ReturnType<typeof openComparison>) =>
	comparison.finish().differences.map(({line, says}) => `${line}: ${says}`);

describe('A real run beside a simulated one', () => {
	it('has rows that read as the simulator tells them, whatever the speed', () => {
		const comparison = openComparison(true);
		comparison.add(7, 'A acquire', at(0, asks, granted(33, 10_000)), at(14, asks, granted(33, 1014)));
		const {rows, differences} = comparison.finish();
		expect(rowLines(rows).split('\n').slice(1)).toEqual([
			'          0 ms      14 ms  A asks LOCK for account.',
			'          1 ms      15 ms  LOCK grants account to A with token 33.',
		]);
		expect(differences).toEqual([]);
	});

	it('says in words what only one of them has', () => {
		const comparison = openComparison(true);
		const denied: Happening = {
			kind: 'denied',
			client: 'A',
			lock: 'account',
			reason: 'held',
			heldBy: 'B',
			retryAfter: 9,
		};
		comparison.add(7, 'A acquire', at(0, asks, denied), at(0, asks, granted(33, 1000)));
		expect(sentences(comparison)).toEqual([
			'7: A acquire: in the real run only: LOCK grants account to A with token 33.',
			'7: A acquire: in the simulator only: LOCK denies account to A: B holds it.',
		]);
		expect(rowLines(comparison.finish().rows)).toContain(
			'!         1 ms          -  LOCK denies account to A: B holds it.',
		);
	});

	it('says in words what came in another order, or at another line', () => {
		const comparison = openComparison(true);
		comparison.add(7, 'A acquire', at(0, asks, granted(33, 1000)), at(0, granted(33, 1000), asks));
		comparison.add(8, 'A read', at(5, reads(1)), []);
		comparison.add(9, 'wait 1s', [], at(5, reads(1)));
		expect(sentences(comparison)).toEqual([
			'9: wait 1s: here in the real run, at line 8 in the simulator: A reads account from raw: version 0, balance=1.',
			'7: A acquire: in the real run in this order: LOCK grants account to A with token 33. A asks LOCK for account.',
		]);
	});

	it('takes an expiry and the end of a belief at one moment for neither order', () => {
		const comparison = openComparison(true);
		const expired: Happening = {kind: 'expired', client: 'A', lock: 'account', token: null};
		const ends: Happening = {kind: 'disbelieved', client: 'A', lock: 'account'};
		comparison.add(7, 'wait until expiry', at(10_000, ends, expired), [...at(1020, ends), ...at(1400, expired)]);
		comparison.add(8, 'wait until expiry', at(20_000, ends, expired), at(2020, expired, ends));
		expect(sentences(comparison)).toEqual([]);
	});

	it('takes what two clients hear at one moment for neither order', () => {
		const comparison = openComparison(true);
		const told: Happening = {kind: 'disbelieved', client: 'A', lock: 'account'};
		const next: Happening = {kind: 'believed', client: 'B', lock: 'account', until: null};
		comparison.add(7, 'locks revoke', at(2, told, next), at(80, next, told));
		expect(sentences(comparison)).toEqual([]);
	});

	it('says in words what came out with other values', () => {
		const comparison = openComparison(true);
		comparison.add(8, 'A read', at(0, reads(100)), at(0, reads(90)));
		expect(sentences(comparison)).toEqual([
			'8: A read: in the real run: A reads account from raw: version 0, balance=90. In the simulator: A reads account from raw: version 0, balance=100.',
		]);
	});

	it.each([
		[true, 1],
		[false, 0],
	])('compares tokens only where they are counted: %s', (isCounted, count) => {
		const comparison = openComparison(isCounted);
		comparison.add(7, 'A acquire', at(0, granted(33, 1000)), at(0, granted(41, 1000)));
		expect(comparison.finish().differences).toHaveLength(count);
	});

	it.each([
		['etcd', 'The real expiry came 310 ms late: etcd looks every 500 ms.'],
		['redis', 'The real expiry came 310 ms late: Redis deletes a key when somebody looks at it, or some time after.'],
	] as const)('says why an expiry came late: %s', (kind, sentence) => {
		expect(lateExpiry(kind, 9, 310.2)).toEqual({line: 9, says: sentence});
		expect(lateExpiry(kind, 9, 12)).toBeNull();
	});
});
