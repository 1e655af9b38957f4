import {describe, expect, test} from 'vitest';
import {play, world, wrong} from './play.js';

describe('a lease lock service', () => {
	test('grants 33 first and 34 next, after the first lease has run out', () => {
		expect(
			wrong(
				`${world} A acquire\n wait 10s\n B acquire`,
				'token of A = 33',
				'token of B = 34',
				'B holds account',
				'last granted',
			),
		).toEqual([]);
	});

	test('denies while another holds, and says who and for how long', () => {
		const {events} = play(`${world} A acquire\n wait 4s\n B acquire`);
		expect(events.at(-1)).toMatchObject({kind: 'denied', client: 'B', reason: 'held', heldBy: 'A', retryAfter: 6000});
	});

	test('has expired at the very moment the lease runs out, and not a millisecond before', () => {
		expect(wrong(`${world} A acquire\n wait 9999ms\n B acquire`, 'last denied', 'A holds account')).toEqual([]);
		expect(
			wrong(`${world} A acquire\n wait 9999ms\n wait 1ms`, 'nobody holds account', 'not A believes account'),
		).toEqual([]);
	});

	test('grants its holder again the same token without a longer lease', () => {
		const {events} = play(`${world} A acquire\n wait 4s\n A acquire`);
		expect(events.at(-1)).toMatchObject({kind: 'granted', token: 33, expiresAt: 10_000, again: true});
		expect(
			wrong(`${world} A acquire\n wait 4s\n A acquire\n wait 6s`, 'nobody holds account', 'not A believes account'),
		).toEqual([]);
	});

	test('keeps the token through a renewal and never shortens the lease', () => {
		expect(
			wrong(
				`${world} A acquire\n wait 4s\n A renew\n wait 9s`,
				'A holds account',
				'A believes account',
				'token of A = 33',
			),
		).toEqual([]);
		expect(
			wrong(`${world} A acquire\n wait 4s\n A renew ttl 1s\n wait 5s`, 'A holds account', 'A believes account'),
		).toEqual([]);
	});

	test('denies a renewal after expiry, and the client stops believing', () => {
		expect(wrong(`${world} A acquire\n wait 10s\n A renew`, 'last denied', 'not A believes account')).toEqual([]);
	});

	test('lets nobody release what is not theirs', () => {
		expect(wrong(`${world} A acquire\n wait 10s\n B acquire\n A release`, 'last denied', 'B holds account')).toEqual(
			[],
		);
	});

	test('with owner-check off lets a stranger release, so that a third client gets in', () => {
		const open = world.replace('ttl 10s', 'ttl 10s owner-check off').replace('client B', 'client B\nclient C');
		const script = `${open} A acquire\n wait 10s\n B acquire\n A release\n C acquire`;
		expect(
			wrong(script, 'C holds account', 'B believes account', 'C believes account', 'two-believers', 'two-grants'),
		).toEqual([]);
	});

	test('with owner-check off extends a lease for a stranger, who then believes too', () => {
		const open = world.replace('ttl 10s', 'ttl 10s owner-check off');
		expect(
			wrong(`${open} A acquire\n wait 10s\n B acquire\n A renew`, 'last granted', 'B holds account', 'two-believers'),
		).toEqual([]);
	});

	test('keeps leases and counter through a crash, and leases run out meanwhile', () => {
		expect(
			wrong(`${world} A acquire\n locks crash\n wait 4s\n locks restart\n B acquire`, 'last denied', 'A holds account'),
		).toEqual([]);
		expect(wrong(`${world} A acquire\n locks crash\n wait 10s\n locks restart\n B acquire`, 'token of B = 34')).toEqual(
			[],
		);
	});

	test('when volatile forgets both in a crash, and the counter starts over', () => {
		const volatile = world.replace('ttl 10s', 'ttl 10s volatile');
		expect(
			wrong(
				`${volatile} A acquire\n locks crash\n locks restart\n B acquire`,
				'token of B = 1',
				'token-regress',
				'two-grants',
				'two-believers',
			),
		).toEqual([]);
	});

	test('answers nobody while it is down: the outcome is unknown', () => {
		expect(
			wrong(`${world} locks crash\n A acquire`, 'last unknown', 'token of A = none', 'not A believes account'),
		).toEqual([]);
	});

	test('takes a process that was started again for a stranger, until the lease of the dead one ends', () => {
		expect(
			wrong(
				`${world} A acquire\n A crash\n A restart\n A acquire`,
				'last denied',
				'token of A = none',
				'not A believes account',
				'not A holds account and not nobody holds account',
			),
		).toEqual([]);
		expect(
			wrong(
				`${world} A acquire\n A crash\n A restart\n A release`,
				'last denied',
				'not nobody holds account',
				'token of A = none',
			),
		).toEqual([]);
	});
});

describe('a belief', () => {
	test('counts from when the request was sent, so it ends before the lease does', () => {
		const slow = `${world} latency 1ms\n A acquire\n wait 9998ms`;
		expect(wrong(slow, 'time = 10s', 'not A believes account', 'A holds account')).toEqual([]);
	});

	test('does not begin when the grant arrives after its deadline', () => {
		expect(
			wrong(`${world} A acquire reply delayed 15s\n wait 15s`, 'token of A = 33', 'not A believes account'),
		).toEqual([]);
	});

	test('is not ended by a pause, and a paused client notices nothing', () => {
		expect(
			wrong(`${world} A acquire\n A pause\n wait 12s`, 'A believes account', 'nobody holds account', 'A paused'),
		).toEqual([]);
	});

	test('outlives the resume until the next thing happens, so the next write goes out', () => {
		expect(wrong(`${world} A acquire\n A pause\n wait 12s\n A resume`, 'A believes account')).toEqual([]);
		expect(
			wrong(
				`${world} A acquire\n A pause\n wait 12s\n A resume\n A write balance=1`,
				'A accepted on raw',
				'not A believes account',
			),
		).toEqual([]);
		expect(wrong(`${world} A acquire\n A pause\n wait 12s\n A resume\n wait 1ms`, 'not A believes account')).toEqual(
			[],
		);
	});

	test('ends on a release, a failed ask, a stale-token rejection and a crash', () => {
		expect(wrong(`${world} A acquire\n A release`, 'not A believes account')).toEqual([]);
		expect(
			wrong(
				`${world} A acquire\n A pause\n wait 12s\n B acquire\n A resume\n A ask`,
				'last denied',
				'not A believes account',
			),
		).toEqual([]);
		expect(wrong(`${world} A acquire\n A crash`, 'not A believes account', 'A crashed')).toEqual([]);
	});

	test('is what a check asks, by the clock the client reads', () => {
		const checked = (script: string) =>
			play(script)
				.events.filter(({kind}) => kind === 'checked')
				.map((event) => 'ok' in event && event.ok);
		expect(checked(`${world} A check\n A acquire\n A check\n wait 9999ms\n A check\n wait 1ms\n A check`)).toEqual([
			false,
			true,
			true,
			false,
		]);
		expect(checked(`${world} A acquire\n A pause\n wait 12s\n A resume\n A check`)).toEqual([false]);
	});
});
