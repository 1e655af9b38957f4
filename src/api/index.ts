import {search} from '../cli/explore/search.js';
import {drawn} from '../cli/run/diagram.js';
import {stateOf} from '../cli/run/state.js';
import {defaultLimits} from '../explore/explore.js';
import {parseScript} from '../language/parse.js';
import {spoken} from '../narrate/violation.js';
import {answerOf} from './answer.js';
import {played} from './played.js';
import {ScriptError} from './script-error.js';
import type {Answer, Limits, Run, Script} from './types.js';

export {ScriptError} from './script-error.js';
export type {Answer, Event, Expectation, Limits, Run, Script, State} from './types.js';

/** The script that a text says. Throws: ScriptError where it is no text of the language. */
export function parse(text: string): Script {
	const {statements, errors} = parseScript(text);
	const syntax = errors.filter(({kind}) => kind === 'syntax');
	const problems = syntax.map(({line, column, message}) => ({line, column, message}));
	if (problems.length > 0) throw new ScriptError(problems);
	return {text, statements: statements.map(({text: typed, line, column}) => ({text: typed, line, column}))};
}

/** What a script does in a world of its own, from its first statement to its last. A refusal or a false expectation does not stop it. */
export function perform(script: Script): Run {
	const {steps, refusals, expectations, end, world} = played(script);
	const events = steps.flatMap((step) => step.events.map(spoken));
	return {events, refusals, expectations, violations: end.violations.map(spoken), state: stateOf(world)};
}

/** What the search says of each claim of a script, over every schedule of its programs. Throws: ScriptError where a statement is refused. */
export async function explore(
	script: Script,
	{maxStates = defaultLimits.maxStates, maxSeconds}: Limits = {},
): Promise<readonly Answer[]> {
	const {refusals, claims, world} = played(script);
	if (refusals.length > 0) throw new ScriptError(refusals);
	const answers: Answer[] = [];
	for (const {claim, line} of claims) {
		const finding = await search(world, claim.fact, {...defaultLimits, maxStates}, maxSeconds);
		answers.push(answerOf(claim, line, finding));
	}
	return answers;
}

/** The space-time diagram of what a script does: lines of text, none wider than the columns. */
export async function draw(
	script: Script,
	{columns = 80, ascii = false}: {readonly columns?: number; readonly ascii?: boolean} = {},
): Promise<string> {
	const {steps, world} = played(script);
	return await drawn(steps, world.spec, columns, ascii);
}
