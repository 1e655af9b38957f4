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
});

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

	it.each(['lease', 'redis', 'consul', 'redlock'])('is never so where nobody stands in a line: %s', (kind) => {
		expect(wrong(`client A\nclient B\nlock x ${kind}\nA acquire x\nB acquire x`, 'not B waits x')).toEqual([]);
	});
});
