import {describe, expect, it} from 'vitest';
import {lockKinds, machineOf} from '../../src/sim/lock/registry.js';
import {usualValues} from '../../src/sim/option.js';
import {kinds, play, wrong} from './play.js';

/** Kinds that have an option, and whose grants have a time. */
const withOption = (key: string) =>
	lockKinds().flatMap(({name, options, renews}) => (key in options && renews ? [name] : []));
const endless = lockKinds().filter(({options}) =>
	Object.values(options).some(({form}) => form.kind === 'duration' && form.mayBeNone),
);
const timed = endless.flatMap(({name, keepsSessions}) => (keepsSessions ? [] : [name]));
const inSessions = endless.flatMap(({name, keepsSessions}) => (keepsSessions ? [name] : []));
/** A record that is watched names its holder until somebody has watched it for long enough. */
const isWatched = (kind: string) => machineOf({kind}).errands(usualValues(machineOf({kind}).options)) !== null;
const world = (service: string) => `client A\nclient B\nlock x ${service}\nstore s unfenced\nput x v=0\n`;

describe.each(withOption('deadline'))('deadline off: %s', (kind) => {
	const off = world(`${kind} deadline off`);

	it('lets a client believe as long as nothing tells it, whatever its clock says', () => {
		const servers = kind === 'redlock' ? 'n1 n2 n3 n4 n5' : 'locks';
		const late = `${off}A acquire x\n${isWatched(kind) ? 'B acquire x\n' : ''}cut A ${servers}\nwait 40s\nA check x\n`;
		expect(wrong(late, 'A believes x', 'not A holds x')).toEqual([]);
		expect(wrong(`${late}B acquire x`, 'A believes x', 'B believes x', 'two-believers')).toEqual([]);
		expect(play(`${late}A crash`).events.filter(({kind}) => kind === 'disbelieved')).toHaveLength(1);
	});

	it('ends belief on a release', () => {
		expect(wrong(`${off}A acquire x\nA release x`, 'not A believes x')).toEqual([]);
	});
});

describe.each(['lease', 'redis', 'redlock', 'replicated', 'postgres'])('deadline off without sessions: %s', (kind) => {
	it('ends belief on a denied renewal and on a failed ask', () => {
		const late = `${world(`${kind} deadline off`)}A acquire x\nwait 40s\n`;
		expect(wrong(`${late}A renew x`, 'not A believes x', 'last denied')).toEqual([]);
		expect(wrong(`${late}A ask x`, 'not A believes x', 'last denied')).toEqual([]);
	});
});

describe.each(timed)('ttl none: %s', (kind) => {
	const none = world(`${kind} ttl none`);

	it('has no end in time: not for the holder, not for the service', () => {
		const {world: after, events} = play(`${none}A acquire x`);
		expect(events.flatMap((event) => (event.kind === 'granted' ? [event.expiresAt] : []))).toEqual([null]);
		expect(events.flatMap((event) => (event.kind === 'believed' ? [event.until] : []))).toEqual([null]);
		expect(after.now).toBe(0);
		expect(JSON.stringify(events)).not.toContain(String(Number.MAX_SAFE_INTEGER));
		expect(wrong(`${none}A acquire x\nA crash\nwait 24h`, 'not nobody holds x')).toEqual([]);
		expect(wrong(`${none}A acquire x\nwait 24h\nA renew x`, 'A holds x', 'A believes x', 'last granted')).toEqual([]);
		expect(wrong(`${none}A acquire x\nwait 24h\nB acquire x`, 'last denied', 'A holds x')).toEqual([]);
	});

	it('is ended by a release, and by an operator', () => {
		expect(wrong(`${none}A acquire x\nwait 1h\nA release x`, 'nobody holds x', 'not A believes x')).toEqual([]);
		expect(
			wrong(`${none}A acquire x\nlocks revoke x\nB acquire x`, 'A believes x', 'B holds x', 'two-believers'),
		).toEqual([]);
	});

	it('leaves nothing to wait for', () => {
		expect(play(`${none}A acquire x\nwait 1s\nwait until expiry`).refusals).toHaveLength(1);
	});

	it('gives an acquire that asks for a time that time', () => {
		const other = isWatched(kind) ? ['B acquire x\n', 'B holds x'] : ['', 'nobody holds x'];
		expect(wrong(`${none}A acquire x ttl 20s\n${other[0]}wait 21s`, `${other[1]}`, 'not A believes x')).toEqual([]);
	});
});

describe.each(inSessions)('ttl none, where a session keeps the lock: %s', (kind) => {
	const held = `${world(`${kind} ttl none`)}A acquire x\n`;

	it('is ended by no silence: not by a cut, a pause or a crash of its client', () => {
		expect(wrong(`${held}cut A locks\nwait 24h`, 'A holds x', 'A believes x')).toEqual([]);
		for (const silent of ['cut A locks', 'A pause', 'A suspend', 'A crash'])
			expect(wrong(`${held}${silent}\nwait 24h\nB acquire x`, 'not nobody holds x', 'not B believes x')).toEqual([]);
	});

	it('is not ended by a service that was away, or has a new leader', () => {
		const away = 'locks crash\nwait 1h\nlocks restart\nlocks pause for 1h\nwait 2h\nlocks failover\nwait 24h\n';
		expect(wrong(`${held}A pause\n${away}`, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${held}${away}`, 'A holds x', 'A believes x')).toEqual([]);
	});

	it('is ended by a release, and by an operator, of whom a client in a session hears', () => {
		expect(wrong(`${held}A release x\nB acquire x`, 'B holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${held}locks revoke x\nwait 1m\nB acquire x`, 'B holds x', 'not A believes x')).toEqual([]);
	});

	it('leaves nothing to wait for, and tells nobody how long', () => {
		expect(play(`${held}A crash\nwait until expiry`).refusals).toHaveLength(1);
		const {events} = play(`${held}A crash\nwait 1s\nB acquire x`);
		expect(events.flatMap((event) => (event.kind === 'denied' ? [event.retryAfter] : []))).toEqual(
			kind === 'consul' ? [undefined] : [],
		);
	});
});

describe.each(withOption('reentrant'))('reentrant: %s', (kind) => {
	const twice = `${world(`${kind} ttl 10s reentrant`)}A acquire x\nwait 4s\nA acquire x\n`;

	it('takes as many releases as acquires', () => {
		expect(wrong(`${twice}A release x`, 'A holds x', 'A believes x', 'last granted')).toEqual([]);
		expect(wrong(`${twice}A release x\nA release x`, 'nobody holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${twice}A release x\nA release x\nA release x`, 'last denied')).toEqual([]);
	});

	it('counts the time anew with each acquire, for the service and for the client', () => {
		expect(wrong(`${twice}wait 9s`, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${twice}wait 9s\nB acquire x`, 'last denied', 'not two-grants')).toEqual([]);
		expect(wrong(`${twice}wait 11s`, 'nobody holds x', 'not A believes x')).toEqual([]);
	});

	it('forgets the count with the end of the time, and with the process', () => {
		expect(wrong(`${twice}wait 11s\nA release x`, 'last denied')).toEqual([]);
		expect(wrong(`${twice}wait 11s\nA acquire x\nA release x`, 'nobody holds x')).toEqual([]);
		expect(wrong(`${twice}A crash\nA restart\nA acquire x`, 'last denied', 'not A believes x')).toEqual([]);
	});

	it('says how many holds are left', () => {
		const released = play(`${twice}A release x\nA release x`).events.filter((event) => event.kind === 'released');
		expect(released.map((event) => event.holds)).toEqual([1, undefined]);
	});

	it('gives no second hold where nothing is said', () => {
		const plain = `${world(`${kind} ttl 10s`)}A acquire x\nA acquire x\nA release x`;
		expect(wrong(plain, 'nobody holds x', 'not A believes x')).toEqual([]);
	});
});

describe.each(withOption('min'))('min: %s', (kind) => {
	const early = `${world(`${kind} ttl 60s min 30s`)}A acquire x\nwait 5s\nA release x\n`;

	it('keeps what is given back early until then, though its client believes no longer', () => {
		expect(wrong(early, 'not A believes x', 'A holds x', 'last granted')).toEqual([]);
		expect(wrong(`${early}wait 24s\nB acquire x`, 'last denied', 'A holds x')).toEqual([]);
		expect(wrong(`${early}A acquire x`, 'last denied')).toEqual([]);
		expect(wrong(`${early}A renew x`, 'last denied')).toEqual([]);
	});

	it('releases it then, and no other end of it is told', () => {
		expect(wrong(`${early}wait 25s\nB acquire x`, 'B holds x', 'not two-grants')).toEqual([]);
		const told = play(`${early}wait 60s`).events.filter(({kind}) => kind === 'released' || kind === 'expired');
		expect(told.map(({kind, at}) => [kind, at])).toEqual([['released', 30_000]]);
	});

	it('frees at once what is given back after it', () => {
		const late = `${world(`${kind} ttl 60s min 30s`)}A acquire x\nwait 31s\nA release x`;
		expect(wrong(late, 'nobody holds x')).toEqual([]);
		expect(kinds(play(late)).at(-1)).toBe('released');
	});

	it('is refused where it is longer than the ttl', () => {
		expect(() => play(world(`${kind} ttl 10s min 30s`))).toThrow('least time longer than the ttl');
	});
});

describe('clock client', () => {
	const client = world('postgres ttl 10s clock client');

	it('lets a clock that is ahead take a lock that another holds', () => {
		expect(
			wrong(`${client}A acquire x\nB clock +11s\nB acquire x`, 'A believes x', 'B believes x', 'two-grants'),
		).toEqual([]);
		expect(
			wrong(`${client.replace(' clock client', '')}A acquire x\nB clock +11s\nB acquire x`, 'last denied'),
		).toEqual([]);
	});

	it('lets a clock that is behind wait too long', () => {
		const behind = `${client}A acquire x\nB clock -5s\nwait 12s\n`;
		expect(wrong(`${behind}B acquire x`, 'last denied', 'nobody holds x')).toEqual([]);
		expect(wrong(`${behind}wait 4s\nB acquire x`, 'B holds x', 'not two-grants')).toEqual([]);
	});

	it('says of a record that outlives its grant whose it is, and that nobody holds', () => {
		const denial = (script: string) => play(script).events.findLast(({kind}) => kind === 'denied');
		const behind = `${client}A acquire x\nB clock -5s\n`;
		const after = {kind: 'denied', reason: 'held', recordOf: 'A'};
		const late = denial(`${behind}wait 12s\nB acquire x`);
		expect(late).toMatchObject({...after, client: 'B', retryAfter: 3001});
		expect(late).not.toHaveProperty('heldBy');
		expect(denial(`${behind}wait 9s\nB acquire x`)).toMatchObject({heldBy: 'A', retryAfter: 6001});
		expect(denial(`${behind}wait 12s\nA clock -5s\nA acquire x`)).toMatchObject({...after, client: 'A'});
		expect(denial(`${behind}A crash\nA restart\nwait 12s\nB acquire x`)).toMatchObject({...after, dead: true});
	});

	it.each(['ttl 60m', 'ttl none'])('frees a row under %s and min by the clock of its holder', (ttl) => {
		const row = world(`postgres ${ttl} min 5s clock client`);
		const ahead = `${row}A clock +60s\nA acquire x\nA release x\n`;
		expect(wrong(`${ahead}wait 64999ms\nB acquire x`, 'last denied')).toEqual([]);
		expect(wrong(`${ahead}wait 65s\nB acquire x`, 'B holds x')).toEqual([]);
		expect(wrong(`${row}A clock -60s\nA acquire x\nA release x\nB acquire x`, 'B holds x')).toEqual([]);
	});

	it('does not ask the clock of the database', () => {
		expect(wrong(`${client}A acquire x\nlocks clock +1h\nB acquire x`, 'last denied')).toEqual([]);
	});
});

describe('forgets after', () => {
	const fenced = `${world('lease ttl 10s').replace('s unfenced', 's fenced forgets after 60m')}A acquire x\nA write x v=1\nwait 11s\nB acquire x\nB write x v=2\n`;

	it('drops a fence that nothing has used for so long', () => {
		expect(wrong(`${fenced}wait 59m\nA write x v=3`, 'last rejected', 'highest of s = 34')).toEqual([]);
		expect(wrong(`${fenced}wait 61m`, 'highest of s = none')).toEqual([]);
		expect(wrong(`${fenced}wait 61m\nA write x v=3`, 'last accepted', 'stale-write on s')).toEqual([]);
	});

	it('counts from the last use, a rejected one too', () => {
		expect(wrong(`${fenced}wait 59m\nA write x v=3\nwait 59m`, 'highest of s = 34')).toEqual([]);
		expect(wrong(`${fenced}wait 59m\nA write x v=3\nwait 60m`, 'highest of s = none')).toEqual([]);
	});
});

describe('ages', () => {
	const fenced = (rule: string) =>
		`${world('lease ttl 10s').replace('s unfenced', `s ${rule}`)}A acquire x\nA write x v=1 as job pay\n`;

	it('are those of tokens: a read that carries none, and a write without one, keep no fence', () => {
		for (const use of ['A read x', 'A write x v=2 no token'])
			expect(
				wrong(`${fenced('fenced forgets after 60m')}wait 50m\n${use}\nwait 11m`, 'highest of s = none'),
				use,
			).toEqual([]);
	});

	it('of a fence take no job with them', () => {
		const late = `${fenced('fenced dedupes forgets after 60m')}wait 61m\nA acquire x\nA write x v=5 as job pay`;
		expect(wrong(late, 'version of s = 1', 'not double-effect')).toEqual([]);
	});

	it('of one job take no other with it', () => {
		const two = `${fenced('unfenced dedupes for 5m')}wait 3m\nA write x v=2 as job ship\nwait 3m\nA write x v=3 as job ship`;
		expect(wrong(two, 'version of s = 2', 'not double-effect')).toEqual([]);
	});
});

describe('dedupes for', () => {
	const mail = `${world('lease ttl 10s').replace('s unfenced', 's unfenced dedupes for 5m')}A write x v=1 as job j\n`;

	it('applies a job again that is older, and only then', () => {
		expect(wrong(`${mail}wait 4m\nA write x v=2 as job j`, 'version of s = 1', 'not double-effect')).toEqual([]);
		expect(wrong(`${mail}wait 6m\nA write x v=2 as job j`, 'version of s = 2', 'double-effect on s')).toEqual([]);
	});

	it('counts from when the job was applied, not from when it was repeated', () => {
		expect(
			wrong(`${mail}wait 4m\nA write x v=2 as job j\nwait 2m\nA write x v=2 as job j`, 'version of s = 2'),
		).toEqual([]);
	});
});
