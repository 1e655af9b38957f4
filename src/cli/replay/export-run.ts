import {resolve} from 'node:path';
import {visible} from '../../language/visible.js';
import {realDisk} from '../../progress/disk.js';
import {open} from '../../session/file.js';
import {script} from '../../session/tree.js';
import {codeOf as runCode} from '../../share/code.js';
import {type Exportable, exported, type Form, forms} from '../../view/export/export.js';
import {type ExitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import type {Run} from './load-run.js';
import {codeOf} from './replay.js';

/** What to write, where (null: standard output) and how wide. */
export type Export = {readonly form: string; readonly out: string | null; readonly columns: number};

/** The exit code after a run has been written as a text, a picture, a page or a recording. Fails: with UnusableInput where the file cannot be written. */
export function exportRun({opened}: Run, {form, out, columns}: Export, io: Io): ExitCode {
	const coded = runCode(script(opened.tree));
	const known = forms.find((each) => each === form);
	if (known === undefined) throw new UnusableInput(`--export takes ${forms.join(', ')}.`);
	const {tree, verdict} = opened;
	const text = textOf({tree, verdict, code: coded.ok ? coded.code : null}, known, columns, io);
	if (out === null || out === '-') io.stdout.write(text);
	else io.stdout.write(`${writeNew(out, text, io)}\n`);
	return codeOf(opened.verdict);
}

/** The run of a code as a page for a browser. Fails: with UnusableInput where the run cannot be done again. */
export function pageOf(code: string, io: Io): string {
	const opened = open('code', code);
	if (!opened.ok) throw new UnusableInput(opened.problems.join('\n'));
	return textOf({tree: opened.tree, verdict: opened.verdict, code}, 'html', 80, io);
}

function textOf(run: Exportable, form: Form, columns: number, {look}: Io): string {
	return exported(form, run, {columns, ascii: look.ascii});
}

/** Writes a file that is not there yet, since a picture that is there already may be somebody's work, and says where. Fails: with UnusableInput where it cannot be written. */
export function writeNew(file: string, text: string, {cwd}: Io): string {
	const path = resolve(cwd, file);
	if (realDisk.read(path).kind !== 'absent')
		throw new UnusableInput(`${visible(file)} is there already. Choose another name.`);
	const written = realDisk.replace(path, text);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
	return `Written to ${visible(file)}.`;
}
