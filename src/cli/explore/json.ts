import {print} from '../../language/print.js';
import {jsonLine} from '../json-line.js';
import type {Answer} from './answer.js';

/** The answer as one line of JSON. Order: the fields stand as the contract shows them. Source: the page on the language, Headless. */
export function answerLine({file, line, claim, verdict, finding}: Answer): string {
	const {states, depth, moves, script, faults} = finding;
	return jsonLine({
		type: 'claim',
		file,
		line,
		claim,
		verdict,
		states,
		depth,
		moves,
		script: script.map(({statement}) => print(statement)),
		searched: faults.searched,
		notSearched: faults.notSearched,
		idle: faults.idle,
	});
}
