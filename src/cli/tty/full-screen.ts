import type {Key} from '../../view/prompt/key.js';
import {blank, type CursorPlace, painted} from '../../view/screens/painter.js';
import {plainRows, type Shown} from '../../view/screens/plain-rows.js';
import type {Terminal} from '../io.js';
import {askBackground, type BackgroundQuestion} from './ask-background.js';
import type {Ending} from './endings.js';
import {watchForEndings} from './endings.js';
import type {FirstFrame} from './first-frame.js';
import {holdTerminal} from './hold.js';
import {listenToKeys} from './keyboard.js';
import type {Ink} from './open-ink.js';
import {type Size, sizeOf} from './size.js';
import {watchForSuspension} from './suspend.js';

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
	readonly view: () => Shown;
	/** Where the terminal's own cursor belongs in what `view` gave last. */
	readonly cursor: () => CursorPlace;
	readonly onKeys: (keys: readonly Key[]) => void;
	readonly onSize: (size: Size) => void;
	/** Gets what the terminal says of its background, before everything is drawn anew; left out where nobody asks. */
	readonly onBackground?: (answer: string) => void;
	/** Keeps what is to be kept. Called once, after the terminal has been given back; what it returns is left in the scrollback. */
	readonly onEnd: (ending: Ending) => Promise<string>;
};

/** Why the app ended. The terminal is as it was before, whatever happened, and holds what the app left. `first`: what the terminal shows already. */
export async function openFullScreen(
	terminal: Terminal,
	start: (screen: FullScreen, size: Size) => FullScreenApp,
	first: FirstFrame | null = null,
): Promise<Ending> {
	const {stdin, stdout} = terminal;
	const hold = first?.hold ?? holdTerminal(terminal);
	/** What the terminal shows now. */
	let shown = blank;
	const paint = (rows: readonly string[]) => {
		const next = {rows, cursor: app.cursor()};
		const text = painted(shown, next, sizeOf(stdout).columns);
		shown = next;
		if (text !== '' && stdout.writable) stdout.write(text);
	};
	const {promise: ended, resolve} = withResolvers<Ending>();
	let open = true;
	let isLent = false;
	let question: BackgroundQuestion | null = null;
	/** Whether the screen is ours, and not given back for a while. */
	let isMounted = false;
	/** Null until Ink is loaded, which is after the first frame: that one, and what is typed meanwhile, is painted without it. */
	let openInk: typeof import('./open-ink.js').openInk | null = null;
	let ink: Ink | null = null;

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
		isMounted = true;
		show();
	};
	const show = () => {
		const view = app.view();
		if (ink !== null) ink.show(view);
		else ink = openInk?.(terminal, view, (error) => end({kind: 'crash', error})) ?? null;
		paint(ink === null ? plainRows(view) : ink.rows());
	};
	const unmount = () => {
		isMounted = false;
		ink?.unmount();
		ink = null;
	};
	const enter = () => {
		hold.enter();
		mount();
	};
	/** Nothing is written where the screen shows already what it is to show. */
	const goOnFrom = ({shown: painted, size, handOver}: FirstFrame) => {
		handOver();
		isMounted = true;
		const {columns, rows} = sizeOf(stdout);
		if (size.columns === columns && size.rows === rows) shown = painted;
		else hold.clear();
		show();
	};
	const leave = () => {
		unmount();
		hold.leave();
	};
	const draw = guarded(() => {
		if (isMounted) show();
	});
	const redraw = guarded(() => {
		// While the process is stopped the screen belongs to the shell.
		if (!isMounted) return;
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
	if (first === null) guarded(enter)();
	else guarded(goOnFrom)(first);
	const takeOver = guarded((loaded: typeof import('./open-ink.js')) => {
		openInk = loaded.openInk;
		draw();
	});
	// In a turn of its own, so that the first frame is out.
	setImmediate(() => import('./open-ink.js').then(takeOver, (error: unknown) => end({kind: 'crash', error})));
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

function withResolvers<T>(): {readonly promise: Promise<T>; readonly resolve: (value: T) => void} {
	let resolve: (value: T) => void = () => {};
	const promise = new Promise<T>((settle) => {
		resolve = settle;
	});
	return {promise, resolve};
}
