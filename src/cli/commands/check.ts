import {visible} from '../../language/visible.js';
import type {Lesson, Problem} from '../../lesson/lesson.js';
import {command} from '../command.js';
import {type ExitCode, exitCode} from '../exit-code.js';
import type {Io} from '../io.js';

/** `fence-tutor check [FILE|DIR]...`: whether lessons keep what they promise. Without a name it checks the built-in ones. */
export const checkCommand = command({
	name: 'check',
	summary: 'Check lessons: their form, solutions, bets, hints, claims and size',
	usage: '[FILE|DIR]...',
	options: {json: {kind: 'flag', about: 'print one JSON object a line'}},
	examples: [
		{line: 'fence-tutor check my-lesson.md', about: 'a lesson of your own; it may use what the built-in ones teach'},
		{line: 'fence-tutor check lessons/', about: 'every lesson in a folder, in order'},
		{line: 'fence-tutor check', about: 'the built-in lessons'},
	],
	async run({words, options}, io) {
		const {lessons, earlier, malformed, unreadable} = await gather(words, io);
		const {checkLessons} = await import('../../lesson/check/check.js');
		const {everySchedule} = await import('../../lesson/check/every-schedule.js');
		const found = checkLessons(lessons, earlier, everySchedule);
		const print = options.json ? printJson : printText;
		for (const {file, message} of unreadable) io.stderr.write(`${visible(file)}: ${message}\n`);
		print(lessons, found, malformed, io);
		return codeOf(found, malformed.length + unreadable.length);
	},
});

type Gathered = {
	readonly lessons: readonly Lesson[];
	/** Lessons that teach before these. */
	readonly earlier: readonly Lesson[];
	readonly malformed: readonly Problem[];
	readonly unreadable: readonly {readonly file: string; readonly message: string}[];
};

async function gather(words: readonly string[], io: Io): Promise<Gathered> {
	const {lessons: builtIn} = await import('fence-tutor:lessons');
	if (words.length === 0) return {lessons: builtIn, earlier: [], malformed: [], unreadable: []};
	const {readLessonFiles} = await import('../read-lesson-files.js');
	const {compileLessons} = await import('../../lesson/compile.js');
	const {files, unreadable} = await readLessonFiles(words, io.cwd);
	const {lessons, problems} = compileLessons(files);
	const ids = new Set(lessons.map(({id}) => id));
	return {lessons, earlier: builtIn.filter(({id, number}) => !ids.has(id) && comesBefore(number, lessons)), malformed: problems, unreadable};
}

/** Numbered lessons build on those with smaller numbers; a lesson of one's own without a number on all. */
function comesBefore(number: number | null, lessons: readonly Lesson[]): boolean {
	const first = lessons.map((lesson) => lesson.number).find((each) => each !== null);
	return first === undefined || first === null || number === null || number < first;
}

function printText(lessons: readonly Lesson[], found: readonly (readonly Problem[])[], malformed: readonly Problem[], io: Io): void {
	for (const problem of malformed) io.stderr.write(`${line(problem)}\n`);
	for (const [index, lesson] of lessons.entries()) {
		const problems = found[index] ?? [];
		if (problems.length === 0) io.stdout.write(`ok ${visible(lesson.file)}: ${visible(lesson.title)} (${contents(lesson)})\n`);
		for (const problem of problems) io.stdout.write(`${line(problem)}\n`);
	}
}

function printJson(lessons: readonly Lesson[], found: readonly (readonly Problem[])[], malformed: readonly Problem[], io: Io): void {
	const files = [...new Set([...lessons.map(({file}) => file), ...malformed.map(({file}) => file)])];
	for (const file of files) {
		const lesson = lessons.findIndex((each) => each.file === file);
		const problems = [...malformed, ...(found[lesson] ?? [])].filter((problem) => problem.file === file);
		const places = problems.map(({line, column, message}) => ({line, column, message}));
		io.stdout.write(`${JSON.stringify({type: 'lesson', file, id: lessons[lesson]?.id ?? null, ok: problems.length === 0, problems: places})}\n`);
	}
	const wrong = malformed.length + found.flat().length;
	io.stdout.write(`${JSON.stringify({type: 'end', lessons: files.length, problems: wrong})}\n`);
}

function contents(lesson: Lesson): string {
	const acts = lesson.steps.flatMap(({beats}) => beats.map(({act}) => act.kind));
	const of = (kind: string, word: string): string => {
		const count = acts.filter((each) => each === kind).length;
		return `${count} ${word}${count === 1 ? '' : 's'}`;
	};
	const claims = lesson.claims.flatMap(({script}) => script.filter(({statement}) => statement.kind === 'claim')).length;
	return `${of('task', 'task')}, ${of('predict', 'bet')}, ${claims} claim${claims === 1 ? '' : 's'}`;
}

function line({file, line, column, message}: Problem): string {
	return visible(`${file}:${line}:${column}: ${message}`);
}

function codeOf(found: readonly (readonly Problem[])[], unusable: number): ExitCode {
	if (unusable > 0) return exitCode.unusable;
	const problems = found.flat();
	if (problems.some(({gaveUp}) => gaveUp !== true)) return exitCode.failed;
	return problems.length > 0 ? exitCode.gaveUp : exitCode.fine;
}
