import {nearest} from '../language/nearest.js';
import {visible} from '../language/visible.js';
import type {GlobalOptions} from './choose-look.js';
import type {Command, Option} from './command.js';
import {UnusableInput} from './exit-code.js';
import {globalFlags, globalTexts, widestHelp} from './global-flags.js';

declare module 'yargs' {
	interface Argv<T> {
		/** Missing in the package's types. */
		usageConfiguration(configuration: {readonly 'hide-types': boolean}): Argv<T>;
	}
}

/** What a line of arguments asks of a subcommand. */
export type Asked =
	| {
			readonly kind: 'run';
			readonly words: readonly string[];
			readonly options: Readonly<Record<string, unknown>>;
			readonly global: GlobalOptions;
	  }
	| {readonly kind: 'help'; readonly text: string}
	| {readonly kind: 'version'};

/**
 * Returns what the arguments after the subcommand's name ask for. The help lists `listed` as subcommands.
 * Fails: with UnusableInput and one sentence, for an option or a word that the subcommand does not take.
 */
export async function readArguments(
	command: Command,
	typed: readonly string[],
	width: number,
	listed: readonly Command[] = [],
): Promise<Asked> {
	refuseUnknown(command, namesIn(typed));
	let help = '';
	let parsed: Readonly<Record<string, unknown>> = {_: typed};
	// Words alone are what they are; what reads options is not loaded for them.
	if (typed.some((word) => word.startsWith('-'))) {
		const reader = await reading(command, width, listed);
		parsed = await reader.parseAsync([...typed], {}, (_error, _read, output) => {
			help = output;
		});
	}
	if (parsed['help'] === true) return {kind: 'help', text: `${help.trimEnd()}\n`};
	if (parsed['version'] === true) return {kind: 'version'};
	const options = Object.fromEntries(
		Object.entries(command.options).map(([name, option]) => [name, given(name, option, parsed[name])]),
	);
	const words = asList(parsed['_']).map(String);
	refuseWords(command, wordsOf(command.usage), words);
	return {kind: 'run', words, options, global: globalOptions(parsed)};
}

async function reading(command: Command, width: number, listed: readonly Command[]) {
	const {default: yargs} = await import('yargs');
	const reader = yargs([])
		.scriptName('')
		.locale('en')
		.usage(`${listed.length > 0 ? 'fence-tutor [SUBCOMMAND]' : lineOf(command)}\n\n${command.summary}.`)
		.version(false)
		.help(false)
		.usageConfiguration({'hide-types': true})
		.exitProcess(false)
		.wrap(Math.min(width, widestHelp))
		.parserConfiguration({
			'boolean-negation': false,
			'camel-case-expansion': false,
			'dot-notation': false,
			'greedy-arrays': false,
			'parse-numbers': false,
			'parse-positional-numbers': false,
			'strip-aliased': true,
			'unknown-options-as-args': false,
		});
	for (const [name, option] of Object.entries(command.options)) reader.option(name, shown(option));
	for (const [name, describe] of Object.entries(globalFlags)) reader.option(name, {type: 'boolean', describe});
	for (const [name, {value, about}] of Object.entries(globalTexts))
		reader.option(name, {type: 'string', describe: `${value}: ${about}`, requiresArg: false});
	reader
		.option('version', {type: 'boolean', alias: 'v', describe: 'show the version'})
		.help('help', 'show this help')
		.alias('help', 'h');
	for (const {name, usage, summary} of listed) reader.command(`${name} ${usage}`.trim(), summary);
	for (const example of command.examples) reader.example(example.line, example.about);
	return reader;
}

/** The home screen has no name of its own. */
function lineOf({name, usage}: Command): string {
	return ['fence-tutor', name === 'home' ? '' : name, usage].filter(Boolean).join(' ');
}

function shown(option: Option) {
	const describe = option.kind === 'flag' ? option.about : `${option.value}: ${option.about}`;
	const alias = option.short === undefined ? {} : {alias: option.short};
	switch (option.kind) {
		case 'flag':
			return {type: 'boolean', describe, ...alias} as const;
		case 'text':
		case 'number':
			return {type: 'string', describe, requiresArg: false, ...alias} as const;
		case 'texts':
			return {type: 'string', array: true, describe, ...alias} as const;
	}
}

/** What is typed twice counts as it was typed last, save for an option that may repeat. */
function given(name: string, option: Option, typed: unknown): unknown {
	const all = asList(typed);
	const last = all.at(-1);
	if (option.kind === 'flag') return last === true;
	if (all.includes('')) throw new UnusableInput(`--${name} needs ${option.value} after it.`);
	switch (option.kind) {
		case 'texts':
			return all.map(String);
		case 'text':
			if (last !== undefined && option.choices !== undefined && !option.choices.includes(String(last))) {
				throw new UnusableInput(`--${name} takes ${option.choices.join(', ')}, and not "${visible(String(last))}".`);
			}
			return last;
		case 'number':
			if (last === undefined) return undefined;
			if (!/^-?\d+(\.\d+)?$/.test(String(last)))
				throw new UnusableInput(`--${name} takes a number, and not "${visible(String(last))}".`);
			return Number(last);
	}
}

/** Every name of an option as it was typed, with its dashes. Yargs must not see a name it does not know: `--constructor` makes it fail. */
function namesIn(typed: readonly string[]): readonly string[] {
	const end = typed.indexOf('--');
	return (end < 0 ? typed : typed.slice(0, end)).flatMap((word) => {
		// Yargs takes the word after it for its value, `--` too.
		if (word.startsWith('-=')) return ['-='];
		const [name = ''] = word.split('=');
		if (name.startsWith('--')) return [name];
		return /^-[^\d]/.test(name) ? [...name.slice(1)].map((letter) => `-${letter}`) : [];
	});
}

function refuseUnknown(command: Command, names: readonly string[]): void {
	const shorts = Object.values(command.options).flatMap(({short}) => (short === undefined ? [] : [short]));
	const known = [
		'help',
		'version',
		...Object.keys(globalFlags),
		...Object.keys(globalTexts),
		...Object.keys(command.options),
	];
	const all = [...known.map((name) => `--${name}`), ...['h', 'v', ...shorts].map((short) => `-${short}`)];
	const unknown = names.find((name) => !all.includes(name));
	if (unknown === undefined) return;
	const near = unknown.startsWith('--') ? nearest(unknown.slice(2), known) : null;
	const said = `There is no option ${visible(unknown)}.`;
	throw new UnusableInput(
		near === null
			? `${said} Type "${lineOf({...command, usage: ''})} --help" for the ones there are.`
			: `${said} Did you mean --${near}?`,
	);
}

function refuseWords(command: Command, {least, most}: Words, words: readonly string[]): void {
	if (words.length < least) throw new UnusableInput(`Something is missing. Type: ${lineOf(command)}`);
	const extra = words[most];
	if (extra !== undefined)
		throw new UnusableInput(`"${visible(extra)}" is one word too many. Type: ${lineOf(command)}`);
}

function globalOptions(parsed: Readonly<Record<string, unknown>>): GlobalOptions {
	const flag = (name: keyof typeof globalFlags) => asList(parsed[name]).at(-1) === true;
	return {
		plain: flag('plain'),
		ascii: flag('ascii'),
		noColor: flag('no-color'),
		noMotion: flag('no-motion'),
		workshop: workshopIn(parsed),
		to: folderIn(parsed),
	};
}

/** It names a folder, so it is held to what every system takes in a file's name. */
function workshopIn(parsed: Readonly<Record<string, unknown>>): string | undefined {
	const name = given('workshop', {kind: 'text', ...globalTexts.workshop}, parsed['workshop']);
	if (name === undefined || (typeof name === 'string' && /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/i.test(name)))
		return name;
	throw new UnusableInput(
		'--workshop takes a name of letters, digits and dashes, at most 40 of them, such as: --workshop berlin-2026',
	);
}

function folderIn(parsed: Readonly<Record<string, unknown>>): string | undefined {
	const folder = given('to', {kind: 'text', ...globalTexts.to}, parsed['to']);
	return typeof folder === 'string' ? folder : undefined;
}

function asList(value: unknown): readonly unknown[] {
	if (value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}

/** How many words a subcommand takes. */
type Words = {readonly least: number; readonly most: number};

/** Returns how many words a usage line allows: `FILE...` one or more, `[ID]` none or one, `[PATH]...` any number. */
function wordsOf(usage: string): Words {
	const parts = usage.split(' ').filter(Boolean);
	return {
		least: parts.filter((part) => !part.startsWith('[')).length,
		most: parts.some((part) => part.includes('...')) ? Number.POSITIVE_INFINITY : parts.length,
	};
}
