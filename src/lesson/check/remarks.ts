import {clipped} from '../../language/visible.js';
import {evaluate} from '../../sim/fact-value.js';
import type {Lesson, Step, TextPosition} from '../lesson.js';
import {walk} from '../walk.js';
import {type Harmful, harmfulIn, type Repeated, repeatedIn} from './moves.js';
import {type Unborne, unborneIn} from './picture.js';
import {type Long, longIn, mostWords, type Sooner, soonerIn, type Wordlike, wordlikeIn, worldLines} from './words.js';

/** What an author should look at with their own eyes, since no machine can tell whether it is right. */
type Remark =
	/** The author's own way breaks a property that no text or goal of the lesson names. */
	| {readonly kind: 'flag'; readonly property: string; readonly place: TextPosition}
	/** A wrong choice of a bet without a number of docs/misconceptions.md: perhaps nobody would choose it. `choice`: from 1. */
	| {readonly kind: 'choice'; readonly choice: number; readonly place: TextPosition}
	| ({readonly kind: 'picture'} & Unborne)
	| ({readonly kind: 'harm'} & Harmful)
	| ({readonly kind: 'again'} & Repeated)
	| ({readonly kind: 'sooner'} & Sooner)
	| ({readonly kind: 'long'} & Long)
	| ({readonly kind: 'name'} & Wordlike)
	/** No step has notes for a speaker. */
	| {readonly kind: 'notes'; readonly place: TextPosition}
	/** The lesson is about a real system, and no card says how it is done there. */
	| {readonly kind: 'code'; readonly place: TextPosition};

/** The lessons around one: of its course, or given with it. */
export type Around = {readonly earlier: readonly Lesson[]; readonly later: readonly Lesson[]};

/** What there is to look at in a lesson. Each property is told once, where it is broken first. Order: as in the file. */
export function remarksOn(lesson: Lesson, {earlier, later}: Around = {earlier: [], later: []}): readonly Remark[] {
	const named = JSON.stringify(lesson);
	const flags = lesson.steps
		.flatMap(flagsIn)
		.filter(
			({property}, index, all) =>
				!named.includes(property) && all.findIndex((each) => each.property === property) === index,
		);
	return [
		...flags,
		...lesson.steps.flatMap(choicesIn),
		...lesson.steps.flatMap(unborneIn).map((each) => ({kind: 'picture' as const, ...each})),
		...lesson.steps.flatMap(harmfulIn).map((each) => ({kind: 'harm' as const, ...each})),
		...repeatedIn(lesson, earlier).map((each) => ({kind: 'again' as const, ...each})),
		...soonerIn(lesson, later).map((each) => ({kind: 'sooner' as const, ...each})),
		...longIn(lesson).map((each) => ({kind: 'long' as const, ...each})),
		...wordlikeIn(lesson).map((each) => ({kind: 'name' as const, ...each})),
		...missingIn(lesson),
	].sort((one, other) => one.place.line - other.place.line || one.place.column - other.place.column);
}

/** What a lesson has not that others have. */
function missingIn(lesson: Lesson): readonly Remark[] {
	const {steps} = lesson;
	const place = {line: 1, column: 1};
	const isReal = worldLines(lesson).some(
		({statement}) => statement.kind === 'lock' && statement.service.kind !== 'lease',
	);
	const hasCode = steps.some(({beats}) => beats.some(({act}) => act.kind === 'debrief' && act.code !== null));
	return [
		...(steps.some(({notes = []}) => notes.length > 0) ? [] : [{kind: 'notes' as const, place}]),
		...(isReal && !hasCode ? [{kind: 'code' as const, place}] : []),
	];
}

function flagsIn(step: Step): readonly Extract<Remark, {readonly kind: 'flag'}>[] {
	return walk(step).flatMap(({beat: {act}, played}) => {
		const events = played.trail.slice(1).flatMap(({moments}) => moments.map(({event}) => event));
		return act.kind === 'read' || act.kind === 'debrief'
			? []
			: events.flatMap((event) =>
					event.kind === 'violated' ? [{kind: 'flag' as const, property: event.property, place: act.place}] : [],
				);
	});
}

/** The right choice is the one that the simulator finds; any other of a bet may be a straw man. */
function choicesIn(step: Step): readonly Remark[] {
	return walk(step).flatMap(({beat: {act}, played}) => {
		if (act.kind !== 'predict') return [];
		const {world} = played;
		return act.choices.flatMap(({misconception, when, place}, index) =>
			misconception !== null || evaluate(world, when.fact) ? [] : [{kind: 'choice' as const, choice: index + 1, place}],
		);
	});
}

/** What an author is asked to look at, as a sentence. */
export function remarkText(remark: Remark): string {
	switch (remark.kind) {
		case 'flag':
			return `look: what you do here is flagged as ${remark.property}, and no text of this lesson says so.`;
		case 'choice':
			return `look: choice ${remark.choice} is wrong and names no misconception. Would a colleague choose it?`;
		case 'picture':
			return `look: the screen shows at no moment of this that "${clipped(remark.sentence)}"`;
		case 'harm':
			return `look: this way solves the task too, and there is a ${remark.property} in it, of which no goal speaks: ${remark.way}`;
		case 'again':
			return `look: this task is solved by the same moves as ${remark.as}. What is new in it?`;
		case 'sooner':
			return `look: a text here has "${remark.word}", which only ${remark.later} teaches.`;
		case 'long':
			return `look: this sentence has ${remark.words} words, and ${mostWords} are enough: "${clipped(remark.sentence)}"`;
		case 'name':
			return `look: the name ${remark.name} reads as a word of the sentence it stands in. Name a thing, such as ledger.`;
		case 'notes':
			return 'look: no step has notes for a speaker: what to ask, what rooms get wrong, how many minutes.';
		case 'code':
			return 'look: this is about a real system, and no card has the lines of code that do it there.';
	}
}
