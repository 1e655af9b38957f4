import {extname, resolve} from 'node:path';
import {type Runner, Unusable} from '../../code/ask.js';
import type {ClassRunner} from '../../code/check-class.js';
import {visible} from '../../language/visible.js';
import type {Io} from '../io.js';
import {startProcess} from './process/start-process.js';
import {startRealm} from './realm/start-realm.js';

/** A learner's file, ready to be run. */
type OpenRunner = Runner & ClassRunner & {readonly close: () => Promise<void>};

/**
 * The runner of a file, by the language that its name tells, or by a command that speaks the protocol of docs/build.md.
 * Fails: with Unusable for a language that cannot be run.
 */
export async function openRunner(
	file: string,
	{cwd, env}: Pick<Io, 'cwd' | 'env'>,
	command: readonly string[] | null = null,
): Promise<OpenRunner> {
	const path = resolve(cwd, file);
	const texts = await import('fence-tutor:realm');
	const process = (words: readonly string[]) => ({
		...startProcess(path, words, texts.processWorker, env['PATH']),
		play: () => {
			throw new Unusable('A class is checked in JavaScript or TypeScript only.');
		},
	});
	if (command !== null) return process(command);
	if (/^\.m?[jt]s$/.test(extname(path))) return startRealm(path, texts);
	if (extname(path) === '.py') return process([python, '-I', '-S', '-B', '-X', 'utf8', '-c', texts.pythonHost]);
	throw new Unusable(
		`The name of ${visible(file)} does not tell a language that can be run: .mjs and .js are JavaScript, .ts and .mts TypeScript, .py Python. For another: --with COMMAND`,
	);
}

/** Installers for Windows give it the shorter name only. */
const python = process.platform === 'win32' ? 'python' : 'python3';
