import {readdirSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {compileLessons} from '../../src/lesson/compile.js';
import {play, rightChoice, standing, worldOf} from '../../src/lesson/judge.js';
import type {Lesson, Prose, Step} from '../../src/lesson/lesson.js';
import {plainText} from '../../src/lesson/prose.js';
import {walk} from '../../src/lesson/walk.js';
import type {Event} from '../../src/sim/event.js';

const folder = resolve(import.meta.dirname, '../../lessons');
const {lessons, problems} = compileLessons(
	readdirSync(folder)
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => ({name: `lessons/${name}`, text: readFileSync(resolve(folder, name))})),
);

describe('The lessons', () => {
	it('are well-formed', () => {
		expect(problems).toEqual([]);
	});

	it('begin with the lease and come in the order of their numbers', () => {
		expect(lessons.map(({number}) => number)).toEqual(lessons.map((_, index) => index + 1));
		expect(lessons.slice(0, 6).map(({id}) => id)).toEqual([
			'lease',
			'zombie',
			'check-then-act',
			'ninety-seconds',
			'fence',
			'equal',
		]);
	});

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
		'%s ends with a debrief and a card, and names what to read',
		(_, lesson) => {
			expect(lesson.steps.at(-1)?.beats.at(-1)?.act.kind).toBe('debrief');
			expect(lesson.reading.length).toBeGreaterThan(0);
		},
	);

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
		'%s has notes for a speaker: how many minutes, what to ask, and what rooms get wrong',
		(_, {steps, minutes}) => {
			const notes = steps.flatMap(({notes: said}) => (said === undefined ? [] : [said.map(proseText).join(' ')]));
			const planned = notes.flatMap((each) => /^Minutes: (\d+)\./.exec(each)?.[1] ?? []).map(Number);
			expect(planned).toHaveLength(notes.length);
			expect(planned.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(minutes);
			expect(notes.join(' ')).toMatch(/\b[Aa]sk\b/);
			expect(notes.join(' ')).toMatch(/\b(rooms?|people|hands|somebody|everybody|they)\b/i);
		},
	);

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s answers every choice of a bet', (_, lesson) => {
		const choices = actsOf(lesson).flatMap((act) => (act.kind === 'predict' ? act.choices : []));
		expect(choices.filter(({because}) => plainText(because) === '')).toEqual([]);
	});

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
		'%s names for every wrong choice of a bet the misconception that it voices',
		(_, lesson) => {
			const unnamed = lesson.steps
				.flatMap((step) => walk(step))
				.flatMap(({beat: {act}, played}) => {
					if (act.kind !== 'predict') return [];
					const right = rightChoice(act, played.world);
					return act.choices.filter(({misconception}, index) => index !== right && misconception === null);
				});
			expect(unnamed.map(({say}) => plainText(say))).toEqual([]);
		},
	);

	it('do not have the right answer always in the same place', () => {
		const bets = lessons
			.flatMap(({steps}) => steps.flatMap((step) => walk(step)))
			.flatMap(({beat: {act}, played}) => (act.kind === 'predict' ? [rightChoice(act, played.world)] : []));
		for (const place of new Set(bets))
			expect(bets.filter((each) => each === place).length).toBeLessThanOrEqual(bets.length / 2);
	});

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
		'%s never counts a misconception as the right answer',
		(_, lesson) => {
			for (const {beat, played} of lesson.steps.flatMap((step) => walk(step))) {
				const {act} = beat;
				if (act.kind !== 'predict') continue;
				const right = rightChoice(act, played.world);
				expect(right === null ? 'none' : act.choices[right]?.misconception).toBeNull();
			}
		},
	);

	it.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
		'%s backs what it says about safety with claims',
		(_, lesson) => {
			expect(lesson.claims.flatMap(({script}) => script).some(({statement}) => statement.kind === 'claim')).toBe(true);
		},
	);
});

describe('Part one', () => {
	it('lets the learner land a stale write in the first task, after three lines that are given', () => {
		const [first] = named('lease').steps;
		expect(first?.beats.map(({act}) => act.kind)).toEqual(['try', 'try', 'try', 'task']);
		expect(
			first && eventsOf(first).some((event) => event.kind === 'violated' && event.property === 'stale-write'),
		).toBe(true);
	});

	it('has acquire, pause, expire, reacquire and stale write each as a step of the learner', () => {
		const histories = lessons.slice(0, 4).flatMap(({steps}) => steps.map(eventsOf));
		const has = (test: (event: Event) => boolean): boolean => histories.some((events) => events.some(test));
		expect(has(({kind}) => kind === 'granted')).toBe(true);
		expect(has(({kind}) => kind === 'paused')).toBe(true);
		expect(has(({kind}) => kind === 'expired')).toBe(true);
		expect(has((event) => event.kind === 'violated' && event.property === 'stale-write')).toBe(true);
		expect(
			histories.some((events) =>
				['A', 'B'].some(
					(name) => events.filter((event) => event.kind === 'granted' && event.client === name).length > 1,
				),
			),
		).toBe(true);
	});

	it('breaks the lock without a pause and without an expiry, at time 0', () => {
		const events = named('ninety-seconds').steps.flatMap(eventsOf);
		const last = named('ninety-seconds').steps.findLast(({beats}) => beats.some(({act}) => act.kind === 'task'));
		expect(events.some(({kind}) => kind === 'paused')).toBe(false);
		expect(last && eventsOf(last).every(({at}) => at === 0)).toBe(true);
		expect(last && eventsOf(last).some((event) => event.kind === 'violated' && event.property === 'stale-write')).toBe(
			true,
		);
	});
});

describe('The fence lesson', () => {
	it('shows the known trace: ttl 5, A writes at 0 and pauses, B gets 34 at 6 and writes, A comes late with 33', () => {
		const [first] = named('fence').steps;
		const events = first === undefined ? [] : eventsOf(first);
		const writes = events.flatMap((event) =>
			event.kind === 'accepted' || event.kind === 'rejected'
				? [[event.at, event.client, event.token, event.store, event.kind]]
				: [],
		);
		expect(writes).toEqual([
			[0, 'A', 33, 'raw', 'accepted'],
			[0, 'A', 33, 'safe', 'accepted'],
			[6000, 'B', 34, 'raw', 'accepted'],
			[6000, 'B', 34, 'safe', 'accepted'],
			[6000, 'A', 33, 'raw', 'accepted'],
			[6000, 'A', 33, 'safe', 'rejected'],
		]);
		expect(events).toContainEqual(expect.objectContaining({kind: 'expired', at: 5000, client: 'A', token: 33}));
		expect(events).toContainEqual(
			expect.objectContaining({kind: 'rejected', reason: 'stale-token', token: 33, highest: 34}),
		);
	});

	it('takes no rule for the vault but those that compare tokens and let equal in', () => {
		const step = named('fence').steps.find(({title}) => title === 'Choose the rule');
		const act = step?.beats[0]?.act;
		if (step?.world === null || step === undefined || act?.kind !== 'task') throw new Error('the step has changed');
		const start = worldOf(step.world);
		const good = ['unfenced', 'fenced', 'fenced-strict', 'equal', 'uuid', 'cas', 'fenced-cas'].filter((rule) => {
			const script = act.solution.map((line) =>
				line.statement.kind === 'store'
					? {...line, statement: {...line.statement, rule: rule as typeof line.statement.rule}}
					: line,
			);
			return standing(act, play(script, start).trail).solved;
		});
		expect(good).toEqual(['fenced', 'fenced-cas']);
	});
});

function named(id: string): Lesson {
	const lesson = lessons.find((each) => each.id === id);
	if (lesson === undefined) throw new Error(`there is no lesson ${id}`);
	return lesson;
}

function actsOf({steps}: Lesson): readonly Step['beats'][number]['act'][] {
	return steps.flatMap(({beats}) => beats.map(({act}) => act));
}

function eventsOf(step: Step): readonly Event[] {
	return walk(step).flatMap(({played}) => played.trail.flatMap(({moments}) => moments.map(({event}) => event)));
}

function proseText(prose: Prose): string {
	return prose.kind === 'paragraph' ? plainText(prose.text) : prose.items.map(plainText).join(' ');
}
