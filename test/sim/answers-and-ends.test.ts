import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {nextDeadline} from '../../src/sim/look.js';
import {play as playList} from '../../src/sim/play.js';
import {storeOptions} from '../../src/sim/store/options.js';
import {storeRules} from '../../src/sim/store/registry.js';
import {kinds, play, wrong} from './play.js';

const two = 'client A\nclient B\n';
const stored = 'store s unfenced\nput x n=0\n';

describe('Who said how long it waits', () => {
	it.each(['lease ttl 10s', 'redis ttl 10s', 'redlock ttl 10s nodes 3'])(
		'waits for nothing any more once it is answered: %s',
		(service) => {
			const denied = play(`${two}lock x ${service}\nB acquire x\nA acquire x within 2s`);
			const granted = play(`${two}lock x ${service}\nA acquire x within 2s`);
			expect([denied, granted].map(({world}) => (nextDeadline(world, true) ?? 0) > 9000)).toEqual([true, true]);
			expect(wrong(`${two}lock x ${service}\nA acquire x within 2s\nwait 3s`, 'A believes x', 'A holds x')).toEqual([]);
		},
	);

	it('goes on looking after a denial where clients look by themselves, and gives up when it said', () => {
		const asked = `${two}lock x kubernetes\nB acquire x\nA acquire x within 5s\n`;
		expect(
			play(`${asked}wait 5s`)
				.events.filter(({kind}) => kind === 'denied')
				.at(-1),
		).toMatchObject({
			client: 'A',
			reason: 'gave-up',
			at: 5000,
		});
		const held = play(`${two}lock x kubernetes\nA acquire x within 5s\nwait 6s`);
		expect(held.events.filter(({kind}) => kind === 'denied')).toEqual([]);
	});
});

describe('The second answer to one request for a lock', () => {
	it.each(['lease ttl 10s', 'redis ttl 10s', 'postgres ttl 10s', 'etcd'])(
		'does not bring a belief back that has ended since the first: %s',
		(service) => {
			// A stranger's higher number has the fence reject what A believes under, though A holds.
			const told = `${two}lock x ${service}\nstore s fenced\nput x n=0\nA acquire x held\nduplicate 1\ndeliver 1`;
			const doubted = `${told}\nB write x n=1 token 90\nA write x n=2`;
			const tokens = wrong(doubted, 'A holds x', 'last rejected', 'not A believes x');
			if (service.startsWith('redis')) return;
			expect(tokens).toEqual([]);
			expect(wrong(`${doubted}\ndeliver 2`, 'A holds x', 'not A believes x')).toEqual([]);
		},
	);
});

describe('A grant that was given back before its client heard of it', () => {
	it.each(['etcd waiter-check off', 'etcd', 'zookeeper', 'consul'])(
		'is not believed in when the news comes: %s',
		(service) => {
			const late = `${two}lock x ${service}\nA acquire x reply delayed 4s\nA release x\n`;
			expect(wrong(`${late}wait 4s`, 'not A believes x', 'nobody holds x')).toEqual([]);
			expect(kinds(play(`${late}wait 4s`))).not.toContain('believed');
		},
	);
});

describe('Two who died in line and watched the same place', () => {
	it('are given two grants when it is free, one after the other', () => {
		const line = `${two}client C\nlock x etcd ttl 10s waiter-check off\n${stored}A acquire x\nB acquire x\nC acquire x\n`;
		const misled = `${line}cut B locks\ncut C locks\nwait 10s\nA release x\nheal B locks\nheal C locks\n`;
		expect(wrong(misled, 'B believes x', 'C believes x', 'two-believers')).toEqual([]);
		expect(wrong(`${misled}B write x n=1\nC write x n=2`, 'not stale-write')).toEqual([]);
		expect(wrong(`${misled}C write x n=2\nB write x n=1`, 'stale-write')).toEqual([]);
	});
});

describe('A lock with a least time', () => {
	it.each(['lease', 'redis', 'postgres'])('is free at once when it is given back at that time: %s', (service) => {
		const {events} = play(`${two}lock x ${service} ttl 20s min 5s\nA acquire x\nwait 5s\nA release x`);
		expect(events.at(-1)).toMatchObject({kind: 'released', at: 5000});
	});

	it.each(['+3s', '-3s'])('is free at that time also where the clock of its Redis node was %s before', (step) => {
		const early = `${two}lock x redis ttl 20s min 5s\nlocks clock ${step}\nA acquire x\nA release x\n`;
		expect(wrong(`${early}wait 4999ms\nB acquire x`, 'last denied')).toEqual([]);
		expect(wrong(`${early}wait 5s\nB acquire x`, 'last granted')).toEqual([]);
	});
});

describe('A wait until expiry', () => {
	it('ends when the first of several leases does', () => {
		const leases = `${two}lock x lease ttl 10s\nlock y lease ttl 4s\nlock z lease ttl 7s\n`;
		expect(wrong(`${leases}A acquire x\nA acquire y\nA acquire z\nwait until expiry`, 'time = 4s')).toEqual([]);
	});
});

describe('A program that asks in two round trips', () => {
	it.each(['redis counter-in-redis', 'redis'])('goes on when the late answer to the second is in: %s', (service) => {
		const asked = `${two}lock x ${service}\n${stored}A runs acquire x reply delayed 2s; write x n=1\nrun A\n`;
		expect(wrong(asked, 'not A done', 'version of s = 0')).toEqual([]);
		expect(wrong(`${asked}wait 2s\nrun A`, 'A done', 'version of s = 1')).toEqual([]);
	});
});

describe('A record whose transitions are its tokens', () => {
	const counted = `${two}lock x kubernetes token transitions\nA acquire x\ncut A locks\nwait 60s\n`;

	it('keeps its number when its last holder takes it again, and raises it for another', () => {
		expect(wrong(`${counted}heal A locks\nA acquire x\nwait 60s`, 'A holds x', 'token of A = 33')).toEqual([]);
		expect(wrong(`${counted}B acquire x\nwait 60s`, 'B holds x', 'token of B = 34')).toEqual([]);
	});
});

describe('What a service owes to a client that is cut off', () => {
	it('is told when the link to that service heals, and not when another does', () => {
		const owed = `${two}lock x zookeeper ttl 60s\n${stored}B acquire x\nA acquire x\ncut A locks s\nB release x\n`;
		expect(wrong(`${owed}heal A s`, 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${owed}heal A locks`, 'A holds x', 'A believes x')).toEqual([]);
	});
});

describe('What a service owes to a client that is cut off when its power comes back', () => {
	it('is told when the link heals', () => {
		const owed = `${two}lock x zookeeper ttl 20s\nB acquire x\nA acquire x\ncut A locks\nB release x\nlocks crash\nwait 1s\nlocks restart\n`;
		expect(wrong(owed, 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${owed}heal A locks`, 'A holds x', 'A believes x')).toEqual([]);
	});
});

describe('A grant that a client has not heard of', () => {
	it('counts for as long as it was given, also where the client still believes in one before it', () => {
		const slow = `${two}lock x lease ttl 10s\nA clock x0.5\nA acquire x\nwait 12s\nA acquire x reply lost\nA acquire x\n`;
		expect(wrong(slow, 'A believes x', 'token of A = 34')).toEqual([]);
		expect(wrong(`${slow}wait 13s`, 'A believes x', 'nobody holds x')).toEqual([]);
	});
});

describe('A row that is stamped by its client', () => {
	it('is given back early as its holder’s clock says, at any time of day', () => {
		const early = (wait: string) =>
			`${two}lock x postgres ttl 20s min 5s clock client\nA clock +3s\nwait ${wait}\nA acquire x\nA release x\n`;
		for (const wait of ['1ms', '7s']) {
			expect(wrong(`${early(wait)}wait 5s\nB acquire x`, 'last denied'), wait).toEqual([]);
			expect(wrong(`${early(wait)}wait 9s\nB acquire x`, 'last granted'), wait).toEqual([]);
		}
	});
});

describe('A program that tries again', () => {
	it('runs on where it starts over, until it is where it was before, and no further where it is denied the lock', () => {
		const renews = `${two}lock x lease ttl 10s\n${stored}A runs renew x; write x n=1\nA retries\nA acquire x\nwait 10s\nrun A`;
		expect(kinds(play(renews)).filter((kind) => kind === 'renew-denied')).toHaveLength(2);
		const acquires = `${two}lock x lease ttl 10s\n${stored}A runs acquire x; write x n=1\nA retries\nB acquire x\nrun A`;
		expect(kinds(play(acquires)).filter((kind) => kind === 'denied')).toHaveLength(1);
	});
});

describe('The turn of a row', () => {
	it('comes to who waits for it, also where a row before it is nobody’s', () => {
		const rows = `${two}store ledger transactional\nput first n=0\nput second n=0\n`;
		const waits = `${rows}A begin ledger\nA read second for update\nB begin ledger\nB read second for update\nA commit ledger\n`;
		expect(wrong(`${waits}B write second n=5\nB commit ledger`, 'value of ledger second.n = 5')).toEqual([]);
		expect(kinds(play(waits)).slice(-2)).toContain('read');
	});

	it('leaves each write of a transaction based on the one before it', () => {
		const writes = `${two}store ledger transactional\nput x n=0\nA begin ledger\nA read x for update\nA write x n+=5\nA write x n+=5\nA write x n+=5\n`;
		const staged = play(writes).events.flatMap((event) => (event.kind === 'staged' ? [event.basedOn] : []));
		expect(staged).toEqual([0, 1, 2]);
		expect(wrong(`${writes}A commit ledger\nA write x n+=1`, 'version of ledger = 4', 'not lost-update')).toEqual([]);
	});
});

describe('A duration without an end', () => {
	it('is that of a grant, but where a connection bounds it, and of a transaction that may idle; no other time can be `none`', () => {
		const endless = (options: typeof storeOptions | ReturnType<typeof lockKinds>[number]['options']) =>
			Object.values(options).flatMap(({form}) => (form.kind === 'duration' && form.mayBeNone ? [form.words[0]] : []));
		expect(Object.fromEntries(lockKinds().map(({name, options}) => [name, endless(options).join()]))).toEqual({
			lease: 'ttl',
			redis: 'ttl',
			redlock: 'ttl',
			replicated: 'ttl',
			postgres: 'ttl',
			advisory: '',
			zookeeper: 'ttl',
			etcd: 'ttl',
			consul: 'ttl',
			kubernetes: 'ttl',
			dynamodb: 'ttl',
			s3: 'ttl',
		});
		expect(storeRules().flatMap(({options}) => endless(options))).toEqual(['idle-timeout']);
		expect(endless(storeOptions)).toEqual([]);
	});
});

describe('An option that is on unless it is turned off', () => {
	it.each([
		['lock x lease owner-check', 'ownerCheck'],
		['lock x lease deadline', 'deadline'],
		['lock x etcd waiter-check', 'waiterCheck'],
		['lock x redlock elapsed-check', 'elapsedCheck'],
	])('is on where that is said: %s', (line, key) => {
		const values = ['', ' on', ' off'].map((word) => {
			const {spec} = play(word === '' ? line.replace(/ [\w-]+$/, '') : `${line}${word}`).world;
			return spec.locks[0]?.service.options[key];
		});
		expect(values).toEqual([true, true, false]);
	});
});

describe('What is printed of a declaration', () => {
	it.each([
		'lock x lease ttl 10s',
		'lock x lease ttl 10s owner-check off',
		'store s fenced',
		'store s rejects when token < highest',
		'store s rejects when token = none',
	])('says what is not usual, and what is always said: %s', (line) => {
		expect(parseScript(line).statements.map(({statement}) => print(statement))).toEqual([line]);
	});
});

describe('A list of statements', () => {
	it('may make so many events, and those before it do not count', () => {
		const from = play(`${two}lock x lease ttl 10s\nA acquire x\nA release x`).world;
		const statements = parseScript('client A\nclient B\nlock x lease\nA acquire x\nA release x')
			.statements.map(({statement}) => statement)
			.slice(3);
		const {done} = playList(statements, from);
		const made = done.reduce((sum, {events}) => sum + events.length, 0);
		expect(playList(statements, from, {mostEvents: made}).tooLongAt).toBeNull();
		expect(playList(statements, from, {mostEvents: made - 1}).tooLongAt).toBe(1);
	});

	it('may name so many keys of one resource, and those of another do not count', () => {
		const keys = (from: number, count: number) =>
			Array.from({length: count}, (_, index) => `k${from + index}=0`).join(' ');
		expect(play(`put x ${keys(0, 200)}\nput y ${keys(300, 200)}\nput x ${keys(100, 150)}`).refusals).toEqual([]);
		expect(play(`put x ${keys(0, 200)}\nput x ${keys(200, 57)}`).refusals).toHaveLength(1);
		expect(play(`put x ${keys(0, 200)}\nput x ${keys(200, 56)}`).refusals).toEqual([]);
	});
});
