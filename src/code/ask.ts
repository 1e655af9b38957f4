/** Where something stands in the learner's code; null where it is not known. Units: lines count from 1. */
export type CodePlace = {readonly file: string | null; readonly line: number | null};

/** What a client can ask the world. `now`, `clock` and `name` cannot wait for their answer: the code goes on with it at once. */
export type AskKind =
	| 'acquire'
	| 'tryAcquire'
	| 'renew'
	| 'release'
	| 'isMine'
	| 'read'
	| 'write'
	| 'advance'
	| 'sleep'
	| 'now'
	| 'clock'
	| 'name';

/** Something a client has asked the world. `id` counts its asks from 0. What its kind does not need is absent or null. */
export type Ask = CodePlace & {
	readonly id: number;
	readonly kind: AskKind;
	/** The client cannot go on before it is answered. */
	readonly sync?: boolean;
	/** The lock that it is about, by its name; the first of the world where it names none. */
	readonly lock?: string | null;
	/** The same of the store. */
	readonly store?: string | null;
	readonly ttl?: number | null;
	/** How long an `acquire` waits; for ever where it is absent or null. Units: ms. */
	readonly within?: number | null;
	readonly key?: string;
	readonly value?: number | string;
	readonly token?: number | null;
	readonly ifVersion?: number | null;
	readonly job?: string | null;
	/** Units: ms. */
	readonly ms?: number;
};

/** What a client has been told: the number of the ask and the answer, as JSON. */
type Told = readonly [id: number, answer: string];

/** All that a client has been told since it began. Order: as it was told. */
export type Story = readonly Told[];

/** What a client does once it has been told a story. */
export type Standing = {
	/** The asks that wait for an answer. Order: as they were asked. */
	readonly pending: readonly Ask[];
	/** Null while something is pending. `stuck`: it waits for something that is no answer. `cut`: its story became too long to go on. */
	readonly ended: 'returned' | 'threw' | 'stuck' | 'cut' | null;
	readonly error: (CodePlace & {readonly message: string}) | null;
	/** An ask that was still pending when the client returned; null if none was. */
	readonly floating: Ask | null;
	/** A call that was made and never awaited, in a language where it then does nothing. Absent: none was. */
	readonly undone?: CodePlace & {readonly call: string};
	/** It has looked at its own name. */
	readonly looksAtName: boolean;
	/** It has drawn a random number. Absent: it has not. */
	readonly draws?: boolean;
	/** What it has printed since it was told the last answer. Absent: nothing. */
	readonly said?: readonly string[];
	/** All it has asked since it began, each as text with how many answers it had by then. */
	readonly asked: readonly string[];
};

/** How code is to be run: with a clock in its answers, and under which name; null: to look at the name is an ask. */
type RunAs = Given & {readonly clock: boolean; readonly name: string | null};

/** What a client is given of its world, by name. Order: as declared. */
export type Given = {readonly locks: readonly string[]; readonly stores: readonly string[]};

/** Something that runs a client from its beginning through a story. Fails: with Unusable where the code cannot be run. */
export type Runner = {readonly stand: (story: Story, as: RunAs) => Standing};

/** The code cannot be searched, for a reason that the learner is told. `place`: where in the code, if anywhere. */
export class Unusable extends Error {
	override readonly name = 'Unusable';
	readonly place: CodePlace & {readonly column?: number};

	constructor(sentence: string, place: CodePlace & {readonly column?: number} = {file: null, line: null}) {
		super(sentence);
		this.place = place;
	}
}

/** A place as `file:line`, or empty where it is not known. */
export function placeText({file, line}: CodePlace): string {
	return file === null || line === null ? '' : `${file}:${line}`;
}
