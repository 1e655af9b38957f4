import type {Beat, Lesson, Line, Prose, Step, Text, TextPosition} from '../lesson.js';
import {plainText} from '../prose.js';
import {sentencesIn, textsOf} from './picture.js';

/** A sentence that is too long to be read once. Units: `words`. */
export type Long = {readonly words: number; readonly sentence: string; readonly place: TextPosition};

/** The most words of a sentence: a longer one has two thoughts, and whoever reads English as a second language has lost the first by then. */
export const mostWords = 24;

/** The sentences of a lesson that are too long, wherever a learner reads them. */
export function longIn({steps}: Lesson): readonly Long[] {
	return steps.flatMap((step) =>
		textsAt(step).flatMap(({text, place}) =>
			sentencesIn(text).flatMap((sentence) => {
				const words = sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
				return words > mostWords ? [{words, sentence, place}] : [];
			}),
		),
	);
}

/** A word that a later lesson teaches and that a text of this one has already. */
export type Sooner = {readonly word: string; readonly later: string; readonly place: TextPosition};

/** The terms of later lessons that a text of this one has, each at its first place. Words of one piece, such as `check`, are words of every day as well, and are left out. */
export function soonerIn(lesson: Lesson, later: readonly Lesson[]): readonly Sooner[] {
	const known = new Set([...lesson.teaches, ...lesson.uses].map((word) => word.toLowerCase()));
	const terms = later.flatMap(({id, teaches}) =>
		teaches
			.filter((word) => /[- ]/.test(word) && !known.has(word.toLowerCase()))
			.map((word) => ({word, id, pattern: new RegExp(`\\b${word.replace(/[- ]/g, '[- ]')}s?\\b`, 'i')})),
	);
	const texts = lesson.steps.flatMap(textsAt);
	return terms.flatMap(({word, id, pattern}) => {
		const found = texts.find(({text}) => pattern.test(text));
		return found === undefined ? [] : [{word, later: id, place: found.place}];
	});
}

/** A name of the world that reads as a word of the sentence it stands in. */
export type Wordlike = {readonly name: string; readonly place: TextPosition};

/** The names in a lesson's worlds that are rules, numbers, or words that every text has. */
export function wordlikeIn(lesson: Lesson): readonly Wordlike[] {
	const names = worldLines(lesson).flatMap(({statement, place}) =>
		'name' in statement && typeof statement.name === 'string' ? [{name: statement.name, place}] : [],
	);
	return names.filter(
		({name}, index) => wordlike.test(name) && names.findIndex((each) => each.name === name) === index,
	);
}

/** The lines that declare a lesson's worlds. */
export function worldLines({world, steps}: Lesson): readonly Line[] {
	return [world, ...steps.map((step) => step.world ?? [])].flat();
}

/** Rules of stores, numbers, and words that name nothing. */
const wordlike =
	/^(?:unfenced|fenced|strict|equal|uuid|cas|transactional|rejects|dedupes|names?|values?|first|second|third|last|next|one|two|three|both|all|each|other|old|new|it|the|this|that|here|there|now|then|who|client|lock|store|token|version|time|is|has|holds|and|or|not)$/i;

/** Every text of a step that a learner reads, with the place of what it belongs to. */
function textsAt({beats}: Step): readonly Placed[] {
	return beats.flatMap(textsOfBeat);
}

type Placed = {readonly text: string; readonly place: TextPosition};

function textsOfBeat({prose, act, place}: Beat): readonly Placed[] {
	const at = (where: TextPosition) => (text: Text) => ({text: plainText(text), place: where});
	const read = (texts: readonly Prose[], where: TextPosition) =>
		texts.flatMap(textsOf).map((text) => ({text, place: where}));
	const own = read(prose, place);
	switch (act.kind) {
		case 'predict':
			return [
				...own,
				at(act.place)(act.question),
				...act.choices.flatMap(({say, because, place: where}) => [say, because].map(at(where))),
			];
		case 'task':
			return [
				...own,
				...[...act.goals, ...act.lose].map(({show, place: where}) => at(where)(show)),
				...act.hints.flatMap(({cases, place: where}) =>
					cases.filter(({line}) => line.length === 0).map(({say}) => at(where)(say)),
				),
			];
		case 'debrief':
			return [...own, ...read(act.prose, act.place), at(act.place)(act.card)];
		case 'read':
		case 'try':
			return own;
	}
}
