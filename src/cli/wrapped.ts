import {width} from '../view/text/width.js';
import {wrap} from '../view/text/wrap.js';
import type {Io} from './io.js';

type Output = Io['stdout'];

/** The same streams, where they are terminals with lines that end between words; what goes on stands below where the text of its line began. */
export function wrappedOnTerminal(io: Io): Io {
	const wrapped = (output: Output): Output => {
		if (!('isTTY' in output) || output.isTTY !== true) return output;
		const terminal = {isTTY: true, write: (text: string) => output.write(wrappedText(text, io.columns))};
		return terminal;
	};
	// What is asked for by a getter is still asked for later: a copy would open standard input.
	return Object.defineProperties({} as Io, {
		...Object.getOwnPropertyDescriptors(io),
		stdout: {value: wrapped(io.stdout), enumerable: true},
		stderr: {value: wrapped(io.stderr), enumerable: true},
	});
}

/** Whole lines, each in as many as it needs; one that a caret points at stays whole. */
export function wrappedText(text: string, columns: number): string {
	const lines = text.split('\n');
	return lines
		.map((line, index) =>
			width(line) <= columns || /^\s*\^+$/.test(lines[index + 1] ?? '') ? line : inColumns(line, columns),
		)
		.join('\n');
}

function inColumns(line: string, columns: number): string {
	const [head = ''] = /^ *(?:[!?✓✗] (?=\S))?(?:.{0,24} {2})?/.exec(line) ?? [];
	const words = line.slice(head.length);
	const [first = '', ...others] = wrap(words, columns - width(head));
	return [head + first, ...others.map((other) => ' '.repeat(width(head)) + other)].join('\n');
}
