import type {Statement} from '../sim/statement.js';
import type {Act, Lesson, Proof, Step, Task} from './lesson.js';
import {provedWay} from './prove.js';
import type {Trace} from './trail.js';
import {authorsWay, walk, waysOf} from './walk.js';

/** Proofs by the digest of what they prove. */
export type Proofs = Readonly<Record<string, Proof>>;

/** A task, and the step up to it: its first world and what a learner has done there who does what the author does. `way`: all statements up to it, from the empty world. */
export type Posed = {readonly task: Task; readonly trail: readonly Trace[]; readonly way: readonly Statement[]};

/** The proofs of every task of some lessons. Where a search gave up, or found a shorter way, there is none. */
export function prove(lessons: readonly Lesson[]): Proofs {
	const proved = lessons.flatMap(tasksOf).flatMap((posed): readonly (readonly [string, Proof])[] => {
		const {kind, length, states} = provedWay(posed.task, posed.trail);
		return kind === 'found' ? [[digestOf(posed), {length, states}]] : [];
	});
	return Object.fromEntries(proved.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The lessons with the proofs that belong to their tasks as they are now. */
export function withProofs(lessons: readonly Lesson[], proofs: Proofs): readonly Lesson[] {
	return lessons.map((lesson) => {
		const found = new Map(tasksOf(lesson).map((posed) => [posed.task, proofs[digestOf(posed)] ?? null]));
		const proven = (act: Act): Act => (act.kind === 'task' ? {...act, proof: found.get(act) ?? null} : act);
		return {
			...lesson,
			steps: lesson.steps.map((step) => ({
				...step,
				beats: step.beats.map((beat) => ({...beat, act: proven(beat.act)})),
			})),
		};
	});
}

/** Every task of a lesson. Order: as they come. */
export function tasksOf({steps}: Lesson): readonly Posed[] {
	return steps.flatMap(tasksOfStep);
}

function tasksOfStep(step: Step): readonly Posed[] {
	const world = (step.world ?? []).map(({statement}) => statement);
	return walk(step).flatMap(({beat: {act}, trail}, index): readonly Posed[] => {
		if (act.kind !== 'task') return [];
		const before = step.beats.slice(0, index).flatMap((beat) => authorsWay(beat.act));
		return [{task: act, trail, way: [...world, ...before.map(({statement}) => statement)]}];
	});
}

/** Stands for all that a proof depends on, beside the rules of the simulator: the statements that make the world, the goals, and what is allowed and offered. */
export function digestOf({task, way}: Posed): string {
	const {goals, lose, allow, par} = task;
	const facts = [...goals, ...lose].map(({when}) => when.fact);
	const statements = waysOf(task).map((script) => script.map(({statement, optional}) => [statement, optional]));
	return hash(JSON.stringify([way, facts, goals.length, allow, statements, par]));
}

/** 64 bits of FNV-1a, as two halves of different start. It guards against forgetting to prove anew, not against malice. */
function hash(text: string): string {
	const half = (start: number): string => {
		let value = start;
		for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
		return (value >>> 0).toString(16).padStart(8, '0');
	};
	return half(2_166_136_261) + half(1_099_511_627);
}
