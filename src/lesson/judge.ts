import {grouped} from '../language/grouped.js';
import {refusalSentence} from '../narrate/refusal.js';
import {evaluate} from '../sim/fact-value.js';
import {play as playStatements} from '../sim/play.js';
import {pulse} from '../sim/pulse.js';
import {emptyWorld} from '../sim/setup.js';
import type {World} from '../sim/world.js';
import type {Goal, Line, Predict, Script, Task} from './lesson.js';
import {beginning, type Trace, worldsOf} from './trail.js';

/** How a task stands: per goal whether it has been true since the step began, whether all have, and the `lose` that came true before that. */
export type Standing = {readonly ticked: readonly boolean[]; readonly solved: boolean; readonly lost: Goal | null};

/**
 * Returns how a task stands after what was done since its step began. `trail` begins with the step's first world.
 * A `lose` that comes true before all goals are met is final: only going back helps.
 */
export function standing(task: Task, trail: readonly Trace[]): Standing {
	let ticked = task.goals.map(() => false);
	for (const world of worldsOf(trail)) {
		pulse();
		ticked = task.goals.map((goal, index) => ticked[index] === true || evaluate(world, goal.when.fact));
		if (ticked.every(Boolean)) return {ticked, solved: true, lost: null};
		const lost = task.lose.find((goal) => evaluate(world, goal.when.fact));
		if (lost !== undefined) return {ticked, solved: false, lost};
	}
	return {ticked, solved: false, lost: null};
}

/** Returns the position of the one choice that is true after the bet was run, or null unless there is exactly one. */
export function rightChoice(predict: Predict, after: World): number | null {
	const right = predict.choices.flatMap((choice, index) => (evaluate(after, choice.when.fact) ? [index] : []));
	return right.length === 1 ? (right[0] ?? null) : null;
}

/** What a script came to: the trail, beginning with `from`, and the line that was refused with its reason, or null. */
export type Played = {
	readonly trail: readonly Trace[];
	readonly world: World;
	readonly refused: {readonly line: Line; readonly sentence: string} | null;
};

/** The most events that one script of a lesson may make. */
export const mostEvents = 100_000;

/** Returns what a script comes to in a world; it stops at the first refusal, and where it makes more than `most` events. */
export function play(script: Script, from: World, most = mostEvents): Played {
	const statements = script.map(({statement}) => statement);
	const {done, world, refused, tooLongAt} = playStatements(statements, from, {mostEvents: most});
	const line = script[refused?.at ?? tooLongAt ?? script.length];
	const sentence = refused === null ? tooMany : refusalSentence(refused.refusal);
	return {trail: [beginning(from), ...done], world, refused: line === undefined ? null : {line, sentence}};
}

/** Returns the world that a lesson's or a step's script builds from the empty world. */
export function worldOf(script: Script): World {
	return play(script, emptyWorld).world;
}

const tooMany = `From here on a lesson's script makes more than ${grouped(mostEvents)} events. Wait for a shorter time.`;
