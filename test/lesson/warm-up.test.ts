import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {play, rightChoice, worldOf} from '../../src/lesson/judge.js';
import {type AskedBet, betAt, warmUp, worldBefore} from '../../src/lesson/warm-up.js';

const bets: readonly AskedBet[] = lessons.flatMap((lesson) =>
	lesson.steps.flatMap(({beats}, step) => beats.flatMap((_, beat) => betAt(lesson, `${step}.${beat}`) ?? [])),
);

describe('A warm-up', () => {
	it('asks every bet of every lesson in a world in which exactly one choice is right', () => {
		expect(bets.length).toBeGreaterThan(10);
		for (const bet of bets) {
			const [step] = warmUp([bet])?.steps ?? [];
			const act = step?.beats[0]?.act;
			if (step?.world === undefined || step.world === null || act?.kind !== 'predict')
				throw new Error(`${bet.lesson.id} has lost its bet`);
			const before = play(step.world, worldOf([])).refused;
			const {world, refused} = play(act.run, worldOf(step.world));
			expect({lesson: bet.lesson.id, before, refused, isRight: rightChoice(act, world) !== null}).toEqual({
				lesson: bet.lesson.id,
				before: null,
				refused: null,
				isRight: true,
			});
		}
	});

	it('has a step for each bet, in their order, under the title of its lesson', () => {
		const some = bets.slice(0, 3);
		const lesson = warmUp(some);
		expect(lesson?.title).toBe('3 bets to warm up');
		expect(lesson?.steps.map(({title}) => title)).toEqual(some.map((bet) => `From: ${bet.lesson.title}`));
	});

	it('is nothing without a bet, and there is no bet where a lesson has none', () => {
		expect(warmUp([])).toBeNull();
		const [first] = lessons;
		if (first === undefined) throw new Error('there are lessons');
		for (const key of ['', '99.0', '0.99', 'x', '__proto__', '0']) expect(betAt(first, key)).toBeNull();
	});

	it('begins where the way of the author has led', () => {
		for (const {lesson, step, beat} of bets) {
			const of = lesson.steps[step];
			if (of !== undefined) expect(worldBefore(of, beat).length).toBeGreaterThanOrEqual(of.world?.length ?? 0);
		}
	});
});
