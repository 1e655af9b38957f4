import {stat} from 'node:fs/promises';
import {basename, resolve} from 'node:path';
import {exerciseName} from '../../code/exercise.js';
import {mostAlike} from '../../language/one-cause.js';
import {visible} from '../../language/visible.js';
import type {Lesson} from '../../lesson/lesson.js';
import {doubtsAbout} from '../../session/alike.js';
import {type Grade, grade} from '../../session/grade.js';
import {markOf, type Receipt, readReceipt} from '../../session/receipt.js';
import {otherRules} from '../../share/code.js';
import {rulesVersion} from '../../sim/rules-version.js';
import {type ExitCode, exitCode, UnusableInput, worst} from '../exit-code.js';
import type {Io} from '../io.js';
import {namedFiles} from '../named-files.js';
import {readSource} from '../read-source.js';
import {betJsonLines, betLines} from './bet-lines.js';
import {doubtsText} from './doubt-lines.js';
import {csvLines, gradeTable, jsonLines} from './grade-lines.js';

/** What was asked for. */
export type Asked = {
	readonly csv: boolean;
	readonly json: boolean;
	readonly bets: boolean;
	readonly lesson: readonly string[];
	readonly require: readonly string[];
	/** The workshop's key, where it has one. */
	readonly key: string | null;
};

/** A receipt that could be read, and what it is worth. */
export type GradedFile = {
	readonly file: string;
	readonly name: string;
	readonly workshop: string | null;
	readonly grade: Grade;
	readonly receipt: Receipt;
	/** Whether it was made with the workshop's key; null where none was asked for. */
	readonly isMarked: boolean | null;
};

/** The exit code after every receipt has been replayed and a table printed: 2 for a file that is no receipt of ours, 1 for a claim that does not hold. */
export async function gradeFiles(words: readonly string[], asked: Asked, io: Io): Promise<ExitCode> {
	const files = await namedFiles(words, io.cwd);
	const lessons = await knownLessons(asked.lesson, io);
	const {exercises} = await import('fence-tutor:exercises');
	const names = [...lessons.map(({id}) => id), ...exercises.map(exerciseName)];
	const missing = asked.require.find((id) => !names.includes(id));
	if (missing !== undefined)
		throw new UnusableInput(`There is no lesson or exercise "${visible(missing)}" to require. Type: fence-tutor list`);
	const graded: GradedFile[] = [];
	const unusable: Doubt[] = [];
	for (const file of files) {
		const receipt = await receiptIn(file, io);
		if (typeof receipt === 'string') {
			unusable.push({file, sentence: receipt});
			continue;
		}
		const {problems, ...rest} = grade(receipt, lessons, exercises);
		const solved = [
			...rest.lessons.filter((each) => each.solved === each.tasks).map(({id}) => id),
			...rest.exercises.filter((each) => each.solved).map(({name}) => name),
		];
		const unsolved = asked.require.filter((id) => !solved.includes(id));
		const grades = {
			...rest,
			problems: [...problems, ...unsolved.map((id) => `${id} is not solved, and it is required.`)],
		};
		graded.push({
			file,
			name: receipt.name ?? basename(file).replace(/\.json$/i, ''),
			workshop: receipt.workshop,
			grade: grades,
			receipt,
			isMarked: asked.key === null ? null : receipt.mark === markOf(receipt.digest, asked.key),
		});
	}
	io.stderr.write(doubtLines(unusable));
	io.stdout.write(printed(graded, lessons, asked));
	// A table for a spreadsheet has no room for what is no grade.
	if (!asked.csv && !asked.bets && !asked.json) io.stdout.write(doubtsText(doubtsAbout(graded, lessons)));
	const doubtful = graded.flatMap(({file, grade: {problems}}) => problems.map((sentence) => ({file, sentence})));
	if (!asked.json) io.stderr.write(doubtLines(doubtful));
	const failed = graded.some((each) => each.grade.problems.length > 0);
	return worst([
		failed ? exitCode.failed : exitCode.fine,
		graded.length < files.length ? exitCode.unusable : exitCode.fine,
	]);
}

/** What is said of one file. */
type Doubt = {readonly file: string; readonly sentence: string};

/** What is doubtful about files, a line each; what is so of many is said once. */
function doubtLines(doubts: readonly Doubt[]): string {
	const files = new Map<string, string[]>();
	for (const {file, sentence} of doubts) {
		const alike = files.get(sentence);
		if (alike === undefined) files.set(sentence, [file]);
		else alike.push(file);
	}
	return [...files]
		.flatMap(([sentence, where]) => {
			const lines = where.slice(0, mostAlike).map((file) => `${file}: ${sentence}`);
			const more = where.length - lines.length;
			return more > 0 ? [...lines, `The same of ${more} more: ${sentence}`] : lines;
		})
		.map((line) => `${visible(line)}\n`)
		.join('');
}

function printed(graded: readonly GradedFile[], lessons: readonly Lesson[], {json, csv, bets}: Asked): string {
	const grades = graded.map((each) => each.grade);
	if (bets) return json ? betJsonLines(grades, lessons) : betLines(grades, lessons);
	return json ? jsonLines(graded, doubtsAbout(graded, lessons)) : csv ? csvLines(graded) : gradeTable(graded);
}

/** A lesson of one's own counts before a built-in one of the same id. */
async function knownLessons(names: readonly string[], io: Io): Promise<readonly Lesson[]> {
	const {lessons: builtIn} = await import('fence-tutor:lessons');
	if (names.length === 0) return builtIn;
	const [{readLessonFiles}, {compileLessons}] = await Promise.all([
		import('../read-lesson-files.js'),
		import('../../lesson/compile.js'),
	]);
	const {files, unreadable} = await readLessonFiles(names, io.cwd);
	const {lessons, problems} = compileLessons(files);
	const [unread] = unreadable;
	if (unread !== undefined) throw new UnusableInput(`${visible(unread.file)}: ${unread.message}`);
	const [problem] = problems;
	if (problem !== undefined)
		throw new UnusableInput(`${visible(problem.file)}:${problem.line}:${problem.column}: ${visible(problem.message)}`);
	return [...lessons, ...builtIn];
}

/** The receipt in a file, or the sentence that says why none can be graded here. */
async function receiptIn(file: string, io: Io): Promise<Receipt | string> {
	// A folder stands for the receipts in it, so one that is still named has none.
	const isFolder = await stat(resolve(io.cwd, file)).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (isFolder) return 'This folder holds no receipt. A receipt is a file that ends in .json.';
	const source = await readSource(file, io);
	const read = source.ok ? readReceipt(source.text) : {ok: false as const, sentence: source.problem.message};
	if (!read.ok) return read.sentence;
	return read.receipt.rules === rulesVersion ? read.receipt : otherRules(read.receipt.rules);
}
