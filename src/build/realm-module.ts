import {readFileSync} from 'node:fs';
import type {Plugin} from 'rolldown';
import {inProject} from './project.js';

/** Returns the plugin that gives the program the code of the learner's realm as text, `fence-tutor:realm`, since a worker is started with a text. */
export function realmModule(): Plugin {
	const name = 'fence-tutor:realm';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: (id) => (id === resolved ? texts() : null),
	};
}

function texts(): string {
	const text = (file: string) => JSON.stringify(withoutComments(readFileSync(inProject('src/cli/code', file), 'utf8')));
	return `export const worker = ${text('realm/worker.cjs')};\nexport const prelude = ${text('realm/prelude.js')};\nexport const processWorker = ${text('process/worker.mjs')};\nexport const pythonHost = ${JSON.stringify(readFileSync(inProject('src/cli/code/process/host.py'), 'utf8'))};`;
}

/** Without whole lines of comment and without indentation, which are for readers of the source. */
function withoutComments(code: string): string {
	return code
		.replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
		.replace(/^\s*\/\/.*\n/gm, '')
		.replace(/^\t+/gm, '');
}
