import {type Form, type OptionTable, type OptionValue, type OptionValues, usualValues} from '../sim/option.js';
import {forever} from '../sim/time.js';
import {anyWord, type Cursor, failAt, keyword} from './cursor.js';
import {duration} from './duration.js';
import {type Option, takeOptions} from './options.js';
import {condition} from './parse-condition.js';
import {wholeNumberAt} from './value.js';
import {clipped} from './visible.js';

/**
 * The values that the options at the cursor give to a table, moving past them; what is not said has its usual value. `fits`: fails where an option cannot be
 * here; called with its words before its value is read. Fails: as `takeOptions`.
 */
export function optionValues(
	c: Cursor,
	table: OptionTable,
	fits: (key: string, words: string) => void = () => {},
): OptionValues {
	return takeOptions<OptionValues>(c, usualValues(table), grammarOf(c, table, fits));
}

/** The words that an option of a table can begin with. */
export function optionWords(table: OptionTable): readonly string[] {
	return Object.values(table).flatMap(({form}) => firstWords(form));
}

function firstWords(form: Form): readonly string[] {
	switch (form.kind) {
		case 'duration':
			return form.words.map((words) => oneOrTwo(words)[0]);
		case 'count':
		case 'part':
		case 'condition':
			return [form.word];
		case 'phrases':
			return form.phrases.map(({words}) => oneOrTwo(words)[0]);
	}
}

function grammarOf(
	c: Cursor,
	table: OptionTable,
	fits: (key: string, words: string) => void,
): readonly Option<OptionValues>[] {
	return Object.entries(table).flatMap(([key, {form}]) =>
		waysOf(c, form).map(({words, said, hint, read}) => ({
			words,
			group: key,
			hint,
			read: () => {
				fits(key, said);
				return {[key]: read()};
			},
		})),
	);
}

/** One way to say an option. */
type Way = {
	readonly words: Option<OptionValues>['words'];
	readonly said: string;
	readonly hint: string;
	readonly read: () => OptionValue;
};

function waysOf(c: Cursor, form: Form): readonly Way[] {
	switch (form.kind) {
		case 'duration':
			return form.words.map((words) => ({
				words: oneOrTwo(words),
				said: words,
				hint: form.hint,
				read: () =>
					form.mayBeNone && keyword(c, 'none', 'it has no end')
						? forever
						: duration(c, form.sample, {least: form.least, orNone: form.mayBeNone}),
			}));
		case 'count':
			return [{words: [form.word], said: form.word, hint: form.hint, read: () => countIn(c, form)}];
		case 'part':
			return [{words: [form.word], said: form.word, hint: form.hint, read: () => partIn(c, form)}];
		case 'condition':
			return [{words: [form.word], said: form.word, hint: form.hint, read: () => condition(c)}];
		case 'phrases':
			return form.phrases.map(({words, value, hint}) => ({
				words: oneOrTwo(words),
				said: words,
				hint,
				read: () => value,
			}));
	}
}

function oneOrTwo(words: string): Way['words'] {
	const [first = words, second] = words.split(' ');
	return second === undefined ? [first] : [first, second];
}

function countIn(c: Cursor, {word, what, sample, least, most}: Extract<Form, {kind: 'count'}>): number {
	const count = wholeNumberAt(c, what, sample, least);
	if (count > most) failAt(c, `${count} is too many: ${word} is at most ${most} here.`, {token: c.tokens[c.at - 1]});
	return count;
}

/** Below 1 and with at most six decimals, so that it is printed as it was written. */
function partIn(c: Cursor, {what, sample}: Extract<Form, {kind: 'part'}>): number {
	const token = anyWord(c, `${what} such as ${sample}`, {[sample]: what});
	if (!/^0(?:\.\d{1,6})?$/.test(token.text))
		failAt(
			c,
			`"${clipped(token.text)}" is no ${what.replace(/^a /, '')}. Write a number from 0 to below 1, such as ${sample}.`,
			{
				token,
			},
		);
	return Number(token.text);
}
