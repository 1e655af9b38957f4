import type {LockState, Owed, Ticket} from './state.js';

/** What a service keeps of those who stand in line, whatever keeps their places. */
type Line<Answer extends Owed> = LockState & {
	/** Tickets of places that have ended and that their clients may still know them by: nobody else gets these. */
	readonly gone: readonly Ticket[];
	/** Answers that the service owes to those who waited, oldest first. */
	readonly owed: readonly Answer[];
};

/** The answers that a service owes, and its state without the oldest of them, `most` at the most. */
export function owedIn<Answer extends Owed, State extends Line<Answer>>(
	state: State,
	most: number,
): {readonly state: State; readonly owed: readonly Answer[]} {
	const {owed} = state;
	return {state: owed.length === 0 ? state : {...state, owed: owed.slice(most)}, owed};
}

/** The state in which places have ended that their clients may still know them by. */
export function withGone<State extends Line<Owed>>(state: State, places: readonly {readonly ticket: Ticket}[]): State {
	return {
		...state,
		gone: [...new Set([...state.gone, ...places.map(({ticket}) => ticket)])].sort((one, other) => one - other),
	};
}

/** The lowest ticket that nobody has: a client that joins and leaves again and again makes no new state of the line. */
export function lowestFree(taken: readonly Ticket[]): Ticket {
	let free = 1;
	while (taken.includes(free)) free++;
	return free;
}
