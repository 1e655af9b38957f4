import {countSchedules} from '../explore/engine/count-schedules.js';
import {playStory} from '../explore/engine/play.js';
import {depth, type Search, startSearch} from '../explore/engine/search.js';
import {startStory} from '../explore/engine/story.js';
import {defaultLimits, type Limits} from '../explore/explore.js';
import type {FaultsSearched} from '../explore/faults-searched.js';
import type {SharedPart} from '../explore/parts.js';
import {serviceMoves} from '../explore/service-moves.js';
import {type StoryMove, serviceMove} from '../explore/story-moves.js';
import {grouped} from '../language/grouped.js';
import {at} from '../sim/client-step.js';
import type {Fact} from '../sim/fact.js';
import {machineOf} from '../sim/lock/registry.js';
import type {World} from '../sim/world.js';
import {placeText, type Runner, type Standing, Unusable} from './ask.js';
import {type ClientTable, clientTable, type Needs, NeedsMore} from './client-table.js';
import {codeFaults} from './code-faults.js';
import {type CodedModel, type CodedMove, type CodedPart, codedModel} from './coded-model.js';

/** One move of a schedule: a client's (its index in the spec), or one of the world around the clients. */
export type ScheduleMove =
	| {readonly client: number; readonly deed: CodedMove['deed']; readonly said: readonly string[]}
	| {readonly client: null; readonly move: StoryMove};

/** What searching every schedule of code has found out about a fact. */
export type CodeFinding = {
	/** `found`: some schedule makes the fact true. `none`: no schedule does. `gave-up`: none of those searched does. */
	readonly kind: 'found' | 'none' | 'gave-up';
	/** The shortest schedule that makes it true, where one was found. */
	readonly schedule: readonly ScheduleMove[];
	/** How many schedules there are; null where they were not all searched, or go round for ever. */
	readonly schedules: bigint | null;
	readonly states: number;
	/** How many moves the states found last are away. */
	readonly depth: number;
	/** Which faults were spent, which this world could suffer were not tried, and which had a budget and can do nothing. Pauses and late requests need none. */
	readonly faults: FaultsSearched;
	/** Why it gave up, and what is worth knowing of the code beside the answer. Full sentences. */
	readonly notes: readonly string[];
	readonly table: ClientTable;
	readonly needs: Needs;
};

/** How far a search may go before it gives up. `mostAnswers`: to one client. */
export type CodeLimits = Limits & {readonly mostAnswers: number};

/** Limits that an exercise never reaches. */
export const codeLimits: CodeLimits = {...defaultLimits, mostAnswers: 40};

/** A search that is under way. It changes as it is advanced. */
type CodeExploration = {
	/** Looks at up to that many states more; null until it is done. Fails: with Unusable where the code cannot be run. */
	readonly advance: (states: number) => CodeFinding | null;
	/** What has been found out so far, for whoever stops here. */
	readonly giveUp: () => CodeFinding;
};

/** The search of every schedule of clients that all run one piece of code, for a fact, not begun. `known`: what its states are known to need from the start. Fails: with Unusable where the world is none that code can run in. */
export function startCodeExploration(
	runner: Runner,
	world: World,
	fact: Fact,
	limits: CodeLimits = codeLimits,
	known: Needs = {clock: false, names: false},
): CodeExploration {
	demandSmallWorld(world);
	let needs = known;
	let attempt = begin();
	return {
		advance: (states) => again(() => attempt.advance(states)),
		giveUp: () => attempt.giveUp(),
	};

	function begin(): CodeExploration {
		for (;;) {
			const {clients, locks, stores} = world.spec;
			const given = {locks: locks.map(({name}) => name), stores: stores.map(({name}) => name)};
			const table = clientTable(runner, {needs, names: clients.map(({name}) => name), given, ...limits});
			try {
				return attemptWith(table, needs);
			} catch (error) {
				learn(error);
			}
		}
	}

	function again(work: () => CodeFinding | null): CodeFinding | null {
		try {
			return work();
		} catch (error) {
			learn(error);
			attempt = begin();
			return null;
		}
	}

	function learn(error: unknown): void {
		if (!(error instanceof NeedsMore)) throw error;
		needs = {...needs, [error.what]: true};
	}

	function attemptWith(table: ClientTable, needed: Needs): CodeExploration {
		const made = codedModel(world, fact, table, needed);
		const search = startSearch(made.model, {goal: made.goal, symmetric: true, room: 1000, successors: true, ...limits});
		const finding = (kind: CodeFinding['kind'], more: Partial<CodeFinding> = {}): CodeFinding => ({
			kind,
			schedule: [],
			schedules: null,
			states: search.set.count,
			depth: depth(search),
			faults: codeFaults(world, needed),
			notes: notesOf(table, needed),
			table,
			needs: needed,
			...more,
		});
		const giveUp = (why: string) => {
			const found = finding('gave-up');
			return {...found, notes: [why, ...found.notes]};
		};
		const stopped = () =>
			giveUp(`The search stopped after ${grouped(search.set.count)} states, up to ${depth(search)} moves deep.`);
		return {
			giveUp: stopped,
			advance(states) {
				switch (search.advance(states)) {
					case 'running':
						return null;
					case 'full':
						return stopped();
					case 'found':
						return finding('found', {schedule: scheduleOf(made, search)});
					case 'exhausted':
						return table.isCut()
							? giveUp(
									`A client was told more than ${limits.mostAnswers} answers and went on asking. What comes after that was not searched.`,
								)
							: finding('none', {schedules: countSchedules(search)});
				}
			},
		};
	}
}

/** Code gets answers that come at once. */
function demandSmallWorld({spec}: World): void {
	const {locks, clients, faults} = spec;
	const rounds = locks.filter(({service}) => machineOf(service).rounds !== null);
	const sentence =
		clients.length === 0
			? 'No client runs this code: this world has none.'
			: rounds.length > 0 && faults.late > 0
				? 'The answers of the nodes of a redlock are not tried late on code. Take late out, or nothing would be known of it.'
				: null;
	if (sentence !== null) throw new Unusable(sentence);
}

function scheduleOf(made: CodedModel, search: Search<SharedPart, CodedPart>): readonly ScheduleMove[] {
	const story = startStory(search, search.found());
	while (!story.advance(10_000));
	let last: {readonly shared: SharedPart; readonly locals: readonly CodedPart[]} = made.model;
	/** Per actor, where its code stood when what it prints was last told; it may have gone on since then in the move of another. */
	const toldAt = new Map<number, number>();
	return playStory(search, story.ways()).map((scene): ScheduleMove => {
		const {shared, locals} = last;
		last = scene;
		if (scene.kind === 'passing') return {client: null, move: {kind: 'wait', time: scene.time}};
		if (scene.kind === 'surroundings') {
			const {statement} = at(serviceMoves(made.setting, shared, true), scene.outcome);
			const known = locals.map(({local}) => local);
			return {client: null, move: serviceMove(made.setting, shared, known, statement)};
		}
		const client = at(made.setting.order, scene.actor);
		const part = at(locals, scene.actor);
		const {deed, told} = at(made.moves(client, part, shared), scene.outcome);
		const known = toldAt.get(scene.actor);
		const atFirst = known === undefined ? made.saidAt(client, 0) : [];
		const before = known ?? at(made.model.locals, scene.actor).node;
		const meanwhile = part.node >= 0 && part.node !== before ? made.saidAt(client, part.node) : [];
		toldAt.set(scene.actor, at(scene.locals, scene.actor).node);
		return {client, deed, said: [...atFirst, ...meanwhile, ...(told === undefined ? [] : made.saidAt(client, told))]};
	});
}

function notesOf(table: ClientTable, {clock, names}: Needs): readonly string[] {
	const standings = table.rows().map(({standing}) => standing);
	const error = first(standings, (standing) => standing.error);
	const neverReturns = !standings.some(({ended}) => ended === 'returned' || ended === 'cut');
	const asksNothing = error === null && standings.every(({asked, ended}) => asked.length === 0 && ended !== 'cut');
	const undone = first(standings, (standing) => standing.undone ?? null);
	const floating = first(standings, (standing) => standing.floating);
	return [
		...(error === null
			? []
			: [
					`${neverReturns ? 'The client never comes to its end, and so says little about the claim: it' : 'In some schedules the client'} throws${atPlace(placeText(error))}: ${error.message}`,
				]),
		...(asksNothing ? ['The client asks nothing of the lock and the store. Is an await missing?'] : []),
		...(standings.some(({ended}) => ended === 'stuck')
			? ['In some schedules the client waits for ever for something that is no answer of this world.']
			: []),
		...(floating === null
			? []
			: [
					`${floating.kind}${atPlace(placeText(floating))} is asked without await: the client may be over before its answer comes.`,
				]),
		...(undone === null
			? []
			: [`${undone.call}${atPlace(placeText(undone))} is never done: it is called, and nothing awaits it.`]),
		...(standings.some(({draws = false}) => draws)
			? [
					'The code draws random numbers. Here they are one fixed sequence, the same for every client: what other numbers would do was not tried.',
				]
			: []),
		...(clock
			? [
					'The code looks at the clock. It is tried at the moments at which a lease or a sleep ends, and not at those between.',
				]
			: []),
		...(names ? ['The code does different things under different names, so no client was taken for another.'] : []),
	];
}

function first<Found>(standings: readonly Standing[], look: (standing: Standing) => Found | null): Found | null {
	for (const standing of standings) {
		const found = look(standing);
		if (found !== null) return found;
	}
	return null;
}

function atPlace(place: string): string {
	return place === '' ? '' : ` at ${place}`;
}
