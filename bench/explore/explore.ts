import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'rolldown';
import {inProject} from '../../src/build/project.js';
import {ms, type Row, table} from '../row.js';
import {type Measured, measure, type Way} from './measure.js';
import {hasSpin} from './spin.js';

/** A row of the table: which time is compared with which, and the goal. */
type Goal = {
	readonly what: string;
	readonly subject: string;
	readonly way: Way;
	readonly against: Way;
	readonly goal: number;
};

const goals: readonly Goal[] = [
	{what: 'M1 3,3,3, every state apart', subject: 'M1 3,3,3', way: 'plain', against: 'depth first', goal: 0.4},
	{what: 'M1 3,3,3, every state apart', subject: 'M1 3,3,3', way: 'plain', against: 'breadth first', goal: 0.3},
	{what: 'M1 3,3,3, like clients exchanged', subject: 'M1 3,3,3', way: 'symmetric', against: 'depth first', goal: 0.12},
	{
		what: 'M1 4,2,3, like clients exchanged',
		subject: 'M1 4,2,3',
		way: 'symmetric',
		against: 'depth first',
		goal: 0.025,
	},
	{
		what: 'a world of 2 clients, every state apart',
		subject: 'world of 2 clients',
		way: 'plain',
		against: 'depth first',
		goal: 4,
	},
	{
		what: 'a world of 2 clients, like clients exchanged',
		subject: 'world of 2 clients',
		way: 'symmetric',
		against: 'depth first',
		goal: 4,
	},
	{
		what: 'a world of 3 clients, every state apart',
		subject: 'world of 3 clients',
		way: 'plain',
		against: 'depth first',
		goal: 0.7,
	},
	{
		what: 'a world of 3 clients, like clients exchanged',
		subject: 'world of 3 clients',
		way: 'symmetric',
		against: 'depth first',
		goal: 0.4,
	},
	{
		what: 'a redlock of 5 nodes, 2 clients, 1 fault, like nodes exchanged',
		subject: 'redlock, 1 fault',
		way: 'symmetric',
		against: 'depth first',
		goal: 3,
	},
	{what: 'the same with 4 faults', subject: 'redlock, 4 faults', way: 'symmetric', against: 'depth first', goal: 2},
];

const turns = Number(process.argv[2] ?? 5);

if (!hasSpin()) {
	console.error('This bench needs SPIN and gcc. On Debian: apt-get update && apt-get install spin gcc');
	process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-bench-'));
try {
	const child = join(folder, 'child.mjs');
	await build({
		input: inProject('bench/explore/child.ts'),
		platform: 'node',
		output: {file: child, format: 'esm'},
		logLevel: 'warn',
	});
	print(
		Object.fromEntries(
			[...new Set(goals.map(({subject}) => subject))].map((name) => [name, measure(child, name, turns)]),
		),
	);
} finally {
	rmSync(folder, {recursive: true});
}

function print(results: Readonly<Record<string, Measured>>): void {
	console.log(
		`Node ${process.versions.node}, ${process.platform} ${process.arch}; SPIN's programs compiled with gcc -O2. Medians of ${turns} rounds, by turns.`,
	);
	console.log(
		'Ours: a fresh process each time, cold, from the model to its last state. SPIN: its compiled program, from start to end.',
	);
	console.log('Safety only, in memory, these models: both checkers do more, and SPIN far more.\n');
	for (const [name, {states, symmetricStates}] of Object.entries(results))
		console.log(
			`${name}: ${count(states)} states, the same number in both; ${count(symmetricStates)} when like clients and nodes are exchanged`,
		);
	const answers = ['world of 2 clients', 'world of 3 clients'].flatMap((name) => answerOf(name, results[name]));
	console.log(
		`\n${table([...goals.flatMap((goal) => rowOf(goal, results[goal.subject])), ...answers, ...memoryOf(results['M1 3,3,3'])])}`,
	);
}

function rowOf({what, way, against, goal}: Goal, measured: Measured | undefined): readonly Row[] {
	if (measured === undefined) return [];
	const {time} = measured;
	return [
		{
			what,
			measured: ms(time[way]),
			against: `SPIN ${against}: ${ms(time[against])}`,
			ratio: time[way] / time[against],
			goal,
		},
	];
}

function answerOf(name: string, measured: Measured | undefined): readonly Row[] {
	if (measured === undefined) return [];
	const {ours, theirs} = measured.answer;
	return [
		{
			what: `a ${name}, from question to answer`,
			measured: ms(ours),
			against: `SPIN with its compilers: ${ms(theirs)}`,
			ratio: ours / theirs,
			goal: 0.06,
		},
	];
}

function memoryOf(measured: Measured | undefined): readonly Row[] {
	if (measured === undefined) return [];
	const {memory, states, process: whole} = measured;
	const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
	const row = (what: string, bytes: number): Row => ({
		what,
		measured: mb(bytes),
		against: `SPIN depth first: ${mb(memory['depth first'])}`,
		ratio: bytes / memory['depth first'],
		goal: 1,
	});
	const each = memory.plain / states;
	return [
		row('memory of M1 3,3,3', memory.plain),
		row('the same with all of Node', whole),
		{
			what: 'memory of a state of M1 3,3,3, beyond Node itself',
			measured: `${each.toFixed(0)} bytes`,
			against: '60 bytes',
			ratio: each / 60,
			goal: 1,
		},
	];
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}
