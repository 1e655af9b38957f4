import type {Terminal} from '../io.js';

/** The terminal taken over: our own screen, raw keys, pastes marked as such. Both ways may be asked for twice; the second does nothing. */
export type Hold = {readonly enter: () => void; readonly leave: () => void; readonly clear: () => void};

/** A hold on a terminal, not entered yet. What is written to a terminal that is gone is dropped. */
export function holdTerminal({stdin, stdout}: Terminal): Hold {
	let held = false;
	const write = (text: string) => {
		if (!stdout.destroyed && stdout.writable) stdout.write(text);
	};
	return {
		enter() {
			if (held) return;
			held = true;
			setRaw(stdin, true);
			write(alternateScreen.on + clearScreen + bracketedPaste.on);
		},
		leave() {
			if (!held) return;
			held = false;
			write(resetStyle + bracketedPaste.off + alternateScreen.off + showCursor);
			setRaw(stdin, false);
		},
		clear() {
			if (held) write(resetStyle + clearScreen);
		},
	};
}

/** Raw mode cannot be set on a terminal that has gone away; there is nothing left to restore then. */
function setRaw(stdin: NodeJS.ReadStream, raw: boolean): void {
	try {
		if (!stdin.destroyed) stdin.setRawMode(raw);
	} catch (error) {
		if (raw) throw error;
	}
}

// Source: xterm control sequences, DEC private modes 1049, 2004 and 25.
const alternateScreen = {on: '\u001B[?1049h', off: '\u001B[?1049l'};
const bracketedPaste = {on: '\u001B[?2004h', off: '\u001B[?2004l'};
const showCursor = '\u001B[?25h';
const clearScreen = '\u001B[2J\u001B[H';
const resetStyle = '\u001B[0m';
