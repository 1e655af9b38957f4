import type {Command, Options} from './command.js';
import {globalFlags, globalTexts} from './global-flags.js';
import {registry} from './registry.js';

/** What the page says that no help does. `date`: of the release, as YYYY-MM-DD; null before it. */
type About = {readonly date: string | null; readonly homepage: string};

/**
 * Returns the manual page in man(7)'s language, made of what `--help` says, so that the two cannot differ.
 * Order: the subcommands as the help lists them.
 */
export async function manPage(version: string, {date, homepage}: About): Promise<string> {
	const commands = await Promise.all(registry.map(({load}) => load()));
	return `${[
		`.TH FENCE-TUTOR 1 "${date ?? ''}" "fence-tutor ${version}" "User Commands"`,
		'.SH NAME',
		'fence-tutor \\- an interactive tutorial on distributed locks and fencing tokens',
		'.SH SYNOPSIS',
		'.B fence-tutor',
		'[\\fISUBCOMMAND\\fR] [\\fIOPTION\\fR]...',
		'.SH DESCRIPTION',
		text(
			'Without a subcommand it shows the lessons and where you were. Nothing runs but a simulator inside the program, except for "live" and "build".',
		),
		'.SH SUBCOMMANDS',
		...commands.flatMap(described),
		'.SH OPTIONS OF EVERY SUBCOMMAND',
		...Object.entries(globalFlags).flatMap(([name, about]) => item(`--${name}`, null, about)),
		...Object.entries(globalTexts).flatMap(([name, {value, about}]) => item(`--${name}`, value, about)),
		...item('--version, -v', null, 'show the version'),
		...item('--help, -h', null, 'show the help, with examples'),
		'.SH EXIT STATUS',
		...item('0', null, 'everything was judged and was right'),
		...item('1', null, 'an expectation, a claim, a check of a lesson or an exercise failed'),
		...item('2', null, 'an input could not be used, or an output could not be written'),
		...item('3', null, 'the explorer gave up within its limits, or the machine was too slow for a live story'),
		...item('70', null, 'a mistake of our own'),
		...item('128 + N', null, 'it was ended by signal N'),
		'.SH ENVIRONMENT',
		...item('FENCE_TUTOR_HOME', null, 'the folder for what you have done; "fence-tutor progress path" shows it'),
		...item('NO_COLOR', null, 'no colours'),
		'.SH SEE ALSO',
		text('"fence-tutor help TOPIC" explains every word of the language.'),
		text(`Documents and changelog: ${homepage}`),
	].join('\n')}\n`;
}

function described({name, usage, summary, options, examples}: Command): readonly string[] {
	return [
		'.TP',
		`.B ${escaped(`fence-tutor ${name}`)} ${escaped(usage)}`.trim(),
		text(`${summary}.`),
		'.RS',
		...optionItems(options),
		...examples.flatMap(({line, about}) => [
			'.PP',
			text(about.endsWith('?') ? about : `${about}:`),
			'.br',
			`\\fB${escaped(line)}\\fR`,
		]),
		'.RE',
	];
}

function optionItems(options: Options): readonly string[] {
	return Object.entries(options).flatMap(([name, option]) => {
		const short = option.short === undefined ? '' : `, -${option.short}`;
		return item(`--${name}${short}`, option.kind === 'flag' ? null : option.value, option.about);
	});
}

function item(name: string, value: string | null, about: string): readonly string[] {
	return ['.TP', `\\fB${escaped(name)}\\fR${value === null ? '' : ` \\fI${escaped(value)}\\fR`}`, text(about)];
}

/** Text as lines of the file, none much longer than 80 bytes. One that starts with a dot would be a request. */
function text(line: string): string {
	const lines: string[] = [];
	for (const word of line.split(' ')) {
		const last = lines.at(-1);
		if (last === undefined || escaped(`${last} ${word}`).length > 78) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines.map((each) => (each.startsWith('.') ? `\\&${escaped(each)}` : escaped(each))).join('\n');
}

/** What roff would read otherwise than it stands there: its own sign, hyphens, and marks that it draws as others. Source: groff_char(7), groff_man_style(7). */
function escaped(line: string): string {
	return [...line].map((character) => signs.get(character) ?? character).join('');
}

const signs: ReadonlyMap<string, string> = new Map([
	['\\', '\\e'],
	['-', '\\-'],
	["'", '\\(aq'],
	['`', '\\(ga'],
	['^', '\\(ha'],
	['~', '\\(ti'],
	['’', '\\(cq'],
	['…', '...'],
]);
