import {callText} from '../../code/check-class.js';
import type {Answer} from '../../code/file-answer.js';
import type {CodeAnswer} from '../../code/verdict-words.js';
import {claimText, print} from '../../language/print.js';
import {staleWriteClause} from '../../narrate/goal.js';
import {jsonLine} from '../json-line.js';

/** The answer as one line of JSON. Order: the fields as documented in docs/build.md. */
export function answerJson(answer: Answer): string {
	switch (answer.kind) {
		case 'claim':
			return claimJson(answer);
		case 'class': {
			const {file, name, calls, finding} = answer;
			return jsonLine({
				type: 'class',
				file,
				claim: `${name} answers every sequence of up to ${calls} calls`,
				verdict: finding.wrong === null ? 'holds' : 'violated',
				sequences: String(finding.sequences),
				calls: finding.wrong?.calls.map(callText) ?? [],
				expected: finding.wrong?.expected ?? null,
				got: finding.wrong?.got ?? null,
			});
		}
		case 'founding': {
			const {file, name, test} = answer;
			return jsonLine({
				type: 'founding',
				file,
				claim: claimOf(name),
				verdict: test.isRight ? 'holds' : 'violated',
				lands: test.lands,
				steps: test.steps,
			});
		}
	}
}

/** What the founding test shows of a store. */
export function claimOf(name: string): string {
	return staleWriteClause(name !== 'UnfencedResourceServer');
}

/** `lines`: per statement that the code asked for, its place. */
function claimJson(answer: CodeAnswer): string {
	const {file, verdict, finding, moves, world, setup, runs} = answer;
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
		said: moves.flatMap(({client, said}, index) => said.map((text) => ({move: index + 1, client, text}))),
		world: setup.map(print),
		clients: world.spec.clients.length,
		runs,
		notes: finding.notes,
		searched: finding.faults.searched,
		notSearched: finding.faults.notSearched,
		idle: finding.faults.idle,
	});
}
