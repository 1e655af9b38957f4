import type {Json} from './json.js';
import type {Bet, LessonRecord, Moment, Progress} from './record.js';
import {exerciseIn, historyLimit, lessonOf, untouched, untried} from './record.js';

/** The progress with some fields of one lesson changed; `at` is now. */
export function changeLesson(
	progress: Progress,
	id: string,
	at: Moment,
	changes: Partial<Omit<LessonRecord, 'savedAt' | 'resetAt' | 'more'>>,
): Progress {
	return withLesson(progress, id, {...lessonOf(progress, id), ...changes, savedAt: at});
}

/** The progress with a lesson solved; solving it again keeps the first date. */
export function solveLesson(progress: Progress, id: string, at: Moment): Progress {
	return changeLesson(progress, id, at, {solvedAt: lessonOf(progress, id).solvedAt ?? at});
}

/** The progress with a bet placed at a step. */
export function placeBet(progress: Progress, id: string, at: Moment, step: string, bet: Omit<Bet, 'more'>): Progress {
	return changeLesson(progress, id, at, {bets: entry(lessonOf(progress, id).bets, step, {...bet, more: {}})});
}

/** The progress with a card among the learner's notes; a card is kept once. */
export function keepCard(progress: Progress, id: string, at: Moment, card: string): Progress {
	const {cards} = lessonOf(progress, id);
	return changeLesson(progress, id, at, {cards: cards.includes(card) ? cards : [...cards, card]});
}

/** The progress with an exercise checked: solved where there is a proof. What was solved stays so, with its first date, whatever is tried later. */
export function tryExercise(progress: Progress, id: string, at: Moment, proof: Json): Progress {
	const before = exerciseIn(progress, id);
	const solved = proof === null ? {} : {solvedAt: before.solvedAt ?? at, proof};
	return {...progress, exercises: entry(progress.exercises, id, {...before, ...solved, savedAt: at})};
}

/** The progress with one exercise given up, as if it had never been checked. */
export function resetExercise(progress: Progress, id: string, at: Moment): Progress {
	return {...progress, exercises: entry(progress.exercises, id, {...untried, savedAt: at, resetAt: at})};
}

/** The progress with a line as the latest of the prompt's history. */
export function rememberLine(progress: Progress, line: string): Progress {
	return {...progress, history: [...progress.history.filter((earlier) => earlier !== line), line].slice(-historyLimit)};
}

/** The progress with a setting changed. */
export function changeSetting(progress: Progress, at: Moment, name: string, value: Json): Progress {
	return {...progress, settings: entry(progress.settings, name, value), settingsAt: at};
}

/** The progress with one lesson given up, as if it had never been opened. */
export function resetLesson(progress: Progress, id: string, at: Moment): Progress {
	return withLesson(progress, id, {...untouched, savedAt: at, resetAt: at});
}

/** The progress with every lesson and exercise given up and the prompt's history cleared; settings stay. */
export function resetAll(progress: Progress, at: Moment): Progress {
	const unread = Object.keys(progress.lessons).reduce((rest, id) => resetLesson(rest, id, at), progress);
	const cleared = Object.keys(progress.exercises).reduce((rest, id) => resetExercise(rest, id, at), unread);
	return {...cleared, history: []};
}

function withLesson(progress: Progress, id: string, record: LessonRecord): Progress {
	return {...progress, lessons: entry(progress.lessons, id, record)};
}

/** Built from entries, so that the key `__proto__` is a key like any other. */
function entry<T>(record: Readonly<Record<string, T>>, key: string, value: T): Readonly<Record<string, T>> {
	return Object.fromEntries([...Object.entries(record).filter(([other]) => other !== key), [key, value]]);
}
