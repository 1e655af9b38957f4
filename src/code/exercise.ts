import {type ClassName, classNames} from './class-reference.js';
import {type CodeWorld, codeWorld} from './code-world.js';

/** Something to write, and how it is checked. */
export type Exercise = {
	readonly number: number;
	/** Also the name of its file: `06-advance.mjs`. */
	readonly id: string;
	readonly title: string;
	/** What it teaches that the lessons do not. */
	readonly point: string;
	/** Paragraphs. */
	readonly story: readonly string[];
	/** What has to be true of it, for a reader. */
	readonly claim: string;
	readonly hints: readonly string[];
	/** Lessons that tell of the same, by id. */
	readonly lessons: readonly string[];
	/** No code can do what it asks: to solve it is to say so. */
	readonly impossible: boolean;
	readonly checked: CheckedBy;
	/** The file as the learner gets it. */
	readonly start: string;
	readonly solution: string;
};

/** How an exercise is checked: a client by every schedule, a class by every sequence of calls. `worlds`: in the language, as in a file's own comment; the same code runs in each. */
export type CheckedBy =
	| {readonly kind: 'client'; readonly worlds: readonly string[]}
	| {readonly kind: 'class'; readonly name: ClassName; readonly calls: number};

/** A solution that people write and that is wrong. `reason` is found in what is said of it. */
export type WrongSolution = {readonly what: string; readonly reason: string; readonly code: string};

/** An exercise and wrong solutions of it, from its file. Fails: throws on a file of ours that is not of the form. */
export function parseExercise(text: string): {readonly exercise: Exercise; readonly wrong: readonly WrongSolution[]} {
	const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
	const field = (name: string) => new RegExp(`^${name}: *(.*)$`, 'm').exec(front)?.[1] ?? '';
	const [intro = '', ...parts] = body.split(/^## /m);
	const section = (name: string) => parts.find((part) => part.startsWith(`${name}\n`))?.slice(name.length + 1) ?? '';
	const solution = blockOf(section('Solution'));
	const className = classNames.find((name) => name === field('class'));
	const exercise: Exercise = {
		number: Number(field('number')),
		id: field('id'),
		title: field('title'),
		point: field('point'),
		story: paragraphs(intro),
		claim: paragraphs(section('Claim')).join(' '),
		hints: paragraphs(section('Hints')).map((hint) => hint.replace(/^\d+\. /, '')),
		lessons: field('lessons').split(/, */).filter(Boolean),
		impossible: field('impossible') === 'true',
		checked:
			className === undefined
				? {kind: 'client', worlds: [section('World'), section('Second world')].map(blockOf).filter(Boolean)}
				: {kind: 'class', name: className, calls: Number(field('calls'))},
		start: blockOf(section('Start')),
		solution,
	};
	const wrong = parts
		.filter((part) => part.startsWith('Wrong: '))
		.map((part): WrongSolution => {
			const what = /^Wrong: (.*)/.exec(part)?.[1] ?? '';
			return {what, reason: /^Refuted: (.*)$/m.exec(part)?.[1] ?? '', code: changed(solution, blockOf(part), what)};
		});
	const missing = [exercise.id, exercise.title, exercise.point, exercise.claim, exercise.start, solution];
	if (missing.includes('') || exercise.hints.length !== 3)
		throw new Error(`The exercise ${exercise.number} ${exercise.id} lacks a part.`);
	return {exercise, wrong};
}

/**
 * The worlds of an exercise for clients. `saysImpossible`: the learner says that it cannot be won, so what must never be in the first of them has to be possible.
 * Order: as their claims are answered.
 */
export function exerciseWorlds(
	{worlds}: Extract<CheckedBy, {kind: 'client'}>,
	clients: number | null,
	saysImpossible: boolean,
): readonly CodeWorld[] {
	return worlds.map((world, index) => {
		const made = codeWorld(saysImpossible && index === 0 ? impossibleClaims(world) : world, clients);
		if (!made.ok) throw new Error(`The world of an exercise is wrong: ${made.problems[0]?.message}`);
		return made.made;
	});
}

/** Whether the code says that its exercise cannot be won: a line `// exercise: impossible`. */
export function saysImpossible(code: string): boolean {
	return /^\s*(?:\/\/|#)\s*exercise:\s*impossible\s*$/m.test(code);
}

/** The exercise that a file is for, by its name: `06-advance.mjs`, or its number or id alone; undefined where it is for none. */
export function exerciseOf(file: string, exercises: readonly Exercise[]): Exercise | undefined {
	const name = file.split(/[\\/]/).at(-1) ?? '';
	return exercises.find(({number, id}) => new RegExp(`^0*${number}-${id}\\.(?:m?[jt]s|py)$`).test(name));
}

/** The name of an exercise's file, without its ending. */
export function exerciseName({number, id}: Pick<Exercise, 'number' | 'id'>): string {
	return `${String(number).padStart(2, '0')}-${id}`;
}

function impossibleClaims(world: string): string {
	return world.replace(/^claim never/gm, 'claim possible');
}

function paragraphs(text: string): readonly string[] {
	return text
		.trim()
		.split(/\n\s*\n|\n(?=\d\. )/)
		.map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
		.filter(Boolean);
}

function blockOf(text: string): string {
	return /^```\w*\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '';
}

/** The solution with the lines of `-` in place of those of `+`. */
function changed(solution: string, diff: string, what: string): string {
	const lines = (mark: string) =>
		diff
			.split('\n')
			.filter((line) => line.startsWith(mark))
			.map((line) => line.slice(1))
			.join('\n');
	const old = lines('-');
	if (!solution.includes(old)) throw new Error(`The solution has no lines to change for "${what}":\n${old}`);
	return solution.replace(old, () => lines('+'));
}
