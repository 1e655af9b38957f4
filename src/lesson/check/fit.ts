import stringWidth from 'string-width';
import type {Beat, Lesson, Prose, Script, Step, Task, Text} from '../lesson.js';
import {plainText} from '../prose.js';
import type {Finding} from './search.js';

/** The columns that prose has in a terminal of 80. */
export const proseWidth = 76;

/** The most lines of prose between two things that the learner does. */
export const mostProse = 6;

/** The most columns that the title of a lesson or a step has. */
export const mostTitle = 48;

/** The rows that one beat may take of 24, beside the ladder, the status lines and the prompt. */
const mostRows = 14;

/** The most lines of a speaker's notes in one step. */
const mostNotes = 8;

/** Returns what does not fit a terminal of 80 by 24. */
export function misfits(lesson: Lesson): readonly Finding[] {
	const place = {line: 1, column: 1};
	return [...tooWide(lesson.title, mostTitle, 'The title of a lesson', place), ...lesson.steps.flatMap(stepMisfits)];
}

/** Returns the number of rows that words take at a width. Units: columns of a terminal. */
export function rowsOf(text: string, width: number): number {
	let rows = 1;
	let column = 0;
	for (const word of text.split(/\s+/).filter((each) => each !== '')) {
		const wide = Math.min(stringWidth(word), width);
		if (column > 0 && column + 1 + wide > width) {
			rows += 1;
			column = wide;
		} else column += (column > 0 ? 1 : 0) + wide;
	}
	return rows;
}

function stepMisfits(step: Step): readonly Finding[] {
	return [
		...tooWide(step.title, mostTitle, 'The title of a step', step.place),
		...tooManyNotes(step),
		...step.beats.flatMap(beatMisfits),
	];
}

/** A speaker reads them between two sentences. */
function tooManyNotes({notes = [], place}: Step): readonly Finding[] {
	const rows = proseRows(notes);
	return rows <= mostNotes
		? []
		: [
				{
					place,
					message: `The notes of a step have at most ${mostNotes} lines in a terminal of 80, and these need ${rows}. Shorten them.`,
				},
			];
}

function beatMisfits(beat: Beat): readonly Finding[] {
	const prose = proseRows(beat.prose);
	const act = actRows(beat);
	const findings = [...act.findings];
	if (prose > mostProse)
		findings.push({
			place: beat.place,
			message: `These ${prose} lines of prose are more than ${mostProse} between two things that the learner does. Cut them, or let the learner act earlier.`,
		});
	if (prose + act.rows > mostRows)
		findings.push({
			place: beat.place,
			message: `This takes ${prose + act.rows} rows of a terminal of 80 by 24, and ${mostRows} are free. Make it shorter.`,
		});
	return findings;
}

function proseRows(prose: readonly Prose[]): number {
	return prose.reduce((rows, block) => {
		if (block.kind === 'paragraph') return rows + rowsOf(plainText(block.text), proseWidth);
		return rows + block.items.reduce((sum, item) => sum + rowsOf(plainText(item), proseWidth - 3), 0);
	}, 0);
}

type Rows = {readonly rows: number; readonly findings: readonly Finding[]};

function actRows({act}: Beat): Rows {
	switch (act.kind) {
		case 'read':
			return {rows: 0, findings: []};
		case 'try':
			return {rows: rowsOf(joined(act.script), proseWidth), findings: []};
		case 'predict': {
			const rows =
				rowsOf(plainText(act.question), proseWidth) +
				act.choices.reduce((sum, {say}) => sum + rowsOf(plainText(say), proseWidth - 3), 0);
			return {
				rows,
				findings: act.choices.flatMap(({because, place}) => tooLong(because, 4, 'The reply to a choice', place)),
			};
		}
		case 'task':
			return {rows: act.goals.length, findings: taskMisfits(act)};
		case 'debrief': {
			const rows = proseRows(act.prose);
			const findings: Finding[] =
				rows > mostProse
					? [{place: act.place, message: `This debrief has ${rows} lines, and ${mostProse} are enough. Cut it.`}]
					: [];
			return {rows, findings: [...findings, ...tooLong(act.card, 2, 'A card', act.place)]};
		}
	}
}

function taskMisfits(task: Task): readonly Finding[] {
	return [
		...task.goals.flatMap(({show, place}) => tooWide(plainText(show), proseWidth - 6, 'A goal', place)),
		...task.lose.flatMap(({show, place}) => tooWide(plainText(show), proseWidth - 6, 'A lose line', place)),
		...task.hints.flatMap(({cases, place}) => cases.flatMap(({say}) => tooLong(say, 3, 'A hint', place))),
		...[task.solution, ...task.accept].flatMap((script) =>
			script.flatMap(({text, place}) => tooWide(text, proseWidth, 'A statement', place)),
		),
	];
}

function tooWide(text: string, most: number, what: string, place: Finding['place']): readonly Finding[] {
	const wide = stringWidth(text);
	return wide <= most
		? []
		: [{place, message: `${what} has ${most} columns in a terminal of 80, and this one needs ${wide}. Shorten it.`}];
}

function tooLong(text: Text, most: number, what: string, place: Finding['place']): readonly Finding[] {
	const rows = rowsOf(plainText(text), proseWidth);
	return rows <= most
		? []
		: [
				{
					place,
					message: `${what} has at most ${most} lines in a terminal of 80, and this one needs ${rows}. Shorten it.`,
				},
			];
}

function joined(script: Script): string {
	return script.map(({text}) => text).join('; ');
}
