import type {Exercise} from '../../code/exercise.js';
import {print} from '../../language/print.js';
import {legendRows} from '../diagram/legend.js';
import type {Pane} from '../screens/pane.js';
import {hangingRows, sentenceRow} from '../screens/prose-rows.js';
import {pad} from '../text/fit.js';
import {type Row, row} from '../text/row.js';
import type {ClaimAnswer} from './watch.js';

/** The exercise in words, with as many hints as were asked for. */
export function taskPane(exercise: Exercise, hints: number): Pane {
	return {title: `${exercise.number} ${exercise.title}`, top: 0, rows: (columns) => taskRows(exercise, hints, columns)};
}

/** The story of an exercise, what is to be shown, and hints. */
export function taskRows(exercise: Exercise, hints: number, columns: number): readonly Row[] {
	const {story, claim, impossible, lessons} = exercise;
	const left = exercise.hints.length - hints;
	const told = exercise.hints.slice(0, hints);
	return [
		...story.flatMap((paragraph) => [...hangingRows(indent, sentenceRow(paragraph), columns), []]),
		...hangingRows([{text: ' To show: ', style: 'bold'}], sentenceRow(claim), columns),
		[],
		...told.flatMap((hint, index) =>
			hangingRows([{text: ` ${index + 1}. `, style: 'accent'}], sentenceRow(hint), columns),
		),
		...(told.length > 0 ? [[]] : []),
		...hangingRows(
			indent,
			sentenceRow(left > 0 ? `\`h\` tells ${told.length === 0 ? 'a hint' : 'another hint'}.` : 'These are all hints.'),
			columns,
		),
		...(impossible && left === 0
			? hangingRows(
					indent,
					sentenceRow('Whoever thinks that no code can win says so: `// exercise: impossible`'),
					columns,
				)
			: []),
		...(lessons.length === 0
			? []
			: hangingRows(
					indent,
					sentenceRow(`Lessons about it: ${lessons.map((id) => `\`fence-tutor learn ${id}\``).join(', ')}`),
					columns,
				)),
	];
}

/** A schedule as statements that set its world up and do the same. */
export function statementsPane({setup, moves}: ClaimAnswer): Pane {
	const statements = [...setup, ...moves.flatMap(({done}) => done.map(({statement}) => statement))].map(print);
	return {
		title: 'The same as statements',
		top: 0,
		rows: (columns) => [
			...statements.flatMap((text) => hangingRows([{text: '   ', style: 'plain'}], row(text, 'code'), columns)),
			[],
			...hangingRows(
				indent,
				sentenceRow(
					'Kept in a file, `fence-tutor run FILE` does the same without your code. `r` opens it in the sandbox.',
				),
				columns,
			),
		],
	};
}

/** The keys, and the marks of the ladder. `isFolder`: there is a list to go back to. */
export function helpPane(isFolder: boolean): Pane {
	return {
		title: 'Keys',
		top: 0,
		rows: (columns) => [
			...keys
				.filter(([key]) => isFolder || key !== 'Esc')
				.flatMap(([key, about]) =>
					hangingRows([{text: ` ${pad(key, 12)} `, style: 'code'}], sentenceRow(about), columns),
				),
			[],
			[{text: ' Marks', style: 'bold'}],
			...legendRows(columns - 2).map((each): Row => [{text: '  ', style: 'plain'}, ...each]),
		],
	};
}

const indent: Row = [{text: ' ', style: 'plain'}];

const keys: readonly (readonly [key: string, about: string])[] = [
	['← →', 'A move of the schedule back, and on. Home and End: the first, the last.'],
	['↑ ↓', 'The claim above, the claim below.'],
	['e', 'Your editor at the line of the move. It is the program that `VISUAL` or `EDITOR` names.'],
	['s', 'The schedule as statements of the fence language.'],
	['r', 'The schedule in the sandbox, without your code. `/quit` comes back here.'],
	['2 3 4', 'So many clients run the code, up to 6. 0: as many as its world says.'],
	['t', 'The task of the exercise.'],
	['h', 'A hint; again, one more.'],
	['Enter', 'Checks the file again without a save.'],
	['Esc', 'Back to the list of files; closes a page.'],
	['q, Ctrl-C', 'Quit.'],
];
