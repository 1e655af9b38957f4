import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {perform} from '../../src/sim/perform.js';
import {play} from '../../src/sim/play.js';
import type {Outcome} from '../../src/sim/world.js';

const world = `
client A
client B
lock job lease ttl 5s
store vault equal
put job done=0
A runs acquire job; write job done=1; release job
B runs acquire job; write job done=2; release job
A retries
`;

/** What the last line comes to after all before it. */
function last(script: string): Outcome {
	const {statements, errors} = parseScript(script);
	expect(errors).toEqual([]);
	const all = statements.map(({statement}) => statement);
	const final = all.at(-1);
	const before = play(all.slice(0, -1));
	expect(before.refused).toBeNull();
	if (final === undefined) throw new Error('there is no line');
	return perform(before.world, final);
}

const stops = (script: string) => {
	const outcome = last(script);
	if (!outcome.ok) throw new Error(outcome.refusal.kind);
	return {cameBack: outcome.cameBack, events: outcome.events.length};
};

describe('a run whose program begins anew where it was', () => {
	it('stops, is no refusal, and what was done stays', () => {
		const {cameBack, events} = stops(`${world}step A\nA pause\nwait 6s\nrun B\nA resume\nrun A`);
		expect(cameBack).toEqual({client: 'A', since: 6000});
		expect(events).toBeLessThan(30);
	});

	it('stops where only times have changed', () => {
		const {cameBack, events} = stops(`latency 10ms\n${world}step A\nA pause\nwait 6s\nrun B\nA resume\nrun A`);
		expect(cameBack?.client).toBe('A');
		expect(events).toBeLessThan(60);
	});

	it('stops under every kind of lock that lets its holder in again or that it gives back', () => {
		for (const lock of [
			'lease ttl 5s',
			'redis ttl 5s',
			'etcd ttl 5s',
			'consul ttl 15s',
			'postgres',
			'redlock ttl 5s',
		]) {
			const script = `client A\nlock job ${lock}\nstore s fenced\nput job x=0\nA runs read job; write job x=1 token 1\nA retries\nA advance job token 9\nrun A`;
			expect(stops(script).cameBack, lock).toEqual({client: 'A', since: 0});
		}
	});

	it('goes on where each round changes something, until that lets it through', () => {
		const fence =
			'client A\nlock job lease ttl 5s\nstore s fenced\nput job x=0\nA runs acquire job; release job; write job x=1\nA retries\n';
		// Tokens begin at 33 and grow with every round; 40 lets the write in.
		const outcome = last(`${fence}A advance job token 40\nrun A`);
		expect(outcome.ok && outcome.cameBack).toBeNull();
		expect(outcome.ok && outcome.world.locals[0]?.program.ended).toBe('ok');
	});

	it('goes on where another client will change something as time passes', () => {
		const script = `client A\nclient B\nlock job lease ttl 5s\nstore s fenced\nput job x=0\nlatency 10ms\npace 1s\nA runs write job x=1 if version 1\nA retries\nB runs read job; write job x=2\nB starts at 3s\nrun A`;
		const cas = script.replace('store s fenced', 'store s cas');
		const outcome = last(cas);
		expect(outcome.ok && outcome.cameBack).toBeNull();
		expect(outcome.ok && outcome.world.locals[0]?.program.ended).toBe('ok');
	});

	it('goes on where a message that is on its way will change something, and not for one that waits to be delivered by hand', () => {
		const script = (fate: string) =>
			`client A\nclient B\nlock job lease ttl 5s\nstore s cas\nput job x=0\nlatency 10ms\npace 1s\nA runs write job x=1 if version 1\nA retries\nB read job\nB write job x=2 ${fate}\nrun A`;
		const lands = last(script('delayed 30s'));
		expect(lands.ok && lands.cameBack).toBeNull();
		expect(lands.ok && lands.world.locals[0]?.program.ended).toBe('ok');
		const waits = last(script('held'));
		expect(waits.ok && waits.cameBack?.client).toBe('A');
	});

	it('stops though its own program, or one that is dead, was to begin by itself later', () => {
		const fenced =
			'client A\nclient B\nlock job lease ttl 5s\nstore s equal\nput job x=0\nlatency 10ms\nA runs acquire job; write job x=1; release job\nB runs acquire job\nA retries\n';
		const first = 'B acquire job\nB write job x=2\nB release job\n';
		for (const before of [`A starts at 900s\n${first}`, `B starts at 900s\n${first}B crash\n`])
			expect(stops(`${fenced}${before}run A`).cameBack?.client, before).toBe('A');
	});

	it('does not stop steps that were asked for by their number', () => {
		const outcome = last(`${world}step A\nA pause\nwait 6s\nrun B\nA resume\nstep A 20`);
		expect(outcome.ok && outcome.cameBack).toBeNull();
		expect(outcome.ok && outcome.events.filter(({kind}) => kind === 'rejected').length).toBeGreaterThan(5);
	});
});
