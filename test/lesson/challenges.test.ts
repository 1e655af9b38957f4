import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {isChallenge} from '../../src/lesson/challenge.js';
import {prove, tasksOf, withProofs} from '../../src/lesson/proofs.js';

const challenges = lessons.filter(isChallenge);

describe('The challenges', () => {
	it('are at least eight, for both roles, and come after the lessons', () => {
		expect(challenges.length).toBeGreaterThanOrEqual(8);
		expect(new Set(challenges.map(({role}) => role))).toEqual(new Set(['adversary', 'engineer']));
		expect(lessons.slice(-challenges.length)).toEqual(challenges);
	});

	it.each(challenges.map((lesson) => [lesson.id, lesson] as const))(
		'%s has its par proved by the search, and says it',
		(_, lesson) => {
			const [proof] = Object.values(prove([lesson]));
			expect(proof).toEqual(tasksOf(lesson)[0]?.task.proof);
			expect(lesson.steps[0]?.title).toBe(`Par ${proof?.length}`);
		},
	);
});

describe('The proofs', () => {
	it('are there for every task as it is now; when one is missing: npm run prove', () => {
		const missing = lessons.flatMap((lesson) =>
			tasksOf(lesson).flatMap(({task}) => (task.proof === null ? [`${lesson.file}:${task.place.line}`] : [])),
		);
		expect(missing).toEqual([]);
	});

	it('do not belong to a task that has changed since', () => {
		const [lesson] = challenges;
		if (lesson === undefined) throw new Error('expected a challenge');
		const proofs = prove([lesson]);
		expect(tasksOf(withProofs([lesson], proofs)[0] ?? lesson)[0]?.task.proof).not.toBeNull();
		const harder = {
			...lesson,
			steps: lesson.steps.map((each) => ({
				...each,
				beats: each.beats.map((beat) => (beat.act.kind === 'task' ? {...beat, act: {...beat.act, allow: []}} : beat)),
			})),
		};
		expect(tasksOf(withProofs([harder], proofs)[0] ?? lesson)[0]?.task.proof).toBeNull();
	});
});
