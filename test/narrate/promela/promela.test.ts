import {lessons} from 'fence-tutor:lessons';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {hasSpin} from '../../../bench/explore/spin.js';
import {play, worldOf} from '../../../src/lesson/judge.js';
import {cannotSay} from '../../../src/narrate/promela/cannot-say.js';
import {truths} from '../../explore/known-truths.js';
import {scripted} from '../../explore/scripted.js';
import {randomWorld} from './random-world.js';
import {byExplorer, bySpin, type Case} from './with-spin.js';

// Always the same worlds, unless FENCE_SEED says otherwise.
const {FENCE_SEED} = process.env;
const seed = Number(FENCE_SEED ?? 20261129);

const ofLessons: readonly Case[] = lessons
	.filter(({number}) => number !== null && number <= 13)
	.flatMap(({id, claims}) =>
		claims.map(({world, script, place}) => ({
			name: `${id}, line ${place.line}`,
			world: play(
				script.filter(({statement}) => statement.kind !== 'claim'),
				worldOf(world),
			).world,
			claims: script.flatMap(({statement}) => (statement.kind === 'claim' ? [statement] : [])),
		})),
	);

const known = truths().map(([name, {world, claims}]): Case => ({name, world, claims}));

const random = fc
	.sample(randomWorld, {seed, numRuns: 50})
	.map(
		(script, index): Case => ({name: `random world ${index} of FENCE_SEED=${seed}: ${script}`, ...scripted(script)}),
	);

/** Worlds that random ones seldom are, each after what it tries. */
const seldom: readonly Case[] = [
	[
		'nobody believes any more is the same as nobody ever did',
		'client A; lock account lease ttl 10s; A runs acquire account; faults late 1; claim never two-believers',
	],
	[
		'a store that looks at no token has a highest one of none',
		'client A; lock account lease ttl 10s; store s unfenced; put account n=0; A runs acquire account; write account n=1; claim never highest of s = 33; claim possible highest of s = none',
	],
	[
		'a lease without end stays until an operator takes it away, which ends the grant',
		'client A; client B; lock account lease ttl none; A runs acquire account; B runs acquire account; faults revoke 1; claim never two-grants',
	],
	[
		'a link that was cut before the schedules begin heals, which is no fault',
		'client A; client B; lock account lease ttl 10s; A runs acquire account; B runs acquire account; cut A locks; claim never two-grants',
	],
].map(([name = '', script = '']) => ({name, ...scripted(script.replaceAll(/; (?!write)/g, '\n'))}));

const isSaid = ({world, claims}: Case) => cannotSay(world, claims).length === 0;

test('a model says every world of the table of known truths, most of lessons 1 to 13, and fifty random worlds', () => {
	const refused = [known, ofLessons, random].map((cases) => cases.filter((each) => !isSaid(each)).length);
	console.info(
		`Refused: ${refused[1]} of ${ofLessons.length} worlds of lessons. Random worlds of seed ${seed}. The same ones again: FENCE_SEED=${seed}`,
	);
	expect([known.length, refused[0], random.length, refused[2]]).toEqual([44, 0, 50, 0]);
	expect(refused[1]).toBeLessThanOrEqual(7);
});

// In CI a missing checker is a failure: SPIN then says what is missing.
describe.skipIf(!hasSpin() && process.env['CI'] !== 'true')(
	'SPIN finds in the model that explore --as promela writes as many states as the explorer, and the same facts that are possible',
	() => {
		// Side by side, since most of the time goes into compilers.
		test.concurrent.each(
			[...known, ...ofLessons, ...seldom, ...random].filter(isSaid).map((each) => [each.name, each] as const),
		)('in %s', async (_, each) => {
			const ours = byExplorer(each, 100_000);
			// A random world can be too large for a test.
			if (ours === null) return;
			const theirs = await bySpin(each);
			expect(theirs).toEqual(ours);
		});
	},
);
