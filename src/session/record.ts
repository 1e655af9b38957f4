import type {Json} from '../progress/json.js';
import type {Did, LessonPlace, Moment, Standing} from './session.js';

/** A lesson in the making as plain JSON: what was done, not what came of it. Loading it does it all again. Moment 0 is the lesson's beginning and is not kept. */
export type LessonRecord = {
	readonly version: 1;
	/** Left out of the first. */
	readonly attempt?: number;
	readonly cursor: number;
	readonly ahead: readonly number[];
	readonly moments: readonly MomentRecord[];
	readonly standing: Standing;
};

/** One moment. `text` of a statement; `to` of a reset; `choice` of a bet. */
type MomentRecord = {
	readonly parent: number;
	readonly step: number;
	readonly beat: number;
	readonly did: Did['kind'];
	readonly text?: string;
	readonly to?: number;
	readonly choice?: number;
};

/** What to keep of a lesson, so that it can be taken up again in the middle. */
export function toRecord({tree, standing, attempt = 1}: LessonPlace): LessonRecord {
	return {
		version: 1,
		...(attempt === 1 ? {} : {attempt}),
		cursor: tree.cursor,
		ahead: tree.ahead,
		moments: tree.moments.slice(1).map(momentRecord),
		standing,
	};
}

/** Whether a kept lesson had been gone through to its end. False for what is no record. */
export function isGoneThrough(record: Json): boolean {
	return field(field(record, 'standing'), 'finished') === true;
}

function field(data: Json, name: string): Json {
	return data !== null && typeof data === 'object' && !Array.isArray(data) && Object.hasOwn(data, name)
		? (Object.entries(data).find(([key]) => key === name)?.[1] ?? null)
		: null;
}

function momentRecord({parent, step, beat, did}: Moment): MomentRecord {
	const at = {parent: parent ?? 0, step, beat};
	switch (did.kind) {
		case 'statement':
			return {...at, did: did.kind, text: did.text};
		case 'reset':
			return {...at, did: did.kind, to: did.to};
		case 'bet':
			return {...at, did: did.kind, choice: did.choice};
		case 'began':
		case 'turned':
			return {...at, did: did.kind};
	}
}
