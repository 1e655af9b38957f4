import {describe, expect, it} from 'vitest';
import {play, wrong} from './play.js';

const world = (options = '', more = '') =>
	`client A\nclient B\nclient C\n${more}lock x advisory${options}\nstore s unfenced\nput x n=0\n`;

describe('an advisory lock', () => {
	it('has no time and no token, for the server and for the client', () => {
		const {events, refusals} = play(
			`${world()}A acquire x\nwait 48h\nA acquire x ttl 5s\nA renew x\nA keeps x every 5s`,
		);
		expect(events).toMatchObject([
			{kind: 'acquire-sent'},
			{kind: 'granted', token: null, expiresAt: null},
			{kind: 'believed', until: null},
		]);
		expect(refusals).toEqual([
			'A Postgres advisory lock has no time: it lasts as long as its connection. Leave ttl out.',
			'A grant of x has no time, so there is nothing to renew: advisory keeps a lock by a connection.',
			'A grant of x has no time, so there is nothing to renew: advisory keeps a lock by a connection.',
		]);
		expect(play(`${world()}A acquire x\nwait until expiry`).refusals).toHaveLength(1);
	});

	it('lets who asks wait in line, in order', () => {
		const asked = `${world()}A acquire x\nB acquire x\nC acquire x\n`;
		expect(wrong(asked, 'B waits x', 'C waits x', 'last unknown', 'A holds x')).toEqual([]);
		expect(wrong(`${asked}A release x`, 'B holds x', 'B believes x', 'C waits x')).toEqual([]);
		expect(wrong(`${asked}B release x\nA release x`, 'C holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire x\nB acquire x within 2s\nwait 2s\nA release x`, 'nobody holds x')).toEqual([]);
	});

	it('stacks: it takes as many releases as acquires, and who may hold it twice knows that', () => {
		const once = `${world()}A acquire x\nA acquire x\nA release x\n`;
		expect(wrong(once, 'A holds x', 'not A believes x')).toEqual([]);
		expect(play(once).events.filter(({kind}) => kind === 'released')).toMatchObject([{holds: 1}]);
		expect(wrong(`${once}A release x`, 'nobody holds x')).toEqual([]);
		const twice = `${world(' reentrant')}A acquire x\nA acquire x\nA release x\n`;
		expect(wrong(twice, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${twice}A release x`, 'nobody holds x', 'not A believes x')).toEqual([]);
	});

	it('is free at once when its process dies, and its next process is a stranger', () => {
		const dead = `${world()}A acquire x\nB acquire x\nA crash\n`;
		expect(wrong(dead, 'B holds x', 'B believes x')).toEqual([]);
		expect(wrong(`${dead}A restart\nA ask x`, 'last denied')).toEqual([]);
		expect(wrong(`${world()}A acquire x\nB acquire x\nB crash\nA release x`, 'nobody holds x')).toEqual([]);
	});

	it('stays held while its process is paused, however long', () => {
		expect(wrong(`${world()}A acquire x\nA pause\nwait 48h`, 'A holds x', 'A believes x')).toEqual([]);
	});

	it('stays held while its server stands still, also past the time after which a silent connection is dead', () => {
		const still = `${world(' keepalive 1m')}A acquire x\ncut A locks\nlocks pause\nwait 1h\n`;
		expect(wrong(still, 'A holds x', 'not nobody holds x')).toEqual([]);
		expect(wrong(`${still}locks resume`, 'nobody holds x', 'A believes x')).toEqual([]);
	});

	it.each([
		['cut A locks', 'heal A locks'],
		['A suspend', 'A resume'],
	])('is free when the server takes the connection for dead, and its holder is not told: %s', (end, mend) => {
		const cut = `${world(' keepalive 1m')}A acquire x\nB acquire x\n${end}\n`;
		expect(wrong(`${cut}wait 59s\n${mend}\nwait 1h`, 'A holds x', 'B waits x')).toEqual([]);
		expect(wrong(`${cut}wait 1m`, 'B holds x', 'B believes x', 'A believes x', 'two-believers')).toEqual([]);
		expect(wrong(`${cut}wait 1m\n${mend}\nA ask x`, 'last denied', 'not A believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire x\n${end}\nwait 2h`, 'nobody holds x')).toEqual([]);
		expect(wrong(`${world()}A acquire x\n${end}\nwait 7199s`, 'A holds x')).toEqual([]);
	});

	it('is held by who died behind a cut until that heals, or the server takes the connection for dead', () => {
		const dead = `${world(' keepalive 1m')}A acquire x\nB acquire x\ncut A locks\nA crash\nA restart\nwait 30s\n`;
		expect(wrong(dead, 'not A holds x', 'not nobody holds x', 'B waits x')).toEqual([]);
		expect(wrong(`${dead}heal A locks`, 'B holds x')).toEqual([]);
		expect(wrong(`${dead}wait 30s`, 'B holds x')).toEqual([]);
	});

	it.each(['crash', 'kill'])('goes with its server, by a %s, and with it every place in the line', (fault) => {
		const down = `${world()}A acquire x\nB acquire x\nlocks ${fault}\n`;
		expect(wrong(down, 'nobody holds x', 'A believes x', 'not B waits x')).toEqual([]);
		const {events} = play(`${down}wait 5s\nlocks restart`);
		expect(events.slice(-2).map(({kind, at}) => [kind, at])).toEqual([
			['restarted', 5000],
			['expired', 5000],
		]);
		expect(wrong(`${down}locks restart\nB acquire x`, 'B believes x', 'A believes x', 'not two-grants')).toEqual([]);
	});

	it('is taken away by an operator who ends the connection', () => {
		const taken = `${world()}A acquire x\nA acquire x\nB acquire x\nlocks revoke x\n`;
		expect(wrong(taken, 'B holds x', 'A believes x', 'two-believers', 'not two-grants')).toEqual([]);
		expect(wrong(`${taken}A release x`, 'last denied', 'B holds x')).toEqual([]);
	});

	it('serves who died while the server stood still when that goes on', () => {
		const stalled = `${world()}A acquire x\nlocks pause\nA crash\nwait 1h\n`;
		expect(wrong(stalled, 'not nobody holds x')).toEqual([]);
		expect(wrong(`${stalled}locks resume`, 'nobody holds x')).toEqual([]);
	});

	it('is not kept by a request that comes when its sender is dead', () => {
		expect(wrong(`${world()}A acquire x delayed 5s\nA crash\nwait 5s`, 'nobody holds x')).toEqual([]);
	});
});

describe('A shares B', () => {
	const pool = world('', 'A shares B\n');

	it('lets both hold: to the server they are one', () => {
		const both = `${pool}A acquire x\nB acquire x\n`;
		expect(wrong(both, 'A holds x', 'B holds x', 'two-grants', 'two-believers')).toEqual([]);
		expect(wrong(`${both}A write x n=1`, 'late-write')).toEqual([]);
		expect(wrong(`${both}A release x`, 'B holds x', 'not A holds x')).toEqual([]);
		expect(wrong(`${both}A release x\nB release x`, 'nobody holds x')).toEqual([]);
		expect(play(`${both}A release x`).events.at(-1)).toMatchObject({kind: 'released', client: 'A', shared: true});
	});

	it('lets one give back what the other has', () => {
		const given = `${pool}A acquire x\nC acquire x\nB release x\n`;
		expect(wrong(given, 'C holds x', 'A believes x', 'two-believers', 'two-grants')).toEqual([]);
		expect(wrong(`${pool}A acquire x\nB ask x`, 'last granted')).toEqual([]);
		expect(wrong(`${pool}A acquire x\nC ask x`, 'last denied')).toEqual([]);
	});

	it('keeps the connection whatever happens to one of them, and locks everybody else out', () => {
		for (const end of ['A crash', 'cut A locks', 'A suspend'])
			expect(wrong(`${pool}A acquire x\nC acquire x\n${end}\nwait 48h`, 'C waits x')).toEqual([]);
		expect(wrong(`${pool}A acquire x\nC acquire x\nA crash\nlocks revoke x`, 'C holds x')).toEqual([]);
		expect(wrong(`${pool}A acquire x\nC acquire x\nA crash\nB release x`, 'C holds x')).toEqual([]);
	});

	it('grants to both who wait over the connection when its turn has come', () => {
		const waits = `${pool}C acquire x\nA acquire x\nB acquire x\n`;
		expect(wrong(`${waits}C release x`, 'A holds x', 'B holds x', 'two-grants')).toEqual([]);
	});

	it('joins nobody else', () => {
		const two = world('', 'client D\nA shares B\nC shares D\n');
		expect(
			wrong(`${two}A acquire x\nC acquire x\nD acquire x\nB acquire x`, 'C waits x', 'D waits x', 'B holds x'),
		).toEqual([]);
	});

	it('joins whoever was with either', () => {
		const all = world('', 'A shares B\nC shares B\n');
		expect(wrong(`${all}A acquire x\nC acquire x`, 'A holds x', 'C holds x')).toEqual([]);
		expect(wrong(`${world('', 'A shares B\nclient A\n')}A acquire x\nB acquire x`, 'B waits x')).toEqual([]);
	});

	it('makes no difference where no connection holds', () => {
		const lease = 'client A\nclient B\nA shares B\nlock x lease\n';
		expect(wrong(`${lease}A acquire x\nB acquire x`, 'A holds x', 'last denied')).toEqual([]);
		expect(() => play('client A\nA shares A')).toThrow('A shares a connection with somebody else, not with itself.');
		expect(() => play('client A\nA shares D')).toThrow('No earlier line declares "D".');
		expect(play(`${lease}A acquire x\nA shares B`).refusals).toHaveLength(1);
	});
});
