import {search} from '../cli/explore/search.js';
import {canBeDrawn, drawn} from '../cli/run/diagram.js';
import {stateOf} from '../cli/run/state.js';
import {defaultLimits} from '../explore/explore.js';
import {spoken} from '../narrate/violation.js';
import {answerOf} from './answer.js';
import {numberGiven, scriptGiven, textGiven} from './given.js';
import {played, read} from './played.js';
import {ScriptError} from './script-error.js';
import type {Answer, Limits, Run, Script} from './types.js';

export {ScriptError} from './script-error.js';
export type {Answer, Event, Expectation, Limits, Problem, Run, Script, State} from './types.js';

/** The script that a text says. Throws: ScriptError where it is no text of the language. */
export function parse(text: string): Script {
	const {statements} = read(textGiven(text, 'parse takes the text of a script'));
	return {text, statements: statements.map(({text: typed, line, column}) => ({text: typed, line, column}))};
}

/** What a script does in a world of its own, from its first statement to its last. A refusal or a false expectation does not stop it. */
export function perform(script: Script): Run {
	const {steps, refusals, expectations, end, world} = played(scriptGiven(script));
	const events = steps.flatMap((step) => step.events.map(spoken));
	return {events, refusals, expectations, violations: end.violations.map(spoken), state: stateOf(world)};
}

/** What the search says of each claim of a script, over every schedule of its programs. Throws: ScriptError where a statement is refused, RangeError where a limit limits nothing. */
export async function explore(
	script: Script,
	{maxStates = defaultLimits.maxStates, maxSeconds}: Limits = {},
): Promise<readonly Answer[]> {
	numberGiven(maxStates, (number) => number >= 1, 'maxStates is a number of states from 1');
	if (maxSeconds !== undefined) numberGiven(maxSeconds, (number) => number > 0, 'maxSeconds is a number above 0');
	const {refusals, claims, world} = played(scriptGiven(script));
	if (refusals.length > 0) throw new ScriptError(refusals);
	const answers: Answer[] = [];
	for (const {claim, line} of claims) {
		const finding = await search(world, claim.fact, {...defaultLimits, maxStates}, maxSeconds);
		answers.push(answerOf(claim, line, finding));
	}
	return answers;
}

/** The space-time diagram of what a script does: lines of text, none wider than the columns, which are from 40 to 300. */
export async function draw(
	script: Script,
	{columns = 80, ascii = false}: {readonly columns?: number; readonly ascii?: boolean} = {},
): Promise<string> {
	numberGiven(columns, canBeDrawn, 'columns is a whole number from 40 to 300');
	const {steps, world} = played(scriptGiven(script));
	return await drawn(steps, world.spec, columns, ascii);
}
