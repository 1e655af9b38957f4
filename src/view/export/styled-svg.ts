import type {Row, Style} from '../text/row.js';
import {width} from '../text/width.js';
import {ink, type Look, named, paper, type Run, svgPicture} from './svg.js';

/** The rows as a picture, in the colours of the dark theme. */
export function styledSvg(rows: readonly Row[], columns: number, title: string): string {
	return svgPicture(rows.map(runsOf), columns, title);
}

/** Blanks at the ends of a run would be squeezed by programs that do not keep them, so each word group stands at its own place. */
function runsOf(row: Row): readonly Run[] {
	const runs: Run[] = [];
	let column = 0;
	for (const {text, style} of row) {
		const look = looks[style];
		const inner = look.background === null ? text.trim() : text;
		const before = look.background === null ? text.length - text.trimStart().length : 0;
		if (inner !== '') runs.push({column: column + before, text: inner, width: width(inner), look});
		column += width(text);
	}
	return runs;
}

const [, red, green, yellow, , magenta, cyan, , gray, brightRed, , , brightBlue, , brightCyan] = named;

const plain: Look = {color: ink, background: null, bold: false, dim: false, italic: false, underline: false};

const looks: Readonly<Record<Style, Look>> = {
	plain,
	dim: {...plain, color: gray},
	bold: {...plain, bold: true},
	heading: {...plain, color: brightCyan, bold: true},
	accent: {...plain, color: cyan},
	code: {...plain, color: brightCyan},
	'inline-code': {...plain, color: brightCyan},
	cursor: {...plain, color: paper, background: ink, bold: true},
	belief: {...plain, color: yellow},
	lease: {...plain, color: brightBlue},
	paused: {...plain, color: magenta},
	crashed: {...plain, color: gray},
	accepted: {...plain, color: green},
	rejected: {...plain, color: red},
	violation: {...plain, color: brightRed, bold: true},
};
