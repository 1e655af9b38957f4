import {readFileSync} from 'node:fs';
import {inProject} from './project.js';

/**
 * Returns Ink's own class without what `openInk` never asks for: frames with codes that erase the one before, the protocol of kitty, a console that is caught, and React's concurrent mode.
 * Returns the same code where one of these is no longer found, or where `openInk` asks for something else.
 */
export function slimInk(code: string): string {
	const asked = readFileSync(inProject('src/cli/tty/open-ink.tsx'), 'utf8');
	if (!/debug: true/.test(asked) || !/patchConsole: false/.test(asked) || /kittyKeyboard|concurrent/.test(asked))
		return code;
	return inSteps(code, [
		...[
			'patchConsole',
			'initKittyKeyboard',
			'confirmKittySupport',
			'enableKittyProtocol',
			'writeToStdout',
			'writeToStderr',
		].map(
			(name) => (before: string) =>
				before.replace(new RegExp(`^ {4}${name}\\([^)]*\\) \\{\\n[\\s\\S]*?^ {4}\\}\\n`, 'm'), ''),
		),
		replacing('this.initKittyKeyboard();', ''),
		replacing('writeToStdout: this.writeToStdout, writeToStderr: this.writeToStderr, ', ''),
		replacing(/(?:this\.)?options\.debug\b/g, 'true'),
		replacing('options.patchConsole', 'false'),
		replacing(/(?:this\.)?options\.concurrent\b/g, 'false'),
	]);
}

/** Returns the component around each screen without keys, focus and what else Ink would offer to the components in it: they ask for none of it, since keys come through a decoder of our own. */
export function slimApp(code: string): string {
	return code.includes('React.createElement(ErrorBoundary, { onError: handleExit }, children)') &&
		/onExit\(errorOrResult\);/.test(code)
		? `import {createElement, useEffect} from 'react';
import cliCursor from 'cli-cursor';
import ErrorBoundary from './ErrorBoundary.js';
function App({children, stdout, onExit}) {
	useEffect(() => () => cliCursor.show(stdout), [stdout]);
	return createElement(ErrorBoundary, {onError: onExit}, children);
}
export {App as default};
`
		: code;
}

/** The steps one after the other; the same code where one of them changes nothing. */
export function inSteps(code: string, steps: readonly ((before: string) => string)[]): string {
	let after = code;
	for (const step of steps) {
		const next = step(after);
		if (next === after) return code;
		after = next;
	}
	return after;
}

function replacing(found: string | RegExp, by: string): (before: string) => string {
	return (before) => before.replace(found, by);
}
