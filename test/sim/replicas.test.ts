import {describe, expect, it} from 'vitest';
import {inFlight, serversOf} from '../../src/sim/look.js';
import {play, wrong} from './play.js';

const world = (options: string) => `client A\nclient B\nlock x replicated ${options}\nstore s unfenced\n`;

describe('replicas of a replicated lock', () => {
	it('are called r1 to r5 where there are several, and replica where there is one', () => {
		const names = (options: string) => serversOf(play(world(options)).world, 'x').map(({name}) => name);
		expect(names('')).toEqual(['primary', 'replica']);
		expect(names('replicas 5')).toEqual(['primary', 'r1', 'r2', 'r3', 'r4', 'r5']);
		expect(() => play(world('replicas 6'))).toThrow('replicas is at most 5 here');
		expect(() => play(world('replicas 2 wait 3'))).toThrow('A grant cannot wait for more replicas than there are.');
		expect(play(`${world('')}r1 crash\nfailover r2`).refusals).toEqual([
			'No lock service here has a r1.',
			'No lock service here has a r2.',
		]);
		expect(wrong('client r1\nclient B\nlock x lease\nr1 acquire x\nr1 pause', 'r1 holds x')).toEqual([]);
	});

	it('lead where they are named, the first where none is, and none without power', () => {
		const held = `${world('replicas 3')}A acquire x\nwait 50ms\nprimary crash\n`;
		const leader = (lines: string) => serversOf(play(lines).world, 'x').find(({leads}) => leads)?.name;
		expect(leader(`${held}failover`)).toBe('r1');
		expect(leader(`${held}failover r3`)).toBe('r3');
		expect(leader(`${held}r1 crash\nfailover`)).toBe('r2');
		expect(play(`${held}r1 crash\nfailover r1`).refusals).toEqual(['r1 has crashed already. Type: r1 restart']);
		expect(play(`${held}failover r2\nfailover r2`).refusals).toEqual(['The replica leads already.']);
	});

	it('hear in their own time of what was on its way to them when another one came back', () => {
		const late = `${world('replicas 2 replication-lag 50ms')}r2 crash\nA acquire x\nwait 40ms\nr2 restart\nwait 10ms\nprimary crash\n`;
		expect(wrong(`${late}failover r1`, 'A holds x')).toEqual([]);
	});

	it('lose nothing that is on its way to them when another one dies, and hear nothing from a primary that is dead', () => {
		const held = `${world('replicas 2 replication-lag 50ms')}A acquire x\nwait 10ms\nr2 crash\nwait 40ms\nprimary crash\n`;
		expect(wrong(`${held}failover r1`, 'A holds x')).toEqual([]);
		const late = `${world('')}replica crash\nA acquire x\nprimary crash\nreplica restart\nwait 60ms\n`;
		expect(wrong(`${late}failover`, 'nobody holds x')).toEqual([]);
	});

	it('hear of a change after the lag, those that have power, and follow whoever leads', () => {
		const late = `${world('replicas 2')}A acquire x\nprimary crash\nfailover r2\n`;
		expect(wrong(late, 'nobody holds x', 'A believes x')).toEqual([]);
		const away = `${world('replicas 2')}r1 crash\nA acquire x\nwait 50ms\nr1 restart\nprimary crash\n`;
		expect(wrong(`${away}failover r1`, 'nobody holds x')).toEqual([]);
		expect(wrong(`${away}failover r2`, 'A holds x')).toEqual([]);
		expect(wrong(`${away}failover r2\nwait 50ms\nr2 crash\nfailover r1`, 'A holds x')).toEqual([]);
		expect(wrong(`${away}failover r2\nA release x\nwait 50ms\nr2 crash\nfailover r1`, 'nobody holds x')).toEqual([]);
	});
});

describe('wait', () => {
	it('lets a grant be on so many replicas before its client is told', () => {
		const held = `${world('replicas 2 wait 1')}A acquire x\nprimary crash\n`;
		expect(wrong(`${held}failover r1\nB acquire x`, 'A holds x', 'last denied', 'not two-believers')).toEqual([]);
		// It does not make failover choose the replica that has it. Source: domain 1.4.
		expect(wrong(`${held}failover r2\nB acquire x`, 'B holds x', 'two-believers')).toEqual([]);
		const both = held.replace('wait 1', 'wait 2');
		for (const to of ['r1', 'r2']) expect(wrong(`${both}failover ${to}\nB acquire x`, 'A holds x')).toEqual([]);
		const later = held.replace('primary', 'wait 1ms\nprimary');
		expect(wrong(`${later}failover r2\nB acquire x`, 'A holds x', 'not two-believers')).toEqual([]);
	});

	it.each([
		['replicas 2 wait 1', 50, 'granted'],
		['replicas 2 wait 2', 50, 'granted'],
		['replicas 2 wait 1 replication-lag 0', 0, 'granted'],
		['replicas 2 wait 1 replication-lag 200ms', 200, 'granted'],
		['wait 1 node-timeout 200ms replication-lag 200ms', 200, 'granted'],
		['wait 1 node-timeout 199ms replication-lag 200ms', 199, 'denied'],
		['replicas 2 wait 1 replication-lag 2s', 1000, 'denied'],
		['replicas 2', 0, 'granted'],
	])('takes as long as the replicas take, and no longer than node-timeout: %s', (options, time, kind) => {
		const {world: after, events} = play(`${world(`ttl 10s ${options}`)}A acquire x\n`);
		expect(after.now).toBe(time);
		expect(events.find((event) => event.kind === kind)).toMatchObject({client: 'A', at: time});
		// The time of a key counts from when it was set, and so does belief.
		if (kind === 'granted') expect(events.at(-1)).toMatchObject({kind: 'believed', until: 10_000});
	});

	it('is the time of an acquire alone: to renew and to give back takes none', () => {
		const script = `${world('replicas 2 wait 2')}A acquire x\nwait 1s\nA renew x\nA release x\n`;
		expect(wrong(script, 'time = 1050ms', 'nobody holds x')).toEqual([]);
		expect(wrong(`${script}primary crash\nfailover r1`, 'A holds x')).toEqual([]);
		expect(wrong(`${script}wait 50ms\nprimary crash\nfailover r2`, 'nobody holds x')).toEqual([]);
	});

	it('counts what a replica has heard, whatever its own clock says of it', () => {
		const ahead = `${world('ttl 10s replicas 2 wait 1')}r1 clock +1m\nA acquire x\n`;
		expect(wrong(ahead, 'A believes x', 'time = 50ms')).toEqual([]);
		expect(wrong(`${ahead}primary crash\nfailover r1\nB acquire x`, 'last granted', 'two-grants')).toEqual([]);
	});

	it('makes no new state of a client that is denied again and again', () => {
		const denied = `${world('ttl 1s wait 1 node-timeout 20ms')}A runs acquire x\nB runs acquire x\n`;
		const {world: after} = play(`${denied}${'step A\nwait 2s\nstep B\nwait 2s\n'.repeat(10)}`);
		expect(after.shared.locks).toMatchObject([{vain: [-2, -1]}]);
		expect(after.locals.map(({locks}) => locks[0]?.lastGrantIssued)).toEqual([-1, -2]);
	});

	it('adds to the latency of the network', () => {
		const slow = `latency 10ms\n${world('wait 1')}A acquire x\n`;
		expect(play(slow).events.filter(({kind}) => kind === 'granted')).toMatchObject([{at: 60, expiresAt: 10_010}]);
		expect(wrong(slow, 'time = 70ms', 'A believes x')).toEqual([]);
		expect(play(slow).events.at(-1)).toMatchObject({kind: 'believed', until: 10_000});
	});

	const running = (options: string, then: string) =>
		`${world(`ttl 10s ${options}`)}pace 5s\nA runs acquire x\nA starts at 10ms\n${then}`;

	it('is no grant before: others are denied by the key, and who dies meanwhile is not told', () => {
		const meanwhile = running('wait 1', 'wait 20ms\n');
		expect(wrong(meanwhile, 'A holds x', 'not A believes x', 'not two-grants')).toEqual([]);
		expect(play(`${meanwhile}B acquire x`).events.at(-1)).toMatchObject({kind: 'denied', client: 'B', reason: 'held'});
		expect(play(`${meanwhile}A renew x`).refusals).toEqual(['A is waiting for a reply to its acquire. Type: wait 1s']);
		expect(wrong(`${meanwhile}A crash\nwait 1s`, 'not A believes x', 'not nobody holds x')).toEqual([]);
		expect(wrong(`${meanwhile}locks revoke x\nwait 1s`, 'nobody holds x', 'last denied')).toEqual([]);
		expect(wrong(`${meanwhile}A pause\nwait 1s`, 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${meanwhile}A pause\nwait 1s\nA resume\nwait 1ms`, 'A believes x')).toEqual([]);
	});

	it.each([
		'primary crash',
		'locks crash',
		'locks kill',
		'failover',
		'primary crash\nfailover',
		'locks crash\nlocks restart',
	])('comes to no answer where the primary goes meanwhile: %s', (fault) => {
		const lost = running('replicas 2 wait 1', `wait 20ms\n${fault}\nwait 40ms\n`);
		expect(wrong(lost, 'last unknown', 'not A believes x')).toEqual([]);
		expect(play(lost).events.filter(({kind}) => kind === 'granted' || kind === 'dropped')).toEqual([]);
	});

	it('ends with a grant where a replica comes back in time, and is not in the network', () => {
		const back = running('wait 1', 'replica crash\n');
		expect(wrong(`${back}wait 300ms\nreplica restart\nwait 710ms`, 'A believes x')).toEqual([]);
		expect(wrong(`${back}wait 1010ms`, 'last denied', 'A holds x')).toEqual([]);
		const stuck = play(`${back}wait 300ms\ndrop 1\ndeliver 1\nduplicate 1`);
		expect(stuck.refusals).toEqual(Array(3).fill('There is no message #1 in the network.'));
		expect(inFlight(stuck.world)).toEqual([]);
	});

	it('stands still with its service, and is answered when that goes on', () => {
		const stalled = running('wait 1', 'wait 20ms\nlocks pause for 5s\nwait 1s\n');
		expect(wrong(stalled, 'not A believes x')).toEqual([]);
		expect(wrong(`${stalled}wait 4s`, 'A believes x')).toEqual([]);
	});

	it('is cut short by `within`, and a grant that comes later is taken note of', () => {
		const short = `${world('wait 1')}A acquire x within 20ms\n`;
		expect(wrong(short, 'time = 20ms', 'last unknown', 'not A believes x')).toEqual([]);
		expect(wrong(`${short}wait 30ms`, 'A believes x')).toEqual([]);
	});

	it.each(['replicas 2 wait 2', 'replicas 2 wait 1 replication-lag 2s'])(
		'denies the lock where too few have it in time, and the key stays: %s',
		(options) => {
			const few = `${world(`ttl 10s ${options}`)}r1 crash\nA acquire x\n`;
			expect(play(few).events.at(-1)).toMatchObject({kind: 'denied', client: 'A', reason: 'no-replicas'});
			expect(wrong(few, 'A holds x', 'not A believes x', 'last denied')).toEqual([]);
			expect(wrong(`${few}B acquire x`, 'last denied')).toEqual([]);
			expect(wrong(`${few}wait 10001ms`, 'nobody holds x')).toEqual([]);
			expect(play(`${few}wait 30s`).events.filter(({kind}) => kind === 'expired')).toEqual([]);
			expect(wrong(`${few}locks revoke x`, 'nobody holds x')).toEqual([]);
			expect(wrong(`${few}A crash\nA restart`, 'not A holds x', 'not nobody holds x')).toEqual([]);
		},
	);

	it('counts grants as if what was denied had never been one', () => {
		const script = `${world('replicas 1 wait 1 counter-in-redis')}replica crash\nA acquire x\nwait 11s\nreplica restart\nB acquire x\nA acquire x\n`;
		expect(wrong(script, 'B holds x', 'token of B = 34', 'not two-grants', 'last denied')).toEqual([]);
	});
});

describe('A key whose client was denied the lock', () => {
	it('is told of when an operator deletes it', () => {
		const {events} = play(
			'client A\nlock account replicated replication-lag 50ms wait 1 node-timeout 25ms\nA acquire account\nlocks delete account\n',
		);
		expect(events.map(({kind}) => kind)).toEqual(['acquire-sent', 'denied', 'revoked']);
		expect(events.at(-1)).toMatchObject({client: 'A', lock: 'account', token: null});
	});
});
