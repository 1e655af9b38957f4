import {grouped} from '../language/grouped.js';
import {counted} from '../narrate/counted.js';
import {type ClassName, classReference} from './class-reference.js';

/** Something that plays sequences of calls on a class of the learner's. Fails: with Unusable where the code cannot be run. */
export type ClassRunner = {
	/** Plays each sequence on a fresh instance. A sequence is a list of places in `calls`. */
	readonly play: (name: string, calls: readonly Call[], sequences: readonly Sequence[]) => Played;
};

/** What sequences of calls came to. Shape: per sequence a list of places in `answers`, one a call, up to the first call that throws. */
export type Played = {readonly answers: readonly unknown[]; readonly places: readonly (readonly number[])[]};

/** Places in a list of calls. */
export type Sequence = readonly number[];

/** A method and its arguments; `{last: 'A'}` stands for the token that A last got. The method `wait` lets that much time pass. Units: ms. */
export type Call = readonly [method: string, ...args: readonly unknown[]];

/** What trying every sequence of calls has found out: how many were tried, and the shortest that is answered otherwise. */
export type ClassFinding = {
	readonly sequences: number;
	readonly wrong: {
		readonly calls: readonly Call[];
		/** Of the last call. */
		readonly expected: unknown;
		readonly got: unknown;
	} | null;
};

type Prefix = {readonly calls: Sequence; readonly state: number; readonly answers: readonly Told[]};

/** An answer, its text, and whether it is one that gives a token, and which. */
type Told = {readonly answer: unknown; readonly text: string; readonly gives: boolean; readonly token: unknown};

/** Every sequence of calls up to a length on a fresh instance each, shortest first: the private fields of an instance cannot be looked at, so nothing less would do. */
export function checkClass(runner: ClassRunner, name: ClassName, longest: number): ClassFinding {
	const {calls: letters, start, after} = classReference(name);
	const told = new Map<object, Told>();
	const expected = (next: {readonly answer: unknown}): Told => {
		const known = told.get(next) ?? toldOf(next.answer);
		told.set(next, known);
		return known;
	};
	let sequences = 0;
	let before: readonly Prefix[] = [{calls: [], state: start, answers: []}];
	for (let length = 1; length <= longest; length++) {
		const tried = before.flatMap(({calls, state, answers}) =>
			letters.map((_, letter): Prefix => {
				const next = after(state, letter);
				return {calls: [...calls, letter], state: next.state, answers: [...answers, expected(next)]};
			}),
		);
		for (let from = 0; from < tried.length; from += batch) {
			const some = tried.slice(from, from + batch);
			const played = runner.play(
				name,
				letters,
				some.map(({calls}) => calls),
			);
			const answers = played.answers.map(toldOf);
			for (const [index, prefix] of some.entries()) {
				sequences++;
				const places = played.places[index] ?? [];
				const wrong = firstDifference(prefix.answers, places, answers);
				if (wrong >= 0)
					return {
						sequences,
						wrong: {
							calls: prefix.calls.slice(0, wrong + 1).map((letter) => letters[letter] ?? ['']),
							expected: prefix.answers[wrong]?.answer,
							got: answers[places[wrong] ?? -1]?.answer ?? null,
						},
					};
			}
		}
		before = tried;
	}
	return {sequences, wrong: null};
}

/** Sequences that are sent to the code at once. */
const batch = 2000;

function toldOf(answer: unknown): Told {
	const gives = typeof answer === 'object' && answer !== null && 'token' in answer;
	return {answer, text: JSON.stringify(answer) ?? 'null', gives, token: gives ? answer.token : null};
}

/** The place of the first answer that is not the expected one; -1 where there is none. Of tokens only the order counts. */
function firstDifference(expected: readonly Told[], places: readonly number[], answers: readonly Told[]): number {
	const [ours, theirs]: [unknown[], unknown[]] = [[], []];
	return expected.findIndex((right, index) => {
		const got = answers[places[index] ?? -1] ?? noAnswer;
		if (right.gives && got.gives) return rank(ours, right.token) !== rank(theirs, got.token);
		return right.text !== got.text;
	});
}

const noAnswer = toldOf(null);

/** The answers with each token known by its place in the order of new tokens alone: only whether it grows counts. */
export function ranked(answers: readonly unknown[]): readonly unknown[] {
	const seen: unknown[] = [];
	return answers.map((answer) => {
		if (typeof answer !== 'object' || answer === null || !('token' in answer)) return answer;
		const place = rank(seen, answer.token);
		return {token: place === null ? 'not greater' : place};
	});
}

/** The place of a token among those seen, which it joins; null for a new one that is not greater than all before it. */
function rank(seen: unknown[], token: unknown): number | null {
	const known = seen.indexOf(token);
	if (known >= 0) return known;
	const grows = typeof token === 'number' && seen.every((other) => typeof other === 'number' && token > other);
	seen.push(token);
	return grows ? seen.length - 1 : null;
}

/** A call as it is written in code. */
export function callText([method, ...args]: Call): string {
	if (method === 'wait') return `${String(args[0])} ms pass`;
	const written = args.map((arg) =>
		typeof arg === 'object' && arg !== null && 'last' in arg ? `the token of ${String(arg.last)}` : JSON.stringify(arg),
	);
	return `${method}(${written.join(', ')})`;
}

/** What is said of a class: how many sequences it answers rightly, or what it answers wrongly. */
export function classVerdict({sequences, wrong}: ClassFinding, name: ClassName, longest: number): string {
	if (wrong === null)
		return `Holds: all ${grouped(sequences)} sequences of up to ${longest} calls are answered as ${name} has to.`;
	const length = wrong.calls.length;
	return `Refuted in ${counted(length, 'call')}: the last is answered with ${answerText(wrong.got)}, and has to be answered with ${answerText(wrong.expected)}.`;
}

function answerText(answer: unknown): string {
	if (typeof answer === 'object' && answer !== null && 'throws' in answer)
		return `an exception (${String(answer.throws).split('\n')[0]})`;
	return JSON.stringify(answer) ?? 'nothing';
}
