import {nearest} from './nearest.js';

/** A meta command as it was typed. `rest` is what stands after its name, without blanks around it. */
export type Command = {readonly name: CommandName; readonly rest: string};

/** A line that begins like a meta command and is none. */
type Mistyped = {readonly name: null; readonly word: string; readonly nearest: string | null};

type CommandName = (typeof commands)[number]['name'];

/** Every meta command: what may follow its name, and what it does. Order: as `/help` lists them. */
export const commands = [
	{name: 'help', takes: '[TOPIC]', about: 'What can be typed here; with a topic, all about it.'},
	{
		name: 'why',
		takes: '[N]',
		about:
			'Explains what was announced last, such as a refusal or a violation, by its rule; with N, row N of the ladder.',
	},
	{name: 'hint', takes: '', about: 'The next hint for the present task; there are three.'},
	{name: 'bet', takes: 'N', about: 'Places a bet on choice N. The number alone does the same.'},
	{name: 'show', takes: '', about: 'Plays the solution one statement at a time, on a copy.'},
	{
		name: 'undo',
		takes: '[N]',
		about: 'Takes back the latest statement, or the latest N. It has no bottom and loses nothing.',
	},
	{name: 'redo', takes: '[N]', about: 'Does again what was undone.'},
	{name: 'reset', takes: '', about: 'Back to where this task began. It can be undone.'},
	{name: 'goto', takes: 'N', about: 'Goes to row N of the ladder, or to the end of a branch such as b2.'},
	{name: 'timeline', takes: '[words]', about: 'Everything done so far, drawn or in words, with all branches.'},
	{name: 'state', takes: '', about: 'Who believes what, and what is true.'},
	{name: 'play', takes: '', about: 'Opens a copy of this world in the sandbox.'},
	{name: 'back', takes: '', about: 'Returns to where you were before /play, /show or /load.'},
	{name: 'next', takes: '', about: 'Goes on, as Enter does.'},
	{name: 'skip', takes: '', about: 'Leaves this step unsolved and goes to the next.'},
	{
		name: 'step',
		takes: 'N',
		about: 'Goes to step N of the lesson, and back where you were: what is solved stays solved.',
	},
	{name: 'takeover', takes: '', about: 'Goes on where another window has gone further in this lesson.'},
	{name: 'menu', takes: '', about: 'The list of lessons.'},
	{name: 'notes', takes: '', about: 'The cards you have collected, and the bets that went the other way.'},
	{name: 'review', takes: '', about: 'Bets of earlier lessons to warm up with, one, three and seven days later.'},
	{
		name: 'explore',
		takes: '[FACT]',
		about: 'What can still break from here, or which schedule makes FACT true; /explore mine shortens your own run.',
	},
	{name: 'save', takes: 'FILE', about: 'Writes this run as a script that `fence-tutor run` can run.'},
	{name: 'load', takes: 'FILE', about: 'Opens a script, or the code of a run, in the sandbox.'},
	{
		name: 'share',
		takes: '[FILE]',
		about: 'This run as a short code, or a file with it, for `fence-tutor replay`; FILE.html is a page for a browser.',
	},
	{name: 'record', takes: 'FILE', about: 'Makes a lesson draft of what was just done.'},
	{name: 'theme', takes: '[NAME]', about: 'Changes the colours.'},
	{name: 'quit', takes: '', about: 'Leaves. What you have done is kept.'},
] as const;

/**
 * The meta command that a line is, or what it was probably meant to be, or null when it is a matter for the language.
 * `names` are those of the world: where a client is called `help`, `help` is a statement.
 */
export function readCommand(line: string, names: readonly string[]): Command | Mistyped | null {
	const found = /^(\/?)(\S+)\s*(.*)$/su.exec(line.trim());
	const [, slash = '', typed = '', rest = ''] = found ?? [];
	const word = typed.toLowerCase();
	if (slash === '') return bareWord(word, names) ? named(word, rest) : null;
	return named(word, rest) ?? {name: null, word: typed, nearest: nearest(word, commandNames)};
}

function bareWord(word: string, names: readonly string[]): boolean {
	return bareWords.has(word) && !names.some((name) => name.toLowerCase() === word);
}

function named(word: string, rest: string): Command | null {
	const name = commandNames.find((each) => each === (aliases.get(word) ?? word));
	return name === undefined ? null : {name, rest: rest.trim()};
}

const commandNames: readonly CommandName[] = commands.map((each) => each.name);

/** No statement can begin with these. Source: language.md, Lines. */
const bareWords: ReadonlySet<string> = new Set(['help', 'undo', 'quit', 'hint', 'why', 'exit', '?']);

/** What people type out of habit. */
const aliases: ReadonlyMap<string, string> = new Map([
	['exit', 'quit'],
	['q', 'quit'],
	['?', 'help'],
]);
