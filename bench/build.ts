import {execFileSync, fork} from 'node:child_process';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {inProject} from '../src/build/project.js';
import type {JudgeReply, JudgeRequest} from '../src/cli/code/judge.js';
import {type Exercise, exerciseName, parseExercise} from '../src/code/exercise.js';
import {ms, type Row} from './row.js';
import {median} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** Returns what checking code of one's own takes: from a save to the verdict, runs of the code, the processor, and its part of the package. */
export async function build(place: Workbench): Promise<readonly Row[]> {
	const exercises = readExercises();
	for (const exercise of exercises)
		writeFileSync(join(place.folder, `${exerciseName(exercise)}.mjs`), exercise.solution);
	return [
		...(await verdicts(exercises, place)),
		...[2, 3, 4].map((clients) => runsOf(clients, place)),
		processor(place),
		packagePart(place),
	];
}

function readExercises(): readonly Exercise[] {
	const folder = inProject('lessons/exercises');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.md'))
		.sort()
		.map((name) => parseExercise(readFileSync(join(folder, name), 'utf8')).exercise);
}

/** From a save to the last verdict of each solution, with three clients where clients run it, in the process that watches. */
async function verdicts(exercises: readonly Exercise[], place: Workbench): Promise<readonly Row[]> {
	const judge = fork(join(packageOf(place), 'dist/judge.js'), [], {
		env: place.env,
		execArgv: ['--disallow-code-generation-from-strings', '--no-warnings'],
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	try {
		const floors: number[] = [];
		const times = new Map<string, number[]>();
		for (let turn = 0; turn <= turns; turn++) {
			for (const exercise of exercises) {
				const name = exerciseName(exercise);
				const time = await verdict(judge, exercise, place);
				const floor = await timeOf(process.execPath, ['-e', '0'], place);
				// In the first turn the process has just been started.
				if (turn === 0) continue;
				floors.push(floor);
				times.set(name, [...(times.get(name) ?? []), time]);
			}
		}
		const floor = median(floors);
		const all = [...times].map(([name, each]) => ({name, time: median(each), ratio: median(each) / floor}));
		const quick = [...all].sort((one, other) => one.ratio - other.ratio)[5];
		if (quick === undefined) throw new Error('Expected ten exercises.');
		const against = `node -e 0: ${ms(floor)}`;
		return [
			...all.map(({name, time, ratio}) => ({what: `verdict on ${name}`, measured: ms(time), against, ratio, goal: 25})),
			{what: 'the sixth quickest of them', measured: ms(quick.time), against, ratio: quick.ratio, goal: 8},
		];
	} finally {
		judge.kill();
	}
}

async function verdict(judge: ReturnType<typeof fork>, exercise: Exercise, place: Workbench): Promise<number> {
	const because = 'bench';
	const request: JudgeRequest = {
		file: `${exerciseName(exercise)}.mjs`,
		options: {
			json: false,
			diagram: false,
			clients: exercise.checked.kind === 'client' ? 3 : undefined,
			with: undefined,
			maxStates: undefined,
			maxSeconds: undefined,
		},
		io: {
			cwd: place.folder,
			columns: 100,
			look: {ascii: false, colors: 0, motion: false},
			because: {screen: because, ascii: because, colors: because, motion: because},
			version: '',
		},
	};
	const start = performance.now();
	return await new Promise((done, fail) => {
		let last = start;
		judge.on('message', function hear(reply: JudgeReply) {
			if (reply.kind === 'answered') last = performance.now();
			if (reply.kind !== 'done' && reply.kind !== 'broken') return;
			judge.off('message', hear);
			if (reply.kind === 'done' && reply.problem === '' && last > start) done(last - start);
			else fail(new Error(`${request.file}: ${JSON.stringify(reply)}`));
		});
		judge.send(request);
	});
}

/** How often the code of exercise 06 is run for all its claims. */
function runsOf(clients: number, place: Workbench): Row {
	const goal = {2: 40, 3: 150, 4: 300}[clients] ?? 0;
	const text = run(place, ['build', 'check', '06-advance.mjs', '--json', '--clients', `${clients}`]);
	const {runs, schedules} = text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as {readonly runs: number; readonly schedules: string | null})
		.reduce((most, each) => ({runs: Math.max(most.runs, each.runs), schedules: most.schedules ?? each.schedules}));
	return {
		what: `runs of the code, ${clients} clients of 06`,
		measured: `${runs} runs`,
		against: `${goal}, for ${schedules} schedules`,
		ratio: runs / goal,
		goal: 1,
	};
}

/** The processor's time for exercise 06 with three clients, and for the same programs and claims in the language. */
function processor(place: Workbench): Row {
	writeFileSync(join(place.folder, 'advance.fence'), sameInLanguage);
	const ours: number[] = [];
	const theirs: number[] = [];
	for (let turn = 0; turn <= turns; turn++) {
		const both = [
			cpuOf(place, ['build', 'check', '06-advance.mjs', '--clients', '3']),
			cpuOf(place, ['explore', 'advance.fence']),
		] as const;
		if (turn === 0) continue;
		ours.push(both[0]);
		theirs.push(both[1]);
	}
	return {
		what: 'processor for build check, 3 clients of 06',
		measured: ms(median(ours)),
		against: `explore: ${ms(median(theirs))}`,
		ratio: median(ours) / median(theirs),
		goal: 1.5,
	};
}

const program = 'acquire account; advance account; read account; write account balance-=10; release account';
const sameInLanguage = `client A
client B
client C
lock account lease ttl 10s
store safe fenced
put account balance=100
A runs ${program}
B runs ${program}
C runs ${program}
claim never lost-update
claim never stale-write
claim possible value of safe balance = 80
`;

/** Units: ms of the processor, of the process and its threads. */
function cpuOf(place: Workbench, typed: readonly string[]): number {
	// Without a space or a double quote, which mean something in NODE_OPTIONS.
	const report =
		"data:text/javascript,process.on('exit',()=>process.stderr.write('cpu:'+Object.values(process.cpuUsage()).reduce((a,b)=>a+b)))";
	const {stderr} = outputOf(place, typed, {NODE_OPTIONS: `--import=${report}`});
	return Number(/cpu:(\d+)/.exec(stderr)?.[1]) / 1000;
}

function run(place: Workbench, typed: readonly string[]): string {
	return outputOf(place, typed, {}).stdout;
}

function outputOf(
	{program: installed, env, folder}: Workbench,
	typed: readonly string[],
	more: Readonly<Record<string, string>>,
): {readonly stdout: string; readonly stderr: string} {
	const errors = join(folder, 'errors.txt');
	const words = [installed, ...typed].map((word) => `'${word}'`).join(' ');
	const stdout = execFileSync('/bin/sh', ['-c', `${words} 2>'${errors}'`], {
		env: {...env, ...more},
		cwd: folder,
		encoding: 'utf8',
	});
	return {stdout, stderr: readFileSync(errors, 'utf8')};
}

/** What the package would be smaller by without the chunks that only `build` loads, each compressed by itself. */
function packagePart(place: Workbench): Row {
	const dist = join(packageOf(place), 'dist');
	const chunks = readdirSync(dist).filter((name) => name.endsWith('.js'));
	// A chunk may hold the text of a file that imports others, as those that a learner is given do.
	const imports = new Map(
		chunks.map((name) => [
			name,
			importsOf(readFileSync(join(dist, name), 'utf8')).filter((each) => chunks.includes(each)),
		]),
	);
	const isBuilds = (name: string) => /^(?:build|judge|code)\b/.test(name);
	const others = reached(
		[...imports.keys()].filter((name) => /^(?:main|index)\b/.test(name)),
		imports,
		isBuilds,
	);
	const own = [...reached([...imports.keys()].filter(isBuilds), imports, () => false)].filter(
		(name) => !others.has(name),
	);
	const size = own.reduce((sum, name) => sum + gzipSync(readFileSync(join(dist, name)), {level: 9}).length, 0);
	return {
		what: 'package for build',
		measured: `${(size / 1000).toFixed(1)} kB`,
		against: `40 kB, ${own.length} chunks`,
		ratio: size / 40_000,
		goal: 1,
	};
}

function importsOf(code: string): readonly string[] {
	return [...code.matchAll(/(?:from|import|require)\s*\(?["'`]\.\/([^"'`]+\.js)["'`]/g)].map(([, name]) => name ?? '');
}

/** Every chunk that some chunks load, but those that are left out and what only they load. */
function reached(
	from: readonly string[],
	imports: ReadonlyMap<string, readonly string[]>,
	isLeftOut: (name: string) => boolean,
): ReadonlySet<string> {
	const found = new Set<string>();
	const waiting = [...from];
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (found.has(name) || isLeftOut(name)) continue;
		found.add(name);
		waiting.push(...(imports.get(name) ?? []));
	}
	return found;
}

function packageOf({program: installed}: Workbench): string {
	return resolve(dirname(installed), '../fence-tutor');
}

const turns = 3;
