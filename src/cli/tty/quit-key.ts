import type {Key} from '../../view/prompt/key.js';

/** Whether a key leaves a screen at which nothing is typed: q, Ctrl-C, Ctrl-D. */
export function isQuit(key: Key): boolean {
	return (
		(key.kind === 'text' && key.text.toLowerCase() === 'q') ||
		(key.kind === 'press' && ['ctrl-c', 'ctrl-d'].includes(key.chord))
	);
}
