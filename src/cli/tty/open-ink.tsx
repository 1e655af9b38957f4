import {render} from 'ink';
import type {Shown} from '../../view/screens/plain-rows.js';
import {Screen} from '../../view/screens/Screen.js';
import type {Terminal} from '../io.js';
import {inkStdout} from './ink-stdout.js';

/** Ink, with a screen mounted in it. */
export type Ink = {
	/** The rows that it shows now. */
	readonly rows: () => readonly string[];
	readonly show: (shown: Shown) => void;
	readonly unmount: () => void;
};

/** Mounts a screen. `failed` is told what a component has thrown. */
export function openInk({stdin, stdout}: Terminal, first: Shown, failed: (error: unknown) => void): Ink {
	let frame = '';
	const stdoutOfInk = inkStdout(stdout, (next) => {
		frame = next;
	});
	const instance = render(<Screen {...first} />, {
		stdout: stdoutOfInk,
		stdin,
		exitOnCtrlC: false,
		patchConsole: false,
		debug: true,
	});
	instance.waitUntilExit().catch(failed);
	return {
		rows: () => frame.split('\n'),
		show: (shown) => instance.rerender(<Screen {...shown} />),
		unmount: () => instance.unmount(),
	};
}
