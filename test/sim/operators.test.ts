import {describe, expect, it} from 'vitest';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {evaluates, play} from './play.js';

const world = (service: string) => `client A\nclient B\nlock x ${service}\nstore s unfenced\n`;
/** Every kind as it is without options, but with every clock and line of its own. */
const services = lockKinds().map(({name}) => name);

describe('locks kill', () => {
	it.each([
		['redis fsync everysec', 'A'],
		['redis fsync always', 'A'],
		['redis fsync no', 'nobody'],
		['lease', 'A'],
		['lease volatile', 'nobody'],
		['postgres', 'A'],
		['etcd', 'A'],
		['zookeeper', 'A'],
		['consul', 'A'],
	])('leaves what the operating system has: %s, then %s holds', (service, holder) => {
		const {world: after, refusals} = play(`${world(service)}A acquire x\nlocks kill\nlocks restart`);
		expect(refusals).toEqual([]);
		expect(evaluates(after, holder === 'A' ? 'A holds x' : 'nobody holds x')).toBe(true);
	});

	it('is not a loss of power, which takes what is younger than the last sync', () => {
		const {world: after} = play(`${world('redis')}A acquire x\nlocks crash\nlocks restart`);
		expect(evaluates(after, 'nobody holds x')).toBe(true);
	});

	it('is refused where the service is down already', () => {
		expect(play(`${world('lease')}locks kill\nlocks kill`).refusals).toEqual([
			'The lock service has crashed already. Type: locks restart',
		]);
	});
});

describe('locks failover', () => {
	it.each([
		['etcd ttl 10s', '9s', '9s', '2s'],
		['zookeeper ttl 10s', '9s', '9s', '2s'],
		['consul ttl 10s', '19s', '19s', '3s'],
	])('gives every session its full time again: %s', (service, before, then, last) => {
		const silent = `${world(service)}A acquire x\nA pause\nwait ${before}\nlocks failover\nwait ${then}`;
		expect(evaluates(play(silent).world, 'A holds x')).toBe(true);
		expect(evaluates(play(`${silent}\nwait ${last}`).world, 'nobody holds x')).toBe(true);
	});

	it.each(['lease', 'redis', 'postgres', 'redlock'])('is refused where nobody leads: %s', (service) => {
		expect(play(`${world(service)}locks failover`).refusals).toHaveLength(1);
	});
});

describe('locks revoke', () => {
	it.each(services)('takes the lock from its holder, for every kind: %s', (service) => {
		const {world: after, events, refusals} = play(`${world(service)}A acquire x\nlocks revoke x`);
		expect(refusals).toEqual([]);
		expect(evaluates(after, 'nobody holds x')).toBe(true);
		expect(events.filter(({kind}) => kind === 'revoked')).toMatchObject([{lock: 'x', client: 'A'}]);
	});

	it.each(services)('is refused where nobody holds: %s', (service) => {
		expect(play(`${world(service)}locks revoke x`).refusals).toEqual([
			'Nobody holds x, so there is nothing to take away.',
		]);
	});

	it('is told to the holder by a system with sessions, and by no other', () => {
		expect(evaluates(play(`${world('etcd')}A acquire x\nlocks revoke x`).world, 'A believes x')).toBe(false);
		expect(evaluates(play(`${world('lease')}A acquire x\nlocks revoke x`).world, 'A believes x')).toBe(true);
	});

	it('lets the next in line hold', () => {
		const {world: after} = play(`${world('zookeeper')}A acquire x\nB acquire x\nlocks revoke x`);
		expect(evaluates(after, 'B holds x and B believes x and not A believes x')).toBe(true);
	});

	it('has a lock-delay after it in Consul', () => {
		const {world: after} = play(`${world('consul')}A acquire x\nlocks revoke x\nB acquire x`);
		expect(evaluates(after, 'last denied and nobody holds x')).toBe(true);
	});
});

describe('locks delete', () => {
	it.each(['consul', 'redis counter-in-redis'])('starts the numbers anew: %s', (service) => {
		const {world: after} = play(`${world(service)}A acquire x\nlocks delete x\nB acquire x`);
		expect(evaluates(after, 'token of B = 1 and token-regress')).toBe(true);
	});

	it('elsewhere is as a revoke', () => {
		const {world: after} = play(`${world('lease')}A acquire x\nlocks delete x\nB acquire x`);
		expect(evaluates(after, 'token of B = 34 and not token-regress')).toBe(true);
	});
});

describe('failover', () => {
	it('needs a replica that has power', () => {
		expect(play(`${world('replicated')}replica crash\nprimary crash\nfailover`).refusals).toHaveLength(1);
		expect(play(`${world('replicated')}replica crash\nreplica restart\nprimary crash\nfailover`).refusals).toEqual([]);
	});
});
