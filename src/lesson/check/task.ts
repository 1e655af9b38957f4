import {explainFact} from '../../narrate/fact.js';
import {play as playStatements} from '../../sim/play.js';
import {whyNotAllowed} from '../allow.js';
import {play, standing} from '../judge.js';
import type {Script, Task} from '../lesson.js';
import {plainText} from '../prose.js';
import type {Trace} from '../trail.js';
import {hintFindings} from './hint.js';
import type {Finding} from './search.js';

/** Returns what is wrong with a task. `trail` is the step up to the task: its first world and what the learner has done there. */
export function taskFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	const start = standing(task, trail);
	if (start.solved) return [{place: task.place, message: 'The goals are all met before the learner does anything.'}];
	if (start.lost !== null)
		return [
			{place: start.lost.place, message: 'This is true before the learner does anything, so the task begins lost.'},
		];
	const solution = wayFindings(task, trail, task.solution, 'The solution');
	return [
		...(solution.length > 0 ? solution : [...needFindings(task, trail), ...hintFindings(task, trail)]),
		...task.accept.flatMap((script) => wayFindings(task, trail, script, 'This accepted way')),
		...task.reject.flatMap((script) => rejectFindings(task, trail, script)),
	];
}

/** What keeps a way from being a solution that a learner may type. */
function wayFindings(task: Task, trail: readonly Trace[], script: Script, what: string): readonly Finding[] {
	const banned = script.flatMap((line): Finding[] => {
		const sentence = whyNotAllowed(line.statement, task.allow);
		return sentence === null
			? []
			: [{place: line.place, message: `The task does not allow this statement: ${line.text}. Add its word to allow.`}];
	});
	if (banned.length > 0) return banned;
	const played = play(script, last(trail).world);
	if (played.refused !== null)
		return [{place: played.refused.line.place, message: `This line is refused. ${played.refused.sentence}`}];
	const {solved, ticked, lost} = standing(task, [...trail, ...played.trail.slice(1)]);
	if (solved) return [];
	const place = script[0]?.place ?? task.place;
	if (lost !== null) return [{place, message: `${what} loses: ${plainText(lost.show)}.`}];
	const open = task.goals.filter((_, index) => ticked[index] !== true);
	return open.map(({show, when}) => ({
		place,
		message: `${what} does not meet the goal "${plainText(show)}": ${explainFact(played.world, when.fact)}.`,
	}));
}

function rejectFindings(task: Task, trail: readonly Trace[], script: Script): readonly Finding[] {
	if (!solves(task, trail, script)) return [];
	return [
		{
			place: script[0]?.place ?? task.place,
			message: 'This way is to be rejected, but it meets every goal. Make the goals more exact, or accept it.',
		},
	];
}

/** What the solution could do without. A tail that nothing needs is told once. */
function needFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	const tail = prefixFindings(task, trail);
	return tail.length > 0 ? tail : deletionFindings(task, trail);
}

function prefixFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	for (let length = 1; length < task.solution.length; length++) {
		const rest = task.solution.slice(length);
		if (!rest.every(({optional}) => optional) && solves(task, trail, task.solution.slice(0, length)))
			return [
				{
					place: rest[0]?.place ?? task.place,
					message: 'The goals are all met before this line of the solution. Cut the solution here, or ask for more.',
				},
			];
	}
	return [];
}

function deletionFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	return task.solution.flatMap((line, index): Finding[] => {
		const works = solves(task, trail, [...task.solution.slice(0, index), ...task.solution.slice(index + 1)]);
		if (works && !line.optional)
			return [
				{place: line.place, message: 'The solution works without this statement. Take it out, or mark it: # optional.'},
			];
		if (!works && line.optional)
			return [
				{
					place: line.place,
					message: 'This statement is marked optional, but without it the solution fails. Take the mark away.',
				},
			];
		return [];
	});
}

/** Whether a script meets all goals. A refused statement changes nothing and the next is tried, as at the prompt. */
function solves(task: Task, trail: readonly Trace[], script: Script): boolean {
	const statements = script.map(({statement}) => statement);
	const {done} = playStatements(statements, last(trail).world, {skipsRefusals: true});
	return standing(task, [...trail, ...done]).solved;
}

function last(trail: readonly Trace[]): Trace {
	const trace = trail.at(-1);
	if (trace === undefined) throw new Error('a trail has at least its first world');
	return trace;
}
