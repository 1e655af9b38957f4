import {type Claim, verdictOf} from '../explore/claim.js';
import type {Finding} from '../explore/explore.js';
import {claimText, print} from '../language/print.js';
import type {Answer} from './types.js';

/** What a search says of a claim, as plain data. */
export function answerOf(claim: Claim, line: number, finding: Finding): Answer {
	const {states, depth, moves, faults} = finding;
	return {
		line,
		claim: claimText(claim),
		verdict: verdictOf(claim, finding),
		states,
		depth,
		moves,
		script: finding.script.map(({statement}) => print(statement)),
		...faults,
	};
}
