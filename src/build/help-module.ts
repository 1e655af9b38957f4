import type {Plugin} from 'rolldown';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

/** Returns the plugin that gives the program its own help as text, `fence-tutor:help`, in the width of a pipe and in the one of every wide terminal: to make it, all subcommands and yargs have to be loaded. */
export function helpModule(): Plugin {
	const name = 'fence-tutor:help';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) => {
			if (id !== resolved) return null;
			const {helpText}: typeof import('../cli/help-text.js') = await importTypescript(
				inProject('src/cli/help-text.ts'),
				inProject('.build/run'),
			);
			return `export const helpTexts = ${JSON.stringify({80: await helpText(80), 100: await helpText(100)})};`;
		},
	};
}
