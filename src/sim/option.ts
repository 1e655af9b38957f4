import type {Condition} from './store/condition.js';
import {type Duration, forever} from './time.js';

/** What an option of a lock service or of a store can be set to. */
export type OptionValue = number | string | boolean | null | Condition;

/** The options of one declaration, each by its key. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** One option as data: parser, printer, completion and help go by this and know no option by name. */
export type Option<Value extends OptionValue = OptionValue> = {
	readonly form: Form<Value>;
	/** What it is where nothing is said. */
	readonly usual: Value;
	/** Whether it is printed although it has its usual value. */
	readonly isAlwaysSaid: boolean;
	/** What help says about it; null where another page does. */
	readonly page: OptionPage | null;
	/** What the real system does with a value that it does not take. */
	readonly limits: readonly Limit[];
};

/** How an option is written. */
export type Form<Value extends OptionValue = OptionValue> =
	/** A word, or two, and a duration of at least `least` ms; `forever` where it has no end. Words that mean the same stand in one list; the first is printed. */
	| {
			readonly kind: 'duration';
			readonly words: readonly string[];
			readonly hint: string;
			readonly sample: string;
			readonly least: Duration;
			/** `none` may stand in its place: without end. */
			readonly mayBeNone: boolean;
	  }
	/** A word and a whole number. `what` is what it counts. */
	| {
			readonly kind: 'count';
			readonly word: string;
			readonly hint: string;
			readonly sample: string;
			readonly what: string;
			readonly least: number;
			readonly most: number;
	  }
	/** A word and a part of a whole: 0 or more, below 1, with at most six decimals. */
	| {
			readonly kind: 'part';
			readonly word: string;
			readonly hint: string;
			readonly sample: string;
			readonly what: string;
	  }
	/** A word and a condition, to the end of the statement. */
	| {readonly kind: 'condition'; readonly word: string; readonly hint: string; readonly sample: string}
	/** One of several phrases of one word or two, each of which stands for a value. */
	| {readonly kind: 'phrases'; readonly phrases: readonly Phrase<Value>[]};

type Phrase<Value extends OptionValue = OptionValue> = {
	readonly words: string;
	readonly value: Value;
	readonly hint: string;
	/** A page of help of its own, where one page for the whole option would not do. */
	readonly page?: OptionPage;
};

/** A page of help. Shape: `example` is lines that run one after another in the sandbox's world. */
type OptionPage = {readonly meaning: string; readonly example: readonly string[]};

/**
 * What the real system does with a time beyond a limit: it refuses it, raises it to the limit, or lowers it to the limit; and the sentence that says so.
 * `times` of another option where the limit goes by that. Units: ms.
 */
export type Limit = {
	readonly beyond: 'below' | 'above' | 'not below' | 'not above' | 'not whole';
	readonly limit: Duration | {readonly times: number; readonly of: string};
	readonly does: 'refused' | 'raised' | 'lowered';
	readonly says: string;
};

/** The options of one kind, each by its key. Order: as they are printed. */
export type OptionTable<Values extends OptionValues = OptionValues> = {
	readonly [Key in keyof Values]: Option<Values[Key]>;
};

/** The values that a table describes. */
export type ValuesOf<Table extends OptionTable> = {
	readonly [Key in keyof Table]: Table[Key] extends Option<infer Value> ? Value : never;
};

/** What the rest of an option may say; the usual is that it says nothing. */
type Rest = {
	readonly isAlwaysSaid?: boolean;
	readonly page?: OptionPage;
	readonly limits?: readonly Limit[];
};

/** An option that takes a duration. Units: ms. */
export function duration(
	words: string | readonly string[],
	usual: Duration,
	{
		hint,
		sample,
		least = 0,
		mayBeNone = false,
		...rest
	}: Rest & {
		readonly hint: string;
		readonly sample: string;
		readonly least?: Duration;
		readonly mayBeNone?: boolean;
	},
): Option<Duration> {
	const all = typeof words === 'string' ? [words] : words;
	return option({kind: 'duration', words: all, hint, sample, least, mayBeNone}, usual, rest);
}

/** An option that takes a whole number. */
export function count(
	word: string,
	usual: number,
	{
		hint,
		sample,
		what,
		least,
		most,
		...rest
	}: Rest & {
		readonly hint: string;
		readonly sample: string;
		readonly what: string;
		readonly least: number;
		readonly most: number;
	},
): Option<number> {
	return option({kind: 'count', word, hint, sample, what, least, most}, usual, rest);
}

/** An option that takes a part of a whole. */
export function part(
	word: string,
	usual: number,
	{hint, sample, what, ...rest}: Rest & {readonly hint: string; readonly sample: string; readonly what: string},
): Option<number> {
	return option({kind: 'part', word, hint, sample, what}, usual, rest);
}

/** An option that takes a condition, which is always said. */
export function conditionOption(
	word: string,
	usual: Condition,
	{hint, sample, ...rest}: Rest & {readonly hint: string; readonly sample: string},
): Option<Condition> {
	return option({kind: 'condition', word, hint, sample}, usual, {...rest, isAlwaysSaid: true});
}

/** An option that takes one of several words. */
export function choice<Word extends string>(
	word: string,
	choices: readonly Word[],
	usual: Word,
	{hint, ...rest}: Rest & {readonly hint: string},
): Option<Word> {
	return phrases(
		choices.map((value) => ({words: `${word} ${value}`, value, hint})),
		usual,
		rest,
	);
}

/** An option that is said or not. */
export function flag(words: string, {hint, ...rest}: Rest & {readonly hint: string}): Option<boolean> {
	return phrases([{words, value: true, hint}], false, rest);
}

/** An option that is on unless it is turned off. */
export function onUnlessOff(
	word: string,
	{off, on, ...rest}: Rest & {readonly off: string; readonly on: string},
): Option<boolean> {
	return phrases(
		[
			{words: `${word} off`, value: false, hint: off},
			{words: `${word} on`, value: true, hint: on},
		],
		true,
		rest,
	);
}

/** An option that takes one of several phrases; they exclude each other. */
export function phrases<Value extends OptionValue>(
	all: readonly Phrase<Value>[],
	usual: Value,
	rest: Rest = {},
): Option<Value> {
	return option({kind: 'phrases', phrases: all}, usual, rest);
}

/** What a real system makes of a time: the time it takes instead, and why; or that it refuses it, and why. `says` is null where it takes it as it is. */
export type Taken = {readonly value: Duration; readonly refused: boolean; readonly says: string | null};

/** What a real system makes of a time for one of its options, given its other options. Order: a limit that refuses comes before one that changes the time. */
export function taken({limits}: Option, values: OptionValues, asked: Duration): Taken {
	// Without end is no time that a limit measures: the real system has another way to say it, as a session of Consul without a TTL.
	const crossed = (asked === forever ? [] : limits).filter(({beyond, limit}) =>
		isBeyond(beyond, asked, bound(limit, values)),
	);
	const found = crossed.find(({does}) => does === 'refused') ?? crossed[0];
	if (found === undefined) return {value: asked, refused: false, says: null};
	return found.does === 'refused'
		? {value: asked, refused: true, says: found.says}
		: {value: bound(found.limit, values), refused: false, says: found.says};
}

function bound(limit: Limit['limit'], values: OptionValues): Duration {
	return typeof limit === 'number' ? limit : limit.times * Number(values[limit.of] ?? 0);
}

function isBeyond(beyond: Limit['beyond'], value: Duration, limit: Duration): boolean {
	switch (beyond) {
		case 'below':
			return value < limit;
		case 'above':
			return value > limit;
		case 'not below':
			return value >= limit;
		case 'not above':
			return value <= limit;
		case 'not whole':
			return value % limit !== 0;
	}
}

/** The values of a table where nothing is said. */
export function usualValues(table: OptionTable): OptionValues {
	return Object.fromEntries(Object.entries(table).map(([key, {usual}]) => [key, usual]));
}

/** Whether these are values that a table describes, each of which can be written. */
export function conforms<Table extends OptionTable>(table: Table, values: OptionValues): values is ValuesOf<Table> {
	return Object.entries(table).every(([key, option]) => fits(option, values[key]));
}

function fits({form, usual}: Option, value: OptionValue | undefined): boolean {
	switch (form.kind) {
		case 'duration':
		case 'count':
		case 'part':
			return typeof value === 'number';
		case 'condition':
			return typeof value === 'object' && value !== null;
		case 'phrases':
			return value === usual || form.phrases.some((phrase) => phrase.value === value);
	}
}

function option<Value extends OptionValue>(form: Form<Value>, usual: Value, rest: Rest): Option<Value> {
	const {isAlwaysSaid = false, page = null, limits = []} = rest;
	return {form, usual, isAlwaysSaid, page, limits};
}
