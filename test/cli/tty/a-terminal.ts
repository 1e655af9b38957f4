import {PassThrough, Writable} from 'node:stream';
import xterm from '@xterm/headless';
import {onTestFinished} from 'vitest';
import type {Terminal} from '../../../src/cli/io.js';

/** A terminal without a system behind it: what is typed goes in, and what stands on the screen can be asked for. */
export type FakeTerminal = {
	readonly terminal: Terminal;
	type(text: string): void;
	screen(): string;
	/** Returns as soon as the screen fulfils the condition. Fails: after the patience of the test. */
	shows(what: string | ((screen: string) => boolean)): Promise<void>;
};

/** A terminal of a size. */
export function fakeTerminal(columns = 80, rows = 24): FakeTerminal {
	const display = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const watchers = new Set<() => void>();
	const stdin = Object.assign(new PassThrough(), {
		isTTY: true,
		fd: 0,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	const stdout = Object.assign(
		new Writable({
			write(chunk: Buffer, _, done) {
				display.write(chunk.toString(), () => {
					for (const watch of watchers) watch();
				});
				done();
			},
		}),
		{isTTY: true, columns, rows},
	);
	const screen = () =>
		Array.from({length: rows}, (_, row) => display.buffer.active.getLine(row)?.translateToString(true) ?? '').join(
			'\n',
		);
	onTestFinished(() => display.dispose());
	return {
		// The program asks a terminal for no more than this.
		terminal: {stdin, stdout} as unknown as Terminal,
		type: (text) => void stdin.write(text),
		screen,
		shows: (what) =>
			new Promise((resolve) => {
				const look = () => {
					if (typeof what === 'string' ? !screen().includes(what) : !what(screen())) return;
					watchers.delete(look);
					resolve();
				};
				watchers.add(look);
				look();
			}),
	};
}
