import {describe, expect, test} from 'vitest';
import {kinds, play, world, wrong} from './play.js';

const programs = `${world} A runs acquire; read; check; write balance-=10; release\n B runs acquire; read; check; write balance-=20; release\n`;
const running = `${programs} A starts\n B starts at 0s\n`;

describe('a program', () => {
	test('goes one step at a time, by step or by the bare name', () => {
		expect(wrong(`${programs} step A\n A`, 'A holds account', 'not A done')).toEqual([]);
		expect(wrong(`${programs} step A 4`, 'value of raw balance = 90', 'A holds account', 'not A done')).toEqual([]);
		expect(wrong(`${programs} run A`, 'value of raw balance = 90', 'nobody holds account', 'A done')).toEqual([]);
	});

	test('stays at a denied acquire, which blocks a run and is tried again by the next step', () => {
		expect(wrong(`${programs} step A\n run B`, 'last denied', 'not B done')).toEqual([]);
		expect(wrong(`${programs} step A\n run B\n run A\n run B`, 'B done', 'value of safe balance = 70')).toEqual([]);
	});

	test('goes on with the answer to its own step, and with no other that comes while it waits', () => {
		const long = 'client A\nlock x lease ttl 60s\nstore s unfenced\nput x n=0\n';
		for (const other of [
			'A runs write x n=1; ask x; read x\nstep A reply delayed 2s\n',
			'A runs ask x; read x\nA ask x reply delayed 2s\n',
		]) {
			const {program} = play(`${long}${other}step A reply delayed 5s\nwait 3s`).world.locals[0] ?? {};
			expect(program?.awaiting, other).toEqual({left: 1, failed: false});
		}
		const stands =
			'client A\nlock x lease ttl 60s\nA runs acquire x; check x\nlocks pause\nA renew x\nstep A\nlocks resume';
		expect(play(stands).world.locals[0]?.program).toMatchObject({at: 1, awaiting: null});
	});

	test('ends at a failed check, and a step after that is refused', () => {
		const script = `${programs} step A 2\n wait 10s\n run A`;
		expect(kinds(play(script)).slice(-2)).toEqual(['checked', 'done']);
		expect(play(`${script}\n step A`).refusals).toEqual(["A's program has ended."]);
	});

	test('that retries forgets and starts over', () => {
		const script = `${programs} A retries\n step A 2\n wait 10s\n run A`;
		expect(wrong(script, 'A done', 'token of A = 34', 'value of raw balance = 90')).toEqual([]);
	});

	test('counts a failed release and an unknown write as done', () => {
		expect(wrong(`${programs} step A 4\n wait 10s\n step A`, 'A done')).toEqual([]);
		expect(
			wrong(
				`${programs} step A 3\n step A held\n step A`,
				'A done',
				'nobody holds account',
				'value of raw balance = 100',
			),
		).toEqual([]);
	});

	test('waits for the reply after any other unknown step', () => {
		const {refusals} = play(`${programs} step A held\n step A\n A read\n deliver A\n step A`);
		expect(refusals).toHaveLength(2);
		expect(wrong(`${programs} step A held\n deliver A\n step A`, 'A holds account', 'last accepted')).toEqual([]);
	});

	test('ends at a step that is refused', () => {
		const {events, refusals} = play(
			`client A\nlock x lease\nstore s fenced\nput x n=0\nA runs acquire; write n+=1\nrun A`,
		);
		expect(refusals).toEqual([]);
		expect(events.at(-1)).toMatchObject({kind: 'done', client: 'A', ok: false});
	});

	test('starts from the beginning after a crash and a restart', () => {
		expect(
			wrong(
				`${programs} step A 3\n A crash\n A restart\n wait 10s\n run A`,
				'A done',
				'value of raw balance = 90',
				'token of A = 34',
			),
		).toEqual([]);
	});
});

describe('a self-running program', () => {
	test('takes its first step when the first wait begins, and one more each pace', () => {
		expect(wrong(`${running} wait 0s`, 'A holds account', 'time = 0s')).toEqual([]);
		expect(wrong(`${running} wait 3s`, 'A accepted on raw', 'value of raw balance = 90')).toEqual([]);
		expect(wrong(`${running} wait 12s`, 'A done', 'B done', 'value of raw balance = 70', 'not stale-write')).toEqual(
			[],
		);
	});

	test('runs a step that was missed in a pause once on resume, and the next one pace later', () => {
		const script = `${running} wait 2s\n A pause\n wait 5s\n A resume`;
		expect(wrong(script, 'A accepted on raw', 'A holds account')).toEqual([]);
		expect(wrong(`${script}\n wait 999ms`, 'A holds account')).toEqual([]);
		expect(wrong(`${script}\n wait 1s`, 'A done')).toEqual([]);
	});

	test('lands a stale write when the pause falls between its check and its write', () => {
		expect(
			wrong(`${running} wait 2s\n A pause\n wait 12s\n A resume`, 'stale-write on raw', 'A rejected on safe', 'A done'),
		).toEqual([]);
		expect(wrong(`${running} wait 2s\n A pause for 12s\n wait 13s`, 'stale-write on raw')).toEqual([]);
		expect(wrong(`${running} wait 1s\n A pause\n wait 12s\n A resume\n wait 3s`, 'not stale-write', 'A done')).toEqual(
			[],
		);
		expect(wrong(`${running} wait 2s\n A pause\n wait 5s\n A resume\n wait 12s`, 'not stale-write')).toEqual([]);
	});
});

describe('a statement', () => {
	test('is refused with its reason and the line that would help, and nothing changes', () => {
		const {refusals, world: after} = play(`${world} A pause\n A acquire\n A pause`);
		expect(refusals).toEqual(['A is paused. Type: A resume', 'A is paused already. Type: A resume']);
		expect(after.audit.seq).toBe(1);
	});

	test('of set-up comes before the first operation', () => {
		expect(play(`${world} A acquire\n latency 1ms`).refusals).toHaveLength(1);
	});

	test('that makes more than 100,000 events is refused, with that limit', () => {
		expect(
			play(
				'client A\nclient B\nlock x lease ttl 3000m\nB runs acquire; release\npace 1ms\nB starts\nA acquire\nwait 2000m',
			).refusals[0],
		).toContain('100,000 events');
	});

	test('wait until expiry goes to the end of the next lease, and needs one', () => {
		expect(wrong(`${world} A acquire\n wait 3s\n wait until expiry`, 'time = 10s', 'nobody holds account')).toEqual([]);
		expect(play(`${world} wait until expiry`).refusals).toHaveLength(1);
	});

	test('wait until expiry goes to the end of a lease, and not to what else is due at its service', () => {
		const replicated = 'client A\nlock x replicated ttl 10s replication-lag 50ms\n';
		expect(
			wrong(`${replicated}A acquire\nwait until expiry`, 'time > 10s', 'time < 10100ms', 'nobody holds x'),
		).toEqual([]);
		expect(play(`${replicated}A acquire\nA release\nwait until expiry`).refusals).toEqual([
			'No lease is running, so there is no expiry to wait for.',
		]);
		const consul = 'client A\nlock x consul ttl 10s lock-delay 15s\nA acquire\nA crash\nwait until expiry\n';
		expect(wrong(consul, 'time = 20s', 'nobody holds x')).toEqual([]);
		expect(play(`${consul}wait until expiry`).refusals).toHaveLength(1);
	});
});

describe('a name whose declaration was refused', () => {
	test('is refused wherever it is used, and nothing breaks', () => {
		const {refusals} = play(
			`${world} wait 1s\n client C\n C acquire\n C pause\n step C\n expect C paused\n cut C raw\n claim never C holds account`,
		);
		expect(refusals).toHaveLength(7);
	});
});
