import {describe, expect, it} from 'vitest';
import {sentence} from '../../src/narrate/event.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {serversOf} from '../../src/sim/look.js';
import {evaluates, play} from './play.js';

const world = (service: string) => `client A\nclient B\nlock x ${service}\nstore s unfenced\n`;
/** Every kind as it is without options, but with every clock and line of its own. */
const services = lockKinds().map(({name}) => name);
const timed = lockKinds().flatMap(({name, renews}) => (renews ? [name] : []));

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

describe('the lock service of several servers', () => {
	it('is every node of a redlock: it loses power, dies and comes back as a whole, or node by node', () => {
		const held = `${world('redlock nodes 3 fsync always')}A acquire x\nlocks crash\n`;
		expect(evaluates(play(`${held}B acquire x`).world, 'last denied')).toBe(true);
		expect(serversOf(play(held).world, 'x').map(({up}) => up)).toEqual([false, false, false]);
		const one = play(`${held}n1 restart\nlocks restart\nlocks restart`);
		expect(one.refusals).toEqual(['The lock service has not crashed.']);
		expect(serversOf(one.world, 'x').map(({up}) => up)).toEqual([true, true, true]);
		expect(play(`${held}locks crash`).refusals).toEqual(['The lock service has crashed already. Type: locks restart']);
	});

	it.each([
		['redlock fsync everysec', 'locks crash', false],
		['redlock fsync everysec', 'locks kill', true],
		['redlock fsync no', 'locks kill', false],
		['replicated fsync everysec', 'locks crash', false],
		['replicated fsync everysec', 'locks kill', true],
		['replicated fsync no', 'locks kill', false],
		['replicated', 'locks crash', true],
	])('keeps what its disks, or its operating systems, have: %s, %s', (service, fault, keeps) => {
		const {world: after} = play(`${world(service)}A acquire x\n${fault}\nlocks restart`);
		expect(evaluates(after, 'A holds x')).toBe(keeps);
	});

	it('stays out after the restart for as long as it is told to', () => {
		const script = `${world('redlock nodes 3 restart-delay 11s')}locks crash\nlocks restart\nA acquire x`;
		expect(evaluates(play(script).world, 'last denied')).toBe(true);
		expect(evaluates(play(`${script}\nwait 11s\nA acquire x`).world, 'A holds x')).toBe(true);
	});
});

describe('a denial', () => {
	it.each(['lease', 'redis', 'postgres', 'replicated', 'consul'])(
		'says so where it is a dead process that holds: %s',
		(service) => {
			const {events} = play(`${world(service)}A acquire x\nB acquire x\nA crash\nA restart\nA acquire x`);
			expect(events.filter(({kind}) => kind === 'denied')).toMatchObject([
				{client: 'B', heldBy: 'A'},
				{client: 'A', heldBy: 'A', dead: true},
			]);
			expect(events.filter((event) => event.kind === 'denied').map((event) => sentence(event))).toEqual([
				expect.stringContaining(': A holds it'),
				expect.stringContaining(': a dead process of A holds it'),
			]);
		},
	);
});

describe('locks pause', () => {
	const sessions = ['etcd ttl 10s', 'zookeeper ttl 10s'];

	it.each(timed)('lets nothing happen until it goes on, and leaves what was so: %s', (service) => {
		const script = `${world(`${service} ttl 20s`)}A acquire x\nlocks pause\nwait 60s\nB acquire x`;
		const {world: after, events, refusals} = play(script);
		expect(refusals).toEqual([]);
		expect(evaluates(after, 'A holds x and not A believes x and last unknown')).toBe(true);
		expect(events.filter(({kind}) => kind === 'expired')).toEqual([]);
	});

	it.each(sessions)('ends every session that was silent for its time, of clients that live too: %s', (service) => {
		const held = `${world(service)}A acquire x\nB acquire x\n`;
		const {world: after} = play(`${held}locks pause for 25s\nwait 25s`);
		expect(evaluates(after, 'nobody holds x and not A believes x and not B believes x')).toBe(true);
		const short = play(`${held}locks pause for 9s\nwait 9s`);
		expect(evaluates(short.world, 'A holds x and A believes x')).toBe(true);
		const cut = play(`${held}cut A locks\nwait 6s\nlocks pause for 6s\nwait 6s`);
		expect(evaluates(cut.world, 'B holds x and B believes x')).toBe(true);
	});

	it.each(['redis ttl 10s', 'lease ttl 10s', 'postgres ttl 10s'])(
		'grants what was asked meanwhile, with a full time, though nobody waits for it any more: %s',
		(service) => {
			const asked = `${world(service)}locks pause\nA acquire x\nB acquire x\nwait 25s\nlocks resume`;
			const {world: after} = play(asked);
			expect(evaluates(after, 'A holds x and not A believes x and not B believes x')).toBe(true);
			expect(evaluates(play(`${asked}\nwait 9.9s`).world, 'A holds x')).toBe(true);
			expect(evaluates(play(`${asked}\nwait 11s`).world, 'A holds x')).toBe(false);
		},
	);

	it('serves in the order of sending, after what was due', () => {
		const script = `${world('lease ttl 5s')}A acquire x\nlocks pause for 6s\nB acquire x\nA renew x\nwait 6s`;
		expect(evaluates(play(script).world, 'B holds x and token of B = 34')).toBe(true);
	});

	it('is no moment in which two believe where one ends as the service goes on', () => {
		const script = `${world('lease ttl 10s')}A acquire x\nlocks pause for 10s\nwait 5s\nB acquire x\nwait 5s`;
		const {world: after, events} = play(script);
		expect(evaluates(after, 'B believes x and B holds x and not A believes x and not two-believers')).toBe(true);
		expect(events.filter(({at}) => at === 10_000).map(({kind}) => kind)).toEqual([
			'resumed',
			'expired',
			'disbelieved',
			'delivered',
			'granted',
			'believed',
		]);
	});

	it('goes on before the clients that go on at the same moment', () => {
		const {events} = play(`${world('lease ttl 60s')}A pause for 10s\nlocks pause for 10s\nwait 10s`);
		const resumed = events.flatMap((event) =>
			event.kind === 'resumed' ? ['actor' in event ? event.actor : event.client] : [],
		);
		expect(resumed).toEqual(['locks', 'A']);
	});

	it('is followed by the clients in the order in which they were declared', () => {
		const {events} = play('client A\nclient B\nclient C\nC pause for 10s\nB pause for 10s\nA pause for 10s\nwait 10s');
		const resumed = events.flatMap((event) => (event.kind === 'resumed' && 'client' in event ? [event.client] : []));
		expect(resumed).toEqual(['A', 'B', 'C']);
	});

	it('gives a program its answer when the service goes on', () => {
		const script = `${world('lease ttl 60s')}A runs acquire x; write x n=1; release x\nA starts\nlocks pause for 20s\nwait 25s`;
		expect(evaluates(play(script).world, 'A done and nobody holds x and version of s = 1')).toBe(true);
	});

	it('keeps a message that arrives meanwhile, whatever becomes of the network, and loses it with the service', () => {
		const sent = `${world('redis')}locks pause\nA acquire x\ncut A locks\n`;
		expect(evaluates(play(`${sent}locks resume`).world, 'A holds x and last unknown')).toBe(true);
		const {events} = play(`${sent}locks crash\nlocks restart`);
		expect(events.filter(({kind}) => kind === 'dropped')).toHaveLength(1);
		expect(play(`${sent}deliver 1`).refusals).toEqual([
			'Message #1 has arrived already: the lock service looks at it when it goes on. Type: locks resume',
		]);
	});

	it('is refused where the service is down or stands still already, and so is what needs it', () => {
		const refused = (lines: string) => play(`${world('etcd')}A acquire x\n${lines}`).refusals;
		expect(refused('locks crash\nlocks pause')).toEqual(['The lock service has crashed already. Type: locks restart']);
		expect(refused('locks pause\nlocks pause')).toEqual(['The lock service is paused already. Type: locks resume']);
		expect(refused('locks resume')).toEqual(['The lock service is not paused.']);
		for (const line of ['locks failover', 'locks revoke x', 'locks delete x'])
			expect(refused(`locks pause\n${line}`)).toEqual(['The lock service is paused. Type: locks resume']);
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
	it.each(['consul', 'redis counter-in-redis', 'replicated counter-in-redis'])(
		'starts the numbers anew: %s',
		(service) => {
			const {world: after} = play(`${world(service)}A acquire x\nlocks delete x\nB acquire x`);
			expect(evaluates(after, 'token of B = 1 and token-regress')).toBe(true);
			const free = play(`${world(service)}A acquire x\nA release x\nlocks delete x\nB acquire x`);
			expect(free.refusals).toEqual([]);
			expect(evaluates(free.world, 'token of B = 1 and token-regress')).toBe(true);
		},
	);

	it.each(['lease', 'redis', 'etcd'])(
		'is refused where nobody holds and no number stands in the record: %s',
		(service) => {
			expect(play(`${world(service)}locks delete x`).refusals).toEqual([
				'Nobody holds x, so there is nothing to take away.',
			]);
		},
	);

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
