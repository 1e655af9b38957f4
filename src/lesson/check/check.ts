import {clipped} from '../../language/visible.js';
import {play, worldOf} from '../judge.js';
import type {Lesson, Problem, Step} from '../lesson.js';
import {beginning, type Trace} from '../trail.js';
import {betFindings} from './bet.js';
import {misfits} from './fit.js';
import type {Finding, Search} from './search.js';
import {taskFindings} from './task.js';

/**
 * Returns everything that is wrong with well-formed lessons, per lesson. `earlier` are lessons that come before these and are not checked.
 * Without a `search` nothing is asked that needs every schedule. Order: as the lessons.
 */
export function checkLessons(
	lessons: readonly Lesson[],
	earlier: readonly Lesson[],
	search?: Search,
): readonly (readonly Problem[])[] {
	const taught = new Set(earlier.flatMap((lesson) => lesson.teaches));
	return lessons.map((lesson) => {
		const findings = [
			...usesFindings(lesson, taught),
			...misfits(lesson),
			...lesson.steps.flatMap((step) => stepFindings(step, search)),
			...claimFindings(lesson, search),
		];
		for (const word of lesson.teaches) taught.add(word);
		return findings
			.map(({place, ...finding}) => ({file: lesson.file, ...place, ...finding}))
			.sort((one, other) => one.line - other.line || one.column - other.column);
	});
}

function usesFindings(lesson: Lesson, taught: ReadonlySet<string>): readonly Finding[] {
	return lesson.uses
		.filter((word) => !taught.has(word))
		.map((word) => ({
			place: {line: 1, column: 1},
			message: `This lesson uses ${clipped(word)}, which no earlier lesson teaches. Teach it earlier, or take it out of uses.`,
		}));
}

/** Walks through a step as a learner who does what the author does. */
function stepFindings(step: Step, search: Search | undefined): readonly Finding[] {
	if (step.world === null) return [];
	const findings: Finding[] = [];
	let trail: readonly Trace[] = [beginning(worldOf(step.world))];
	for (const {act} of step.beats) {
		const world = trail.at(-1)?.world;
		if (world === undefined) break;
		if (act.kind === 'try') {
			const played = play(act.script, world);
			if (played.refused !== null)
				findings.push({place: played.refused.line.place, message: `This line is refused. ${played.refused.sentence}`});
			trail = [...trail, ...played.trail.slice(1)];
		} else if (act.kind === 'predict') {
			findings.push(...betFindings(act, world));
			trail = [...trail, ...play(act.run, world).trail.slice(1)];
		} else if (act.kind === 'task') {
			const wrong = taskFindings(act, trail);
			findings.push(...wrong, ...(wrong.length === 0 && search ? search({kind: 'task', task: act, trail}) : []));
		}
	}
	return findings;
}

function claimFindings(lesson: Lesson, search: Search | undefined): readonly Finding[] {
	return search ? lesson.claims.flatMap((claims) => search({kind: 'claims', claims})) : [];
}
