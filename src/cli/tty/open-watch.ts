import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join, relative, resolve} from 'node:path';
import process from 'node:process';
import chalk from 'chalk';
import {type Exercise, exerciseOf} from '../../code/exercise.js';
import {verdictLine} from '../../code/verdict-words.js';
import {claimText, print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {
	type ClaimAnswer,
	type FoundFile,
	openFile,
	openWatch,
	updateWatch,
	verdictOfAnswer,
	type Watch,
	type WatchEffect,
	type WatchEvent,
} from '../../view/watch/watch.js';
import {watchFrame} from '../../view/watch/watch-frame.js';
import type {CheckOptions} from '../code/check-code.js';
import {editorOf, runEditor} from '../code/edit-file.js';
import {openJudge} from '../code/open-judge.js';
import {folderFiles} from '../code/write-folder.js';
import {followFolder, savedAt} from '../follow-folder.js';
import type {Io, Terminal} from '../io.js';
import {verdictMark} from '../run/text.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf, type Ending} from './endings.js';
import {type FullScreen, type FullScreenApp, openFullScreen} from './full-screen.js';
import {ourMistake} from './show-frames.js';

/** What is watched: one file, or all exercises of a folder. Both as they are named to the user, from `io.cwd`. */
export type Watched =
	| {readonly kind: 'file'; readonly file: string}
	| {readonly kind: 'folder'; readonly folder: string};

/** The full screen that checks what the learner saves, until they leave it. Returns the exit code. */
export async function openWatchScreen(
	watched: Watched,
	exercises: readonly Exercise[],
	options: CheckOptions,
	io: Io,
	terminal: Terminal,
): Promise<number> {
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	const folder = watched.kind === 'folder' ? watched.folder : dirname(watched.file);
	const begun = new Map(folderFiles(exercises).map(({name, text}) => [name, text]));
	let watch: Watch = openWatch(
		{
			size: {columns: io.columns, rows: 24},
			ascii: io.look.ascii,
			colorless: io.look.colors === 0,
			folder: watched.kind === 'folder' ? watched.folder : null,
			clients: options.clients ?? null,
		},
		found([]),
	);
	let screen: FullScreen | null = null;
	let replayed: ClaimAnswer | null = null;
	/** Files that are to be checked once the judge is idle. */
	let waiting: string[] = watch.files
		.filter(({untouched, saved, name}) => saved !== null && (!untouched || name === watch.open))
		.map(({name}) => name);
	let isChecking = false;
	const judge = openJudge(process.env);
	const stopFollowing = followFolder(resolve(io.cwd, folder), isFollowed, onChange);
	try {
		next();
		for (;;) {
			const ending = await openFullScreen(terminal, begin);
			screen = null;
			if (ending.kind === 'crash') {
				io.stderr.write(ourMistake(ending.error));
				return codeOf(ending);
			}
			if (ending.kind !== 'quit' || replayed === null) return codeOf(ending);
			const code = await openReplay(replayed, io, terminal);
			replayed = null;
			if (code !== 0) return code;
		}
	} finally {
		stopFollowing();
		judge.close();
	}

	function begin(opened: FullScreen, size: Watch['size']): FullScreenApp {
		screen = opened;
		watch = updateWatch(watch, {kind: 'resized', size}).watch;
		return {
			view: () => ({frame: watchFrame(watch), theme: theme()}),
			cursor: () => null,
			...background,
			onKeys: (keys) => send(...keys.map((key): WatchEvent => ({kind: 'key', key}))),
			onSize(now) {
				watch = updateWatch(watch, {kind: 'resized', size: now}).watch;
			},
			onEnd: async (ending: Ending) =>
				ending.kind === 'crash' || replayed !== null ? '' : leftBehind(watch, io.look.ascii),
		};
	}

	function send(...events: readonly WatchEvent[]): void {
		for (const event of events) {
			const turn = updateWatch(watch, event);
			watch = turn.watch;
			for (const effect of turn.effects) run(effect);
		}
		screen?.draw();
	}

	function run(effect: WatchEffect): void {
		switch (effect.kind) {
			case 'check':
				// What the learner looks at goes before what waits, and ends what is under way.
				waiting = [effect.name, ...waiting.filter((name) => name !== effect.name)];
				isChecking = false;
				next();
				return;
			case 'edit':
				edit(effect.name, effect.line);
				return;
			case 'replay':
				replayed = effect.answer;
				screen?.end({kind: 'quit'});
				return;
			case 'redraw':
				screen?.redraw();
				return;
			case 'suspend':
				screen?.suspend();
				return;
			case 'quit':
				screen?.end({kind: 'quit'});
		}
	}

	/** Checks the file that has waited longest, if nothing is checked now. */
	function next(): void {
		const [name] = waiting;
		if (name === undefined || isChecking) return;
		waiting = waiting.slice(1);
		isChecking = true;
		send({kind: 'began', name});
		const {cwd, columns, look, because, version} = io;
		const {clients} = watch;
		const request = {
			file: name,
			options: {...options, clients: clients ?? undefined},
			io: {cwd, columns, look, because, version},
		};
		judge.check(request, (reply) => {
			switch (reply.kind) {
				case 'begun':
				case 'searched':
				case 'answered':
					send({...reply, name});
					return;
				case 'done':
				case 'broken':
					isChecking = false;
					send({kind: 'done', name, problem: reply.kind === 'done' ? reply.problem : broken(reply.error)});
					next();
			}
		});
	}

	function onChange(names: readonly string[]): void {
		const files = found(watch.files.map(({name}) => name));
		const paths = names.map((name) => join(folder, name));
		const saved = files.filter((file) => paths.includes(join(file.name)) && file.saved !== null);
		// Where several are, it stays with the one that is looked at. A file beside them may be imported by it.
		const show =
			(saved.find(({name}) => name === watch.open) ?? saved.at(-1))?.name ?? (names.length > 0 ? watch.open : null);
		send({kind: 'changed', files, show});
	}

	function isFollowed(name: string): boolean {
		return isCode(name) || (watched.kind === 'file' && name === basename(watched.file));
	}

	/** The files that are watched, as they are on the disk now; those that were known and are gone among them. */
	function found(known: readonly string[]): readonly FoundFile[] {
		const names = watched.kind === 'file' ? [watched.file] : exerciseFiles(resolve(io.cwd, watched.folder));
		return [...new Set([...known, ...names])].sort().map((name): FoundFile => {
			const path = resolve(io.cwd, name);
			const exercise = exerciseOf(name, exercises) ?? null;
			return {
				name,
				exercise,
				untouched: exercise !== null && begun.get(basename(name)) === textOf(path),
				saved: savedAt(path)?.toTimeString().slice(0, 8) ?? null,
			};
		});
	}

	function exerciseFiles(path: string): readonly string[] {
		const names = existsSync(path) ? readdirSync(path) : [];
		return names
			.filter((name) => exerciseOf(name, exercises) !== undefined)
			.sort()
			.map((name) => join(relative(io.cwd, path), name));
	}

	function edit(name: string, line: number): void {
		const editor = editorOf(io.env, resolve(io.cwd, name), line);
		if (editor === null) {
			send({kind: 'notice', sentence: 'No editor is known: set VISUAL or EDITOR, such as `export EDITOR=vim`.'});
			return;
		}
		const open = async () => {
			const problem = await runEditor(editor, io.cwd);
			if (problem !== null) send({kind: 'notice', sentence: `The editor cannot be opened: ${visible(problem)}`});
		};
		if (editor.takesTerminal) screen?.lend(open);
		else void open();
	}
}

function broken(error: string): string {
	return `The check has broken down. That is our mistake, not yours. Please report this:\n${error}\n`;
}

function textOf(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

/** The sandbox after a schedule was replayed in it, until the learner leaves it. */
async function openReplay({setup, moves}: ClaimAnswer, io: Io, terminal: Terminal): Promise<number> {
	const [{lessons}, {learnerStore}, {openScreens}, {openLibrary}, {openSandbox}, {open}] = await Promise.all([
		import('fence-tutor:lessons'),
		import('../learner-store.js'),
		import('./open-screens.js'),
		import('../learn/library.js'),
		import('../../session/open.js'),
		import('../../session/file.js'),
	]);
	const script = [...setup, ...moves.flatMap(({done}) => done.map(({statement}) => statement))];
	const opened = open('schedule', script.map((statement) => `${print(statement)}\n`).join(''));
	if (!opened.ok) throw new Error(`The schedule does not replay: ${opened.problems.join(' ')}`);
	const {library} = openLibrary(lessons, await learnerStore(io), () => new Date().toISOString());
	const {session} = openSandbox(opened.tree);
	return await openScreens(
		io,
		terminal,
		library,
		{kind: 'session', session},
		'This is the schedule without your code. /undo goes back in it; /quit goes back to your code.',
	);
}

/** What stays in the scrollback: what was said of the file looked at last. */
function leftBehind(watch: Watch, ascii: boolean): string {
	const file = openFile(watch);
	if (file === undefined) return '';
	const lines = file.check.answers.flatMap((answer) =>
		answer.kind === 'claim'
			? [
					`${verdictMark(verdictOfAnswer(answer), {ascii})} ${visible(file.name)}: ${visible(claimText(answer.claim))}`,
					`  ${visible(verdictLine(answer))}`,
				]
			: [],
	);
	return [...lines, ...(file.check.problem === '' ? [] : [file.check.problem.trimEnd()])]
		.map((line) => `${line}\n`)
		.join('');
}

/** Whether the name is that of a file of code. */
function isCode(name: string): boolean {
	return /\.(?:m?[jt]s|py|sh)$/.test(name) && !name.endsWith('.d.ts') && !name.startsWith('.');
}
