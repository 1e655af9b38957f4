import {lengthOf} from '../explore/reach/quest.js';
import {type Reached, reach} from '../explore/reach/reach.js';
import type {Fact} from '../sim/fact.js';
import type {Statement} from '../sim/statement.js';
import {play, standing} from './judge.js';
import type {Script, Task} from './lesson.js';
import {questOf} from './quest.js';
import type {Trace} from './trail.js';

/** The length that the author says is the least: the par, or else that of the solution without waits and without what may be left out. */
export function claimedLength({par, solution}: Task): number {
	return par ?? lengthOf(statementsOf(necessary(solution)));
}

/**
 * The shortest way to solve a task. Only ways shorter than the author's are searched for: that one is known, and a proof that none is shorter is all that is missing.
 * Shape: `states` are those of that proof.
 */
export function provedWay(task: Task, trail: readonly Trace[]): Reached {
	const known = knownWay(task, trail);
	const claimed = claimedLength(task);
	const shorter = search(task, trail, claimed - 1);
	if (shorter.kind === 'found') return shorter;
	if (shorter.kind === 'gave-up' && shorter.length < claimed - 1) return shorter;
	const {states} = shorter;
	if (known !== null && lengthOf(known) === claimed) return {kind: 'found', states, length: claimed, script: known};
	const way = search(task, trail, known === null ? claimed : lengthOf(known));
	return way.kind === 'found' || known === null ? way : {...way, kind: 'gave-up'};
}

/** A way that solves a task, is no longer than the author says is the least, and makes a fact true as well; null where none was found. */
export function wayThatAlso(task: Task, trail: readonly Trace[], fact: Fact): readonly Statement[] | null {
	const quest = questOf(task, standing(task, trail).ticked);
	const both = {...quest, goals: [...quest.goals, fact], ticked: [...quest.ticked, false]};
	const limits = {maxStates: lookedAt, maxLength: claimedLength(task), isClose: false};
	const {kind, script} = reach(last(trail).world, both, limits);
	return kind === 'found' ? script : null;
}

/** The most states that are looked at for a way that is no mistake for certain. */
const lookedAt = 2_000;

/** The shortest way that the author gives; null when none of them solves the task. */
function knownWay(task: Task, trail: readonly Trace[]): readonly Statement[] | null {
	const ways = [necessary(task.solution), task.solution, ...task.accept]
		.filter((script) => solves(task, trail, script))
		.map(statementsOf);
	return ways.reduce<readonly Statement[] | null>(
		(best, way) => (best === null || lengthOf(way) < lengthOf(best) ? way : best),
		null,
	);
}

function solves(task: Task, trail: readonly Trace[], script: Script): boolean {
	const played = play(script, last(trail).world);
	return played.refused === null && standing(task, [...trail, ...played.trail.slice(1)]).solved;
}

/** Time is looked at closely; where that is too much, at the moments at which anything happens. */
function search(task: Task, trail: readonly Trace[], maxLength: number): Reached {
	const quest = questOf(task, standing(task, trail).ticked);
	const close = reach(last(trail).world, quest, {maxStates: mostStates, maxLength, isClose: true});
	const isDecided = close.kind !== 'gave-up' || close.length === maxLength;
	return isDecided ? close : reach(last(trail).world, quest, {maxStates: mostStates, maxLength, isClose: false});
}

/** The most states that the ways of a task may go through, up to the length of the author's. */
const mostStates = 50_000;

function necessary(solution: Script): Script {
	return solution.filter(({optional}) => !optional);
}

function statementsOf(script: Script): readonly Statement[] {
	return script.map(({statement}) => statement);
}

function last(trail: readonly Trace[]): Trace {
	const trace = trail.at(-1);
	if (trace === undefined) throw new Error('a trail has at least its first world');
	return trace;
}
