import {describe, expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {type Property, properties} from '../../src/sim/event.js';
import type {Fact} from '../../src/sim/fact.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import type {World} from '../../src/sim/world.js';
import {scripted} from './scripted.js';
import {worlds} from './worlds.js';

const selfRunning = `
	client A; client B; lock account lease ttl 10s; store raw unfenced
	put account balance=100
	A runs acquire account; read account; check account; write account balance-=10; release account
	B runs acquire account; read account; check account; write account balance-=20; release account
	A starts; B starts; faults delay 1 pause 1`;

const all: Readonly<Record<string, string>> = {...worlds, 'programs that run by themselves': selfRunning};

const names = Object.keys(all);

describe.each(names)('%s', (name) => {
	const {world} = scripted(all[name] ?? '');

	test('each property that a schedule violates has a story that makes it so, and nothing before does', () => {
		let others: readonly Property[] = properties;
		for (;;) {
			// One search tells of all that are left whether some schedule violates one of them.
			const {kind, end} = played(
				world,
				others.map(violated).reduce((left, right) => ({kind: 'or', left, right})),
			);
			if (kind === 'none') break;
			const found = others.filter((property) => evaluate(end, violated(property)));
			for (const property of found) expect(played(world, violated(property)).kind, property).toBe('found');
			others = others.filter((property) => !found.includes(property));
			if (others.length === 0) return;
		}
		// A search for one by itself looks at less. They are tried by turns, a world for each.
		const turn = others[names.indexOf(name) % others.length];
		if (turn !== undefined) expect(played(world, violated(turn)).kind, turn).toBe('none');
	});
});

function violated(property: Property): Fact {
	return {kind: 'violated', property, store: null};
}

/** What a search for a fact comes to. Its story, if there is one, makes the fact true and nothing before does; `end` is the world after it. */
function played(world: World, fact: Fact): {readonly kind: 'found' | 'none' | 'gave-up'; readonly end: World} {
	const {kind, moves, script} = explore(world, fact);
	expect(['found', 'none']).toContain(kind);
	let end = world;
	for (const {statement} of script) {
		expect(evaluate(end, fact)).toBe(false);
		const outcome = perform(end, statement);
		if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
		end = outcome.world;
	}
	expect(evaluate(end, fact)).toBe(kind === 'found');
	expect(moves === null).toBe(kind === 'none');
	return {kind, end};
}
