import {grouped} from '../language/grouped.js';
import {counted} from '../narrate/counted.js';
import {type ClassName, classReference} from './class-reference.js';

/** Something that plays sequences of calls on a class of the learner's. Fails: with Unusable where the code cannot be run. */
export type ClassRunner = {
	/** Per sequence its answers, up to the first call that throws, from a fresh instance. */
	readonly play: (name: string, sequences: readonly (readonly Call[])[]) => readonly (readonly unknown[])[];
};

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

type Prefix = {readonly calls: readonly number[]; readonly state: number; readonly answers: readonly unknown[]};

/** Every sequence of calls up to a length on a fresh instance each, shortest first: the private fields of an instance cannot be looked at, so nothing less would do. */
export function checkClass(runner: ClassRunner, name: ClassName, longest: number): ClassFinding {
	const {calls: letters, start, after} = classReference(name);
	let sequences = 0;
	let before: readonly Prefix[] = [{calls: [], state: start, answers: []}];
	for (let length = 1; length <= longest; length++) {
		const tried = before.flatMap(({calls, state, answers}) =>
			letters.map((_, letter): Prefix => {
				const next = after(state, letter);
				return {calls: [...calls, letter], state: next.state, answers: [...answers, next.answer]};
			}),
		);
		for (let from = 0; from < tried.length; from += batch) {
			const some = tried.slice(from, from + batch);
			const got = runner.play(
				name,
				some.map(({calls}) => calls.map((letter) => letters[letter] ?? [''])),
			);
			for (const [index, prefix] of some.entries()) {
				sequences++;
				const wrong = differs(prefix, got[index] ?? [], letters);
				if (wrong !== null) return {sequences, wrong};
			}
		}
		before = tried;
	}
	return {sequences, wrong: null};
}

/** Sequences that are sent to the code at once. */
const batch = 2000;

function differs({calls, answers}: Prefix, got: readonly unknown[], letters: readonly Call[]): ClassFinding['wrong'] {
	const ours = ranked(answers);
	const theirs = ranked(got);
	const at = ours.findIndex((answer, index) => JSON.stringify(answer) !== JSON.stringify(theirs[index] ?? null));
	if (at < 0) return null;
	return {
		calls: calls.slice(0, at + 1).map((letter) => letters[letter] ?? ['']),
		expected: answers[at],
		got: got[at] ?? null,
	};
}

/** The answers with each token known by its place in the order of new tokens alone: only whether it grows counts. */
export function ranked(answers: readonly unknown[]): readonly unknown[] {
	const seen: unknown[] = [];
	return answers.map((answer) => {
		if (typeof answer !== 'object' || answer === null || !('token' in answer)) return answer;
		const {token} = answer;
		const known = seen.indexOf(token);
		if (known >= 0) return {token: known};
		const grows = typeof token === 'number' && seen.every((other) => typeof other === 'number' && token > other);
		seen.push(token);
		return grows ? {token: seen.length - 1} : {token: 'not greater'};
	});
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
