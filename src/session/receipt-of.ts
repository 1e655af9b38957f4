import type {Exercise} from '../code/exercise.js';
import {exerciseIn, type Progress} from '../progress/record.js';
import {rulesVersion} from '../sim/rules-version.js';
import {byPlace} from './beat-place.js';
import {exerciseDigest, proofOf} from './exercise-proof.js';
import type {Attended, Coded, Here, Receipt} from './receipt.js';
import {runsOf} from './run.js';

/** What a receipt says of a learner's progress: all that was reached under the rules of today. */
export function receiptOf(
	progress: Progress,
	known: readonly Exercise[],
	{
		name,
		workshop,
		here = null,
	}: {readonly name: string | null; readonly workshop: string | null; readonly here?: Here | null},
): Omit<Receipt, 'intact' | 'mark' | 'digest'> {
	const solved = known.filter(({id}) => exerciseIn(progress, id).solvedAt !== null);
	return {
		name,
		workshop,
		rules: rulesVersion,
		here,
		lessons: attendedIn(progress),
		exercises: solved.flatMap((exercise) => codedIn(progress, exercise)),
	};
}

/** What shows an exercise under these rules, if it is as it was when it was solved. */
function codedIn(progress: Progress, exercise: Exercise): readonly Coded[] {
	const proof = proofOf(exerciseIn(progress, exercise.id).proof);
	return proof === null || proof.rules !== rulesVersion || proof.text !== exerciseDigest(exercise)
		? []
		: [{id: exercise.id, text: proof.text, shows: proof.shows}];
}

/** What was done under these rules, each lesson with the latest of its texts. */
function attendedIn({lessons}: Progress): readonly Attended[] {
	return Object.entries(lessons).flatMap(([id, record]) => {
		const runs = Object.values(runsOf(record.runs)).filter(({rules}) => rules === rulesVersion);
		const text = mostUsed(runs.map(({lesson}) => lesson));
		const deeds = runs.filter(({lesson}) => lesson === text).sort(byPlace);
		return deeds.length === 0 || text === null
			? []
			: [{id, text, runs: deeds.map(({of, lines, events, at, done}) => ({of, lines, events, at, done}))}];
	});
}

/** A lesson that changed half-way has runs of two texts; those of one only can be graded together. */
function mostUsed(texts: readonly string[]): string | null {
	const count = (text: string) => texts.filter((each) => each === text).length;
	return texts.reduce<string | null>((best, text) => (best === null || count(text) > count(best) ? text : best), null);
}
