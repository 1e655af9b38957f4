import {describe, expect, it} from 'vitest';
import {play, wrong} from './play.js';

const lines = ['etcd', 'zookeeper'];
const world = (service: string, more = '') =>
	`client A\nclient B\nlock x ${service}\nstore s unfenced\nput x n=0\n${more}`;

describe('A acquire within', () => {
	it.each(lines)('leaves the line when it has waited for so long: %s', (service) => {
		const asked = `${world(service)}B acquire x\nA acquire x within 2s\n`;
		expect(wrong(`${asked}wait 1999ms`, 'A waits x', 'last unknown')).toEqual([]);
		const {events} = play(`${asked}wait 2s`);
		expect(events.slice(-2)).toMatchObject([
			{kind: 'left', client: 'A', lock: 'x', at: 2000},
			{kind: 'denied', client: 'A', lock: 'x', reason: 'gave-up', at: 2000},
		]);
		expect(wrong(`${asked}wait 2s\nB release x`, 'not A waits x', 'nobody holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${asked}wait 1s\nB release x\nwait 5s`, 'A holds x', 'A believes x')).toEqual([]);
	});

	it.each(lines)(
		'cannot leave a line that it does not reach, and is granted its turn when the link heals: %s',
		(service) => {
			const asked = `${world(`${service} ttl 60s`)}B acquire x\nA acquire x within 2s\ncut A locks\nwait 3s\nB release x\n`;
			expect(wrong(`${asked}heal A locks`, 'A holds x', 'A believes x')).toEqual([]);
		},
	);

	it('is not ended by the answer to an older operation', () => {
		const asked = `${world('etcd')}B acquire x\nA ask x reply delayed 1s\nA acquire x within 2s\nwait 1s\n`;
		expect(wrong(`${asked}wait 999ms`, 'A waits x')).toEqual([]);
		expect(wrong(`${asked}wait 1s`, 'not A waits x', 'last unknown')).toEqual([]);
	});

	it('is no step of a program where it was typed beside one', () => {
		const typed = `latency 2s\n${world('lease ttl 10s', 'A runs check x; write x n=1\n')}A acquire x within 1s\n`;
		expect(play(typed).world.locals[0]?.program).toMatchObject({at: 0, awaiting: null, ended: null});
		expect(wrong(`${typed}wait 10s\nA write x n=2`, 'not A done')).toEqual([]);
	});

	it('counts as denied for a program, which asks again at its next step', () => {
		const asked = world('etcd', 'A runs acquire x within 2s; write x n=1; release x\n');
		const script = `${asked}B acquire x\nrun A\nwait 2s\n`;
		expect(wrong(script, 'not A waits x', 'not A done')).toEqual([]);
		expect(wrong(`${script}step A`, 'A waits x')).toEqual([]);
		expect(wrong(`${script}B release x\nrun A`, 'A done', 'version of s = 1', 'nobody holds x')).toEqual([]);
	});

	it('lets a program that runs by itself try again', () => {
		const script = `${world('zookeeper ttl 20s', 'A runs acquire x within 2s; write x n=1; release x\nA starts\n')}B acquire x\nwait 9s\nB release x\nwait 9s`;
		expect(play(script).events.filter(({kind}) => kind === 'left').length).toBeGreaterThanOrEqual(2);
		expect(wrong(script, 'A done', 'version of s = 1')).toEqual([]);
	});

	it.each(['lease ttl 20s', 'redis ttl 20s', 'redlock ttl 20s', 'etcd ttl 20s'])(
		'makes an answer unknown that is not in by then, and takes note of it when it comes: %s',
		(service) => {
			const asked = `${world(service, 'latency 2s\n')}A acquire x within 3s\n`;
			expect(wrong(asked, 'time = 3s', 'last unknown', 'not A believes x', 'A holds x')).toEqual([]);
			expect(wrong(`${asked}wait 1s`, 'A believes x')).toEqual([]);
			expect(wrong(`${world(service, 'latency 2s\n')}A acquire x within 4500ms`, 'time = 4s', 'A believes x')).toEqual(
				[],
			);
		},
	);

	it('counts an answer that is lost as denied for a program, when it has waited for it', () => {
		const asked = world('lease ttl 5s', 'A runs acquire x within 2s reply lost; write x n=1\n');
		expect(wrong(`${asked}step A\nwait 1s`, 'not A done', 'last unknown')).toEqual([]);
		expect(play(`${asked}step A\nwait 1s\nstep A`).refusals).toHaveLength(1);
		expect(play(`${asked}step A\nwait 2s\nstep A`).refusals).toEqual([]);
	});

	it('goes by the monotonic clock of the client, and runs late in a pause', () => {
		const asked = `${world('etcd ttl 60s')}B acquire x\n`;
		expect(wrong(`${asked}A clock x0.5\nA acquire x within 2s\nwait 3s`, 'A waits x')).toEqual([]);
		expect(wrong(`${asked}A clock x0.5\nA acquire x within 2s\nwait 4s`, 'not A waits x')).toEqual([]);
		expect(wrong(`${asked}A acquire x within 2s\nA pause for 9s\nwait 8s`, 'A waits x')).toEqual([]);
		expect(wrong(`${asked}A acquire x within 2s\nA pause for 9s\nwait 10s`, 'not A waits x')).toEqual([]);
		expect(wrong(`${asked}A acquire x within 2s\nA suspend for 9s\nwait 10s`, 'A waits x')).toEqual([]);
	});

	it('is over with the answer', () => {
		const {events} = play(`${world('lease ttl 60s')}A acquire x within 2s\nB acquire x within 2s\nwait 9s`);
		expect(events.some((event) => event.kind === 'denied' && event.reason === 'gave-up')).toBe(false);
	});
});
