import chalk from 'chalk';
import type {Session} from '../../session/session.js';
import {edit} from '../../view/prompt/edit.js';
import type {Assist, Line} from '../../view/prompt/line.js';
import type {App, AppEvent, AppTurn, Effect} from '../../view/screens/app.js';
import {openApp} from '../../view/screens/app.js';
import {appFrame} from '../../view/screens/app-frame.js';
import {busyFrame} from '../../view/screens/busy-frame.js';
import {farewell} from '../../view/screens/farewell.js';
import type {Frame} from '../../view/screens/frame.js';
import type {CursorPlace} from '../../view/screens/painter.js';
import {guessTheme, makeTheme, tellsBackground, themeFor, themeNamed} from '../../view/screens/theme.js';
import {updateApp} from '../../view/screens/update-app.js';
import {rowWidth} from '../../view/text/row.js';
import {doEffect} from '../do-effect.js';
import type {Io, Terminal} from '../io.js';
import type {Library} from '../learn/library.js';
import {type Going, Stopped, watchBusy} from './busy-watch.js';
import {codeOf, type Ending} from './endings.js';
import type {FirstFrame} from './first-frame.js';
import {type FullScreen, type FullScreenApp, openFullScreen} from './full-screen.js';
import {passTime} from './pass-time.js';
import type {Size} from './size.js';

/** What the screens begin with: the list of lessons, one lesson, or a session made by the caller. */
export type Opening =
	| {readonly kind: 'home'}
	| {readonly kind: 'lesson'; readonly id: string}
	| {readonly kind: 'session'; readonly session: Session};

/** The full screen, until the user leaves it. Returns the exit code. */
export async function openScreens(
	io: Io,
	terminal: Terminal,
	library: Library,
	opening: Opening,
	notice: string | null,
	first: FirstFrame | null = null,
): Promise<number> {
	// ink-text-input and Ink colour with the shared instance, which does not know NO_COLOR.
	chalk.level = io.look.colors;
	const ending = await openFullScreen(
		terminal,
		(screen, size) => startApp(io, terminal, library, opening, notice, screen, size),
		first,
	);
	if (ending.kind === 'crash') io.stderr.write(crashReport(ending.error));
	return codeOf(ending);
}

function startApp(
	io: Io,
	terminal: Terminal,
	library: Library,
	opening: Opening,
	notice: string | null,
	screen: FullScreen,
	size: Size,
): FullScreenApp {
	let app: App = openApp({
		...io.look,
		colorless: io.look.colors === 0,
		size,
		theme: themeOf(library, io),
		lessonList: library.lessonList(),
		history: library.history(),
	});
	let flushing: NodeJS.Timeout | undefined;
	/** Whether something was reached that is not on the disk yet. */
	let reached = false;
	/** What the screen goes on to show until it is; null when it shows what there is. */
	let held: App | null = null;
	let holds = 0;
	let frame: Frame | null = null;
	/** The last one that was not of something still going on. */
	let shown: Frame | null = null;
	let stopTime = () => {};
	let isStopped = false;
	let tracking: NodeJS.Timeout | undefined;
	let tracked: Extract<Effect, {readonly kind: 'track'}>['question'] | null = null;

	/** What is shown while something long is worked out. */
	let going: Going | null = null;
	/** What was typed into before it began. */
	let typedInto: Line | null = null;
	const busy = watchBusy(terminal, (now) => {
		going = now;
		screen.draw();
		going = null;
	});
	const send = (...messages: readonly AppEvent[]) => {
		const before = app;
		for (const message of messages) {
			const turn = turnOf(message);
			app = turn.app;
			for (const effect of turn.effects) run(effect);
		}
		if (reached) void hold(before);
		screen.draw();
	};
	/** What a message leads to, with all that is to be drawn; or the screen as it was, where Esc has stopped it. */
	const turnOf = (message: AppEvent): AppTurn => {
		typedInto = lineAfter(app, message);
		try {
			return busy.run(true, () => {
				const turn = updateApp(app, message);
				if (placeOf(turn.app) !== placeOf(app)) appFrame(turn.app);
				return turn;
			});
		} catch (error) {
			if (!(error instanceof Stopped)) throw error;
			return {
				app: {...withLine(app, typedInto), notice: 'Stopped. Nothing of it was done; Up brings the line back.'},
				effects: [],
			};
		}
	};
	const run = (effect: Effect) => {
		switch (effect.kind) {
			case 'open':
				send({kind: 'opened', session: busy.run(false, () => library.open(effect.lesson))});
				return;
			case 'take-over':
				void takeOver(effect.session);
				return;
			case 'save':
				reached = busy.run(false, () => library.keep(effect.session)) || reached;
				app = updateApp(app, {kind: 'lesson-list', lessonList: library.lessonList()}).app;
				flushSoon();
				return;
			case 'remember':
				library.remember(effect.lines);
				flushSoon();
				return;
			case 'keep-theme':
				library.set('theme', effect.theme);
				flushSoon();
				return;
			case 'animate':
				stopTime();
				stopTime = passTime((share) => send({kind: 'passed', share}));
				return;
			case 'track':
				clearTimeout(tracking);
				tracked = effect.question;
				// Without an answer there is no light; that must not end the lesson.
				tracking = setTimeout(() => track(effect.question).catch(() => {}), 150);
				return;
			case 'redraw':
				screen.redraw();
				return;
			case 'suspend':
				screen.suspend();
				return;
			case 'quit':
				screen.end({kind: 'quit'});
				return;
			case 'stop-exploring':
				isStopped = true;
				return;
			case 'explore':
				isStopped = false;
				void explore(effect);
				return;
			case 'offer-live':
				void offerLive(effect.lesson);
				return;
			case 'read':
			case 'write':
			case 'write-page':
				void doEffect(effect, io).then((input) => send({kind: 'input', input}));
		}
	};
	/** What this window has done is on the disk before it goes on with what another has done. */
	const takeOver = async (session: Session) => {
		await library.flushLater();
		const theirs = busy.run(false, () => library.takeOver(session));
		send(theirs === null ? {kind: 'notice', sentence: nobodyElse} : {kind: 'opened', session: theirs});
	};
	/** Without an answer there is no offer. */
	const offerLive = async (lesson: string) => {
		const {liveOffer} = await import('../live/lesson-story.js');
		const sentence = await liveOffer(lesson).catch(() => null);
		if (sentence !== null) send({kind: 'notice', sentence});
	};
	const explore = async (effect: Extract<Effect, {readonly kind: 'explore'}>) => {
		let told = 0;
		const onStates = (states: number) => {
			if (performance.now() - told < 250) return;
			told = performance.now();
			send({kind: 'exploring', states});
		};
		const input = await doEffect(effect, io, {onStates, isStopped: () => isStopped});
		send({kind: 'exploring', states: null}, {kind: 'input', input});
	};
	/** In the background, and only as long as nothing else is asked. */
	const track = async (question: Extract<Effect, {readonly kind: 'track'}>['question']) => {
		const {trackHere} = await import('../explore/explore-here.js');
		const isOpen = await trackHere(question, 20_000, {onStates: () => {}, isStopped: () => tracked !== question});
		if (tracked === question && isOpen !== null) send({kind: 'tracked', track: {tree: question.tree, isOpen}});
	};
	/** What was reached is on the disk before the screen says so, and no key waits for a slow disk. */
	const hold = async (before: App) => {
		reached = false;
		held ??= before;
		holds += 1;
		const slow = setTimeout(() => {
			if (held !== null) held = {...held, notice: 'Saving what you have done …'};
			screen.draw();
		}, 60);
		const sentence = await library.flushLater();
		clearTimeout(slow);
		holds -= 1;
		if (holds === 0) held = null;
		if (sentence !== null) app = updateApp(app, {kind: 'notice', sentence}).app;
		screen.draw();
	};
	/** After the frame, so that no key waits for the disk. */
	const flushSoon = () => {
		flushing ??= setTimeout(() => {
			flushing = undefined;
			void library.flushLater().then((sentence) => {
				if (sentence !== null) send({kind: 'notice', sentence});
			});
		}, 200);
	};
	if (notice !== null) app = updateApp(app, {kind: 'notice', sentence: notice}).app;
	if (opening.kind === 'lesson') app = updateApp(app, {kind: 'opened', session: library.open(opening.id)}).app;
	if (opening.kind === 'session') app = updateApp(app, {kind: 'opened', session: opening.session}).app;
	return {
		view() {
			if (going !== null && shown !== null) {
				frame = busyFrame(shown, {...going, line: typedInto}, app.size.columns);
			} else {
				shown = busy.run(false, () => appFrame(held === null ? app : heldWith(held, app)));
				frame = shown;
			}
			return {frame: frame, theme: makeTheme(app.theme, io.look.colors)};
		},
		cursor: () => cursorOf(frame),
		...(asksBackground(library, io)
			? {
					onBackground(answer: string) {
						const theme = themeFor(answer);
						// Whoever has typed /theme meanwhile has chosen.
						if (theme === null || asksBackground(library, io) === false || theme === app.theme) return;
						app = {...app, theme};
					},
				}
			: {}),
		onKeys: (keys) => send(...keys.map((key): AppEvent => ({kind: 'key', key}))),
		onSize: (next) => {
			app = updateApp(app, {kind: 'resized', size: next}).app;
		},
		async onEnd(ending) {
			busy.end();
			isStopped = true;
			tracked = null;
			clearTimeout(tracking);
			stopTime();
			clearTimeout(flushing);
			const sentence = (await library.flushLater()) ?? library.flush();
			return leftBehind(app, ending, sentence, io);
		},
	};
}

/** What keys are typed into after a message: an entered line leaves an empty one. */
function lineAfter({screen}: App, message: AppEvent): Line | null {
	if (screen.kind !== 'work') return null;
	return message.kind === 'key' ? edit(screen.work.line, message.key, nothingKnown).line : screen.work.line;
}

function withLine(app: App, line: Line | null): App {
	return app.screen.kind === 'work' && line !== null
		? {...app, screen: {kind: 'work', work: {...app.screen.work, line}}}
		: app;
}

const placeOf = ({screen}: App) => (screen.kind === 'work' ? screen.work.session.place : null);

const nothingKnown: Assist = {
	complete: (_, cursor) => ({from: cursor, candidates: []}),
	ahead: () => '',
	proposed: null,
};

const nobodyElse = 'No other window has gone further in this lesson.';

/** The terminal's own cursor stands in the field. */
function cursorOf(frame: Frame | null): CursorPlace {
	const field = frame?.field ?? null;
	return field === null ? null : {x: rowWidth(field.label) + field.cursor, y: field.row};
}

/** What was on the screen, with what has been typed, scrolled and opened to be read since. */
function heldWith(held: App, now: App): App {
	const {size, pane} = now;
	if (held.screen.kind !== 'work' || now.screen.kind !== 'work') return {...held, size, pane};
	const {line, scroll, chosen} = now.screen.work;
	return {...held, size, pane, screen: {kind: 'work', work: {...held.screen.work, line, scroll, chosen}}};
}

function themeOf(library: Library, io: Io): App['theme'] {
	const kept = library.setting('theme');
	return (typeof kept === 'string' ? themeNamed(kept) : null) ?? guessTheme(io.env);
}

/** Whether only the terminal can tell which theme fits: nobody has chosen one, and the environment is silent. */
function asksBackground(library: Library, io: Io): boolean {
	return io.look.colors > 1 && typeof library.setting('theme') !== 'string' && !tellsBackground(io.env);
}

/** What stays in the scrollback: the essentials of the last screen, and what could not be saved. */
function leftBehind(app: App, ending: Ending, sentence: string | null, io: Io): string {
	if (ending.kind === 'crash') return '';
	const {paint} = makeTheme(app.theme, io.look.colors);
	const rows = farewell(app);
	return [...rows.map(paint), ...(sentence === null ? [] : [sentence])].map((line) => `${line}\n`).join('');
}

function crashReport(error: unknown): string {
	const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `fence-tutor has broken down. That is our mistake, not yours; what you have done so far is kept.\nPlease report this, with what you typed last:\n${said}\n`;
}
