import {caseOf} from '../hint.js';
import {play, standing} from '../judge.js';
import type {HintCase, Task} from '../lesson.js';
import type {Trace} from '../trail.js';
import type {Finding} from './search.js';

/** Returns what is wrong with the last hint: run from the first place of the solution at which each of its cases is offered, it must bring the learner nearer. */
export function hintFindings(task: Task, trail: readonly Trace[]): readonly Finding[] {
	const hint = task.hints.at(-1);
	if (hint === undefined) return [];
	const seen = new Set<HintCase>();
	const findings: Finding[] = [];
	for (let done = 0; done < task.solution.length; done++) {
		const so = [...trail, ...play(task.solution.slice(0, done), end(trail).world).trail.slice(1)];
		const offered = caseOf(hint, end(so).world);
		if (offered === null)
			findings.push({
				place: hint.place,
				message: 'No case of this hint fits along the solution. Let its last case have no when.',
			});
		else if (!seen.has(offered) && !helps(task, so, done, offered))
			findings.push({
				place: offered.line[0]?.place ?? hint.place,
				message: `This hint is offered ${done === 0 ? 'at the start' : `after ${done} of the solution's statements`} and does not bring the learner nearer to the goals.`,
			});
		if (offered === null) break;
		seen.add(offered);
	}
	return findings;
}

/** Whether the hint ticks a goal, or leaves fewer of the solution's statements to do than before. */
function helps(task: Task, trail: readonly Trace[], done: number, {line}: HintCase): boolean {
	const played = play(line, end(trail).world);
	if (played.refused !== null) return false;
	const after = [...trail, ...played.trail.slice(1)];
	const now = standing(task, after);
	if (now.lost !== null) return false;
	if (now.solved || count(now.ticked) > count(standing(task, trail).ticked)) return true;
	for (let from = task.solution.length - 1; from > done; from--) {
		const rest = play(task.solution.slice(from), played.world);
		if (rest.refused === null && standing(task, [...after, ...rest.trail.slice(1)]).solved) return true;
	}
	return false;
}

function count(ticked: readonly boolean[]): number {
	return ticked.filter(Boolean).length;
}

function end(trail: readonly Trace[]): Trace {
	const trace = trail.at(-1);
	if (trace === undefined) throw new Error('a trail has at least its first world');
	return trace;
}
