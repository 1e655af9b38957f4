import type {Lesson} from '../../lesson/lesson.js';
import {warmUpId} from '../../lesson/warm-up.js';
import {changeSetting, rememberLine} from '../../progress/change.js';
import type {Json} from '../../progress/json.js';
import {type Day, lessonOf, type Progress} from '../../progress/record.js';
import type {Kept, ProgressStore} from '../../progress/store.js';
import {goOnWith, isWarmUp, keepWarmUp, missedBets, type WarmUp, warmUpOf} from '../../session/course.js';
import {keepLesson, resumed} from '../../session/kept-lesson.js';
import {openLesson, openSandbox} from '../../session/open.js';
import type {Session} from '../../session/session.js';
import {lessonIn} from '../../session/update.js';
import type {Card, LessonItem, LessonList} from '../../view/screens/lesson-list.js';
import {localDay} from './local-day.js';

/** The lessons and what the learner has done in them, in one hand. What is kept is on the disk after `flush`. Nothing here throws. */
export type Library = {
	lessonList(): LessonList;
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

/** The library of some lessons and a store. `clock` gives the moment that is written down beside what was done; `title` names lessons that are not the built-in ones; `today` is the calendar's day unless it is given. */
export function openLibrary(
	lessons: readonly Lesson[],
	store: ProgressStore,
	clock: () => string,
	{title, today}: {readonly title?: string; readonly today?: Day} = {},
): {readonly library: Library; readonly notice: string | null} {
	const loaded = store.load();
	let {progress} = loaded;
	let isChanged = false;
	const change = (next: Progress) => {
		progress = next;
		isChanged = true;
	};
	let asked: WarmUp | null = null;
	const warmUpNow = () => warmUpOf({lessons, progress}, today ?? localDay(clock()), localDay);
	const library: Library = {
		lessonList: () => ({
			...lessonListOf(lessons, progress),
			due: warmUpNow()?.asked.length ?? 0,
			missed: missedBets({lessons, progress}),
			...(title === undefined ? {} : {title}),
		}),
		open(id) {
			if (id === warmUpId) asked = warmUpNow();
			if (id === warmUpId && asked !== null) return openLesson(asked.lesson).session;
			const lesson = lessons.find((each) => each.id === id);
			if (lesson === undefined) return openSandbox().session;
			return resumed(lesson, progress).session;
		},
		keep(session) {
			const place = lessonIn(session);
			if (place !== null && isWarmUp(place)) {
				if (asked !== null) change(keepWarmUp(progress, place, asked, clock()));
			} else if (place !== null) change(keepLesson(progress, place, clock(), {resumable: true}));
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

function lessonListOf(lessons: readonly Lesson[], progress: Progress): LessonList {
	const records = lessons.map((lesson) => ({lesson, record: lessonOf(progress, lesson.id)}));
	return {
		items: records.map(({lesson, record}): LessonItem => {
			const {id, number, title, part, role, minutes, steps} = lesson;
			const step = record.session === null ? null : Math.min(record.step, steps.length - 1);
			return {id, number, title, part, role, minutes, steps: steps.length, step, solved: record.solvedAt !== null};
		}),
		cards: records.flatMap(({lesson, record}) => record.cards.map((text): Card => ({lesson: lesson.id, text}))),
		goOn: goOnWith({lessons, progress})?.id ?? null,
	};
}
