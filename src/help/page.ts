import {commands} from '../language/command.js';
import {nearest} from '../language/nearest.js';
import {type Term, terms} from './glossary.js';
import {type HelpGroup, type HelpTopic, helpGroups, helpTopics, helpTopicsOn} from './topics.js';

/** All that there is about one word: a text for each of its senses, or null for a word without help. Order: statements, options and facts, words of the field, commands. */
export function helpOn(word: string): readonly string[] | null {
	const wanted = word.toLowerCase().trim().replace(/\s+/g, ' ');
	const known =
		[wanted, wanted.replace(/s$/, ''), wanted.replace(/[-_]/g, ' ')]
			.map(sensesOf)
			.find((senses) => senses.length > 0) ?? sensesOfPhrase(wanted);
	return known === undefined ? null : known.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** The word nearest to one without help, or null. A command keeps its `/`. */
export function nearestTopic(word: string): string | null {
	const names = [...helpTopics(), ...terms].flatMap(({name, words}) => [name, ...(words ?? [])]);
	return nearest(word.toLowerCase(), [...commands.map(({name}) => `/${name}`), ...names]);
}

/** The words of a group with help. Order: as a reader meets them. */
export function wordsIn(group: HelpGroup): readonly string[] {
	return [...helpTopics(), ...terms].filter((topic) => topic.group === group).map(({name}) => name);
}

/** The groups that have words. Order: as a reader meets them. */
export const groupsOfHelp: readonly HelpGroup[] = helpGroups;

/** A command of the prompt as one line: how it is typed, and what it does. */
export function commandLine({name, takes, about}: (typeof commands)[number]): string {
	return `${`/${name} ${takes}`.trimEnd().padEnd(17)} ${about}`;
}

function sensesOf(wanted: string): readonly (readonly string[])[] {
	const command = commands.find(({name}) => name === wanted.replace(/^\//, ''));
	return [
		...helpTopicsOn(wanted).map(topicLines),
		...terms.filter(({name, words}) => name === wanted || words?.includes(wanted) === true).map(termLines),
		...(command === undefined ? [] : [[commandLine(command)]]),
		...(isExitCode(wanted) ? [exitCodes] : []),
	];
}

/** Of several words as they stand in a line (`clock client`, `ttl none`): what there is about the first, of that what says all of them where something does; or nothing. */
function sensesOfPhrase(wanted: string): readonly (readonly string[])[] | undefined {
	const [first = ''] = wanted.split(' ');
	const senses = first === wanted ? [] : sensesOf(first);
	const whole = senses.filter((lines) => lines.some((line) => line.toLowerCase().includes(wanted)));
	return senses.length === 0 ? undefined : whole.length > 0 ? whole : senses;
}

function topicLines({usage, meaning, example}: HelpTopic): readonly string[] {
	return [...(usage === null ? [] : [usage]), meaning, ...exampleLines(example)];
}

function termLines({name, usage, meaning, also, example}: Term): readonly string[] {
	return [
		usage ?? sentenceCase(name),
		meaning,
		...(also.length === 0 ? [] : [`Also called: ${also.join(', ')}.`]),
		...exampleLines(example),
	];
}

function exampleLines(example: readonly string[]): readonly string[] {
	return ['For example, in the sandbox:', ...example.map((line) => `  ${line}`)];
}

function sentenceCase(name: string): string {
	return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function isExitCode(wanted: string): boolean {
	return ['exit code', 'exit codes', 'exit'].includes(wanted);
}

const exitCodes: readonly string[] = [
	'Exit codes of every subcommand; of several, the first in this list wins:',
	'  2  some input could not be used: a syntax error, a refusal in a script, a file that cannot be read, a bad option',
	'  1  an expectation, a claim or the check of a lesson failed',
	'  3  the explorer gave up within its limits',
	'  0  none of these; a property that was violated is no failure by itself',
];
