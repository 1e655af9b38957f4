import {clipped} from '../../language/visible.js';
import {atomsOf} from '../../sim/formula.js';
import type {Lesson, Problem, Step} from '../lesson.js';
import {type Walked, walk} from '../walk.js';
import {betFindings} from './bet.js';
import {misfits, type Page} from './fit.js';
import {shownIn} from './moves.js';
import type {Finding, Search} from './search.js';
import {taskFindings} from './task.js';

/**
 * Returns everything that is wrong with well-formed lessons, per lesson. `earlier` are lessons that come before these and are not checked.
 * Without a `search` nothing is asked that needs every schedule, and without a `page` nothing about what fits. Order: as the lessons.
 */
export function checkLessons(
	lessons: readonly Lesson[],
	earlier: readonly Lesson[],
	search?: Search,
	page?: Page,
): readonly (readonly Problem[])[] {
	const taught = new Set(earlier.flatMap((lesson) => lesson.teaches));
	return lessons.map((lesson) => {
		const findings = [
			...usesFindings(lesson, taught),
			...flagFindings(lesson),
			...(page === undefined ? [] : misfits(lesson, page)),
			...lesson.steps.flatMap((step) => stepFindings(step, search)),
			...claimFindings(lesson, search),
			...shownIn(lesson).map(({claim, place}) => ({
				place,
				message: `${claim}: what the learner does in this step shows it, with faults that are not searched. Allow them with faults, or claim less.`,
			})),
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

/** A goal on a flag that is not shown yet could be met and nobody would see why. */
function flagFindings({notYet = [], steps}: Lesson): readonly Finding[] {
	const goals = steps.flatMap(({beats}) => beats.flatMap(({act}) => (act.kind === 'task' ? act.goals : [])));
	return goals.flatMap(({when}) =>
		atomsOf(when.fact).flatMap(({atom, wanted}) =>
			wanted && atom.kind === 'violated' && notYet.includes(atom.property)
				? [
						{
							place: when.place,
							message: `This goal asks for ${atom.property}, which only a later lesson teaches. Teach it here, or ask for something else.`,
						},
					]
				: [],
		),
	);
}

/** Walks through a step as a learner who does what the author does. */
function stepFindings(step: Step, search: Search | undefined): readonly Finding[] {
	return walk(step).flatMap((walked) => beatFindings(walked, search));
}

function beatFindings({beat: {act}, trail, world, played}: Walked, search: Search | undefined): readonly Finding[] {
	switch (act.kind) {
		case 'try':
			return played.refused === null
				? []
				: [{place: played.refused.line.place, message: `This line is refused. ${played.refused.sentence}`}];
		case 'predict':
			return betFindings(act, world);
		case 'task': {
			const wrong = taskFindings(act, trail);
			return wrong.length === 0 && search ? search({kind: 'task', task: act, trail}) : wrong;
		}
		case 'read':
		case 'debrief':
			return [];
	}
}

function claimFindings(lesson: Lesson, search: Search | undefined): readonly Finding[] {
	return search ? lesson.claims.flatMap((claims) => search({kind: 'claims', claims})) : [];
}
