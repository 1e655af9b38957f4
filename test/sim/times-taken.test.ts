import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {remarks} from '../../src/narrate/remark.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {ttlOf} from '../../src/sim/lock/registry.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';

describe('A time that the real system does not take', () => {
	it.each([
		['etcd ttl 2500ms', 'etcd counts a lease in whole seconds.'],
		['etcd ttl 500ms', 'etcd counts a lease in whole seconds.'],
		['consul ttl 9999ms', 'Consul makes no session of less than 10 s.'],
		['consul ttl 1441m', 'Consul makes no session of more than 24 h.'],
	])('is refused where it is declared: lock x %s', (service, sentence) => {
		const {errors, statements} = parseScript(`client A\nlock x ${service}\nA acquire x`);
		expect(errors).toMatchObject([{kind: 'refusal', line: 2, message: sentence}]);
		expect(statements).toHaveLength(2);
	});

	it.each([
		['etcd ttl 1s', 2000, 'etcd makes a lease of less than 2 s one of 2 s.'],
		['etcd ttl 2s', 2000, null],
		['zookeeper ttl 1s', 4000, 'ZooKeeper makes a session of less than 2 ticks one of 2 ticks.'],
		['zookeeper ttl 2m', 40_000, 'ZooKeeper makes a session of more than 20 ticks one of 20 ticks.'],
		['zookeeper ttl 1s tick 500ms', 1000, null],
		['consul ttl 10s lock-delay 61s', 10_000, 'Consul makes a lock-delay of more than 60 s one of 60 s.'],
		['lease ttl 1ms', 1, null],
		['redis ttl 1ms', 1, null],
	] as const)('is taken as the system takes it, and the line says so: lock x %s', (service, ttl, sentence) => {
		const {world, said} = outcomeOf(`lock x ${service}`);
		expect(world.spec.locks.map((lock) => ttlOf(lock.service))).toEqual([ttl]);
		expect(said).toEqual(sentence === null ? [] : [sentence]);
	});

	it('of a lock-delay is capped', () => {
		const {world} = outcomeOf('lock x consul lock-delay 10m');
		expect(world.spec.locks[0]?.service.options['lockDelay']).toBe(60_000);
	});

	it('is treated the same when an acquire asks for it', () => {
		const raised = outcomeOf(
			'client A\nlock x etcd\nA acquire x ttl 1s\ncut A locks\nwait 1999ms\nexpect A holds x\nwait 1ms\nexpect nobody holds x',
		);
		expect(raised.said).toEqual(['etcd makes a lease of less than 2 s one of 2 s.']);
		expect(outcomeOf('client A\nlock x etcd\nA acquire x ttl 2500ms').refused).toEqual([
			'etcd counts a lease in whole seconds.',
		]);
	});

	it.each(['etcd', 'zookeeper', 'consul'])('has no place in a renewal where sessions keep the lock: %s', (kind) => {
		expect(outcomeOf(`client A\nlock x ${kind}\nA acquire x\nA renew x ttl 20s`).refused).toEqual([
			`A renewal of x carries no time: ${kind} keeps a lock by a session, and a session keeps the time that it was made with.`,
		]);
		expect(outcomeOf(`client A\nlock x ${kind}\nA acquire x\nA renew x`).refused).toEqual([]);
	});
});

/** The world after a script, what was said besides its events, and what was refused. */
function outcomeOf(text: string): {
	readonly world: World;
	readonly said: readonly string[];
	readonly refused: readonly string[];
} {
	const {errors, statements} = parseScript(text);
	expect(errors).toEqual([]);
	const said: string[] = [];
	const refused: string[] = [];
	let world = emptyWorld;
	for (const {statement} of statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) {
			refused.push(refusalSentence(outcome.refusal));
			continue;
		}
		said.push(...remarks(world, statement));
		world = outcome.world;
		if (statement.kind === 'expect') expect(evaluate(world, statement.fact)).toBe(true);
	}
	return {world, said, refused};
}
