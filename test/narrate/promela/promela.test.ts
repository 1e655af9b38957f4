import {lessons} from 'fence-tutor:lessons';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {hasSpin} from '../../../bench/explore/spin.js';
import {play, worldOf} from '../../../src/lesson/judge.js';
import {cannotSay} from '../../../src/narrate/promela/cannot-say.js';
import {truths} from '../../explore/known-truths.js';
import {scripted} from '../../explore/scripted.js';
import {randomWorld} from './random-world.js';
import {byExplorer, bySpin, type Case, severally} from './with-spin.js';

// Other worlds at each run. The seed is said even when the run is cut short.
const {FENCE_SEED} = process.env;
const seed = FENCE_SEED === undefined ? Date.now() % 2 ** 31 : Number(FENCE_SEED);

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

/** SPIN and the explorer side by side: as many states, and the same facts that are possible. */
async function compared(cases: readonly Case[]) {
	const said = cases.filter(({world, claims}) => cannotSay(world, claims).length === 0);
	const ours = said.flatMap((each) => {
		const counted = byExplorer(each, 100_000);
		return counted === null ? [] : [{each, counted}];
	});
	const theirs = await severally(ours, 3, async ({each}) => await bySpin(each));
	expect(Object.fromEntries(theirs.map((counted, index) => [ours[index]?.each.name, counted]))).toEqual(
		Object.fromEntries(ours.map(({each, counted}) => [each.name, counted])),
	);
	return {searched: ours.length, refused: cases.length - said.length};
}

// In CI a missing checker is a failure: SPIN then says what is missing.
describe.skipIf(!hasSpin() && process.env['CI'] !== 'true')(
	'SPIN finds in the model that explore --as promela writes what the explorer finds',
	() => {
		test('in every world of the table of known truths', async () => {
			const cases = truths().map(([name, {world, claims}]): Case => ({name, world, claims}));
			expect(await compared(cases)).toEqual({searched: 44, refused: 0});
		});

		test('in the worlds of lessons 1 to 13', async () => {
			const {searched, refused} = await compared(ofLessons);
			console.info(`Worlds of lessons 1 to 13: ${searched} searched by both, ${refused} refused.`);
			expect(refused).toBeLessThanOrEqual(11);
		});

		test('in fifty random worlds', async () => {
			console.info(`Random worlds of seed ${seed}. The same ones again: FENCE_SEED=${seed}`);
			const cases = fc
				.sample(randomWorld, {seed, numRuns: 50})
				.map((script, index): Case => ({name: `${index}: ${script}`, ...scripted(script)}));
			const {searched, refused} = await compared(cases);
			console.info(
				`${searched} searched by both, ${refused} refused, ${50 - searched - refused} too large for a test.`,
			);
			expect(searched).toBeGreaterThanOrEqual(40);
		});
	},
);
