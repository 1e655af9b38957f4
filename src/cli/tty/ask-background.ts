import {guessTheme, makeTheme, type Theme, tellsBackground, themeFor} from '../../view/screens/theme.js';
import type {Io, Terminal} from '../io.js';

/** A question to the terminal for the colour behind its text. */
export type BackgroundQuestion = {
	/** Returns when the answer is here, or can be waited for no longer: before that the terminal must not be given back, or the shell would get the answer as typed. */
	readonly over: () => Promise<void>;
};

/**
 * Asks, and calls back with whatever the terminal answers within a short time. Nothing waits for it: a terminal that knows no such question says nothing.
 * Source: xterm control sequences, OSC 11.
 */
export function askBackground({stdin, stdout}: Terminal, onAnswer: (answer: string) => void): BackgroundQuestion {
	const asked = performance.now();
	let tail = '';
	let isOver = false;
	let end = () => {};
	const ended = new Promise<void>((resolve) => {
		end = () => {
			isOver = true;
			stdin.off('data', onData);
			resolve();
		};
	});
	const onData = (chunk: Buffer) => {
		tail = (tail + chunk.toString('latin1')).slice(-longest);
		const answer = /\u001B\]11;[^\u0007\u001B]*(?:\u0007|\u001B\\)/.exec(tail);
		if (answer !== null) {
			end();
			onAnswer(answer[0]);
		} else if (performance.now() - asked > patience) end();
	};
	stdin.on('data', onData);
	stdout.write('\u001B]11;?\u0007');
	return {
		over: async () => {
			if (isOver || performance.now() - asked > patience) return;
			await Promise.race([ended, new Promise((done) => setTimeout(done, farewell))]);
		},
	};
}

/** The theme that fits the terminal: what the environment tells, else what the terminal itself answers, which `onBackground` gets. */
export function themeOfTerminal({env, look}: Io): {
	readonly theme: () => Theme;
	readonly onBackground?: (answer: string) => void;
} {
	let name = guessTheme(env);
	const theme = () => makeTheme(name, look.colors);
	if (look.colors < 2 || tellsBackground(env)) return {theme};
	return {
		theme,
		onBackground(answer) {
			name = themeFor(answer) ?? name;
		},
	};
}

/** How long an answer counts, and how long the end of the program waits for one. Units: ms. */
const patience = 1000;
const farewell = 150;
/** Units: bytes. */
const longest = 64;
