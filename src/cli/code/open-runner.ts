import {extname, resolve} from 'node:path';
import {type Runner, Unusable} from '../../code/ask.js';
import type {ClassRunner} from '../../code/check-class.js';
import {visible} from '../../language/visible.js';
import {startRealm} from './realm/start-realm.js';

/** A learner's file, ready to be run. */
export type OpenRunner = Runner & ClassRunner & {readonly close: () => Promise<void>};

/** The runner of a file, by the language that its name tells. Fails: with Unusable for a language that cannot be run. */
export async function openRunner(file: string, cwd: string): Promise<OpenRunner> {
	const path = resolve(cwd, file);
	if (/^\.[mc]?[jt]s$/.test(extname(path))) return startRealm(path, await import('fence-tutor:realm'));
	throw new Unusable(
		`The name of ${visible(file)} does not tell a language that can be run: .mjs and .js are JavaScript, .ts and .mts TypeScript.`,
	);
}
