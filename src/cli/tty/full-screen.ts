import type {Instance} from 'ink';
import {render} from 'ink';
import type {ReactNode} from 'react';
import type {Key} from '../../view/prompt/key.js';
import {blank, type CursorPlace, painted} from '../../view/screens/painter.js';
import type {Terminal} from '../io.js';
import {askBackground, type BackgroundQuestion} from './ask-background.js';
import type {Ending} from './endings.js';
import {watchForEndings} from './endings.js';
import {holdTerminal} from './hold.js';
import {inkStdout} from './ink-stdout.js';
import {listenToKeys} from './keyboard.js';
import {watchForSuspension} from './suspend.js';

export type Size = {readonly columns: number; readonly rows: number};

/** What an app may ask of the terminal that it fills. */
export type FullScreen = {
	/** Draw what `view` gives now. */
	readonly draw: () => void;
	/** Clear the screen and draw everything anew. */
	readonly redraw: () => void;
	/** Give the terminal back until the user returns. */
	readonly suspend: () => void;
	/** Give the terminal to another program until its work is over, and draw everything anew. Ctrl-C is that program's meanwhile. */
	readonly lend: (work: () => Promise<unknown>) => void;
	readonly end: (ending: Ending) => void;
};

/** What fills the terminal. */
export type FullScreenApp = {
	readonly view: () => ReactNode;
	/** Where the terminal's own cursor belongs in what `view` gave last. */
	readonly cursor: () => CursorPlace;
	readonly onKeys: (keys: readonly Key[]) => void;
	readonly onSize: (size: Size) => void;
	/** Gets what the terminal says of its background, before everything is drawn anew; left out where nobody asks. */
	readonly onBackground?: (answer: string) => void;
	/** Keeps what is to be kept. Called once, after the terminal has been given back; what it returns is left in the scrollback. */
	readonly onEnd: (ending: Ending) => Promise<string>;
};

/** Why the app ended. The terminal is as it was before, whatever happened, and holds what the app left. */
export async function openFullScreen(
	terminal: Terminal,
	start: (screen: FullScreen, size: Size) => FullScreenApp,
): Promise<Ending> {
	const {stdin, stdout} = terminal;
	const hold = holdTerminal(terminal);
	let frame = '';
	const stdoutOfInk = inkStdout(stdout, (next) => {
		frame = next;
	});
	/** What the terminal shows now. */
	let shown = blank;
	const paint = () => {
		const next = {rows: frame.split('\n'), cursor: app.cursor()};
		const text = painted(shown, next, sizeOf(stdout).columns);
		shown = next;
		if (text !== '' && stdout.writable) stdout.write(text);
	};
	const {promise: ended, resolve} = withResolvers<Ending>();
	let open = true;
	let isLent = false;
	let question: BackgroundQuestion | null = null;
	let ink: Instance | null = null;

	const end = (why: Ending) => {
		if (!open || (isLent && why.kind === 'signal' && why.name === 'SIGINT')) return;
		open = false;
		const waiting = why.kind === 'quit' && question !== null ? question.over() : null;
		if (waiting === null) {
			close();
			resolve(why);
		} else
			void waiting.then(() => {
				close();
				resolve(why);
			});
	};
	const guarded =
		<A extends readonly unknown[]>(act: (...args: A) => void) =>
		(...args: A) => {
			if (!open) return;
			try {
				act(...args);
			} catch (error) {
				end({kind: 'crash', error});
			}
		};
	const mount = () => {
		shown = blank;
		ink = render(app.view(), {stdout: stdoutOfInk, stdin, exitOnCtrlC: false, patchConsole: false, debug: true});
		ink.waitUntilExit().catch((error: unknown) => end({kind: 'crash', error}));
		paint();
	};
	const unmount = () => {
		ink?.unmount();
		ink = null;
	};
	const enter = () => {
		hold.enter();
		mount();
	};
	const leave = () => {
		unmount();
		hold.leave();
	};
	const draw = guarded(() => {
		if (ink === null) return;
		ink.rerender(app.view());
		paint();
	});
	const redraw = guarded(() => {
		// While the process is stopped the screen belongs to the shell.
		if (ink === null) return;
		unmount();
		hold.clear();
		mount();
	});
	const onSize = guarded(() => {
		app.onSize(sizeOf(stdout));
		redraw();
	});
	const lend = guarded((work: () => Promise<unknown>) => {
		isLent = true;
		stopListening();
		leave();
		const goOn = guarded(() => {
			isLent = false;
			stopListening = listen();
			app.onSize(sizeOf(stdout));
			enter();
		});
		work().then(goOn, (error: unknown) => end({kind: 'crash', error}));
	});
	const app = start({draw, redraw, suspend: () => suspender.suspend(), lend, end}, sizeOf(stdout));
	surviveFileLimit();
	const stopWatching = watchForEndings(end);
	const suspender = watchForSuspension(guarded(leave), guarded(enter));
	const onKeys = guarded((keys: readonly Key[]) => app.onKeys(keys));
	const listen = () => listenToKeys(stdin, onKeys, () => end({kind: 'signal', name: 'SIGHUP'}));
	let stopListening = listen();
	const close = () => {
		stopListening();
		suspender.stop();
		stdout.off('resize', onSize);
		leave();
	};
	// A terminal that has gone away fails every write; there is nobody left to tell.
	stdout.on('resize', onSize).on('error', () => {});
	guarded(enter)();
	const {onBackground} = app;
	if (onBackground !== undefined)
		question = askBackground(terminal, (answer) => {
			guarded(onBackground)(answer);
			draw();
		});
	const ending = await ended;
	const left = await app.onEnd(ending);
	if (left !== '' && stdout.writable) stdout.write(left);
	stopWatching();
	return ending;
}

/** A file that may not be larger is an error of the write, which is told; Ink's way of looking out for signals would let the signal end the program. Stays for good: without a listener the system ends it too. */
function surviveFileLimit(): void {
	if (process.platform !== 'win32') process.on('SIGXFSZ', () => {});
}

/** The size of the terminal; some report 0 by 0 until they are shown. */
function sizeOf(stdout: NodeJS.WriteStream): Size {
	return {columns: stdout.columns || 80, rows: stdout.rows || 24};
}

function withResolvers<T>(): {readonly promise: Promise<T>; readonly resolve: (value: T) => void} {
	let resolve: (value: T) => void = () => {};
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return {promise, resolve};
}
