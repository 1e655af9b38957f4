import {readdirSync, readFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {compileLessons} from '../../src/lesson/compile.js';
import type {Act, Step as LessonStep, Script} from '../../src/lesson/lesson.js';
import {looksLikeCode, readCode} from '../../src/share/code.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {Statement} from '../../src/sim/statement.js';
import type {Step} from './random-scripts.js';

/** A run by its name, with its history. `from`: its earlier steps stand in another run too. */
export type History = {readonly name: string; readonly steps: readonly Step[]; readonly from: number};

const root = resolve(import.meta.dirname, '../..');

/** Every run that the project tells: scenarios and stories, what every lesson and challenge shows, accepts and rejects, and every share code in the tests. */
export function* toldHistories(): Generator<History> {
	yield* fenceFiles();
	yield* lessonWays();
	yield* sharedRuns();
}

function* fenceFiles(): Generator<History> {
	for (const folder of ['test/scenarios', 'test/stories'])
		for (const path of filesIn(folder, '.fence')) {
			const {statements, errors} = parseScript(readFileSync(path, 'utf8'));
			if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
			yield {
				name: basename(path),
				from: 0,
				steps: played(
					[],
					statements.map(({statement}) => statement),
				),
			};
		}
}

/** Each way through a step: as it is solved, and as each further way that is accepted or rejected goes on from there. */
function* lessonWays(): Generator<History> {
	const files = ['lessons', 'lessons/challenges'].flatMap((folder) => filesIn(folder, '.md'));
	const {lessons} = compileLessons(files.map((path) => ({name: path, text: readFileSync(path)})));
	for (const {id, steps, world} of lessons)
		for (const [index, step] of steps.entries())
			for (const [number, way] of waysOf(step, world).entries())
				yield {...way, name: `${id}, step ${index + 1}, way ${number + 1}`};
}

function waysOf(step: LessonStep, world: Script): readonly Omit<History, 'name'>[] {
	let begun = played([], statementsOf(step.world ?? world));
	const ways: Omit<History, 'name'>[] = [];
	for (const {act} of step.beats) {
		const [main = [], ...others] = scriptsOf(act);
		const from = begun.length;
		ways.push(...others.map((other) => ({from, steps: played(begun, statementsOf(other))})));
		begun = played(begun, statementsOf(main));
	}
	return [{from: 0, steps: begun}, ...ways];
}

function scriptsOf(act: Act): readonly Script[] {
	switch (act.kind) {
		case 'try':
			return [act.script];
		case 'predict':
			return [act.run];
		case 'task':
			return [act.solution, ...act.accept, ...act.reject];
		case 'read':
		case 'debrief':
			return [];
	}
}

function statementsOf(script: Script): readonly Statement[] {
	return script.map(({statement}) => statement);
}

function* sharedRuns(): Generator<History> {
	const codes = new Set(
		filesIn('test', '.ts', true).flatMap((path) =>
			(readFileSync(path, 'utf8').match(/[A-Za-z0-9][A-Za-z0-9-]{20,}/g) ?? []).filter(looksLikeCode),
		),
	);
	for (const code of codes) {
		const read = readCode(code);
		if (read.ok) yield {name: `code ${code.slice(0, 12)}`, from: 0, steps: played([], read.statements)};
	}
}

function filesIn(folder: string, end: string, deep = false): readonly string[] {
	const names = readdirSync(join(root, folder), {recursive: deep, encoding: 'utf8'});
	return names
		.filter((name) => name.endsWith(end))
		.sort()
		.map((name) => join(root, folder, name));
}

/** The steps with those of further statements after them. */
function played(begun: readonly Step[], statements: readonly Statement[]): readonly Step[] {
	let world = begun.reduce((last, {outcome}) => (outcome.ok ? outcome.world : last), emptyWorld);
	const steps = statements.map((statement): Step => {
		const before = world;
		const outcome = perform(before, statement);
		if (outcome.ok) world = outcome.world;
		return {line: print(statement), statement, before, outcome};
	});
	return [...begun, ...steps];
}
