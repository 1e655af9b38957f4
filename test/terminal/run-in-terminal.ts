import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

export type Cell = {readonly row: number; readonly column: number};

/** How one cell is drawn. `color` is null for the terminal's own, a number from 0 to 255 for the palette, `#rrggbb` for any other. */
export type Style = {
	readonly color: number | string | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
};

export type TerminalEnding = {readonly code: number; readonly signal: number};

/** A program running in a terminal of its own, with what a person in front of it sees and can do. Rows and columns count from 0. */
export type OpenTerminal = {
	readonly pid: number;
	/** Order: from the top; blanks at the ends of rows are gone. */
	rows(): readonly string[];
	/** The rows as one text, without the empty ones at its end. */
	screen(): string;
	/** Everything above and on the normal screen, which stays when the program has ended. */
	scrollback(): string;
	/** Everything the program has written, escapes and all. */
	raw(): string;
	/** Null where no row holds the text. */
	find(text: string): Cell | null;
	style(place: Cell): Style;
	cursor(): Cell & {readonly shown: boolean};
	inAlternateScreen(): boolean;
	type(text: string): void;
	/** As a terminal pastes: bracketed if the program has asked for it. */
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	signal(name: NodeJS.Signals): void;
	/** Closes the terminal's window. */
	hangUp(): void;
	/**
	 * Returns the screen as soon as it holds the text, matches the pattern, or makes the condition true. A test that asks the screen anything asks it here, since what is
	 * written comes in pieces.
	 * Fails: after `patience` ms, with the screen in the message. A busy machine is slow, so the patience is long.
	 */
	shows(what: string | RegExp | ((screen: string) => boolean), patience?: number): Promise<string>;
	/** Returns how the program ended, once all it wrote is on the screen. */
	ended(patience?: number): Promise<TerminalEnding>;
	/** Ends the program, if it still runs, and lets go of the terminal. */
	close(): void;
	/** Returns when the last bytes of the program came, before they were on the screen. Units: ms, as `performance.now()`. */
	lastWritten(): number;
	/** The display itself, for who draws a picture of it. */
	readonly display: InstanceType<typeof xterm.Terminal>;
};

export type Running = {
	readonly program: string;
	readonly typed: readonly string[];
	/** The whole environment; nothing is added. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	readonly columns: number;
	readonly rows: number;
};

/** Returns a terminal in which the program has just been started. Whoever opens it closes it. */
export function runInTerminal({program, typed, env, cwd, columns, rows}: Running): OpenTerminal {
	const display = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 2000});
	const pty = spawn(program, [...typed], {cols: columns, rows, cwd, env: {...env}, name: 'xterm-256color'});
	const watchers = new Set<() => void>();
	const look = () => {
		for (const watch of watchers) watch();
	};
	let raw = '';
	let writtenAt = 0;
	let ending: TerminalEnding | null = null;
	pty.onData((text) => {
		raw += text;
		writtenAt = performance.now();
		display.write(text, look);
	});
	// What the display answers when it is asked where the cursor is, and the like.
	display.onData((text) => ending === null && pty.write(text));
	pty.onExit(({exitCode, signal}) => {
		display.write('', () => {
			ending = {code: exitCode, signal: signal ?? 0};
			look();
		});
	});
	const rowsNow = () => rowsOf(display, display.buffer.active.viewportY, display.rows);
	const screen = () => rowsNow().join('\n').trimEnd();
	const until = <T>(found: () => T | null, patience: number, wanted: string): Promise<T> =>
		new Promise((done, fail) => {
			const timer = setTimeout(() => {
				watchers.delete(watch);
				fail(
					new Error(
						`${wanted}, and after ${patience} ms the screen is:\n${screen()}\nThe last of what was written: ${JSON.stringify(raw.slice(-300))}`,
					),
				);
			}, patience);
			const watch = () => {
				const value = found();
				if (value === null) return;
				clearTimeout(timer);
				watchers.delete(watch);
				done(value);
			};
			watchers.add(watch);
			watch();
		});

	return {
		pid: pty.pid,
		rows: rowsNow,
		screen,
		scrollback: () => rowsOf(display, 0, display.buffer.normal.length, display.buffer.normal).join('\n').trimEnd(),
		raw: () => raw,
		find: (text) => find(rowsNow(), text),
		style: (place) => styleOf(display, place),
		cursor: () => ({
			row: display.buffer.active.cursorY,
			column: display.buffer.active.cursorX,
			shown: raw.lastIndexOf('\u001B[?25l') <= raw.lastIndexOf('\u001B[?25h'),
		}),
		inAlternateScreen: () => display.buffer.active.type === 'alternate',
		type: (text) => pty.write(text),
		paste: (text) => pty.write(display.modes.bracketedPasteMode ? `\u001B[200~${text}\u001B[201~` : text),
		resize: (nextColumns, nextRows) => {
			display.resize(nextColumns, nextRows);
			pty.resize(nextColumns, nextRows);
		},
		signal: (name) => process.kill(pty.pid, name),
		hangUp: () => pty.kill('SIGHUP'),
		shows: (what, patience = 120_000) =>
			until(() => (matches(what, screen()) ? screen() : null), patience, `Waited for ${what}`),
		ended: (patience = 120_000) => until(() => ending, patience, 'Waited for the end'),
		close: () => {
			if (ending === null) pty.kill('SIGKILL');
			display.dispose();
		},
		lastWritten: () => writtenAt,
		display,
	};
}

function matches(what: string | RegExp | ((screen: string) => boolean), screen: string): boolean {
	if (typeof what === 'string') return screen.includes(what);
	return what instanceof RegExp ? what.test(screen) : what(screen);
}

function rowsOf(
	display: InstanceType<typeof xterm.Terminal>,
	first: number,
	count: number,
	buffer = display.buffer.active,
): readonly string[] {
	return Array.from({length: count}, (_, row) => buffer.getLine(first + row)?.translateToString(true) ?? '');
}

function find(rows: readonly string[], text: string): Cell | null {
	const row = rows.findIndex((line) => line.includes(text));
	return row < 0 ? null : {row, column: rows[row]?.indexOf(text) ?? 0};
}

/** Columns are those of `find`, which counts characters: exact where no wide character stands before the place. */
function styleOf(display: InstanceType<typeof xterm.Terminal>, {row, column}: Cell): Style {
	const {active} = display.buffer;
	const cell = active.getLine(active.viewportY + row)?.getCell(column);
	if (cell === undefined) throw new Error(`The screen has no row ${row} with a column ${column}.`);
	return {
		color: cell.isFgDefault()
			? null
			: cell.isFgRGB()
				? `#${cell.getFgColor().toString(16).padStart(6, '0')}`
				: cell.getFgColor(),
		bold: cell.isBold() !== 0,
		dim: cell.isDim() !== 0,
		inverse: cell.isInverse() !== 0,
	};
}
