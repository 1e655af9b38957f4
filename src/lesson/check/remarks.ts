import {evaluate} from '../../sim/fact-value.js';
import type {Lesson, Step, TextPosition} from '../lesson.js';
import {walk} from '../walk.js';

/** What an author should look at with their own eyes, since no machine can tell whether it is right. */
export type Remark =
	/** The author's own way breaks a property that no text or goal of the lesson names. */
	| {readonly kind: 'flag'; readonly property: string; readonly place: TextPosition}
	/** A wrong choice of a bet without a number of docs/misconceptions.md: perhaps nobody would choose it. `choice`: from 1. */
	| {readonly kind: 'choice'; readonly choice: number; readonly place: TextPosition};

/** What there is to look at in a lesson. Each property is told once, where it is broken first. Order: as in the file. */
export function remarksOn(lesson: Lesson): readonly Remark[] {
	const named = JSON.stringify(lesson);
	const flags = lesson.steps
		.flatMap(flagsIn)
		.filter(
			({property}, index, all) =>
				!named.includes(property) && all.findIndex((each) => each.property === property) === index,
		);
	return [...flags, ...lesson.steps.flatMap(choicesIn)].sort(
		(one, other) => one.place.line - other.place.line || one.place.column - other.place.column,
	);
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
