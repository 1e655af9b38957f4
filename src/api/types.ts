/** Where something is wrong in a script, and what. Units: line and column count from 1, columns in code points. */
export type Problem = {readonly line: number; readonly column: number; readonly message: string};

/** A script that was read. */
export type Script = {
	readonly text: string;
	readonly statements: readonly {readonly text: string; readonly line: number; readonly column: number}[];
};

/** Something that happened. `at`: ms of the world's time. The other fields differ by kind: those of `run --json`. */
export type Event = {
	readonly seq: number;
	readonly at: number;
	readonly kind: string;
	readonly [field: string]: unknown;
};

/** An `expect` of a script. `why`: what is so instead; null where it holds. */
export type Expectation = {
	readonly line: number;
	readonly fact: string;
	readonly held: boolean;
	readonly why: string | null;
};

/** What a script did. `violations`: the events that say that a property was violated, each with its reason in `because`. */
export type Run = {
	readonly events: readonly Event[];
	readonly refusals: readonly Problem[];
	readonly expectations: readonly Expectation[];
	readonly violations: readonly Event[];
	readonly state: State;
};

/** A world as it stands, by name. Units: times in ms of the world's time; null where there is nothing. */
export type State = {
	readonly clients: {
		readonly [name: string]: {
			readonly paused: boolean;
			readonly crashed: boolean;
			readonly believes: {readonly [lock: string]: {readonly until: number | null; readonly token: number | null}};
			/** The transactions that it has open, by store, with the rows that it has locked and what it has written and nobody else sees; left out where it has none. */
			readonly transactions?: {
				readonly [store: string]: {
					readonly rows: readonly string[];
					readonly writes: readonly {
						readonly resource: string;
						readonly key: string;
						readonly value: string | number;
					}[];
					readonly waits: boolean;
					readonly until: number | null;
				};
			};
		};
	};
	readonly locks: {
		readonly [name: string]: {
			readonly holder: string | null;
			/** It is a dead process of that client that holds. */
			readonly dead?: true;
			readonly token: number | null;
			readonly expiresAt: number | null;
		};
	};
	readonly stores: {
		readonly [name: string]: {
			readonly [resource: string]: {
				readonly highest: number | null;
				readonly version: number;
				readonly values: {readonly [key: string]: string | number};
			};
		};
	};
};

/**
 * What the search says of a claim. `unknown`: it gave up within its limits. `moves`: the fewest that make the claim's fact true; null where none do.
 * `script`: the schedule that refutes a `never` or shows a `possible`, as statements that go on after the script's own.
 * `searched`: kinds of fault with how many of each; `notSearched`: those that could happen here and had no budget; `idle`: those with a budget that can do nothing here.
 */
export type Answer = {
	readonly line: number;
	readonly claim: string;
	readonly verdict: 'holds' | 'violated' | 'unknown';
	readonly states: number;
	readonly depth: number;
	readonly moves: number | null;
	readonly script: readonly string[];
	readonly searched: {readonly [fault: string]: number};
	readonly notSearched: readonly string[];
	readonly idle: readonly string[];
};

/** How far a search may go before it gives up. Units: seconds of real time. */
export type Limits = {readonly maxStates?: number | undefined; readonly maxSeconds?: number | undefined};
