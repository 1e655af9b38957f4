import {resolve} from 'node:path';
import {visible} from '../../language/visible.js';
import {realDisk} from '../../progress/disk.js';
import {script} from '../../session/tree.js';
import {codeOf as runCode} from '../../share/code.js';
import {exported, forms} from '../../view/export/export.js';
import {type ExitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import type {Run} from './load-run.js';
import {codeOf} from './replay.js';

/** What to write, where (null: standard output) and how wide. */
export type Export = {readonly form: string; readonly out: string | null; readonly columns: number};

/** The exit code after a run has been written as a text, a picture or a recording. Fails: with UnusableInput where the file cannot be written. */
export function exportRun({opened}: Run, {form, out, columns}: Export, io: Io): ExitCode {
	const coded = runCode(script(opened.tree));
	const known = forms.find((each) => each === form);
	if (known === undefined) throw new UnusableInput(`--export takes ${forms.join(', ')}.`);
	const text = exported(
		known,
		{tree: opened.tree, verdict: opened.verdict, code: coded.ok ? coded.code : null},
		{columns, ascii: io.look.ascii},
	);
	if (out === null || out === '-') io.stdout.write(text);
	else write(out, text, io);
	return codeOf(opened.verdict);
}

/** A picture that is there already may be somebody's work. */
function write(file: string, text: string, {cwd, stdout}: Io): void {
	const path = resolve(cwd, file);
	if (realDisk.read(path).kind !== 'absent')
		throw new UnusableInput(`${visible(file)} is there already. Choose another name.`);
	const written = realDisk.replace(path, text);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
	stdout.write(`Written to ${visible(file)}.\n`);
}
