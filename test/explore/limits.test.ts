import {describe, expect, test} from 'vitest';
import {verdictOf} from '../../src/explore/claim.js';
import {explore, startExploration} from '../../src/explore/explore.js';
import type {Fact} from '../../src/sim/fact.js';
import {finish} from './finish.js';
import {m1} from './m1.js';
import {scripted} from './scripted.js';

const programs = 'acquire account; read account; write account n+=1; release account';
const large = `
	client A; client B; client C; client D; lock account lease ttl 10s; store s fenced; put account n=0
	A runs ${programs}; ${programs}
	B runs ${programs}; ${programs}
	C runs ${programs}; ${programs}
	D runs ${programs}; ${programs}
	faults delay 2 lose 1
	claim never stale-write
	claim possible stale-write in 3
	claim possible stale-write in 30`;

describe('a world too large', () => {
	const {world, claims} = scripted(large);
	const [never, soon, late] = claims;
	const fact: Fact = {kind: 'violated', property: 'stale-write', store: null};

	test('is given up at exactly the most states, and nothing is said to hold', () => {
		const finding = explore(world, fact, {maxStates: 3000, maxBytes: 2 ** 28});
		expect([finding.kind, finding.states, finding.moves, finding.script]).toEqual(['gave-up', 3000, null, []]);
		expect([never, soon, late].map((claim) => claim && verdictOf(claim, finding))).toEqual([
			'unknown',
			'violated',
			'unknown',
		]);
	});

	test('is given up within the memory it may take', () => {
		const maxBytes = 2 ** 21;
		const finding = explore(world, fact, {maxStates: 10_000_000, maxBytes});
		expect(finding.kind).toBe('gave-up');
		expect(finding.states * 4).toBeLessThan(maxBytes);
	});

	test('is searched in slices, with more states after each, and can be given up between two', () => {
		const exploration = startExploration(world, fact);
		const seen = [0, 1, 2, 3].map(() => {
			expect(exploration.advance(50)).toBeNull();
			return exploration.progress().states;
		});
		expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other));
		expect(exploration.giveUp()).toMatchObject({kind: 'gave-up', states: seen.at(-1), moves: null});
	});
});

describe('an exploration', () => {
	test('finds the same in slices of any size', () => {
		const {world} = scripted(`
			client A; client B; lock account lease ttl 10s; store s unfenced; put account n=0
			A runs ${programs}
			B runs ${programs}`);
		const fact: Fact = {kind: 'violated', property: 'lost-update', store: null};
		const bySlices = (slice: number) => {
			const exploration = startExploration(world, fact);
			for (;;) {
				const finding = exploration.advance(slice);
				if (finding !== null) return finding;
			}
		};
		expect(bySlices(1)).toEqual(explore(world, fact));
		expect(bySlices(7)).toEqual(explore(world, fact));
	});

	test('of a fact that is true already finds it in no moves', () => {
		const {world} = scripted('client A; lock account lease ttl 10s');
		expect(explore(world, {kind: 'holds', client: null, lock: 'account'})).toMatchObject({
			kind: 'found',
			moves: 0,
			script: [],
		});
	});

	test('never takes more states than it may, and says so', () => {
		const search = finish(m1(3, 2, 2, 'fenced'), {maxStates: 1000});
		expect([search.status(), search.set.count]).toEqual(['full', 1000]);
	});
});
