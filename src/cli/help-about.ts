import {groupsOfHelp, helpOn, nearestTopic, wordsIn} from '../help/page.js';
import {commands} from '../language/command.js';
import {nearest} from '../language/nearest.js';
import {visible} from '../language/visible.js';
import {wrap} from '../view/text/wrap.js';
import {exitCode, UnusableInput} from './exit-code.js';
import type {Io} from './io.js';
import {readArguments} from './read-arguments.js';
import {registry} from './registry.js';

/** The exit code after telling all about a topic, or the list of topics for the empty one. Fails: with UnusableInput for a topic without help. */
export async function helpAbout(topic: string, io: Io): Promise<number> {
	const text = topic === '' ? await overview(io.columns) : await page(topic, io.columns);
	if (text === null) throw new UnusableInput(unknown(topic));
	io.stdout.write(text);
	return exitCode.fine;
}

/** A word can be a subcommand and a statement at once, as `run` is. */
async function page(topic: string, columns: number): Promise<string | null> {
	const found = registry.find(({name}) => name === topic.toLowerCase());
	const asked = found === undefined ? null : await readArguments(await found.load(), ['--help'], columns);
	const parts = [...(asked?.kind === 'help' ? [asked.text] : []), ...wrappedText(helpOn(topic), columns)];
	return parts.length === 0 ? null : parts.join('\nIn the fence language:\n\n');
}

function wrappedText(lines: readonly string[] | null, columns: number): readonly string[] {
	return lines === null ? [] : [lines.flatMap((line) => wrapped(line, columns)).join('\n') + '\n'];
}

async function overview(columns: number): Promise<string> {
	const subcommands = await Promise.all(registry.map(({load}) => load()));
	const lines = [
		...wrapped('fence-tutor help TOPIC tells all about one of these, with an example that runs.', columns),
		'',
		'Subcommands',
		...subcommands.flatMap(({name, summary}) => besides(name, summary, columns)),
		...groupsOfHelp.flatMap((group) => ['', group, ...wrapped(`  ${wordsIn(group).join(', ')}`, columns)]),
		'',
		'Commands of the prompt',
		...wrapped(`  ${commands.map(({name}) => `/${name}`).join(' ')}`, columns),
		'',
		'Also: exit codes',
	];
	return `${lines.join('\n')}\n`;
}

function besides(name: string, summary: string, columns: number): readonly string[] {
	const margin = ' '.repeat(14);
	return wrap(summary, Math.min(columns, widest) - margin.length).map((part, index) =>
		index === 0 ? `  ${name.padEnd(12)}${part}` : margin + part,
	);
}

/** A line that is longer than the terminal is wide goes on below, as far in as it begins. */
function wrapped(line: string, columns: number): readonly string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	return wrap(line.slice(indent.length), Math.min(columns, widest) - indent.length).map((part) => `${indent}${part}`);
}

function unknown(topic: string): string {
	const near =
		nearest(
			topic,
			registry.map(({name}) => name),
		) ?? nearestTopic(topic);
	const said = `There is no help on "${visible(topic)}".`;
	return near === null
		? `${said} Type "fence-tutor help" for the topics.`
		: `${said} Did you mean "fence-tutor help ${near}"?`;
}

/** Longer lines are hard to read. Units: columns. */
const widest = 100;
