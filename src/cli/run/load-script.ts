import {oneCause} from '../../language/one-cause.js';
import {parseScript, type Script} from '../../language/parse.js';
import type {ParseError} from '../../language/parse-error.js';
import {visible} from '../../language/visible.js';
import {placed, pointed} from '../file-position.js';
import type {Io} from '../io.js';
import {readSource} from '../read-source.js';
import type {Report} from '../report/report.js';

/** The script of a file; null, and told on standard error and in the report, when it cannot be read or has a syntax error. */
export async function loadScript(
	file: string,
	json: boolean,
	io: Io,
	report: Report | null = null,
): Promise<Script | null> {
	const source = await readSource(file, io);
	if (!source.ok) {
		io.stderr.write(placed({file, ...source.problem}, source.problem.message));
		report?.add({file, ...source.problem, name: 'can be read', outcome: 'unusable'});
		return null;
	}
	const script = parseScript(source.text);
	const lines = source.text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	const syntax = oneCause(script.errors.filter(({kind}) => kind === 'syntax'));
	if (syntax.length === 0)
		return {...script, errors: script.errors.map((error) => fromItsStart(error, lines[error.line - 1] ?? ''))};
	for (const {line, column, text, message} of syntax.slice(0, mostErrors))
		report?.add({file, line, column, name: `line ${line}: ${text}`, outcome: 'unusable', message});
	if (isLesson(file, source.text)) io.stderr.write(placed({file, line: 1, column: 1}, aLesson(file)));
	else io.stderr.write(errorsText(file, syntax, json ? null : lines));
	return null;
}

/** The errors as far as anybody reads them. `lines`: of the script, to show each place; null: only say where it is. */
function errorsText(file: string, errors: readonly ParseError[], lines: readonly string[] | null): string {
	const left = errors.length - mostErrors;
	const shown = errors.slice(0, mostErrors).map((error) => errorText(file, error, lines?.[error.line - 1] ?? null));
	return shown.join('') + (left > 0 ? `${visible(file)}: and ${left} more ${left === 1 ? 'error' : 'errors'}.\n` : '');
}

/** Lessons are Markdown with fields before them, and no script begins so. */
function isLesson(file: string, text: string): boolean {
	return /\.(?:md|markdown)$/i.test(file) || /^\uFEFF?---\r?\n/.test(text);
}

function aLesson(file: string): string {
	const name = file === '-' ? 'FILE' : visible(file);
	return `This is a lesson in Markdown and not a script. Type: fence-tutor learn ${name}, or: fence-tutor check ${name}`;
}

/** A file with more of them is probably no script at all. */
const mostErrors = 20;

/** A refused statement is placed where it begins, like every other; the error points at the word that is refused. */
function fromItsStart(error: ParseError, line: string): ParseError {
	const offset = [...line].slice(0, error.column - 1).join('').length;
	const start = line.lastIndexOf(error.text, offset);
	return start < 0 ? error : {...error, column: [...line.slice(0, start)].length + 1};
}

/** `line` is the line of the script, to show the place in it; null: only say where it is. */
function errorText(file: string, error: ParseError, line: string | null): string {
	return placed({file, ...error}, error.message) + (line === null ? '' : pointed(line, error.column, error.length));
}
