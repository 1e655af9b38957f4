import type {Lesson, Problem} from '../../lesson/lesson.js';
import type {Io} from '../io.js';

/** What is to be checked. */
export type Gathered = {
	readonly lessons: readonly Lesson[];
	/** The lessons that teach before one of these and are not among them. */
	readonly earlier: (lesson: Lesson) => readonly Lesson[];
	readonly malformed: readonly Problem[];
	readonly unreadable: readonly {readonly file: string; readonly message: string}[];
};

/** Returns the lessons that the words name, in the order in which they are taken; without a word, the built-in ones. */
export async function gather(words: readonly string[], io: Io): Promise<Gathered> {
	const {lessons: builtIn} = await import('fence-tutor:lessons');
	if (words.length === 0) return {lessons: builtIn, earlier: () => [], malformed: [], unreadable: []};
	const [{readLessonFiles}, {compileCourse}, {unseenCharacters}] = await Promise.all([
		import('../read-lesson-files.js'),
		import('../../lesson/course.js'),
		import('../../lesson/check/unseen.js'),
	]);
	const {files, course: outline, unreadable} = await readLessonFiles(words, io.cwd);
	const {course, problems} = compileCourse(outline, files);
	const malformed = [...problems, ...files.flatMap(unseenCharacters)];
	return {lessons: course.lessons, earlier: earlierIn(builtIn, course.lessons), malformed, unreadable};
}

/** Lessons of one's own may build on all of the built-in ones; a built-in one on those before it. */
function earlierIn(builtIn: readonly Lesson[], lessons: readonly Lesson[]): Gathered['earlier'] {
	const given = new Set(lessons.map(({id}) => id));
	return ({id}) => {
		const at = builtIn.findIndex((each) => each.id === id);
		return (at < 0 ? builtIn : builtIn.slice(0, at)).filter((each) => !given.has(each.id));
	};
}
