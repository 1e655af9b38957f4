import type {Io} from './io.js';

/** An option of a subcommand. `value` names what follows it in the help: `--fact FACT`. */
export type Option =
	| {readonly kind: 'flag'; readonly about: string; readonly short?: string}
	| {
			readonly kind: 'text';
			readonly about: string;
			readonly value: string;
			readonly short?: string;
			readonly choices?: readonly string[];
	  }
	| {readonly kind: 'number'; readonly about: string; readonly value: string; readonly short?: string}
	| {readonly kind: 'texts'; readonly about: string; readonly value: string; readonly short?: string};

export type Options = {readonly [name: string]: Option};

/** What was typed for an option: false or undefined where it was not typed, [] for one that may repeat. */
type Given<O extends Option> = O extends {readonly kind: 'flag'}
	? boolean
	: O extends {readonly kind: 'text'}
		? string | undefined
		: O extends {readonly kind: 'number'}
			? number | undefined
			: readonly string[];

/** The words after the subcommand's name, and its options. */
export type Arguments<O extends Options> = {
	readonly words: readonly string[];
	readonly options: {readonly [K in keyof O]: Given<O[K]>};
};

/** One line that can be typed, and what it does. */
export type Example = {readonly line: string; readonly about: string};

/**
 * A subcommand. Its file is light to load, since `--help` loads them all: what is heavy (the screens, the reader of lesson files) it imports in `run`
 * with `await import(...)`.
 */
export type Command<O extends Options = Options> = {
	readonly name: string;
	/** One line of the list that `--help` prints; no full stop. */
	readonly summary: string;
	/** The words it takes, in capitals: `FILE...`, `[ID]`, `[ACTION] [FILE]`, or empty. Too few or too many are refused from this. */
	readonly usage: string;
	/** Long names without dashes; `json` is typed `--json`. */
	readonly options: O;
	/** At least one. */
	readonly examples: readonly Example[];
	/** Whether it goes on until the user ends it, and has nobody to go on for once its output is read no more. It is not unless this says so. */
	isEndless?(given: Arguments<O>): boolean;
	/**
	 * Returns the exit code.
	 * Fails: with UnusableInput where it cannot start; the message is for the user.
	 */
	run(given: Arguments<O>, io: Io): Promise<number>;
};

/** Returns the command as given; it only lets the types of the options reach `run`. */
export function command<const O extends Options>(shape: Command<O>): Command<O> {
	return shape;
}
