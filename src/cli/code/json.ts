import {type CodeAnswer, claimText} from '../../code/verdict-words.js';
import {print} from '../../language/print.js';
import {jsonLine} from '../json-line.js';

/** The answer as one line of JSON. Order: the fields as documented in docs/build.md. `lines`: per statement that the code asked for, its place. */
export function answerJson(answer: CodeAnswer): string {
	const {file, verdict, finding, moves, world, runs} = answer;
	return jsonLine({
		type: 'claim',
		file,
		claim: claimText(answer.claim),
		verdict,
		schedules: finding.schedules === null ? null : String(finding.schedules),
		states: finding.states,
		moves: finding.kind === 'found' ? moves.length : null,
		script: moves.flatMap(({done}) => done.map(({statement}) => print(statement))),
		lines: moves.flatMap(({done, place}) =>
			place.file === null
				? []
				: done.map(({statement}) => ({statement: print(statement), file: place.file, line: place.line})),
		),
		clients: world.spec.clients.length,
		runs,
		notes: finding.notes,
	});
}
