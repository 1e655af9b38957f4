import {describe, expect, it} from 'vitest';
import {serversOf} from '../../src/sim/look.js';
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
