import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {compileLessons} from '../../src/lesson/compile.js';

const {lessons} = compileLessons(
	readdirSync(inProject('lessons'))
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => ({name, text: readFileSync(inProject('lessons', name))})),
);

/** Each row: the number of a misconception and the cell that says where it is bet on. */
const rows = readFileSync(inProject('docs/misconceptions.md'), 'utf8')
	.split('\n')
	.flatMap((line) => {
		const cells = /^\| (\d+) \|.*\| (.*) \|$/.exec(line);
		return cells === null ? [] : [{number: Number(cells[1]), where: cells[2], cells: line.split(' | ')}];
	});

/** The bets of the lessons that have a misconception among their choices, as the page names them. */
function bets(number: number): readonly string[] {
	const found = lessons.flatMap(({file, id, steps}) =>
		steps.flatMap(({title, beats}) =>
			beats
				.filter(({act}) => act.kind === 'predict' && act.choices.some(({misconception}) => misconception === number))
				.map(() => `[${id}](../lessons/${file}): ${title}`),
		),
	);
	return [...new Set(found)];
}

describe('The page on misconceptions', () => {
	it('has them in order, each with what people say, where that comes from and what is so', () => {
		expect(rows.map(({number}) => number)).toEqual(rows.map((_, index) => index + 1));
		expect(rows.length).toBeGreaterThanOrEqual(34);
		for (const {cells} of rows) expect(cells.filter((cell) => cell.trim() === '')).toEqual([]);
	});

	it.each(rows)('says where a learner bets on misconception $number', ({number, where}) => {
		expect(bets(number)).not.toEqual([]);
		expect(where).toBe(bets(number).join('; '));
	});

	it('knows every misconception that a lesson names', () => {
		const named = lessons.flatMap(({steps}) =>
			steps.flatMap(({beats}) =>
				beats.flatMap(({act}) =>
					act.kind === 'predict' ? act.choices.flatMap(({misconception}) => misconception ?? []) : [],
				),
			),
		);
		expect([...new Set(named)].filter((number) => number < 1 || number > rows.length)).toEqual([]);
	});
});

describe('The page on sources', () => {
	it('has one row for each lesson, in their order', () => {
		const named = [
			...readFileSync(inProject('docs/sources.md'), 'utf8').matchAll(/^\| \[([^\]]+)\]\(\.\.\/lessons\/([^)]+)\) \|/gm),
		];
		expect(named.map(([, id, file]) => ({id, file}))).toEqual(lessons.map(({id, file}) => ({id, file})));
	});
});
