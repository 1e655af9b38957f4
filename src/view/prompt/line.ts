/** The line being typed, and everything its editing remembers. A plain value. Units: offsets in UTF-16 code units. */
export type Line = {
	readonly text: string;
	readonly cursor: number;
	/** What was killed last, for Ctrl-Y. */
	readonly killed: string;
	/** The last key killed: a kill right after it joins it. */
	readonly killing: boolean;
	/** Lines entered before, oldest first. */
	readonly history: readonly string[];
	/** Which line of the history is shown; its length is the new line. */
	readonly at: number;
	/** Lines changed and left by Up or Down, by their place in the history. The half-typed new line is one of them. */
	readonly changed: Readonly<Record<number, string>>;
	readonly search: Search | null;
	readonly cycle: Cycle | null;
	/** The text was put there for mending and has not been touched: what is typed takes its place, and Ctrl-Y brings it back. */
	readonly offered?: true;
};

/** A reverse search under way. */
export type Search = {
	readonly query: string;
	/** The place in the history that is shown, or null when nothing matches. */
	readonly at: number | null;
	/** What to return to. */
	readonly before: {readonly text: string; readonly cursor: number};
};

/** The candidates that Tab goes round. */
export type Cycle = {
	readonly head: string;
	readonly typed: string;
	readonly tail: string;
	readonly candidates: readonly string[];
	/** The candidate in the line; -1 is what was typed. */
	readonly index: number;
};

/** What could stand at the cursor: the candidates replace the text from `from` to the cursor. */
export type Completion = {readonly from: number; readonly candidates: readonly string[]};

/** What the editor may ask about the world. */
export type Assist = {
	readonly complete: (text: string, cursor: number) => Completion;
	/** The rest of a line that is probably meant. */
	readonly ahead: (text: string) => string;
	/** The line proposed while nothing is typed, or null. */
	readonly proposed: string | null;
};

/** The most a line may hold: one more than the language allows, so that too long a line is told, not cut. Units: UTF-16 code units. */
export const longestLine = 4097;

/** An empty line with a history. */
export const emptyLine = (history: readonly string[] = []): Line => ({
	text: '',
	cursor: 0,
	killed: '',
	killing: false,
	history,
	at: history.length,
	changed: {},
	search: null,
	cycle: null,
});
