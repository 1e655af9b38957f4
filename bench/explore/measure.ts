import {execFileSync} from 'node:child_process';
import {median} from '../sample.js';
import {type Count, compile, remove, run} from './spin.js';
import type {Explored} from './subject.js';
import {subjects} from './subjects.js';

/** Ours without and with exchange of like actors, and SPIN in its two orders. */
export type Way = 'plain' | 'symmetric' | 'depth first' | 'breadth first';

/** What a subject came to. Shape: medians per way. Units: ms, bytes. */
export type Measured = {
	readonly states: number;
	readonly symmetricStates: number;
	readonly time: Readonly<Record<Way, number>>;
	readonly memory: Readonly<Record<Way, number>>;
	/** Ours without exchange, with all of Node. */
	readonly process: number;
	/** From the question to the answer: ours with the start of Node, like clients exchanged; SPIN's with making and compiling its program, depth first. */
	readonly answer: {readonly ours: number; readonly theirs: number};
};

/** A subject searched every way, by turns, as often as asked. `child`: the program that does ours. Fails: when two ways count differently. */
export function measure(child: string, name: string, turns: number): Measured {
	const subject = subjects[name];
	if (subject === undefined) throw new Error(`There is no subject ${name}.`);
	const start = performance.now();
	const depthFirst = compile(subject.promela, 'depth first');
	const making = performance.now() - start;
	const breadthFirst = compile(subject.promela, 'breadth first');
	const {states} = run(depthFirst, 2 ** 20);
	const symmetricStates = explore(child, name, 'symmetric', 1000).states;
	const answers: number[] = [];
	const processes: number[] = [];
	const rounds = Array.from({length: turns}, (): Readonly<Record<Way, Count>> => {
		const plain = explore(child, name, 'plain', states);
		processes.push(plain.process);
		const deep = run(depthFirst, states);
		const asked = performance.now();
		const symmetric = explore(child, name, 'symmetric', symmetricStates);
		answers.push(performance.now() - asked);
		const broad = run(breadthFirst, states);
		assertEqual(name, plain, symmetric, deep, broad);
		return {plain, symmetric, 'depth first': deep, 'breadth first': broad};
	});
	remove(depthFirst);
	remove(breadthFirst);
	const time = medians(rounds, (count) => count.time);
	const memory = medians(rounds, (count) => count.memory);
	return {
		states,
		symmetricStates,
		time,
		memory,
		process: median(processes),
		answer: {ours: median(answers), theirs: making + time['depth first']},
	};
}

function explore(child: string, name: string, manner: 'plain' | 'symmetric', room: number): Explored {
	// This setting makes some versions of Node slow to start.
	const {NODE_EXTRA_CA_CERTS: _, ...env} = process.env;
	return JSON.parse(
		execFileSync(process.execPath, [child, name, manner, String(room)], {encoding: 'utf8', env}),
	) as Explored;
}

function assertEqual(name: string, plain: Explored, symmetric: Explored, ...others: readonly Count[]): void {
	const states = [
		plain.states,
		...(symmetric.all === null ? [] : [symmetric.all]),
		...others.map((count) => count.states),
	];
	const transitions = [plain.transitions, ...others.map((count) => count.transitions)];
	if (new Set(states).size > 1 || new Set(transitions).size > 1)
		throw new Error(
			`Expected equal counts for ${name}, got ${states.join(', ')} states and ${transitions.join(', ')} transitions.`,
		);
}

function medians(
	rounds: readonly Readonly<Record<Way, Count>>[],
	read: (count: Count) => number,
): Readonly<Record<Way, number>> {
	const middle = (way: Way) => median(rounds.map((round) => read(round[way])));
	return {
		plain: middle('plain'),
		symmetric: middle('symmetric'),
		'depth first': middle('depth first'),
		'breadth first': middle('breadth first'),
	};
}
