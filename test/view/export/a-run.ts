import {open} from '../../../src/session/file.js';
import type {Exportable} from '../../../src/view/export/export.js';

/** The run of a script as it is exported, without its code. Fails: throws where the script cannot be opened. */
export function runOf(text: string): Exportable {
	const opened = open('a.fence', text);
	if (!opened.ok) throw new Error(opened.problems.join('\n'));
	const {tree, verdict} = opened;
	return {tree, verdict, code: null};
}
