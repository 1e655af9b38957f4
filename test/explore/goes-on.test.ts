import {describe, expect, it} from 'vitest';
import {defaultLimits, type Finding, startExploration} from '../../src/explore/explore.js';
import {startGoesOn} from '../../src/explore/goes-on.js';
import {print} from '../../src/language/print.js';
import type {Fact} from '../../src/sim/fact.js';
import {noFaults} from '../../src/sim/statement.js';
import {scripted} from './scripted.js';

const withLock = (lock: string, faults = 'crash 1') => `client A
client B
lock account ${lock}
store raw unfenced
put account n=0
A runs acquire account; read account; works 6s; check account; write account n+=1; release account
B runs acquire account; read account; write account n+=1; release account
faults ${faults}`;

describe('Going on after a crash', () => {
	it.each(['lease ttl 10s', 'etcd ttl 60s', 'advisory', 'redis ttl 10s'])('is proved of %s', (lock) => {
		expect(goesOn(withLock(lock)).kind).toBe('none');
	});

	it.each(['lease ttl none', 's3 ttl none', 'redis ttl none'])('is refuted of %s, by who holds and dies', (lock) => {
		const {kind, moves, script} = goesOn(withLock(lock));
		expect(kind).toBe('found');
		expect(script).toHaveLength(moves ?? 0);
		expect(script.map(({statement}) => print(statement))).toEqual(['step A', 'A crash']);
	});

	it('is refuted though a fault that is left could help', () => {
		expect(goesOn(withLock('redis ttl none', 'crash 1 revoke 1')).kind).toBe('found');
	});

	it('is no matter of a lock whose holder lives', () => {
		expect(goesOn(withLock('lease ttl none', 'pause 0')).kind).toBe('none');
	});

	it('comes with the power, and with the end of a cut', () => {
		expect(goesOn(withLock('lease ttl 10s', 'crash 1 node 1')).kind).toBe('none');
		expect(goesOn(withLock('etcd ttl 60s', 'crash 1 cut 1')).kind).toBe('none');
	});

	it('comes when the clocks of those who ask say so, where they judge', () => {
		expect(goesOn(withLock('postgres ttl 10s clock client', 'crash 1 clock 1')).kind).toBe('none');
		expect(goesOn(withLock('s3 ttl 10s', 'crash 1 rate 1')).kind).toBe('none');
	});

	it('is not known where the search gave up', () => {
		const {world} = scripted(withLock('lease ttl 10s'));
		expect(ended(startGoesOn(world, {...defaultLimits, maxStates: 10}, true)).kind).toBe('gave-up');
	});
});

describe('A search in which nobody is slow but by a fault', () => {
	const stale: Fact = {kind: 'violated', property: 'stale-write', store: null};

	it('finds nothing stale where the work is shorter than the lease, and finds it with a pause', () => {
		const {world} = scripted(withLock('lease ttl 10s', 'pause 0'));
		expect(ended(startExploration(world, stale, defaultLimits, true)).kind).toBe('none');
		expect(ended(startExploration(world, stale)).kind).toBe('found');
		const paused = {...world, spec: {...world.spec, faults: {...noFaults, pause: 1}}};
		expect(
			ended(startExploration(paused, stale, defaultLimits, true)).script.map(({statement}) => print(statement)),
		).toContain('A pause');
	});

	it('finds it where the work is longer than the lease and nobody looks at a clock', () => {
		const {world} = scripted(withLock('lease ttl 5s deadline off', 'pause 0'));
		expect(ended(startExploration(world, stale, defaultLimits, true)).kind).toBe('found');
	});

	it('lets a client begin at any moment with a step that asks for nothing', () => {
		const {world} = scripted(
			'client A\nclient B\nlock account lease ttl 10s\nA runs check account\nB runs acquire account',
		);
		const late: Fact = {
			kind: 'and',
			left: {kind: 'time', is: '>=', value: 10_000},
			right: {kind: 'not', fact: {kind: 'process', client: 'A', state: 'done'}},
		};
		expect(ended(startExploration(world, late, defaultLimits, true)).kind).toBe('found');
	});

	it('lets a client begin at any moment, and ask again at any moment', () => {
		const {world} = scripted(withLock('lease ttl 10s', 'pause 0'));
		const late: Fact = {
			kind: 'and',
			left: {kind: 'time', is: '>=', value: 6000},
			right: {kind: 'holds', client: 'B', lock: 'account'},
		};
		expect(ended(startExploration(world, late, defaultLimits, true)).kind).toBe('found');
	});
});

function goesOn(script: string): Finding {
	return ended(startGoesOn(scripted(script).world, defaultLimits, true));
}

function ended({advance}: ReturnType<typeof startGoesOn>): Finding {
	for (;;) {
		const finding = advance(1000);
		if (finding !== null) return finding;
	}
}
