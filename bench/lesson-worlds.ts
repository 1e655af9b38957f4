import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {compiledLessons} from '../src/build/compile-lessons.js';
import {compile, hasSpin, remove} from './explore/spin.js';
import {ms, type Row} from './row.js';
import {byTurns, median} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** A world of a lesson with its claims, as a script of its own. */
type LessonWorld = {readonly lesson: number; readonly name: string; readonly file: string};

/** Returns how long `explore` takes from a cold file to the verdict on what each lesson claims of its world, against a Node that does nothing and against SPIN with its compilers. */
export async function lessonWorlds(place: Workbench): Promise<readonly Row[]> {
	const worlds = await writeWorlds(join(place.folder, 'lesson-worlds'));
	const ratios: {readonly world: LessonWorld; readonly time: number; readonly floor: number}[] = [];
	for (const world of worlds) {
		const [time, floor] = await byTurns(
			1,
			() => timeOf(place.program, ['explore', world.file], place),
			() => timeOf(process.execPath, ['-e', '0'], place),
		);
		ratios.push({world, time, floor});
	}
	ratios.sort((one, other) => one.time / one.floor - other.time / other.floor);
	const within = ratios.filter(({time, floor}) => time / floor <= goal).length;
	const row = (what: string, each: (typeof ratios)[number] | undefined): readonly Row[] =>
		each === undefined
			? []
			: [
					{
						what: `${what} (${each.world.name})`,
						measured: ms(each.time),
						against: `node -e 0: ${ms(each.floor)}`,
						ratio: each.time / each.floor,
						goal,
						before: 3.2,
					},
				];
	return [
		...row(`explore of a lesson's claims, the middle of ${worlds.length}`, ratios[Math.floor(ratios.length / 2)]),
		...row('nine of ten take no longer', ratios[Math.ceil(ratios.length * 0.9) - 1]),
		...row(`the slowest; ${within} are within the goal`, ratios.at(-1)),
		...(hasSpin() ? await againstSpin(worlds, place) : []),
	];
}

const goal = 2;

/** Not every world can be said in Promela, and one of each lesson up to the thirteenth is enough. */
async function againstSpin(worlds: readonly LessonWorld[], place: Workbench): Promise<readonly Row[]> {
	const ratios: number[] = [];
	const [ours, theirs]: [number[], number[]] = [[], []];
	const first = worlds.filter(
		({lesson}, index) => lesson <= 13 && worlds.findIndex((other) => other.lesson === lesson) === index,
	);
	for (const {file} of first) {
		const model = promelaOf(file, place);
		if (model === null) continue;
		const [mine, spins] = await byTurns(
			1,
			() => timeOf(place.program, ['explore', file], place),
			async () => timeOfSpin(model),
		);
		ours.push(mine);
		theirs.push(spins);
		ratios.push(mine / spins);
	}
	return [
		{
			what: `the same, ${ratios.length} worlds that Promela can say`,
			measured: ms(median(ours)),
			against: `spin -a, gcc -O2, pan: ${ms(median(theirs))}`,
			ratio: median(ratios),
			goal: 0.06,
		},
	];
}

/** Units: ms, from the model to the verdict on the first of its claims. */
function timeOfSpin({file, claim}: Model): number {
	const start = performance.now();
	const program = compile({file, macros: {}}, 'depth first');
	execFileSync(program, ['-m1000000', '-N', claim], {cwd: dirname(program), stdio: 'pipe'});
	const time = performance.now() - start;
	remove(program);
	return time;
}

/** A world in Promela, and the name of its first claim. */
type Model = {readonly file: string; readonly claim: string};

/** Null: a part of the world that Promela cannot say. */
function promelaOf(file: string, {program, env}: Workbench): Model | null {
	try {
		const text = execFileSync(program, ['explore', file, '--as', 'promela'], {env, encoding: 'utf8', stdio: 'pipe'});
		const model = file.replace(/fence$/, 'pml');
		writeFileSync(model, text);
		const [, claim = ''] = /^ltl (\w+)/m.exec(text) ?? [];
		return {file: model, claim};
	} catch {
		return null;
	}
}

async function writeWorlds(folder: string): Promise<readonly LessonWorld[]> {
	mkdirSync(folder);
	return (await compiledLessons()).flatMap(({id, number, claims}) =>
		claims.map(({world, script}, index) => {
			const file = join(folder, `${id}-${index + 1}.fence`);
			writeFileSync(file, `${[...world, ...script].map(({text}) => text).join('\n')}\n`);
			return {lesson: number ?? Number.POSITIVE_INFINITY, name: `${id}, ${index + 1}`, file};
		}),
	);
}
