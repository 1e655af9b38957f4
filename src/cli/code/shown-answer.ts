import {dirname, resolve} from 'node:path';
import type {Answer, ShownFileAnswer} from '../../code/file-answer.js';
import {lineAt} from './check-code.js';

/** The answer as plain data, with the learner's lines as they are on the disk now. */
export function shownAnswer(answer: Answer, cwd: string): ShownFileAnswer {
	if (answer.kind !== 'claim') return answer;
	const {table: _, ...finding} = answer.finding;
	const folder = resolve(cwd, dirname(answer.file));
	const sources = answer.moves.map(({place}) =>
		place.file === null || place.line === null ? null : lineAt(resolve(folder, place.file), place.line),
	);
	return {...answer, finding, sources};
}
