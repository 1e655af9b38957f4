import type {Beat, Debrief, Lesson, Prose, Script, Step, Task, Text} from '../lesson.js';
import {plainText} from '../prose.js';
import type {Finding} from './search.js';

/** What a lesson has of the smallest screen it is taken on, which the view knows. Units: columns and rows. */
export type Page = {
	/** The columns that prose has. */
	readonly columns: number;
	/** The rows that one beat may take beside everything else. */
	readonly rows: number;
	/** The most lines of prose between two things that the learner does. */
	readonly prose: number;
	/** The most columns of a title. */
	readonly title: number;
	/** The most lines of the code on a card, and the most columns of each. */
	readonly code: {readonly lines: number; readonly columns: number};
	/** The most lines of a speaker's notes in one step. */
	readonly notes: number;
	/** How the screen is called in a sentence: `a terminal of 80 by 24`. */
	readonly name: string;
	/** How wide a text is on it. */
	readonly width: (text: string) => number;
};

/** Returns what does not fit a page. */
export function misfits(lesson: Lesson, page: Page): readonly Finding[] {
	const place = {line: 1, column: 1};
	return [
		...tooWide(page, lesson.title, page.title, 'The title of a lesson', place),
		...lesson.steps.flatMap((step) => stepMisfits(page, step)),
	];
}

/** Returns the number of rows that words take at a width. Units: columns of a terminal. */
function rowsOf(page: Page, text: string, width: number): number {
	let rows = 1;
	let column = 0;
	for (const word of text.split(/\s+/).filter((each) => each !== '')) {
		const wide = Math.min(page.width(word), width);
		if (column > 0 && column + 1 + wide > width) {
			rows += 1;
			column = wide;
		} else column += (column > 0 ? 1 : 0) + wide;
	}
	return rows;
}

function stepMisfits(page: Page, step: Step): readonly Finding[] {
	return [
		...tooWide(page, step.title, page.title, 'The title of a step', step.place),
		...tooManyNotes(page, step),
		...step.beats.flatMap((beat) => beatMisfits(page, beat)),
	];
}

/** A speaker reads them between two sentences. */
function tooManyNotes(page: Page, {notes = [], place}: Step): readonly Finding[] {
	const rows = proseRows(page, notes);
	return rows <= page.notes
		? []
		: [
				{
					place,
					message: `The notes of a step have at most ${page.notes} lines in ${page.name}, and these need ${rows}. Shorten them.`,
				},
			];
}

function beatMisfits(page: Page, beat: Beat): readonly Finding[] {
	const prose = proseRows(page, beat.prose);
	const act = actRows(page, beat);
	const findings = [...act.findings];
	if (prose > page.prose)
		findings.push({
			place: beat.place,
			message: `These ${prose} lines of prose are more than ${page.prose} between two things that the learner does. Cut them, or let the learner act earlier.`,
		});
	if (prose + act.rows > page.rows)
		findings.push({
			place: beat.place,
			message: `This takes ${prose + act.rows} rows of ${page.name}, and ${page.rows} are free. Make it shorter.`,
		});
	return findings;
}

function proseRows(page: Page, prose: readonly Prose[]): number {
	return prose.reduce((rows, block) => {
		if (block.kind === 'paragraph') return rows + rowsOf(page, plainText(block.text), page.columns);
		return rows + block.items.reduce((sum, item) => sum + rowsOf(page, plainText(item), page.columns - 3), 0);
	}, 0);
}

type Rows = {readonly rows: number; readonly findings: readonly Finding[]};

function actRows(page: Page, {act}: Beat): Rows {
	switch (act.kind) {
		case 'read':
			return {rows: 0, findings: []};
		case 'try':
			return {rows: rowsOf(page, joined(act.script), page.columns), findings: []};
		case 'predict': {
			const rows =
				rowsOf(page, plainText(act.question), page.columns) +
				act.choices.reduce((sum, {say}) => sum + rowsOf(page, plainText(say), page.columns - 3), 0);
			return {
				rows,
				findings: act.choices.flatMap(({because, place}) => tooLong(page, because, 4, 'The reply to a choice', place)),
			};
		}
		case 'task':
			return {rows: act.goals.length, findings: taskMisfits(page, act)};
		case 'debrief': {
			const rows = proseRows(page, act.prose);
			const findings: Finding[] =
				rows > page.prose
					? [{place: act.place, message: `This debrief has ${rows} lines, and ${page.prose} are enough. Cut it.`}]
					: [];
			return {
				rows,
				findings: [...findings, ...tooLong(page, act.card, 2, 'A card', act.place), ...codeMisfits(page, act)],
			};
		}
	}
}

/** The code of a card is read at a glance, and copied. */
function codeMisfits(page: Page, {code, place}: Debrief): readonly Finding[] {
	if (code === null) return [];
	const {lines, columns} = page.code;
	return [
		...tooWide(page, code.where, columns, 'What the code of a card is for', place),
		...(code.lines.length > lines
			? [{place, message: `The code of a card has at most ${lines} lines, and this has ${code.lines.length}. Cut it.`}]
			: []),
		...code.lines.flatMap((line) => tooWide(page, line, columns, 'A line of code', place)),
	];
}

function taskMisfits(page: Page, task: Task): readonly Finding[] {
	return [
		...task.goals.flatMap(({show, place}) => tooWide(page, plainText(show), page.columns - 6, 'A goal', place)),
		...task.lose.flatMap(({show, place}) => tooWide(page, plainText(show), page.columns - 6, 'A lose line', place)),
		...task.hints.flatMap(({cases, place}) => cases.flatMap(({say}) => tooLong(page, say, 3, 'A hint', place))),
		...[task.solution, ...task.accept].flatMap((script) =>
			script.flatMap(({text, place}) => tooWide(page, text, page.columns, 'A statement', place)),
		),
	];
}

function tooWide(page: Page, text: string, most: number, what: string, place: Finding['place']): readonly Finding[] {
	const wide = page.width(text);
	return wide <= most
		? []
		: [{place, message: `${what} has ${most} columns in ${page.name}, and this one needs ${wide}. Shorten it.`}];
}

function tooLong(page: Page, text: Text, most: number, what: string, place: Finding['place']): readonly Finding[] {
	const rows = rowsOf(page, plainText(text), page.columns);
	return rows <= most
		? []
		: [
				{
					place,
					message: `${what} has at most ${most} lines in ${page.name}, and this one needs ${rows}. Shorten it.`,
				},
			];
}

function joined(script: Script): string {
	return script.map(({text}) => text).join('; ');
}
