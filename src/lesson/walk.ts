import type {World} from '../sim/world.js';
import {type Played, play, worldOf} from './judge.js';
import type {Act, Beat, Script, Step, Task} from './lesson.js';
import {beginning, type Trace} from './trail.js';

/** The statements that the author does at an act: what is shown, the run of a bet, the solution of a task; none where there is only something to read. */
export function authorsWay(act: Act): Script {
	switch (act.kind) {
		case 'try':
			return act.script;
		case 'predict':
			return act.run;
		case 'task':
			return act.solution;
		case 'read':
		case 'debrief':
			return [];
	}
}

/** A beat as it is met by a learner who has done what the author does. */
export type Walked = {
	readonly beat: Beat;
	/** The step up to the beat: its first world, and what was done there. */
	readonly trail: readonly Trace[];
	readonly world: World;
	/** What the author's way comes to from here. */
	readonly played: Played;
};

/** The beats of a step, each as the author's way leads to it; none where the step has no world of its own and `from` is not given. Order: as in the step. */
export function walk(
	step: Step,
	from: World | null = step.world === null ? null : worldOf(step.world),
): readonly Walked[] {
	if (from === null) return [];
	let trail: readonly Trace[] = [beginning(from)];
	let world = from;
	return step.beats.map((beat): Walked => {
		const walked = {beat, trail, world, played: play(authorsWay(beat.act), world)};
		trail = [...trail, ...walked.played.trail.slice(1)];
		({world} = walked.played);
		return walked;
	});
}

/** The ways through a task that the author thinks right, or offers: the solution, what is accepted as well, and the lines of the hints. Order: as named here. */
export function waysOf({solution, accept, hints}: Task): readonly Script[] {
	return [solution, ...accept, ...hints.flatMap(({cases}) => cases.map(({line}) => line))];
}
