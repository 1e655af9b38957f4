import {at} from '../../sim/client-step.js';
import {type Fact, factAtoms} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import type {Statement} from '../../sim/statement.js';
import type {Instant} from '../../sim/time.js';
import type {World} from '../../sim/world.js';
import {footprintOf} from '../fact-footprint.js';
import {type Attempt, attemptsFrom, waitingFrom} from './attempts.js';
import {createIdentity} from './identity.js';
import {mergeWaits} from './merge-waits.js';
import type {Quest} from './quest.js';
import {wordsOf} from './words.js';

/** How far a search may go. `maxLength`: longer ways are not looked at. `isClose`: time is looked at between the moments at which anything happens, too. */
export type ReachLimits = {readonly maxStates: number; readonly maxLength: number; readonly isClose: boolean};

/** What a search for a way to the goals has found out. */
export type Reached = {
	/** `found`: a way, and none is shorter. `none`: every state was searched, and no way leads there. `gave-up`: no way among those searched. */
	readonly kind: 'found' | 'none' | 'gave-up';
	readonly states: number;
	/** Every way of up to that many statements was searched, or is as long as the one found. */
	readonly length: number;
	/** The way that was found; statements that reach the goals when they are performed on the world. */
	readonly script: readonly Statement[];
};

/** A search that is under way. It changes as it is advanced. */
type Reach = {
	/** Looks at up to that many states more; null until it is done. */
	readonly advance: (states: number) => Reached | null;
	readonly progress: () => {readonly states: number; readonly depth: number};
	/** What has been found out so far, for whoever stops here. */
	readonly giveUp: () => Reached;
};

/** One state of the search: a world that was reached, how, and at what length. */
type Node = {
	readonly world: World;
	readonly ticked: number;
	parent: Node | null;
	by: Statement | null;
	length: number;
	isDone: boolean;
};

/** The search for the shortest way to a quest's goals, not begun. Waits cost nothing, so it goes through ways by length and not by their number of statements. */
export function startReach(world: World, quest: Quest, limits: ReachLimits): Reach {
	const facts = [...quest.goals, ...quest.lose];
	const all = (1 << quest.goals.length) - 1;
	const identity = createIdentity(quest, footprintOf(joined(facts)));
	const words = wordsOf(quest);
	const watch = {moments: momentsOf(facts), isClose: limits.isClose};
	const nodes = new Map<string, Node>();
	const buckets: Node[][] = [];
	let length = 0;
	let next = 0;
	let isCut = false;
	let result: Reached | null = null;

	const first = through([world], bitsOf(quest.ticked));
	if (first !== null) reach({world, ticked: first, parent: null, by: null, length: 0, isDone: false});
	return {advance, progress: () => ({states: nodes.size, depth: length}), giveUp: () => reached('gave-up', null)};

	function advance(states: number): Reached | null {
		for (let done = 0; done < states && result === null; done++) result = look();
		return result;
	}

	/** Looks at one state; returns the result when it is the last. */
	function look(): Reached | null {
		const node = buckets[length]?.[next];
		if (node === undefined) {
			length++;
			next = 0;
			if (length >= buckets.length) return isCut ? reached('gave-up', null) : reached('none', null);
			const solved = buckets[length]?.find((each) => each.ticked === all);
			return solved === undefined ? null : reached('found', solved);
		}
		next++;
		if (node.isDone) return null;
		if (node.ticked === all) return reached('found', node);
		node.isDone = true;
		const isLast = node.length === limits.maxLength;
		if (isLast) isCut = true;
		for (const attempt of isLast
			? waitingFrom(node.world, quest, watch)
			: attemptsFrom(node.world, quest, words, watch))
			follow(node, attempt);
		return nodes.size > limits.maxStates ? reached('gave-up', null) : null;
	}

	function follow(node: Node, {statement, cost, worlds}: Attempt): void {
		const ticked = through(worlds, node.ticked);
		if (ticked === null) return;
		const longer = node.length + cost;
		if (longer > limits.maxLength) isCut = true;
		else
			reach({world: at(worlds, worlds.length - 1), ticked, parent: node, by: statement, length: longer, isDone: false});
	}

	function reach(node: Node): void {
		const key = identity.of(node.world, node.ticked);
		const known = nodes.get(key);
		if (known !== undefined && known.length <= node.length) return;
		if (known !== undefined) known.isDone = true;
		nodes.set(key, node);
		while (buckets.length <= node.length) buckets.push([]);
		buckets[node.length]?.push(node);
	}

	/** The goals that have been reached after these worlds, as bits; null when it was over before all of them were. */
	function through(worlds: readonly World[], before: number): number | null {
		let ticked = before;
		for (const each of worlds) {
			ticked |= bitsOf(quest.goals.map((goal) => evaluate(each, goal)));
			if (ticked === all) return all;
			if (quest.lose.some((fact) => evaluate(each, fact))) return null;
		}
		return ticked;
	}

	function reached(kind: Reached['kind'], node: Node | null): Reached {
		const script = node === null ? [] : mergeWaits(wayTo(node));
		return {kind, states: nodes.size, length: kind === 'found' ? length : Math.max(0, length - 1), script};
	}
}

/** What a search finds out, when nobody has to be kept waiting in between. */
export function reach(world: World, quest: Quest, limits: ReachLimits): Reached {
	const search = startReach(world, quest, limits);
	for (;;) {
		const found = search.advance(10_000);
		if (found !== null) return found;
	}
}

function wayTo(node: Node): readonly Statement[] {
	const way: Statement[] = [];
	for (let each: Node | null = node; each !== null; each = each.parent) if (each.by !== null) way.push(each.by);
	return way.reverse();
}

function bitsOf(flags: readonly boolean[]): number {
	return flags.reduce((bits, flag, index) => bits | (flag ? 1 << index : 0), 0);
}

function joined(facts: readonly Fact[]): Fact {
	return facts.reduce((left, right) => ({kind: 'or', left, right}));
}

/** The moments at which a fact that looks at the clock can change. */
function momentsOf(facts: readonly Fact[]): readonly Instant[] {
	return facts.flatMap(factAtoms).flatMap((atom) => (atom.kind === 'time' ? [atom.value, atom.value + 1] : []));
}
