import type {Property} from '../../sim/event.js';
import type {World} from '../../sim/world.js';
import type {Style} from '../text/row.js';

/** One arrow or one change of the history, not yet laid out for any width. */
export type Draft = {
	/** Index of the statement it belongs to. */
	readonly statement: number;
	/** The event it begins with; null for a gap. */
	readonly seq: number | null;
	readonly at: number;
	/** Null: it belongs to the row above it, or it is a gap. */
	readonly number: number | null;
	readonly gap: boolean;
	/** The world that its lanes show: at the end of its instant, or where the next row of that instant begins. */
	readonly world: World;
	/** Clients that could go on and are given no step. */
	readonly still: readonly string[];
	readonly arrow: Arrow | null;
	readonly notes: readonly Note[];
	readonly violations: readonly Violation[];
	/** Full sentences that explain it. */
	readonly why: readonly string[];
	/** The same in words, for readers who do not see the picture: clauses of one sentence. */
	readonly said: readonly string[];
};

/** A message on its way. `kind`: it arrives, it has left and stays in the network, it is lost on the way, or it is one that a client sent in the background and that arrives. */
export type Arrow = {
	readonly kind: 'arrives' | 'leaves' | 'lost' | 'background';
	readonly from: string;
	/** Others that send the same at the same moment. */
	readonly fromAlso?: readonly string[];
	/** One message to each. */
	readonly to: readonly {readonly actor: string; readonly refused: boolean}[];
	readonly label: string;
	/** `#7`, when the message stays in the network for a while. */
	readonly tag: string | null;
};

/** Words beside an actor's lane. `elsewhere` is said instead where the actor has no lane. */
export type Note = {
	readonly actor: string;
	readonly text: string;
	readonly style: Style;
	readonly elsewhere: string | null;
};

type Violation = {readonly property: Property; readonly store: string | null; readonly because: string};

/** A note beside a lane that is always there. */
export function note(actor: string, text: string, style: Style = 'plain'): Note {
	return {actor, text, style, elsewhere: null};
}
