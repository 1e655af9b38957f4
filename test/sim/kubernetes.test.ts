import {describe, expect, it} from 'vitest';
import {play, wrong} from './play.js';

const world = (options = '') =>
	`client A\nclient B\nclient C\nlock x kubernetes ${options}\nstore s unfenced\nput x v=0\n`;
const both = `${world()}A acquire\nB acquire\n`;

// Source: client-go, tools/leaderelection/leaderelection.go and resourcelock/leaselock.go; domain-2 section 1.
describe('Leader election in Kubernetes', () => {
	it('denies while the record names another', () => {
		expect(wrong(both, 'last denied', 'A holds x', 'A believes x', 'not B believes x')).toEqual([]);
	});

	it('keeps its leader for ever, who renews each retry period by itself', () => {
		expect(wrong(`${both}wait 10m`, 'A holds x', 'A believes x', 'not B believes x')).toEqual([]);
		const {events} = play(`${both}wait 10s`);
		expect(events.flatMap(({kind, at}) => (kind === 'renewed' ? [at] : []))).toEqual([2000, 4000, 6000, 8000, 10_000]);
	});

	it('lets candidates look each retry period from their acquire, until the record has stood unchanged for its length', () => {
		expect(wrong(`${both}A crash\nwait 15999ms`, 'A holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${both}A crash\nwait 16s`, 'B holds x', 'B believes x', 'not two-grants')).toEqual([]);
		const late = `${world('retry-period 1s')}A acquire\nwait 500ms\nB acquire\nA crash\n`;
		expect(wrong(`${late}wait 14999ms`, 'not B believes x')).toEqual([]);
		expect(wrong(`${late}wait 15s`, 'B believes x', 'time = 15500ms')).toEqual([]);
	});

	it('counts anew from each change that a candidate sees', () => {
		expect(wrong(`${both}wait 7s\nA crash\nwait 14s`, 'A holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${both}wait 7s\nA crash\nwait 15s`, 'B holds x', 'time = 22s')).toEqual([]);
	});

	it('counts nothing for a candidate that has never looked', () => {
		expect(wrong(`${world()}A acquire\nA crash\nwait 1h\nB acquire`, 'last denied')).toEqual([]);
		expect(wrong(`${world()}A acquire\nA crash\nwait 1h\nB acquire\nwait 16s`, 'B holds x', 'B believes x')).toEqual(
			[],
		);
	});

	it('counts with the duration that stands in the record', () => {
		expect(wrong(`${world()}A acquire ttl 30s\nB acquire\nA crash\nwait 29s`, 'A holds x')).toEqual([]);
		expect(wrong(`${world()}A acquire ttl 30s\nB acquire\nA crash\nwait 30s`, 'B holds x')).toEqual([]);
	});

	it('has a leader that gives up a retry period and the renew deadline after its last renewal', () => {
		const silent = `${both}wait 10s\ncut A locks\n`;
		expect(wrong(`${silent}wait 11999ms`, 'A believes x')).toEqual([]);
		expect(wrong(`${silent}wait 12s`, 'not A believes x', 'A holds x')).toEqual([]);
		expect(wrong(`${silent}wait 16s`, 'B holds x', 'not two-believers')).toEqual([]);
	});

	it('goes by the rates of clocks, and not by what they show', () => {
		expect(wrong(`${both}A clock +1h\nB clock -1h\nwait 1m`, 'A believes x', 'not B believes x')).toEqual([]);
		const slow = `${both}cut A locks\nA clock x0.5\n`;
		expect(wrong(`${slow}wait 16s`, 'A believes x', 'B believes x', 'two-believers', 'not two-grants')).toEqual([]);
		expect(wrong(`${slow}wait 24s`, 'not A believes x')).toEqual([]);
		const fast = `${both}cut A locks\nB clock x2\nwait 8s`;
		expect(wrong(fast, 'A believes x', 'B believes x', 'two-grants')).toEqual([]);
	});

	it('is lost by a machine that sleeps, which believes on when it wakes', () => {
		const slept = `${both}A suspend for 60s\nwait 61s\n`;
		expect(wrong(slept, 'A believes x', 'B believes x', 'two-believers')).toEqual([]);
		expect(wrong(`${slept}wait 11s`, 'not A believes x', 'B holds x', 'time = 72s')).toEqual([]);
	});

	it('does not end the belief of a leader that finds another before its deadline', () => {
		const robbed = `${both}locks revoke x\nC acquire\n`;
		expect(wrong(`${robbed}A renew`, 'last denied', 'A believes x', 'C believes x')).toEqual([]);
		expect(wrong(`${robbed}wait 11s`, 'A believes x', 'C holds x')).toEqual([]);
		expect(wrong(`${robbed}wait 12s`, 'not A believes x', 'C holds x')).toEqual([]);
	});

	it('is taken back by a leader that finds nobody named before anybody else does', () => {
		const alone = `${world('token transitions')}A acquire\nlocks revoke x\n`;
		expect(wrong(alone, 'nobody holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${alone}wait 2s`, 'A holds x', 'A believes x', 'token of A = 34')).toEqual([]);
		expect(wrong(`${alone}A release\nA renew`, 'nobody holds x', 'last denied')).toEqual([]);
	});

	it('is free at once when its leader gives it up, and who wants it next gets it at the next look', () => {
		expect(wrong(`${both}A release`, 'nobody holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${both}A release\nwait 2s`, 'B holds x', 'B believes x')).toEqual([]);
		expect(wrong(`${both}B release\nA release\nwait 10s`, 'nobody holds x')).toEqual([]);
	});

	it('empties a record that names another, where a release looks first and empties it later', () => {
		const text = `${world('release get-then-delete')}latency 1s\nA acquire\nwait 2s\n`;
		expect(wrong(`${text}A release\nwait 5s`, 'nobody holds x')).toEqual([]);
	});

	it('gives no token, or the number of leaders, which the same leader does not raise', () => {
		expect(wrong(`${world()}A acquire`, 'token of A = none')).toEqual([]);
		const counted = `${world('token transitions')}A acquire\n`;
		expect(wrong(`${counted}wait 10s\nA acquire`, 'token of A = 33')).toEqual([]);
		expect(wrong(`${counted}A release\nB acquire`, 'token of B = 34')).toEqual([]);
		expect(
			wrong(`${world('token transitions identity stable')}A acquire\nA crash\nA restart\nA acquire`, 'token of A = 33'),
		).toEqual([]);
	});

	it('starts its numbers anew when an operator deletes the record', () => {
		const deleted = `${world('token transitions')}A acquire\nlocks delete x\nB acquire\n`;
		expect(wrong(deleted, 'token of B = 0', 'token-regress', 'A believes x')).toEqual([]);
	});

	it('denies the retry of an acquire whose reply was lost, until the client has read whom the record names', () => {
		const retried = `${world()}A acquire reply lost\nA acquire\n`;
		expect(wrong(retried, 'last denied', 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${retried}wait 2s`, 'A holds x', 'A believes x')).toEqual([]);
	});

	it('goes on with a program whose own answer was lost', () => {
		const text = `${world()}A runs acquire x; write x v=1\nstep A reply lost\n`;
		expect(wrong(`${text}wait 4s\nrun A`, 'A believes x', 'value of s v = 1')).toEqual([]);
	});

	it('changes nothing while its service is down, and is free to whoever looks first afterwards', () => {
		const down = `${both}locks crash\nwait 20s\n`;
		expect(wrong(down, 'A holds x', 'not A believes x', 'not B believes x')).toEqual([]);
		expect(wrong(`${down}locks restart\nwait 2s`, 'B holds x', 'B believes x')).toEqual([]);
	});

	it('grants a candidate that looks by itself nothing that its program has yet to ask for', () => {
		const asked =
			'client A; client B; lock x kubernetes; A runs acquire x; release x\nB acquire x\nA acquire x\nB release x\n';
		expect(play(`${asked}wait 30s`).world.locals[0]?.program).toMatchObject({at: 0, awaiting: null});
		expect(wrong(`${asked}wait 30s`, 'A holds x')).toEqual([]);
	});

	it('is kept by a dead leader for ever where its lease has no time', () => {
		expect(
			wrong(
				'client A; client B; lock x kubernetes ttl none\nA acquire x\nA crash\nB acquire x\nwait 24h',
				'not B holds x',
				'not nobody holds x',
			),
		).toEqual([]);
	});

	it('lets a candidate stop looking when it is ready to wait no longer', () => {
		const {events} = play(`${world()}A acquire\nB acquire within 5s\nwait 6s`);
		expect(events.flatMap((event) => (event.kind === 'denied' ? [[event.at, event.reason]] : []))).toEqual([
			[0, 'held'],
			[5000, 'gave-up'],
		]);
		expect(wrong(`${world()}A acquire\nB acquire within 5s\nwait 6s\nA release\nwait 1m`, 'nobody holds x')).toEqual(
			[],
		);
	});

	it('refuses times that the real one refuses, in a declaration and in an acquire', () => {
		for (const options of ['ttl 10s', 'renew-deadline 15s', 'retry-period 9s', 'renew-deadline 2s'])
			expect(() => play(world(options))).toThrow('Kubernetes wants');
		expect(play(`${world()}A acquire ttl 9s`).refusals).toHaveLength(1);
	});

	it('stops a wait in which clients would look without end', () => {
		expect(play(`${both}locks crash\nwait 87600h`).refusals).toHaveLength(1);
	});
});
