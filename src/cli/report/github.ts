import {isAbsolute, relative, resolve, sep} from 'node:path';
import {visible} from '../../language/visible.js';
import type {Io} from '../io.js';
import type {Judged} from './report.js';

/**
 * The line that makes GitHub show what is wrong beside the line of the file; null for what is right.
 * Source: GitHub Actions, Workflow commands, Setting an error message; the runner's ActionCommand, which reads them.
 */
export function annotation({file, line, column, name, outcome, message}: Judged, where: Where): string | null {
	if (outcome === 'passed') return null;
	const severity = outcome === 'unknown' ? 'warning' : 'error';
	const path = inRepository(file, where);
	const place = [
		...(path === null ? [] : [`file=${property(visible(path))}`]),
		...(path === null || line === null ? [] : [`line=${line}`]),
		...(path === null || line === null || column === null ? [] : [`col=${column}`]),
		`title=${property(visible(name))}`,
	];
	return `::${severity} ${place.join(',')}::${data(message.split('\n').map(visible).join('\n'))}\n`;
}

/** Where the program runs, and what the workflow says of its checkout. */
type Where = Pick<Io, 'cwd' | 'env'>;

/** The file as GitHub knows it, from the top of the checkout and with slashes; null for standard input and for a fact that was typed, which have no file. */
function inRepository(file: string, {cwd, env}: Where): string | null {
	if (file === '-' || file.startsWith('--')) return null;
	const checkout = env['GITHUB_WORKSPACE'];
	const path = checkout === undefined || checkout === '' ? file : relative(checkout, resolve(cwd, file));
	const isInside = !path.startsWith(`..${sep}`) && !isAbsolute(path);
	return (isInside ? path : file).split(sep).join('/');
}

/** What stands after the second pair of colons ends at a line's end. */
function data(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What stands between commas. */
function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
