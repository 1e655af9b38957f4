import {describe, expect, it} from 'vitest';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {wrong} from './play.js';

/** Where a connection holds, it dies with its process, whatever the client is called. */
const kinds = lockKinds().flatMap(({name, options, renews}) => ('identity' in options && renews ? [name] : []));
const world = (kind: string) => `client A\nclient B\nlock x ${kind} identity stable\nstore s unfenced\n`;

describe.each(kinds)('two processes of one client under identity stable: %s', (kind) => {
	const reborn = `${world(kind)}A acquire x\nwait 1s\nA crash\nA restart\n`;

	it('are one owner, so that the new one holds what it knows nothing of', () => {
		expect(wrong(reborn, 'A holds x', 'not A believes x', 'token of A = none')).toEqual([]);
		expect(wrong(`${reborn}A ask x`, 'last granted', 'not A believes x')).toEqual([]);
	});

	it('need a new acquire before they renew or give back', () => {
		expect(wrong(`${reborn}A renew x`, 'last denied', 'A holds x')).toEqual([]);
		expect(wrong(`${reborn}A release x`, 'last denied', 'A holds x')).toEqual([]);
		expect(wrong(`${reborn}A acquire x\nA renew x`, 'last granted', 'A believes x')).toEqual([]);
		expect(wrong(`${reborn}A acquire x\nA release x`, 'last granted', 'nobody holds x')).toEqual([]);
	});

	it('are granted again what is theirs: the same grant, with what is left of its time', () => {
		expect(
			wrong(`${reborn}A acquire x`, 'last granted', 'A believes x', 'not token-regress', 'not two-grants'),
		).toEqual([]);
		expect(wrong(`${reborn}B acquire x`, 'not B holds x', 'A holds x')).toEqual([]);
	});

	it('are one owner too for what the dead one had sent and what arrives only now', () => {
		const sent = (line: string) =>
			`${world(kind)}${line}\nwait 1s\nA crash\nA restart\n${line.includes('held') ? 'deliver A\n'.repeat(arrivals(kind)) : ''}`;
		const acquired = sent('A acquire x held');
		expect(wrong(acquired, ...(kind === 'redlock' ? [] : ['A holds x']), 'not A believes x')).toEqual([]);
		expect(wrong(`${acquired}A acquire x`, 'last granted', 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${acquired}A acquire x\nA release x`, 'last granted', 'nobody holds x')).toEqual([]);
	});
});

// What several nodes are asked for is counted by its process, and by nobody once that is dead.
describe.each(kinds.filter((kind) => kind !== 'redlock'))(
	'two processes of one client under identity stable: %s',
	(kind) => {
		it('give back what is theirs, so that the next grant meets no other', () => {
			const script = `${world(kind)}A acquire x\nA release x held\nA crash\nA restart\ndeliver A\n`;
			expect(wrong(`${script}B acquire x`, 'B holds x', 'not two-grants')).toEqual([]);
		});
	},
);

/** How many messages an operation sends. */
function arrivals(kind: string): number {
	return kind === 'redlock' ? 5 : 1;
}

describe.each(kinds)('two processes of one client: %s', (kind) => {
	it('are strangers where nothing else is said', () => {
		const script = `${world(kind).replace(' identity stable', '')}A acquire x\nA crash\nA restart\nA ask x`;
		expect(wrong(script, 'last denied', 'not A holds x', 'not nobody holds x')).toEqual([]);
	});
});

describe('A waits', () => {
	it.each(['etcd', 'zookeeper'])('while it stands in the line behind the holder: %s', (kind) => {
		const asked = `client A\nclient B\nclient C\nlock x ${kind}\nA acquire x\nB acquire x\n`;
		expect(wrong(asked, 'B waits x', 'not A waits x', 'not C waits x')).toEqual([]);
		expect(wrong(`${asked}A release x`, 'not B waits x', 'B holds x')).toEqual([]);
		expect(wrong(`${asked}B release x`, 'not B waits x', 'A holds x')).toEqual([]);
		expect(wrong(`${asked}B crash\nB restart`, 'not B waits x')).toEqual([]);
	});

	it.each(['etcd', 'zookeeper'])(
		'by its name, also when the one that asked is dead, and that one alone is told: %s',
		(kind) => {
			const asked = `client A\nclient B\nlock x ${kind} identity stable\nA acquire x\nB acquire x\nB crash\nB restart\n`;
			expect(wrong(asked, 'B waits x')).toEqual([]);
			expect(wrong(`${asked}A release x`, 'B holds x', 'not B believes x', 'token of B = none')).toEqual([]);
			expect(wrong(`${asked}A release x\nB acquire x`, 'last granted', 'B believes x')).toEqual([]);
			expect(wrong(`${asked}B acquire x\nA release x`, 'B holds x', 'B believes x')).toEqual([]);
			expect(wrong(`${asked}B crash\nB restart\nA release x`, 'B holds x', 'not B believes x')).toEqual([]);
		},
	);

	it.each(['etcd', 'zookeeper'])('by its name, also when what the dead one sent arrives only now: %s', (kind) => {
		const asked = `client A\nclient B\nlock x ${kind} identity stable\nA acquire x\nB acquire x held\nB crash\nB restart\ndeliver B\n`;
		expect(wrong(asked, 'B waits x')).toEqual([]);
		expect(wrong(`${asked}A release x`, 'B holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${asked}B acquire x\nA release x`, 'B holds x', 'B believes x')).toEqual([]);
	});

	it.each(['lease', 'redis', 'consul', 'redlock'])('is never so where nobody stands in a line: %s', (kind) => {
		expect(wrong(`client A\nclient B\nlock x ${kind}\nA acquire x\nB acquire x`, 'not B waits x')).toEqual([]);
	});
});
