import type {Lesson, Predict, Script, Step} from './lesson.js';
import {authorsWay} from './walk.js';

/** A bet of a lesson, and where it stands there. */
export type AskedBet = {
	readonly lesson: Lesson;
	readonly step: number;
	readonly beat: number;
	readonly predict: Predict;
};

/** No lesson of a file may have this id. */
export const warmUpId = 'Warm-up';

/** The bet that stands at `step.beat` of a lesson, or null where there is none any more. */
export function betAt(lesson: Lesson, key: string): AskedBet | null {
	const [step, beat] = key.split('.').map(Number);
	if (step === undefined || beat === undefined) return null;
	const act = lesson.steps[step]?.beats[beat]?.act;
	return act?.kind === 'predict' ? {lesson, step, beat, predict: act} : null;
}

/** A lesson that asks bets of other lessons again, each in the world in which it was asked there. Order: one step for each, as given. */
export function warmUp(bets: readonly AskedBet[]): Lesson | null {
	const [first] = bets;
	if (first === undefined) return null;
	const steps = bets.flatMap(({lesson, step, beat}) => stepOf(lesson, lesson.steps[step], beat) ?? []);
	return {
		id: warmUpId,
		number: null,
		file: first.lesson.file,
		title: bets.length === 1 ? 'A bet to warm up' : `${bets.length} bets to warm up`,
		role: first.lesson.role,
		minutes: bets.length,
		part: null,
		teaches: [],
		uses: [],
		reading: [],
		world: steps[0]?.world ?? first.lesson.world,
		steps,
		claims: [],
	};
}

/** The world of a bet: that of its step, with what is done there before it. */
export function worldBefore({world, beats}: Step, beat: number): Script {
	return [...(world ?? []), ...beats.slice(0, beat).flatMap(({act}) => authorsWay(act))];
}

function stepOf({title}: Lesson, step: Step | undefined, beat: number): Step | null {
	const asked = step?.beats[beat];
	return step === undefined || asked === undefined
		? null
		: {title: `From: ${title}`, world: worldBefore(step, beat), beats: [asked], place: step.place};
}
