import {listed} from '../language/cursor.js';
import {lockKinds} from '../sim/lock/registry.js';
import type {Form, Option, OptionTable} from '../sim/option.js';
import {storeOptions, useless} from '../sim/store/options.js';
import {storeRules} from '../sim/store/registry.js';
import type {HelpTopic} from './topics.js';

/** What every kind of lock service says about itself. Order: as a reader meets them. */
export function lockKindTopics(): readonly HelpTopic[] {
	return lockKinds().map(({name, options, meaning, example}) => ({
		name,
		group: 'Lock services',
		usage: `lock NAME ${name}${bracketed(options)}`,
		meaning,
		example,
	}));
}

/** The pages of the options that kinds of lock service have, one for kinds that share one. */
export function lockOptionTopics(): readonly HelpTopic[] {
	const shared = new Map<Option, readonly string[]>();
	for (const {name, options} of lockKinds())
		for (const option of Object.values(options)) shared.set(option, [...(shared.get(option) ?? []), name]);
	return [...shared].flatMap(([option, kinds]) =>
		pagesOf(option).map(({page, usage, ...words}) => ({
			...words,
			...page,
			group: 'Options of a lock',
			usage: `lock NAME ${kinds.join('|')} ${usage}`,
		})),
	);
}

/** What every rule of a store says about itself. Order: as a reader meets them. */
export function storeRuleTopics(): readonly HelpTopic[] {
	return storeRules().map(({name, options, meaning, example, optionsFirst}) => ({
		name,
		group: 'Rules of a store',
		usage:
			optionsFirst === true ? `store NAME [options] ${name} when CONDITION` : `store NAME ${name}${bracketed(options)}`,
		meaning,
		example,
	}));
}

/** The pages of the options of a store: those that every store may have, then those of single rules. */
export function storeOptionTopics(): readonly HelpTopic[] {
	const rules = storeRules();
	const common = Object.entries(storeOptions).flatMap(([key, option]) => {
		const fitting = rules.filter(({looks}) => useless(key, looks) === null).map(({name}) => name);
		return storePages(option, fitting.length === rules.length ? 'RULE' : fitting.join('|'));
	});
	return [
		...common,
		...rules.flatMap(({name, options}) => Object.values(options).flatMap((option) => storePages(option, name))),
	];
}

/** The names of all kinds of lock service, as a sentence lists them. */
export function listedLockKinds(): string {
	return listed(
		lockKinds().map(({name}) => name),
		'or',
		Number.POSITIVE_INFINITY,
	);
}

/** The names of all rules of a store, as a sentence lists them. */
export function listedStoreRules(): string {
	return listed(
		storeRules().map(({name}) => name),
		'or',
		Number.POSITIVE_INFINITY,
	);
}

/** How the options of every store are written. */
export function usageOfStoreOptions(): string {
	return bracketed(storeOptions);
}

function storePages(option: Option, rules: string): readonly HelpTopic[] {
	return pagesOf(option).map(({page, usage, ...words}) => ({
		...words,
		...page,
		group: 'Options of a store',
		usage: `store NAME ${rules} ${usage}`,
	}));
}

/** A page of an option before it is said whose option it is. */
type Page = Pick<HelpTopic, 'name' | 'words'> & {
	readonly usage: string;
	readonly page: Pick<HelpTopic, 'meaning' | 'example'>;
};

function pagesOf({form, page, usual}: Option): readonly Page[] {
	const own = form.kind === 'phrases' ? form.phrases : [];
	const single = own.flatMap(({words, page}) =>
		page === undefined ? [] : [{name: words, words: words.split(' ').slice(0, 1), usage: words, page}],
	);
	return page === null ? single : [{...wordsOf(form), usage: usageOf(form, usual), page}, ...single];
}

/** The word under which an option is looked up, and the others that lead there. */
function wordsOf(form: Form): Pick<HelpTopic, 'name' | 'words'> {
	switch (form.kind) {
		case 'duration':
			return {name: form.words.at(-1) ?? '', words: form.words.slice(0, -1)};
		case 'count':
		case 'part':
		case 'condition':
			return {name: form.word};
		case 'phrases': {
			const [name = '', ...words] = new Set(form.phrases.flatMap((phrase) => phrase.words.split(' ')));
			return {name, words};
		}
	}
}

/** Options of a table, each in brackets and after a space. */
function bracketed(table: OptionTable): string {
	return Object.values(table)
		.map(({form, usual}) => ` [${usageOf(form, usual)}]`)
		.join('');
}

function usageOf(form: Form, usual: Option['usual']): string {
	switch (form.kind) {
		case 'duration':
			return `${form.words.at(-1) ?? ''} DURATION${form.mayBeNone ? '|none' : ''}`;
		case 'count':
			return `${form.word} N`;
		case 'part':
			return `${form.word} PART`;
		case 'condition':
			return `${form.word} CONDITION`;
		case 'phrases': {
			// What is on or off need not be said as it usually is.
			const said = form.phrases.filter(({value}) => value !== usual);
			const [only, another] = said;
			if (typeof usual === 'boolean' && only !== undefined && another === undefined) return only.words;
			const firsts = new Set(form.phrases.map(({words}) => words.split(' ')[0]));
			const [first] = firsts;
			return firsts.size === 1
				? `${first ?? ''} ${form.phrases.map(({words}) => words.split(' ').slice(1).join(' ')).join('|')}`
				: form.phrases.map(({words}) => words).join(' | ');
		}
	}
}
