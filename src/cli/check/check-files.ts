import {print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {checkLessons} from '../../lesson/check/check.js';
import type {HeldClaim} from '../../lesson/check/claims.js';
import {everyScheduleNoting} from '../../lesson/check/every-schedule.js';
import {type Around, remarksOn, remarkText} from '../../lesson/check/remarks.js';
import type {Lesson, Problem} from '../../lesson/lesson.js';
import {counted} from '../../narrate/counted.js';
import {claimReason} from '../../narrate/explorer.js';
import {lessonPage} from '../../view/screens/lesson-page.js';
import {type ExitCode, exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {jsonLine} from '../json-line.js';
import type {Report} from '../report/report.js';

/** The exit code after the lessons that the words name were checked, and what was found was printed. */
export async function checkFiles(
	words: readonly string[],
	{json, look = false}: {readonly json: boolean; readonly look?: boolean},
	io: Io,
	report: Report | null = null,
): Promise<ExitCode> {
	const gathered = await gather(words, io);
	const {lessons, earlier} = gathered;
	const held = lessons.map((): HeldClaim[] => []);
	const found = lessons.flatMap((lesson, index) => {
		const search = everyScheduleNoting((claim) => held[index]?.push(claim));
		return checkLessons([lesson], [...earlier(lesson), ...lessons.slice(0, index)], search, lessonPage);
	});
	if (report !== null) judge(gathered, found, report, io);
	else if (json) printJson(gathered, found, held, look, io);
	else printText(gathered, found, held, look, io);
	return codeOf(found, gathered.malformed.length + gathered.unreadable.length);
}

function printText(
	gathered: Gathered,
	found: readonly (readonly Problem[])[],
	held: readonly (readonly HeldClaim[])[],
	look: boolean,
	io: Io,
): void {
	const {lessons, malformed, unreadable} = gathered;
	for (const {file, message} of unreadable) io.stderr.write(`${visible(`${file}: ${message}`)}\n`);
	for (const problem of malformed) io.stderr.write(`${line(problem)}\n`);
	for (const [index, lesson] of lessons.entries()) {
		const problems = found[index] ?? [];
		if (problems.length === 0)
			io.stdout.write(`ok ${visible(lesson.file)}: ${visible(lesson.title)} (${contents(lesson)})\n`);
		for (const problem of problems) io.stdout.write(`${line(problem)}\n`);
		for (const {place, claim, found: searched} of problems.length === 0 ? (held[index] ?? []) : [])
			io.stdout.write(
				`${visible(`   line ${place.line}: ${print(claim)} holds: ${claimReason(claim.mode, searched)}`)}\n`,
			);
		for (const remark of look ? remarksOn(lesson, around(gathered, index)) : [])
			io.stdout.write(`${visible(`   line ${remark.place.line}: ${remarkText(remark)}`)}\n`);
	}
}

/** Each lesson is one thing that is right, or as many that are wrong as problems were found in it. */
function judge(
	{lessons, malformed, unreadable}: Gathered,
	found: readonly (readonly Problem[])[],
	report: Report,
	io: Io,
): void {
	for (const {file, message} of unreadable) {
		io.stderr.write(`${visible(`${file}: ${message}`)}\n`);
		report.add({file, line: null, column: null, name: 'can be read', outcome: 'unusable', message});
	}
	for (const problem of malformed) {
		io.stderr.write(`${line(problem)}\n`);
		report.add({...problem, name: `line ${problem.line}: can be read`, outcome: 'unusable'});
	}
	for (const [index, {file, title}] of lessons.entries()) {
		const problems = found[index] ?? [];
		if (problems.length === 0)
			report.add({file, line: null, column: null, name: title, outcome: 'passed', message: ''});
		for (const problem of problems)
			report.add({
				...problem,
				name: `line ${problem.line}: ${title}`,
				outcome: problem.gaveUp === true ? 'unknown' : 'failed',
			});
	}
	report.close();
}

/** Order: the lessons, then the files that hold none; at the end what they come to. */
function printJson(
	gathered: Gathered,
	found: readonly (readonly Problem[])[],
	held: readonly (readonly HeldClaim[])[],
	look: boolean,
	io: Io,
): void {
	const {lessons, malformed, unreadable} = gathered;
	const broken: readonly Problem[] = [...malformed, ...unreadable.map((each) => ({...each, line: 1, column: 1}))];
	const files = [...new Set([...lessons.map(({file}) => file), ...broken.map(({file}) => file)])];
	for (const file of files) {
		const index = lessons.findIndex((each) => each.file === file);
		const lesson = lessons[index];
		const problems = [...broken, ...(found[index] ?? [])].filter((problem) => problem.file === file);
		io.stdout.write(
			jsonLine({
				type: 'lesson',
				file,
				id: lesson?.id ?? null,
				...(lesson === undefined ? {} : {title: lesson.title, ...counts(lesson)}),
				ok: problems.length === 0,
				problems: problems.map(({line: row, column, message, gaveUp}) => ({
					line: row,
					column,
					message,
					...(gaveUp === true ? {gaveUp} : {}),
				})),
				...heldShown(held[index] ?? []),
				...(look && lesson !== undefined
					? {look: remarksOn(lesson, around(gathered, index)).map(({place, ...remark}) => ({...place, ...remark}))}
					: {}),
			}),
		);
	}
	const wrong = found.flat();
	io.stdout.write(
		jsonLine({
			type: 'end',
			lessons: lessons.length,
			problems: broken.length + wrong.length,
			exit: codeOf(found, broken.length),
		}),
	);
}

function around({lessons, earlier}: Gathered, index: number): Around {
	const lesson = lessons[index];
	return {
		earlier: lesson === undefined ? [] : [...earlier(lesson), ...lessons.slice(0, index)],
		later: lessons.slice(index + 1),
	};
}

/** The claims that hold, each with what was searched; nothing where there is none. */
function heldShown(held: readonly HeldClaim[]): {readonly holds?: readonly unknown[]} {
	if (held.length === 0) return {};
	return {
		holds: held.map(({place, claim, found: {states, faults}}) => ({...place, claim: print(claim), states, ...faults})),
	};
}

function counts({steps, claims}: Lesson): {readonly tasks: number; readonly bets: number; readonly claims: number} {
	const acts = steps.flatMap(({beats}) => beats.map(({act}) => act.kind));
	return {
		tasks: acts.filter((kind) => kind === 'task').length,
		bets: acts.filter((kind) => kind === 'predict').length,
		claims: claims.flatMap(({script}) => script.filter(({statement}) => statement.kind === 'claim')).length,
	};
}

function contents(lesson: Lesson): string {
	const {tasks, bets, claims} = counts(lesson);
	return [counted(tasks, 'task'), counted(bets, 'bet'), counted(claims, 'claim')].join(', ');
}

function line({file, line: row, column, message}: Problem): string {
	return visible(`${file}:${row}:${column}: ${message}`);
}

function codeOf(found: readonly (readonly Problem[])[], unusable: number): ExitCode {
	if (unusable > 0) return exitCode.unusable;
	const problems = found.flat();
	if (problems.some(({gaveUp}) => gaveUp !== true)) return exitCode.failed;
	return problems.length > 0 ? exitCode.gaveUp : exitCode.fine;
}

/** What is to be checked. */
type Gathered = {
	readonly lessons: readonly Lesson[];
	/** The lessons that teach before one of these and are not among them. */
	readonly earlier: (lesson: Lesson) => readonly Lesson[];
	readonly malformed: readonly Problem[];
	readonly unreadable: readonly {readonly file: string; readonly message: string}[];
};

/** Returns the lessons that the words name, in the order in which they are taken; without a word, the built-in ones. */
async function gather(words: readonly string[], io: Io): Promise<Gathered> {
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
