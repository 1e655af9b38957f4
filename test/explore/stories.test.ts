import {describe, expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {properties} from '../../src/sim/event.js';
import type {Fact} from '../../src/sim/fact.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {scripted} from './scripted.js';
import {worlds} from './worlds.js';

const selfRunning = `
	client A; client B; lock account lease ttl 10s; store raw unfenced
	put account balance=100
	A runs acquire account; read account; check account; write account balance-=10; release account
	B runs acquire account; read account; check account; write account balance-=20; release account
	A starts; B starts; faults delay 1 pause 1`;

const all: Readonly<Record<string, string>> = {...worlds, 'programs that run by themselves': selfRunning};

describe.each(Object.keys(all))('%s', (name) => {
	test.each(properties)('the story of %s, if there is one, makes it true and nothing before', (property) => {
		const {world} = scripted(all[name] ?? '');
		const fact: Fact = {kind: 'violated', property, store: null};
		const {kind, moves, script} = explore(world, fact);
		expect(['found', 'none']).toContain(kind);
		let now = world;
		for (const {statement} of script) {
			expect(evaluate(now, fact)).toBe(false);
			const outcome = perform(now, statement);
			if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
			now = outcome.world;
		}
		expect(evaluate(now, fact)).toBe(kind === 'found');
		expect(moves === null).toBe(kind === 'none');
	});
});
