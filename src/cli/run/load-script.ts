import {parseScript, type Script} from '../../language/parse.js';
import type {ParseError} from '../../language/parse-error.js';
import type {Io} from '../io.js';
import {placed, pointed} from '../place.js';
import {readSource} from '../read-source.js';

/** The script of a file; null, and told on standard error, when it cannot be read or has a syntax error. */
export async function loadScript(file: string, json: boolean, io: Io): Promise<Script | null> {
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
