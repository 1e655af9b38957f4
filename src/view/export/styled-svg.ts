import type {Row, Span, Style} from '../text/row.js';
import {width} from '../text/width.js';
import {ink, type Look, named, paper, svgPicture} from './svg.js';

/** The rows as a picture, in the colours of the dark theme. */
export function styledSvg(rows: readonly Row[], columns: number, title: string): string {
	const runs = rows.map((row) => pieces(row).map(({style, ...piece}) => ({...piece, look: looks[style]})));
	return svgPicture(runs, columns, title);
}

/** Text of one style at its place in a row. Units: columns from 0. */
type Piece = Span & {readonly column: number; readonly width: number};

/** The pieces of a row. Blanks at their ends would be squeezed by programs that do not keep them, so each stands at its own place without them, but where they have a background. */
export function pieces(row: Row): readonly Piece[] {
	const placed: Piece[] = [];
	let column = 0;
	for (const {text, style} of row) {
		const isBare = looks[style].background === null;
		const inner = isBare ? text.trim() : text;
		const before = isBare ? text.length - text.trimStart().length : 0;
		if (inner !== '') placed.push({column: column + before, text: inner, width: width(inner), style});
		column += width(text);
	}
	return placed;
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
