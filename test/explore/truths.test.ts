import {describe, expect, test} from 'vitest';
import {verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {print} from '../../src/language/print.js';
import {printFact} from '../../src/language/print-fact.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {truths} from './known-truths.js';

// Source: world.md's table, which an independent model answers the same.
describe.each(truths())('%s', (_, {world, claims}) => {
	test.each(claims.map((claim) => [claim.mode, printFact(claim.fact), claim] as const))(
		'%s %s',
		(_mode, _fact, claim) => {
			const finding = explore(world, claim.fact);
			expect([verdictOf(claim, finding), finding.moves]).toEqual(['holds', claim.moves]);
		},
	);

	test.each(claims.filter(({mode}) => mode === 'possible').map((claim) => [printFact(claim.fact), claim] as const))(
		'the story of %s replays',
		(_fact, claim) => {
			const {script} = explore(world, claim.fact);
			const after = script.reduce((before, {statement}) => {
				expect(evaluate(before, claim.fact), `before ${print(statement)}`).toBe(false);
				const outcome = perform(before, statement);
				if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
				return outcome.world;
			}, world);
			expect(evaluate(after, claim.fact)).toBe(true);
		},
	);
});

test('the table has eleven rules, two and three clients, and three answers for each, besides what is possible under every rule', () => {
	const claims = truths().flatMap(([, each]) => each.claims);
	const answers = claims.filter(
		({fact}) => fact.kind === 'violated' && ['lost-update', 'stale-write', 'locked-out'].includes(fact.property),
	);
	expect([answers.length, claims.length]).toEqual([66, 110]);
});
