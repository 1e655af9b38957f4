import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {type Parsed, parseScript} from '../../language/parse.js';
import {print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {type Opened, open} from '../../session/file.js';
import {script} from '../../session/tree.js';
import {looksLikeCode} from '../../share/code.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';
import {readSource} from '../read-source.js';

/** A run as it was named on the command line: its statements with their places, all its moments, and whether it gives the events that it claims. */
export type Run = {
	readonly name: string;
	readonly statements: readonly Parsed[];
	readonly opened: Extract<Opened, {readonly ok: true}>;
};

/** The run of a code, or of a file with a code or a script (`-` is standard input); null, and told on standard error, when there is none or not a whole one. */
export async function loadRun(word: string, io: Io): Promise<Run | null> {
	const isCode = looksLikeCode(word) && !existsSync(resolve(io.cwd, word));
	const source = isCode ? ({ok: true, text: word} as const) : await readSource(word, io);
	if (!source.ok) {
		io.stderr.write(placed({file: word, ...source.problem}, source.problem.message));
		return null;
	}
	const name = isCode ? 'code' : word;
	const opened = open(name, source.text);
	if (opened.ok) return {name, statements: statementsOf(source.text, opened), opened};
	io.stderr.write(opened.problems.map((problem) => `${visible(problem)}\n`).join(''));
	return null;
}

/** Those of a code stand one on a line, as they would in a script. */
function statementsOf(text: string, {tree}: Run['opened']): readonly Parsed[] {
	return parseScript(looksLikeCode(text) ? script(tree).map(print).join('\n') : text).statements;
}
