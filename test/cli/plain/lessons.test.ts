import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {learnPlainly} from '../../../src/cli/plain/learn.js';
import type {Act, Lesson} from '../../../src/lesson/lesson.js';
import {openProgress} from '../../../src/progress/store.js';
import {fakeIo} from '../fake-io.js';

const learn = async (lesson: Lesson, lines: readonly string[]) => {
	const fake = fakeIo({stdin: `${lines.join('\n')}\n`});
	const code = await learnPlainly({io: fake.io, lesson, lessons, store: openProgress(null), again: false});
	return {code, text: fake.stdout()};
};

/** What a learner types at an act, and Enter to go on. */
function typedAt(act: Act): readonly string[] {
	switch (act.kind) {
		case 'read':
		case 'debrief':
			return [''];
		case 'try':
			return ['', ''];
		case 'predict':
			return ['1', ''];
		case 'task':
			return [...act.solution.map(({text}) => text), ''];
	}
}

/** What a learner types who watches each solution; a task that was watched is open still, so the step is left. */
function shownAt(act: Act): readonly string[] {
	if (act.kind === 'task') return ['/show', ...act.solution.map(() => ''), '', '/skip'];
	return typedAt(act);
}

const actsOf = ({steps}: Lesson): readonly Act[] => steps.flatMap(({beats}) => beats.map(({act}) => act));

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('the lesson %s in line mode', (_, lesson) => {
	it('is solved by piping lines', async () => {
		const {code, text} = await learn(lesson, actsOf(lesson).flatMap(typedAt));
		expect(text).toContain('That was the whole lesson.');
		expect(text).toContain(`You have solved "${lesson.title}".`);
		expect(code).toBe(0);
	});

	it('is shown to the end by /show at every task, and is not solved by it', async () => {
		const tasks = actsOf(lesson).filter(({kind}) => kind === 'task');
		const {code, text} = await learn(
			lesson,
			actsOf(lesson).flatMap((act) => shownAt(act)),
		);
		expect(text.split('That was the whole solution.')).toHaveLength(tasks.length + 1);
		expect(text).toContain(`You have solved 0 of ${tasks.length} tasks`);
		expect(code).toBe(1);
	});

	it('fits 80 columns and comes to the same each time', async () => {
		const lines = actsOf(lesson).flatMap(typedAt);
		const {text} = await learn(lesson, lines);
		for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
		expect((await learn(lesson, lines)).text).toBe(text);
	});
});
