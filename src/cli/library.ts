import type {Lesson} from '../lesson/lesson.js';
import {changeLesson, changeSetting, rememberLine} from '../progress/change.js';
import type {Json} from '../progress/json.js';
import {type LessonRecord, lessonOf, type Progress} from '../progress/record.js';
import type {Kept, ProgressStore} from '../progress/store.js';
import {fromRecord} from '../session/from-record.js';
import {openLesson, openSandbox} from '../session/open.js';
import {toRecord} from '../session/record.js';
import type {LessonPlace, Session, Standing} from '../session/session.js';
import {lessonIn} from '../session/update.js';
import type {Card, Shelf, Volume} from '../view/screens/shelf.js';

/** The lessons and what the learner has done in them, in one hand. What is kept is on the disk after `flush`. Nothing here throws. */
export type Library = {
	shelf(): Shelf;
	/** A lesson where the learner left it, or at its beginning; null is the sandbox. */
	open(id: string | null): Session;
	/** Takes down how the lesson of a session stands. */
	keep(session: Session): void;
	/** Takes down lines of the prompt, the latest last. */
	remember(lines: readonly string[]): void;
	/** Takes down a setting. */
	set(name: string, value: Json): void;
	setting(name: string): Json;
	history(): readonly string[];
	/** Writes what has been taken down. Returns what the learner has to be told, or null. */
	flush(): string | null;
};

/** The library of some lessons and a store. `clock` gives the moment that is written down beside what was done. */
export function openLibrary(
	lessons: readonly Lesson[],
	store: ProgressStore,
	clock: () => string,
): {readonly library: Library; readonly notice: string | null} {
	const loaded = store.load();
	let {progress} = loaded;
	let isChanged = false;
	const change = (next: Progress) => {
		progress = next;
		isChanged = true;
	};
	const library: Library = {
		shelf: () => shelfOf(lessons, progress),
		open(id) {
			const lesson = lessons.find((each) => each.id === id);
			if (lesson === undefined) return openSandbox().session;
			const {session} = lessonOf(progress, lesson.id);
			return (session === null ? openLesson(lesson) : fromRecord(session, lesson)).session;
		},
		keep(session) {
			const place = lessonIn(session);
			if (place !== null) change(keepPlace(progress, place, clock()));
		},
		remember: (lines) => change(lines.reduce(rememberLine, progress)),
		set: (name, value) => change(changeSetting(progress, clock(), name, value)),
		setting: (name) => (Object.hasOwn(progress.settings, name) ? (progress.settings[name] ?? null) : null),
		history: () => progress.history,
		flush() {
			if (!isChanged) return null;
			isChanged = false;
			const kept: Kept = store.save(progress);
			progress = kept.progress;
			return kept.notice;
		},
	};
	return {library, notice: loaded.notice};
}

/** The progress with a lesson as it stands now. Solving it again keeps the first date. */
function keepPlace(progress: Progress, place: LessonPlace, at: string): Progress {
	const {lesson, standing, tree} = place;
	const before = lessonOf(progress, lesson.id);
	const session: Json = JSON.parse(JSON.stringify(toRecord(place)));
	return changeLesson(progress, lesson.id, at, {
		step: tree.moments[tree.cursor]?.step ?? 0,
		session,
		bets: {...before.bets, ...betsOf(standing)},
		hints: standing.hints,
		solvedAt: before.solvedAt ?? (isSolvedNow(lesson, standing) ? at : null),
		cards: [...new Set([...before.cards, ...standing.cards])],
	});
}

/** Every task is solved; a lesson without tasks has been gone through. */
function isSolvedNow(lesson: Lesson, {solved, finished}: Standing): boolean {
	const tasks = lesson.steps.flatMap(({beats}, step) => beats.flatMap(({act}, beat) => (act.kind === 'task' ? [`${step}.${beat}`] : [])));
	return tasks.length === 0 ? finished : tasks.every((task) => solved.includes(task));
}

function betsOf({bets}: Standing): LessonRecord['bets'] {
	return Object.fromEntries(bets.map(({step, beat, choice, right}) => [`${step}.${beat}`, {choice: choice - 1, right: choice === right, more: {}}]));
}

function shelfOf(lessons: readonly Lesson[], progress: Progress): Shelf {
	const records = lessons.map((lesson) => ({lesson, record: lessonOf(progress, lesson.id)}));
	const latest = records
		.filter(({record}) => record.session !== null && !isFinished(record.session))
		.reduce<(typeof records)[number] | null>((last, each) => ((each.record.savedAt ?? '') > (last?.record.savedAt ?? '') ? each : last), null);
	return {
		volumes: records.map(({lesson, record}): Volume => {
			const {id, number, title, part, role, minutes, steps} = lesson;
			const step = record.session === null ? null : Math.min(record.step, steps.length - 1);
			return {id, number, title, part, role, minutes, steps: steps.length, step, solved: record.solvedAt !== null};
		}),
		cards: records.flatMap(({lesson, record}) => record.cards.map((text): Card => ({lesson: lesson.id, text}))),
		latest: latest?.lesson.id ?? null,
	};
}

function isFinished(session: Json): boolean {
	const standing = field(session, 'standing');
	return field(standing, 'finished') === true;
}

function field(data: Json, name: string): Json {
	return data !== null && typeof data === 'object' && !Array.isArray(data) && Object.hasOwn(data, name)
		? (Object.entries(data).find(([key]) => key === name)?.[1] ?? null)
		: null;
}
