import {parseScript, type Script} from '../../language/parse.js';
import type {ParseError} from '../../language/parse-error.js';
import {type ExitCode, exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {placed, pointed} from '../place.js';
import {readSource} from '../read-source.js';
import {play} from './play.js';
import {openPrinter, type PrintOptions} from './printer.js';

type Ready = {readonly file: string; readonly script: Script};

/**
 * The exit code after running every file that can be read and has no syntax error, one after the other, each in a world of its own.
 * Order: all files are read and parsed before the first one runs. Source: the page on the language, Headless.
 */
export async function runFiles(files: readonly string[], options: PrintOptions, io: Io): Promise<ExitCode> {
	const ready: Ready[] = [];
	for (const file of files) {
		const script = await load(file, options.json, io);
		if (script !== null) ready.push({file, script});
	}
	const codes: ExitCode[] = ready.length < files.length ? [exitCode.unusable] : [];
	for (const each of ready) codes.push(await runOne(each, files.length > 1, options, io));
	return worst(codes);
}

/** Null, and told on standard error, when the file cannot run. */
async function load(file: string, json: boolean, io: Io): Promise<Script | null> {
	const source = await readSource(file, io);
	if (!source.ok) {
		io.stderr.write(placed({file, ...source.problem}, source.problem.message));
		return null;
	}
	const script = parseScript(source.text);
	const lines = source.text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	const syntax = script.errors.filter(({kind}) => kind === 'syntax');
	if (syntax.length === 0) return {...script, errors: script.errors.map((error) => fromItsStart(error, lines[error.line - 1] ?? ''))};
	io.stderr.write(syntax.map((error) => told(file, error, json ? null : (lines[error.line - 1] ?? null))).join(''));
	return null;
}

/** A refused statement is placed where it begins, like every other; the error points at the word that is refused. */
function fromItsStart(error: ParseError, line: string): ParseError {
	const offset = [...line].slice(0, error.column - 1).join('').length;
	const start = line.lastIndexOf(error.text, offset);
	return start < 0 ? error : {...error, column: [...line.slice(0, start)].length + 1};
}

/** `line` is the line of the script, to show the place in it; null: only say where it is. */
function told(file: string, error: ParseError, line: string | null): string {
	return placed({file, ...error}, error.message) + (line === null ? '' : pointed(line, error.column, error.length));
}

async function runOne({file, script}: Ready, several: boolean, options: PrintOptions, io: Io): Promise<ExitCode> {
	const printer = openPrinter(several ? file : null, options, io);
	let code: ExitCode = exitCode.fine;
	for (const entry of play(file, script)) {
		await printer.print(entry);
		if (entry.kind === 'end') code = entry.count.refused > 0 ? exitCode.unusable : entry.count.failed > 0 ? exitCode.failed : exitCode.fine;
	}
	await printer.close();
	return code;
}

/** What was unusable weighs more than what failed, and that more than what is fine. */
function worst(codes: readonly ExitCode[]): ExitCode {
	return [exitCode.unusable, exitCode.failed, exitCode.gaveUp].find((code) => codes.includes(code)) ?? exitCode.fine;
}
