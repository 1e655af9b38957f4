import {visible} from '../../language/visible.js';
import type {Judged} from './report.js';

/**
 * The line that makes GitHub show what is wrong beside the line of the file; null for what is right.
 * Source: GitHub Actions, Workflow commands, Setting an error message.
 */
export function annotation({file, line, column, name, outcome, message}: Judged): string | null {
	if (outcome === 'passed') return null;
	const severity = outcome === 'unknown' ? 'warning' : 'error';
	const place = [
		`file=${property(visible(file))}`,
		...(line === null ? [] : [`line=${line}`]),
		...(line === null || column === null ? [] : [`col=${column}`]),
		`title=${property(visible(name))}`,
	];
	return `::${severity} ${place.join(',')}::${data(message.split('\n').map(visible).join('\n'))}\n`;
}

/** What stands after the second pair of colons ends at a line's end. */
function data(text: string): string {
	return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What stands between commas. */
function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
