import {readFileSync} from 'node:fs';
import type {Plugin} from 'rolldown';
import {minifySync} from 'rolldown/utils';
import {inProject} from './project.js';

/** Returns the plugin that gives the program the code of the learner's realm as text, `fence-tutor:realm`, since a worker is started with a text. */
export function realmModule(): Plugin {
	const name = 'fence-tutor:realm';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: (id) => (id === resolved ? moduleText() : null),
	};
}

function moduleText(): string {
	const read = (file: string) => readFileSync(inProject('src/cli/code', file), 'utf8');
	const texts = {
		// In a function, since what the worker declares would else stand on its global object, where it looks for what a learner may mean.
		worker: minified(`(() => {\n${read('realm/worker.cjs')}})();`, false),
		prelude: minified(read('realm/prelude.js').replace(/^\(\) => \{$/m, `${asExport}$&`), true).slice(asExport.length),
		processWorker: minified(read('process/worker.mjs'), true),
		pythonHost: withoutComments(read('process/host.py')),
	};
	return Object.entries(texts)
		.map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`)
		.join('\n');
}

/** What is a function and nothing else would be taken away as a whole. */
const asExport = 'export default';

/** Fails: where the code is not JavaScript. */
function minified(text: string, isModule: boolean): string {
	const {code, errors} = minifySync('code.js', text, {module: isModule, mangle: {reserved: [...named]}});
	const [first] = errors;
	if (first !== undefined) throw new Error(first.message);
	return code;
}

/** What the engine names in errors that a learner can come to read, as in "Class is not a constructor". */
const named = ['Class', 'callback', 'print'];

/** Python without whole lines of comment, and with a step of its indentation as one character. */
function withoutComments(code: string): string {
	return code.replace(/^\s*#.*\n/gm, '').replace(/^(?: {4})+/gm, (indentation) => ' '.repeat(indentation.length / 4));
}
