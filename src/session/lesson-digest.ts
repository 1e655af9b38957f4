import type {Lesson} from '../lesson/lesson.js';
import {digestOf} from '../share/digest.js';

/** What tells the text of a lesson from any other: its words, worlds and goals, and not where they stand in which file, which exercises name it, nor what later lessons teach. Shape: 16 hexadecimal digits. */
export function lessonDigest(lesson: Lesson): string {
	const known = digests.get(lesson);
	if (known !== undefined) return known;
	const {file: _file, number: _number, exercises: _exercises, notYet: _notYet, ...content} = lesson;
	const digest = digestOf(JSON.stringify(content, (key, value) => (key === 'place' ? undefined : value))).slice(0, 16);
	digests.set(lesson, digest);
	return digest;
}

const digests = new WeakMap<Lesson, string>();
