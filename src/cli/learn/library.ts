import type {Exercise} from '../../code/exercise.js';
import type {Lesson} from '../../lesson/lesson.js';
import {warmUpId} from '../../lesson/warm-up.js';
import {changeSetting, rememberLine} from '../../progress/change.js';
import type {Json} from '../../progress/json.js';
import {merging} from '../../progress/merge.js';
import {comparing, mergingSessions} from '../../progress/merge-session.js';
import {type Day, lessonOf, type Progress} from '../../progress/record.js';
import {atOnce, inTurns, type Steps} from '../../progress/steps.js';
import type {Kept, ProgressStore} from '../../progress/store.js';
import {codeOfCard, isWarmUp, keepWarmUp, missedBets, type WarmUp, warmUpOf} from '../../session/asked-again.js';
import {keepLesson, overtaken, resumed, sessionOf, takenOver} from '../../session/kept-lesson.js';
import {openLesson, openSandbox} from '../../session/open.js';
import type {LessonPlace, Session} from '../../session/session.js';
import {lessonIn} from '../../session/update.js';
import type {LessonList} from '../../view/screens/lesson-list.js';
import {plainList} from './lesson-list.js';
import {localDay} from './local-day.js';

/** The lessons and what the learner has done in them, in one hand. What is kept is on the disk after `flush`. Nothing here throws. */
export type Library = {
	lessonList(): LessonList;
	/** A lesson where the learner left it, or at its beginning; null is the sandbox. */
	open(id: string | null): Session;
	/** Takes down how the lesson of a session stands. Returns whether something was reached that must be on the disk before the screen says so. */
	keep(session: Session): boolean;
	/** Takes down lines of the prompt, the latest last. */
	remember(lines: readonly string[]): void;
	/** Takes down a setting. */
	set(name: string, value: Json): void;
	setting(name: string): Json;
	history(): readonly string[];
	/** The lesson of a session as another window has left it, where one has gone further than this one; else null. */
	takeOver(session: Session): Session | null;
	/** Writes what has been taken down. Returns what the learner has to be told, or null. */
	flush(): string | null;
	/** As `flush`, and nobody waits for the disk. */
	flushLater(): Promise<string | null>;
};

/** The library of some lessons and a store. `clock` gives the moment that is written down beside what was done; `title` names lessons that are not the built-in ones; `exercises` are those of code; `today` is the calendar's day unless it is given; `loaded` is what the store has loaded already. */
export function openLibrary(
	lessons: readonly Lesson[],
	store: ProgressStore,
	clock: () => string,
	{
		title,
		today,
		exercises = [],
		loaded = store.load(),
	}: {
		readonly title?: string;
		readonly today?: Day;
		readonly exercises?: readonly Exercise[];
		readonly loaded?: Kept;
	} = {},
): {readonly library: Library; readonly notice: string | null} {
	let {progress} = loaded;
	let isChanged = false;
	const change = (next: Progress) => {
		progress = next;
		isChanged = true;
	};
	/** The lesson that was kept last, and how it stood. */
	let latest: LessonPlace | null = null;
	/** What another window has left of a lesson, by its id. */
	const others = new Map<string, Json>();
	/** The place that was kept last is compared with what is on the disk, before both become one. */
	const merged = function* (onDisk: Progress): Steps<Progress> {
		if (latest !== null) {
			const place = latest;
			const theirs = lessonOf(onDisk, place.lesson.id).session;
			const known = others.get(place.lesson.id) ?? lessonOf(beforeLatest, place.lesson.id).session;
			const isNew = yield* comparing(theirs, yield* mergingSessions(sessionOf(place), known));
			if (isNew.moments + isNew.solved > 0) {
				others.set(place.lesson.id, theirs);
				passed = overtaken(theirs, place);
			}
		}
		return yield* merging(progress, onDisk);
	};
	/** How each lesson stood when it was opened or kept last: what is more than that is not on the disk. */
	const stood = new Map<string, LessonPlace['standing']>();
	const opened = (session: Session): Session => {
		const place = lessonIn(session);
		if (place !== null) stood.set(place.lesson.id, place.standing);
		return session;
	};
	let beforeLatest = progress;
	let passed: string | null = null;
	let writing: Promise<unknown> = Promise.resolve();
	const after = (kept: Kept): string | null => {
		progress = kept.progress;
		beforeLatest = progress;
		const told = kept.notice ?? passed;
		passed = null;
		return told;
	};
	let asked: WarmUp | null = null;
	const warmUpNow = () => warmUpOf({lessons, progress}, today ?? localDay(clock()), localDay);
	const library: Library = {
		lessonList() {
			const list = plainList({lessons, exercises, progress});
			const ofId = new Map(lessons.map((lesson) => [lesson.id, lesson]));
			const codeOf = (id: string, text: string) => {
				const lesson = ofId.get(id);
				return lesson === undefined ? null : codeOfCard(lesson, text);
			};
			return {
				...list,
				cards: list.cards.map((card) => ({...card, code: codeOf(card.lesson, card.text)})),
				due: warmUpNow()?.asked.length ?? 0,
				missed: missedBets({lessons, progress}),
				...(title === undefined ? {} : {title}),
			};
		},
		open(id) {
			if (id === warmUpId) asked = warmUpNow();
			if (id === warmUpId && asked !== null) return openLesson(asked.lesson).session;
			const lesson = lessons.find((each) => each.id === id);
			if (lesson === undefined) return openSandbox().session;
			return opened(resumed(lesson, progress).session);
		},
		keep(session) {
			const place = lessonIn(session);
			if (place !== null && isWarmUp(place)) {
				if (asked !== null) change(keepWarmUp(progress, place, asked, clock()));
				return true;
			}
			if (place === null) return false;
			const before = stood.get(place.lesson.id);
			stood.set(place.lesson.id, place.standing);
			latest = place;
			change(keepLesson(progress, place, clock(), {resumable: true}));
			return before !== place.standing;
		},
		remember: (lines) => change(lines.reduce(rememberLine, progress)),
		takeOver(session) {
			const place = lessonIn(session);
			const theirs = place === null ? undefined : others.get(place.lesson.id);
			if (place === null || theirs === undefined) return null;
			others.delete(place.lesson.id);
			return opened(takenOver(place.lesson, theirs, progress).session);
		},
		set: (name, value) => change(changeSetting(progress, clock(), name, value)),
		setting: (name) => (Object.hasOwn(progress.settings, name) ? (progress.settings[name] ?? null) : null),
		history: () => progress.history,
		flush() {
			if (!isChanged) return null;
			isChanged = false;
			return after(store.change((onDisk) => atOnce(merged(onDisk))));
		},
		async flushLater() {
			await writing;
			// Somebody who waited too may have begun to write it.
			if (!isChanged) await writing;
			if (!isChanged) return null;
			isChanged = false;
			const written = progress;
			const kept = store.changeLater(merged);
			writing = kept;
			const {progress: onDisk, ...rest} = await kept;
			let [next, known] = [onDisk, written];
			// What has been taken down meanwhile is younger, and will be written next.
			while (progress !== known) {
				known = progress;
				next = await inTurns(merging(known, onDisk));
			}
			return after({...rest, progress: next});
		},
	};
	return {library, notice: loaded.notice};
}
