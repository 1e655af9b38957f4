import type {Command, Options} from './command.js';
import {globalFlags, globalTexts} from './global-flags.js';
import {registry} from './registry.js';

/**
 * Returns the manual page in man(7)'s language, made of what `--help` says, so that the two cannot differ.
 * Order: the subcommands as the help lists them.
 */
export async function manPage(version: string): Promise<string> {
	const commands = await Promise.all(registry.map(({load}) => load()));
	return `${[
		`.TH FENCE-TUTOR 1 "" "fence-tutor ${version}" "User Commands"`,
		'.SH NAME',
		'fence-tutor \\- an interactive tutorial on distributed locks and fencing tokens',
		'.SH SYNOPSIS',
		'.B fence-tutor',
		'[\\fISUBCOMMAND\\fR] [\\fIOPTION\\fR]...',
		'.SH DESCRIPTION',
		text(
			'Without a subcommand it shows the lessons and where you were. Nothing runs but a simulator inside the program.',
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
		...item('2', null, 'an input could not be used'),
		...item('3', null, 'the explorer gave up within its limits'),
		'.SH SEE ALSO',
		text('fence-tutor help TOPIC explains every word of the language.'),
	].join('\n')}\n`;
}

function described({name, usage, summary, options, examples}: Command): readonly string[] {
	return [
		'.TP',
		`.B ${escaped(`fence-tutor ${name}`)} ${escaped(usage)}`.trim(),
		text(`${summary}.`),
		'.RS',
		...optionItems(options),
		...examples.flatMap(({line, about}) => ['.PP', `${escaped(about)}:`, '.br', `\\fB${escaped(line)}\\fR`]),
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

/** A line of text that starts with a dot or an apostrophe would be a request. */
function text(line: string): string {
	return /^[.']/.test(line) ? `\\&${escaped(line)}` : escaped(line);
}

function escaped(line: string): string {
	return line.replaceAll('\\', '\\e').replaceAll('-', '\\-');
}
