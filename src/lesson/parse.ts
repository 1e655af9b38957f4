import {grouped} from '../language/grouped.js';
import {emptyNames, type Names, namesOf} from '../language/names.js';
import {nearest} from '../language/nearest.js';
import {clipped} from '../language/visible.js';
import {emptyWorld} from '../sim/setup.js';
import type {World} from '../sim/world.js';
import {type Block, blocksOf, type Report} from './blocks.js';
import {mostEvents, type Played, play} from './judge.js';
import type {Act, Beat, Claims, Lesson, Problem, Prose, Script, Step, TextPosition} from './lesson.js';
import {plainYaml} from './plain-yaml.js';
import {proseOf} from './prose.js';
import {debriefOf, predictOf, taskOf} from './read-act.js';
import {type Front, frontOf} from './read-front.js';
import {fencedText, scriptOf} from './script.js';

/** A whole lesson, or everything that is wrong with it. Order: problems by place. */
export type Parsed =
	| {readonly ok: true; readonly lesson: Lesson}
	| {readonly ok: false; readonly problems: readonly Problem[]};

/** The largest lesson file. Units: bytes of UTF-8. */
export const largestLesson = 262_144;

/** Returns the lesson that a file holds, or all of its problems. Never throws, on any bytes. `file` is named in messages; its NN- is the lesson's number. */
export function parseLesson(file: string, source: string | Uint8Array): Parsed {
	const problems: Problem[] = [];
	const report: Report = ({line, column}, message) => problems.push({file, line, column, message});
	const text = decoded(source, report);
	const lesson = text === null ? null : read(file, text, report);
	if (lesson !== null && problems.length === 0) return {ok: true, lesson};
	problems.sort((one, other) => one.line - other.line || one.column - other.column);
	return {ok: false, problems: problems.slice(0, mostProblems)};
}

/** Past this many nobody reads on. */
const mostProblems = 200;

const top: TextPosition = {line: 1, column: 1};

function decoded(source: string | Uint8Array, report: Report): string | null {
	const size = typeof source === 'string' ? new TextEncoder().encode(source).length : source.length;
	if (size > largestLesson) {
		report(
			top,
			`This file has ${grouped(size)} bytes; a lesson may have ${grouped(largestLesson)} (256 KiB). Make two lessons of it.`,
		);
		return null;
	}
	if (typeof source === 'string') return source;
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(source);
	} catch {
		report(top, 'This file is not UTF-8 text. Save it as UTF-8.');
		return null;
	}
}

/** What reading has come to so far. */
type Reading = {
	readonly report: Report;
	/** The lesson's world, and the names it declares. */
	world: Script | null;
	names: Names;
	/** Every world so far can be built. */
	sound: boolean;
	readonly steps: OpenStep[];
	readonly claims: {readonly step: OpenStep | null; readonly block: Block & {kind: 'fence'}}[];
	/** The events that building worlds may still make; a bound on the time that any file takes. */
	events: number;
	/** Prose that no act has followed yet. */
	prose: readonly Prose[];
	proseAt: TextPosition | null;
};

type OpenStep = {
	readonly title: string;
	readonly place: TextPosition;
	world: Script | null;
	names: Names | null;
	readonly beats: Beat[];
	readonly blocks: string[];
	readonly notes: Prose[];
};

function read(file: string, text: string, report: Report): Lesson | null {
	const reading: Reading = {
		report,
		world: null,
		names: emptyNames,
		sound: true,
		steps: [],
		claims: [],
		events: mostEvents,
		prose: [],
		proseAt: null,
	};
	let front: Front | null = null;
	for (const block of blocksOf(text, report)) {
		if (block.kind === 'front') front = readFront(block, report);
		else readBlock(reading, block);
	}
	endStep(reading);
	if (reading.world === null) report(top, 'A lesson needs a world block before its first ## heading.');
	if (reading.steps.length === 0) report(top, 'A lesson needs at least one step, which begins with a ## heading.');
	if (front === null || reading.world === null) return null;
	const number = checkedNumber(file, front.id, report);
	const steps = closed(reading.steps, reading.world);
	return {...front, number, file, world: reading.world, steps, claims: readClaims(reading, reading.world)};
}

function readFront(block: Block & {kind: 'front'}, report: Report): Front | null {
	const datum = plainYaml(block.text, block.first, report);
	return datum === null ? null : frontOf(datum, report);
}

/** The number in the file's name; a file that is named like a lesson must be named like this one. */
function checkedNumber(file: string, id: string, report: Report): number | null {
	const name = /(?:^|[/\\])(\d+)-([^/\\]*)\.md$/.exec(file);
	if (name === null) return null;
	if (name[2] !== id)
		report(
			top,
			`This file is named ${clipped(name[2] ?? '')} and its id is ${clipped(id)}. Give both the same name: ${name[1]}-${clipped(id)}.md.`,
		);
	return Number(name[1]);
}

function readBlock(reading: Reading, block: Exclude<Block, {kind: 'front'}>): void {
	switch (block.kind) {
		case 'heading':
			endStep(reading);
			if (block.text.trim() === '') reading.report(block.place, 'A step needs a title behind its ##.');
			reading.steps.push({
				title: block.text,
				place: block.place,
				world: null,
				names: null,
				beats: [],
				blocks: [],
				notes: [],
			});
			return;
		case 'prose':
			reading.prose = [...reading.prose, ...proseOf(block.lines, block.first, reading.report)];
			reading.proseAt ??= block.place;
			return;
		case 'fence':
			readFence(reading, block);
	}
}

const blockNames = ['world', 'try', 'predict', 'task', 'debrief', 'claims', 'notes'] as const;

function readFence(reading: Reading, block: Block & {kind: 'fence'}): void {
	const {report} = reading;
	const name = blockNames.find((each) => each === block.name);
	const step = reading.steps.at(-1) ?? null;
	if (name === undefined) {
		const near = nearest(block.name, blockNames);
		const what =
			block.name === '' ? 'A block names its kind behind the fence' : `There is no block ${clipped(block.name)}`;
		report(
			block.place,
			`${what}${near === null || block.name === '' ? '' : `; did you mean ${near}`}. There are: ${blockNames.join(', ')}.`,
		);
	} else if (name === 'world') readWorld(reading, step, block);
	else if (name === 'claims') reading.claims.push({step, block});
	else if (name === 'notes' && step !== null) step.notes.push(...proseOf(block.text.split('\n'), block.first, report));
	else if (step === null || name === 'notes')
		report(block.place, `This ${name} block stands in no step. Put a ## heading above it.`);
	else readAct(reading, step, name, block);
}

/** A world before the first heading is the lesson's; one in a step is that step's own. */
function readWorld(reading: Reading, step: OpenStep | null, block: Block & {kind: 'fence'}): void {
	const {report} = reading;
	if ((step === null ? reading.world : step.world) !== null)
		report(block.place, `${step === null ? 'The lesson' : 'This step'} has a world already. Keep one of them.`);
	else if (step !== null && step.beats.length > 0)
		report(block.place, 'The world of a step stands before anything that is done in it. Move it up.');
	const {script, names, whole} = scriptOf(fencedText(block.text, block.first), emptyNames, report);
	const built = whole ? build(reading, script) : null;
	if (built?.refused) report(built.refused.line.place, `This world cannot be built. ${built.refused.sentence}`);
	reading.sound &&= built !== null && built.refused === null;
	const known = built === null ? names : mergedNames(names, namesOf(built.world));
	if (step === null) {
		reading.world = script;
		reading.names = known;
	} else {
		step.world = script;
		step.names = known;
	}
}

/** Builds a world within what is left of the lesson's events. */
function build(reading: Reading, script: Script, from: World = emptyWorld): Played {
	const played = play(script, from, reading.events);
	reading.events -= played.world.audit.seq - from.audit.seq;
	return played;
}

/** Spelled as the world has them; what only the text declares, because a line of it failed, stays known. */
function mergedNames(declared: Names, built: Names): Names {
	return {
		clients: union(built.clients, declared.clients),
		locks: union(built.locks, declared.locks),
		stores: union(built.stores, declared.stores),
		resources: union(built.resources, declared.resources),
		keys: built.keys,
	};
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
	return [...new Set([...one, ...other])];
}

function readAct(
	reading: Reading,
	step: OpenStep,
	name: 'try' | 'predict' | 'task' | 'debrief',
	block: Block & {kind: 'fence'},
): void {
	const {report} = reading;
	if (name !== 'debrief' && step.blocks.includes('task'))
		report(block.place, 'After its task only prose and a debrief stand in a step. Begin a new step with a ## heading.');
	if (step.blocks.includes('debrief'))
		report(block.place, 'A debrief is the last block of its step. Begin a new step with a ## heading.');
	step.blocks.push(name);
	const act = actOf(reading, step, name, block);
	if (act !== null) step.beats.push({prose: reading.prose, act, place: reading.proseAt ?? block.place});
	reading.prose = [];
	reading.proseAt = null;
}

function actOf(
	{names: lessonNames, report}: Reading,
	step: OpenStep,
	name: 'try' | 'predict' | 'task' | 'debrief',
	block: Block & {kind: 'fence'},
): Act | null {
	const names = step.names ?? lessonNames;
	if (name === 'debrief') return debriefOf(block.text, block.first, block.place, report);
	if (name === 'try') {
		const tried = scriptOf(fencedText(block.text, block.first), names, report);
		step.names = tried.names;
		return {kind: 'try', script: tried.script, place: block.place};
	}
	const datum = plainYaml(block.text, block.first, report);
	if (datum === null) return null;
	return name === 'predict' ? predictOf(datum, names, block.place, report) : taskOf(datum, names, block.place, report);
}

/** Prose that nothing follows is read and left with Enter. Prose before the first heading belongs to the first step. */
function endStep(reading: Reading): void {
	const step = reading.steps.at(-1);
	if (step === undefined) return;
	if (reading.prose.length > 0)
		step.beats.push({prose: reading.prose, act: {kind: 'read'}, place: reading.proseAt ?? step.place});
	reading.prose = [];
	reading.proseAt = null;
	if (step.beats.length === 0 && step.blocks.length === 0)
		reading.report(step.place, 'This step is empty. Write what the learner reads or does here.');
}

function closed(steps: readonly OpenStep[], world: Script): readonly Step[] {
	return steps.map((step, index): Step => {
		const runs = step.beats.some(({act}) => act.kind === 'try' || act.kind === 'predict' || act.kind === 'task');
		return {
			title: step.title,
			world: step.world ?? (runs || index === 0 ? world : null),
			beats: step.beats,
			...(step.notes.length === 0 ? {} : {notes: step.notes}),
			place: step.place,
		};
	});
}

function readClaims(reading: Reading, lessonWorld: Script): readonly Claims[] {
	return reading.claims.map(({step, block}) => {
		const names = step?.world == null ? reading.names : (step.names ?? reading.names);
		const world = step?.world ?? lessonWorld;
		const {script, whole} = scriptOf(fencedText(block.text, block.first), names, reading.report);
		const refused = whole && reading.sound ? build(reading, script, build(reading, world).world).refused : null;
		if (refused !== null) reading.report(refused.line.place, refused.sentence);
		return {world, script, place: block.place};
	});
}
