import {at} from '../sim/client-step.js';
import type {Fact} from '../sim/fact.js';
import {rowsOf, waitsFor} from '../sim/look.js';
import type {ProgramState, World} from '../sim/world.js';
import {playStory} from './engine/play.js';
import {depth, type Search, startSearch} from './engine/search.js';
import {find} from './engine/state-set.js';
import {startStory} from './engine/story.js';
import type {Exploration, Finding, Limits} from './explore.js';
import {faultsSearched} from './faults-searched.js';
import type {LocalPart, SharedPart} from './parts.js';
import {scriptOf} from './script.js';
import {storyMoves} from './story-moves.js';
import {type WorldModel, worldModel} from './world-model.js';
import {worldOf} from './world-of.js';

/** The clients that can ask for something that another may have, each with the step of its program that asks. */
export function askersOf({spec}: Pick<World, 'spec'>): readonly Asker[] {
	return spec.clients.flatMap(({name, program}, client): readonly Asker[] => {
		const step = (program ?? []).findIndex(
			(operation) => operation.kind === 'acquire' || (operation.kind === 'read' && operation.forUpdate === true),
		);
		return step < 0 ? [] : [{client, name, step}];
	});
}

/** A client by its place, and the step of its program that asks for the lock, or for the row. */
type Asker = {readonly client: number; readonly name: string; readonly step: number};

/**
 * The search for a state from which nobody goes on: one client has crashed, another still asks for the lock, and no continuation without a fault gives it to any of those.
 * `none`: the world goes on after every crash. The story of one that is found leads to the state with the fewest moves. Source: world.md, Properties.
 */
export function startGoesOn(world: World, limits: Limits, prompt: boolean): Exploration {
	const askers = askersOf(world);
	const crashes: Fact = {kind: 'process', client: at(askers, 0).name, state: 'crashed'};
	const made = worldModel(world, crashes, true, prompt);
	// Each client is to be known by its place, so none is exchanged with another.
	const search = startSearch(made.model, {goal: null, symmetric: false, room: 1000, ...limits});
	return {
		advance(states) {
			switch (search.advance(states)) {
				case 'running':
					return null;
				case 'full':
				case 'found':
					return finding('gave-up', null, []);
				case 'exhausted': {
					const stuck = firstStuck(made, search, askers);
					return stuck === null ? finding('none', null, []) : told(stuck);
				}
			}
		},
		progress: () => ({states: search.set.count, depth: depth(search)}),
		giveUp: () => finding('gave-up', null, []),
	};

	function told({state, crashed}: Stuck): Finding {
		const story = startStory(search, state);
		while (!story.advance(10_000));
		const moves = storyMoves(made, playStory(search, story.ways()));
		const fact: Fact = {kind: 'process', client: crashed, state: 'crashed'};
		return finding('found', moves.length, scriptOf(world, fact, moves));
	}

	function finding(kind: Finding['kind'], moves: number | null, script: Finding['script']): Finding {
		return {kind, states: search.set.count, depth: depth(search), moves, script, faults: faultsSearched(world)};
	}
}

type Stuck = {readonly state: number; readonly crashed: string};

/** The first state, in the order of moves from the start, in which somebody has crashed and nobody who asks can be given what he asks for any more. */
function firstStuck(
	{setting}: WorldModel,
	search: Search<SharedPart, LocalPart>,
	askers: readonly Asker[],
): Stuck | null {
	const {set, moves} = search;
	const back = backwards(search);
	const states = Array.from({length: set.count}, (_, state) => moves.partsAt(set, state * set.width));
	const parts = states.map((each) => each.parts);
	const worldIn = (state: number) => worldOf(setting, at(states, state).shared, at(parts, state), 0);
	const localOf = (state: number, {client}: Asker) => at(at(parts, state), setting.order.indexOf(client));
	const served = askers.map((asker) =>
		reaching(
			back,
			parts.map((_, state) => hasPassed(localOf(state, asker).program, asker)),
		),
	);
	for (const state of parts.keys()) {
		const crashed = askers.find((asker) => localOf(state, asker).process === 'crashed');
		if (crashed === undefined) continue;
		const world = worldIn(state);
		const waiting = askers.filter((asker) => asker !== crashed && isWaiting(world, localOf(state, asker), asker));
		if (waiting.length > 0 && waiting.every((asker) => served[askers.indexOf(asker)]?.[state] === 0))
			return {state, crashed: crashed.name};
	}
	return null;
}

function hasPassed({at: position}: ProgramState, {step}: Asker): boolean {
	return position > step;
}

/** Whether a client has still to be given what it asks for: it can ask, or it stands in a line. One whose request was lost waits for an answer, and that is no matter of the lock. */
function isWaiting(world: World, {process, program, call}: LocalPart, asker: Asker): boolean {
	if (process === 'crashed' || program.ended !== null || hasPassed(program, asker)) return false;
	return (call === null && program.awaiting === null) || standsInLine(world, asker.name);
}

function standsInLine(world: World, client: string): boolean {
	return (
		world.spec.locks.some(({name}) => waitsFor(world, client, name)) ||
		world.spec.resources.some(({name}) => rowsOf(world, name).some(({line}) => line.includes(client)))
	);
}

/** Per state, those that lead to it in one move that is no fault. */
function backwards({set, moves}: Search<SharedPart, LocalPart>): readonly (readonly number[])[] {
	const leftIn = (state: number) => moves.partsAt(set, state * set.width).shared.left;
	const back: number[][] = Array.from({length: set.count}, () => []);
	for (const state of back.keys()) {
		const before = leftIn(state);
		moves.expand(set, state, () => {
			const to = find(set);
			if (to >= 0 && to !== state && isSame(before, leftIn(to))) back[to]?.push(state);
		});
	}
	return back;
}

function isSame(one: SharedPart['left'], other: SharedPart['left']): boolean {
	return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Per state, 1 where a way leads from it to one of these. */
function reaching(back: readonly (readonly number[])[], goals: readonly boolean[]): Uint8Array {
	const found = Uint8Array.from(goals, Number);
	const open = [...found.keys()].filter((state) => found[state] === 1);
	for (let state = open.pop(); state !== undefined; state = open.pop())
		for (const before of at(back, state))
			if (found[before] === 0) {
				found[before] = 1;
				open.push(before);
			}
	return found;
}
