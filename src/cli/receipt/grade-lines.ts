import type {Doubt} from '../../session/alike.js';
import type {ExerciseGrade, LessonGrade} from '../../session/grade.js';
import {padRow, row, rowText} from '../../view/text/row.js';
import {visible} from '../../view/text/visible.js';
import {width} from '../../view/text/width.js';
import {jsonLine} from '../json-line.js';
import type {GradedFile} from './grade-files.js';

/** The grades as a table with a line per receipt and lesson, and per exercise of code, which is one task; `*` marks a receipt that claims what is not so. */
export function gradeTable(graded: readonly GradedFile[]): string {
	if (graded.length === 0) return '';
	// With a workshop's key one column more says who had it.
	const hasKey = graded.some(({isMarked}) => isMarked !== null);
	const head = ['name', 'lesson', 'tasks', 'bets right', 'shortest', 'par', ...(hasKey ? ['key'] : [])];
	const lines = graded.flatMap(({name, isMarked, grade: {lessons, exercises, problems}}) => {
		const who = `${visible(name)}${problems.length > 0 ? ' *' : ''}`;
		const key = hasKey ? [isMarked === true ? 'yes' : 'no'] : [];
		const cells = [...lessons.map(cellsOf), ...exercises.map(exerciseCells)];
		return (cells.length === 0 ? [['-', '-', '-', '-', '-']] : cells).map((each) => [who, ...each, ...key]);
	});
	const table = [head, ...lines];
	const widths = head.map((_, column) => Math.max(...table.map((cells) => width(cells[column] ?? ''))));
	const drawn = table.map((cells) =>
		rowText(cells.flatMap((cell, column) => padRow(row(cell), (widths[column] ?? 0) + 2))),
	);
	return `${drawn.join('\n')}\n`;
}

/** The grades as CSV, with a heading. Source: RFC 4180, with plain line ends. */
export function csvLines(graded: readonly GradedFile[]): string {
	const head = [
		'file',
		'name',
		'workshop',
		'lesson',
		'tasks',
		'solved',
		'bets',
		'right',
		'shortest',
		'par',
		'problems',
		...(graded.some(({isMarked}) => isMarked !== null) ? ['key'] : []),
	];
	const lines = graded.flatMap(({file, name, workshop, isMarked, grade: {lessons, exercises, problems}}) => {
		const wrong = problems.join(' ');
		const key = isMarked === null ? [] : [isMarked ? 'yes' : 'no'];
		const start = [file, name, workshop ?? ''];
		if (lessons.length + exercises.length === 0) return [[...start, '', '', '', '', '', '', '', wrong, ...key]];
		return [
			...lessons.map(({id, tasks, solved, bets, right, length, par}) => [
				...start,
				id,
				...[tasks, solved, bets, right, length, par].map(String),
				wrong,
				...key,
			]),
			...exercises.map((each) => [...start, each.name, '1', each.solved ? '1' : '0', '0', '0', '', '', wrong, ...key]),
		];
	});
	return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

/** The grades as one JSON object a line, a line per receipt, each with the doubts that are about it. */
export function jsonLines(graded: readonly GradedFile[], doubts: readonly Doubt[]): string {
	return graded
		.map(({file, name, workshop, isMarked, grade: {lessons, exercises, problems}}) =>
			jsonLine({
				type: 'grade',
				file,
				name,
				workshop,
				ok: problems.length === 0,
				...(isMarked === null ? {} : {key: isMarked}),
				lessons: lessons.map(({id, tasks, solved, bets, right, length, par}) => ({
					id,
					tasks,
					solved,
					bets,
					right,
					shortest: length,
					par,
				})),
				exercises: exercises.map((each) => ({id: each.name, solved: each.solved})),
				problems,
				doubts: doubts.filter((doubt) => namesIn(doubt).includes(name)),
			}),
		)
		.join('');
}

function namesIn(doubt: Doubt): readonly string[] {
	return doubt.kind === 'all-same' ? doubt.names : 'other' in doubt ? [doubt.name, doubt.other] : [doubt.name];
}

function cellsOf({id, tasks, solved, bets, right, length, par}: LessonGrade): readonly string[] {
	return [
		id,
		`${solved}/${tasks}`,
		bets === 0 ? '-' : `${right}/${bets}`,
		...(solved === 0 ? ['-', '-'] : [String(length), String(par)]),
	];
}

function exerciseCells({name, solved}: ExerciseGrade): readonly string[] {
	return [name, `${solved ? 1 : 0}/1`, '-', '-', '-'];
}

/** A spreadsheet takes a cell that begins like a formula for one, and a receipt comes from anybody: it gets a quote before it. */
function csvCell(text: string): string {
	const shown = visible(text);
	const tame = /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
	return /[",\s]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
