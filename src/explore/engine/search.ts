import {at} from './integers.js';
import type {Goal, Model} from './model.js';
import type {Mover, Moves} from './moves.js';
import {createMoves} from './moves.js';
import type {StateSet} from './state-set.js';
import {createStateSet, insert} from './state-set.js';
import {createSuccessors, type Successors} from './successors.js';

/** `found`: a state of the goal. `exhausted`: every state has been searched. `full`: it gave up at a limit. */
type Status = 'running' | 'found' | 'exhausted' | 'full';

export type SearchOptions<Shared, Local> = {
	/** Null: search everything. */
	readonly goal: Goal<Shared, Local> | null;
	/** Take states that differ by an exchange of actors of one sort for one state. */
	readonly symmetric: boolean;
	/** How many states to make room for at the start. */
	readonly room: number;
	readonly maxStates: number;
	/** Units: bytes, for the states and the tables; about as much again may be in use for a moment while they grow. */
	readonly maxBytes: number;
	/** Keep what each state leads to, for whoever counts schedules afterwards. */
	readonly successors?: boolean;
};

/** A breadth-first search that is under way. It changes as it is advanced. */
export type Search<Shared, Local> = {
	readonly model: Model<Shared, Local>;
	readonly moves: Moves<Shared, Local>;
	readonly set: StateSet;
	/** As far as it has searched: once for each actor that could make the move. Null where they are not kept. */
	readonly successors: Successors | null;
	/** Per number of moves from the start, the first state that takes so many. */
	readonly layers: readonly number[];
	readonly status: () => Status;
	/** The state of the goal that was found first; -1 before. */
	readonly found: () => number;
	readonly transitions: () => number;
	/** Searches on from up to that many states, and returns the status. */
	readonly advance: (states: number) => Status;
};

/** States searched between two looks at the memory, which cost as much as some states do. */
const betweenLooks = 200;

/** A search at its start. */
export function startSearch<Shared, Local>(
	model: Model<Shared, Local>,
	options: SearchOptions<Shared, Local>,
): Search<Shared, Local> {
	const {goal} = options;
	/** Per shared part, what the goal says of it. */
	const told: (boolean | null)[] = [];
	const moves = createMoves(model, options.symmetric, (shared) =>
		told.push(goal === null ? false : goal.shared(shared)),
	);
	const set = createStateSet(
		moves.width,
		options.room,
		Math.min(options.maxStates, mostStates(moves.width, options.maxBytes)),
	);
	const successors = options.successors === true ? createSuccessors() : null;
	const layers: number[] = [0];
	let next = 0;
	let transitions = 0;
	let found = -1;
	let looked = 0;
	let status: Status = 'running';

	moves.propose(set, model.shared, model.locals);
	insert(set);
	if (isGoal(0)) found = 0;
	layers.push(set.count);
	settle();
	return {
		model,
		moves,
		set,
		successors,
		layers,
		status: () => status,
		found: () => found,
		transitions: () => transitions,
		advance,
	};

	function advance(states: number): Status {
		const until = next + states;
		while (status === 'running' && next < until) {
			moves.expand(set, next, successors === null ? keep : keepBoth);
			successors?.end();
			next++;
			if (next === layers.at(-1)) layers.push(set.count);
			settle();
		}
		if (status === 'running' && next >= looked + betweenLooks) {
			looked = next;
			if (bytes() > options.maxBytes) status = 'full';
		}
		return status;
	}

	function keep(): number {
		transitions++;
		const {count} = set;
		const state = insert(set);
		if (state === count && found < 0 && isGoal(state)) found = state;
		return state;
	}

	function keepBoth(mover: Mover): void {
		const to = keep();
		for (let times = mover > 0 ? alikeWith(next, mover) : 1; times > 0; times--) successors?.add(to);
	}

	/** How many actors could make the same move in an actor's place, itself among them. */
	function alikeWith(state: number, mover: number): number {
		const {groupAt, width} = moves;
		const part = at(set.rows, state * width + mover);
		let times = 0;
		for (let position = 1; position < width; position++)
			if (groupAt[position] === groupAt[mover] && at(set.rows, state * width + position) === part) times++;
		return times;
	}

	function bytes(): number {
		return moves.bytes() + stateBytes(set) + (successors?.bytes() ?? 0);
	}

	function settle(): void {
		if (found >= 0) status = 'found';
		else if (set.full) status = 'full';
		else if (next === set.count) status = 'exhausted';
	}

	function isGoal(state: number): boolean {
		const row = state * set.width;
		return told[at(set.rows, row)] ?? isWholeGoal(row);
	}

	function isWholeGoal(row: number): boolean {
		const {shared, parts} = moves.partsAt(set, row);
		return goal?.whole(shared, parts) ?? false;
	}
}

/** The number of moves to the states found last. */
export function depth<Shared, Local>({layers, set}: Search<Shared, Local>): number {
	return layers.filter((start) => start < set.count).length - 1;
}

function mostStates(width: number, bytes: number): number {
	return 2 ** Math.floor(Math.log2(bytes / (4 * width + 8))) - 2;
}

function stateBytes(set: StateSet): number {
	return set.rows.byteLength + set.slots.byteLength;
}
