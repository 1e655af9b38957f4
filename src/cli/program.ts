import type {GlobalOptions} from './choose-look.js';
import type {Arguments, Command, Options} from './command.js';
import {exitCode, UnusableInput} from './exit-code.js';
import {globalTexts, widestHelp} from './global-flags.js';
import type {Io} from './io.js';
import {home, registry} from './registry.js';

/** What the program is given: its arguments, and the outside, which depends on the options. */
type Start = {
	readonly typed: readonly string[];
	readonly io: (options: GlobalOptions) => Io;
	/** Called before a subcommand runs, with whether it goes on until the user ends it. */
	readonly onBegin?: (isEndless: boolean) => void;
};

/** Returns the exit code, after the subcommand that the arguments name has done its work. */
export async function program(start: Start): Promise<number> {
	const io = start.io(noOptions);
	try {
		if (start.typed.length === 0) return await begin(await home.load(), {words: [], options: {}}, start, io);
		return await choose(start, io);
	} catch (error) {
		if (!(error instanceof UnusableInput)) throw error;
		io.stderr.write(`fence-tutor: ${error.message}\n`);
		return exitCode.unusable;
	}
}

const noOptions: GlobalOptions = {plain: false, ascii: false, noColor: false, noMotion: false};

async function choose(start: Start, io: Io): Promise<number> {
	const at = start.typed.findIndex(
		(word, index) => (!word.startsWith('-') || word === '-') && !takesWord(start.typed[index - 1]),
	);
	const name = start.typed[at];
	if (name === undefined) return await withoutName(start, io);
	const rest = start.typed.toSpliced(at, 1);
	const found = registry.find((registered) => registered.name === name);
	if (found === undefined) throw new UnusableInput(await noSuchCommand(name));
	return await runCommand(await found.load(), rest, start, io);
}

/** Whether the word after an option belongs to it. */
function takesWord(option: string | undefined): boolean {
	return Object.keys(globalTexts).some((name) => option === `--${name}`);
}

/** Options alone: `fence-tutor --help`, `fence-tutor --plain`. */
async function withoutName(start: Start, io: Io): Promise<number> {
	const isHelp = start.typed.some((word) => word === '--help' || word === '-h');
	if (!isHelp || start.typed.length > 1)
		return await runCommand(await home.load(), start.typed, start, io, isHelp ? await all() : []);
	const {helpTexts} = await import('fence-tutor:help');
	io.stdout.write(
		helpTexts?.[Math.min(io.columns, widestHelp)] ?? (await (await import('./help-text.js')).helpText(io.columns)),
	);
	return exitCode.fine;
}

const all = () => Promise.all(registry.map(({load}) => load()));

async function runCommand(
	command: Command,
	typed: readonly string[],
	start: Start,
	io: Io,
	listed: readonly Command[] = [],
): Promise<number> {
	const {readArguments} = await import('./read-arguments.js');
	const asked = await readArguments(command, typed, io.columns, listed);
	switch (asked.kind) {
		case 'help':
			io.stdout.write(asked.text);
			return exitCode.fine;
		case 'version':
			io.stdout.write(`${io.version}\n`);
			return exitCode.fine;
		case 'run':
			// The types of the options were the command's own; readArguments has made them so.
			return await begin(command, {words: asked.words, options: asked.options as never}, start, start.io(asked.global));
	}
}

async function begin(command: Command, given: Arguments<Options>, start: Start, io: Io): Promise<number> {
	start.onBegin?.(command.isEndless?.(given) ?? false);
	return await command.run(given, io);
}

async function noSuchCommand(name: string): Promise<string> {
	const [{nearest}, {visible}] = await Promise.all([
		import('../language/nearest.js'),
		import('../language/visible.js'),
	]);
	const names = registry.map((registered) => registered.name);
	const near = nearest(name, names);
	const said = `There is no subcommand "${visible(name)}".`;
	return near === null
		? `${said} Type "fence-tutor --help" for the ones there are.`
		: `${said} Did you mean "fence-tutor ${near}"?`;
}
