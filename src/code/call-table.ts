import {Unusable} from './ask.js';
import {type Call, type ClassRunner, type Played, ranked, type Sequence} from './check-class.js';
import {numbered} from './numbered.js';

/**
 * What a class answers to sequences of calls, as plain data. Shape: calls and answers stand in lists of their own; a node is, for each call that was made there, the call, the
 * answer and the node after it, and equal nodes are one. A node names only nodes before it; the last is the beginning.
 */
export type CallTable = {
	readonly calls: readonly Call[];
	readonly answers: readonly unknown[];
	readonly nodes: readonly (readonly number[])[];
};

type Branch = {readonly answer: number; readonly after: Branches};
type Branches = Map<number, Branch>;

/**
 * The runner, and a table of all that it has answered. `tokens`: `ranked` writes each token as its place in the order of tokens, which is all that counts where the class
 * gives them out itself.
 */
export function rememberingClass(
	runner: ClassRunner,
	tokens: 'as they are' | 'ranked' = 'as they are',
): ClassRunner & {readonly table: () => CallTable} {
	const played: {readonly calls: readonly Call[]; readonly sequences: readonly Sequence[]; readonly told: Played}[] =
		[];
	return {
		play(name, calls, sequences) {
			const told = runner.play(name, calls, sequences);
			played.push({calls, sequences, told});
			return told;
		},
		table,
	};

	function table(): CallTable {
		const calls = numbered<Call>();
		const answers = numbered<unknown>();
		const root: Branches = new Map();
		for (const {calls: letters, sequences, told} of played) {
			const places = letters.map((call) => calls.of(call));
			for (const [index, sequence] of sequences.entries()) {
				const plain = (told.places[index] ?? []).map((place) => told.answers[place]);
				const written = tokens === 'ranked' ? ranked(plain).map(numberedToken) : plain;
				remember(
					sequence.map((letter) => places[letter] ?? -1),
					written,
				);
			}
		}
		return {calls: calls.all, answers: answers.all, nodes: nodesOf(root)};

		function remember(called: readonly number[], told: readonly unknown[]): void {
			let here = root;
			for (const [step, answer] of told.entries()) {
				const call = called[step] ?? -1;
				const branch = here.get(call) ?? {answer: answers.of(answer), after: new Map()};
				here.set(call, branch);
				here = branch.after;
			}
		}
	}
}

/** A class that runs nothing: it looks each call up in a table. Fails: with Unusable on a sequence that is not in it. */
export function writtenClass({calls, answers, nodes}: CallTable): ClassRunner {
	const numbers = new Map(calls.map((call, index) => [JSON.stringify(call), index]));
	return {
		play: (_name, asked, sequences) => {
			const places = asked.map((call) => numbers.get(JSON.stringify(call)) ?? -1);
			return {answers, places: sequences.map((sequence) => answered(sequence.map((letter) => places[letter] ?? -1)))};
		},
	};

	function answered(sequence: readonly number[]): readonly number[] {
		let here = nodes.length - 1;
		return sequence.map((call) => {
			const node = nodes[here] ?? [];
			const at = node.findIndex((each, place) => place % 3 === 0 && each === call);
			if (at < 0) throw new Unusable('The table lacks a sequence of calls.');
			here = node[at + 2] ?? -1;
			return node[at + 1] ?? -1;
		});
	}
}

/** The table of calls that some data tells, or null where it tells none. Never throws. */
export function callTableOf(data: unknown): CallTable | null {
	if (typeof data !== 'object' || data === null) return null;
	const {calls, answers, nodes}: {calls?: unknown; answers?: unknown; nodes?: unknown} = data;
	if (!isList(calls) || !isList(answers) || !isList(nodes)) return null;
	const isNode = (node: unknown, index: number) =>
		isList(node) &&
		node.length % 3 === 0 &&
		node.every((number, place) => isIndex(number, [calls.length, answers.length, index][place % 3] ?? 0));
	if (!calls.every(isCall) || !nodes.every(isNode)) return null;
	return {calls, answers, nodes: nodes as readonly (readonly number[])[]};
}

function isCall(data: unknown): data is Call {
	return isList(data) && typeof data[0] === 'string';
}

function isIndex(data: unknown, end: number): boolean {
	return Number.isInteger(data) && Number(data) >= 0 && Number(data) < end;
}

function isList(data: unknown): data is readonly unknown[] {
	return Array.isArray(data) && data.length <= mostItems;
}

const mostItems = 50_000;

/** The nodes of a tree in which equal ones are one. Order: each after those that it names. */
function nodesOf(root: Branches): readonly (readonly number[])[] {
	const nodes = numbered<readonly number[]>();
	const write = (branches: Branches): number =>
		nodes.of([...branches].flatMap(([call, {answer, after}]) => [call, answer, write(after)]));
	const first = write(root);
	// Of a tree that is its own first node nothing else is written after it.
	return nodes.all.slice(0, first + 1);
}

/** Tokens as a lock service would count them. */
function numberedToken(answer: unknown): unknown {
	return typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'number'
		? {token: firstToken + answer.token}
		: answer;
}

const firstToken = 33;
