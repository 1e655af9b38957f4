import process from 'node:process';
import {codeOfSignal} from '../die-of.js';

/** Why the program ends. */
export type Ending =
	| {readonly kind: 'quit'}
	| {readonly kind: 'signal'; readonly name: FatalSignal}
	| {readonly kind: 'crash'; readonly error: unknown};

type FatalSignal = (typeof fatalSignals)[number];

/** The exit code of an ending. Source: 70 is EX_SOFTWARE of sysexits. */
export function codeOf(ending: Ending): number {
	switch (ending.kind) {
		case 'quit':
			return 0;
		case 'signal':
			return codeOfSignal(ending.name);
		case 'crash':
			return 70;
	}
}

/** Calls `end` on every signal that ends a program and on every error that nothing caught, until the returned function is called. */
export function watchForEndings(end: (ending: Ending) => void): () => void {
	const listeners = fatalSignals
		.filter((name) => name !== 'SIGBREAK' || process.platform === 'win32')
		.map((name) => ({name, listener: () => end({kind: 'signal', name})}));
	const crash = (error: unknown) => end({kind: 'crash', error});
	for (const {name, listener} of listeners) process.on(name, listener);
	process.on('uncaughtException', crash).on('unhandledRejection', crash);
	return () => {
		for (const {name, listener} of listeners) process.off(name, listener);
		process.off('uncaughtException', crash).off('unhandledRejection', crash);
	};
}

/** SIGBREAK is Ctrl-Break, which only Windows knows; SIGHUP is there the closing of the window, after which Windows leaves ten seconds. Source: Node's documentation of process, Signal events. */
const fatalSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const;
