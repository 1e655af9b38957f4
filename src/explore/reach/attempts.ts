import {at} from '../../sim/client-step.js';
import {perform} from '../../sim/perform.js';
import type {Statement} from '../../sim/statement.js';
import type {ClientSpec, ProgramState, World} from '../../sim/world.js';
import {costOf, type Quest} from './quest.js';
import {type Watch, waitsFrom} from './waits.js';
import {fates, type Words} from './words.js';

/** A statement that can be done, its length, and every world it passes through: what is true only for a moment inside it counts too. Order: the last is the world after it. */
export type Attempt = {readonly statement: Statement; readonly cost: number; readonly worlds: readonly World[]};

/** Everything a learner can do at a moment. Order: what programs do, what the learner says, what time does. */
export function attemptsFrom(world: World, quest: Quest, words: Words, watch: Watch): readonly Attempt[] {
	return [
		...world.spec.clients.flatMap((client, index) => stepsOf(world, quest, client, index)),
		...words(world).flatMap((statement) => attempt(world, statement)),
		...waitingFrom(world, quest, watch),
	];
}

/** What a learner can do at a moment that counts nothing. */
export function waitingFrom(world: World, {allows}: Quest, watch: Watch): readonly Attempt[] {
	return allows({kind: 'wait', for: 0})
		? waitsFrom(world, watch).flatMap((time) => attempt(world, {kind: 'wait', for: time}))
		: [];
}

function attempt(world: World, statement: Statement): readonly Attempt[] {
	const outcome = perform(world, statement);
	return outcome.ok ? [{statement, cost: costOf(statement), worlds: [outcome.world]}] : [];
}

/** The next steps of a client's program: one with its message handled in every way, several at once, and all of them. */
function stepsOf(world: World, {allows, ...quest}: Quest, client: ClientSpec, index: number): readonly Attempt[] {
	const {name, program} = client;
	if (program === null) return [];
	const canStep = allows({kind: 'step', client: name, count: 1, message: {}});
	const canRun = allows({kind: 'run', client: name});
	if (!canStep && !canRun) return [];
	const [, ...handled] = fates({allows, ...quest}, name);
	const single = canStep
		? handled.flatMap((message) => attempt(world, {kind: 'step', client: name, count: 1, message}))
		: [];
	const worlds = throughSteps(world, name, index, program.length * 2);
	const rows = worlds.flatMap((_, position): readonly Attempt[] => {
		const done = worlds.slice(0, position + 1);
		const runs =
			canRun && position === worlds.length - 1 && stops(at(worlds, position), worlds[position - 1] ?? world, index);
		const step: Statement = {kind: 'step', client: name, count: position + 1, message: {}};
		const statement: Statement | null =
			runs && !(canStep && position === 0) ? {kind: 'run', client: name} : canStep ? step : null;
		return statement === null ? [] : [{statement, cost: 1, worlds: done}];
	});
	return [...rows, ...single];
}

/** The worlds after one step of a client, after two, and so on until it cannot go on. */
function throughSteps(world: World, client: string, index: number, most: number): readonly World[] {
	const worlds: World[] = [];
	for (let before = world; worlds.length < most; ) {
		const outcome = perform(before, {kind: 'step', client, count: 1, message: {}});
		if (!outcome.ok) break;
		worlds.push(outcome.world);
		if (stops(outcome.world, before, index)) break;
		before = outcome.world;
	}
	return worlds;
}

/** Whether a run of several steps ends here. */
function stops(world: World, before: World, index: number): boolean {
	const {process, program}: {process: World['locals'][number]['process']; program: ProgramState} = at(
		world.locals,
		index,
	);
	return (
		program.at === at(before.locals, index).program.at ||
		program.ended !== null ||
		program.awaiting !== null ||
		process !== 'running'
	);
}
