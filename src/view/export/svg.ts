/** Neighbouring characters of one line that look alike. Units: columns from 0. */
export type Run = {readonly column: number; readonly text: string; readonly width: number; readonly look: Look};

export type Look = {
	readonly color: string;
	readonly background: string | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
};

/** A picture of lines of text in a terminal's letters. The same lines give the same bytes. Shape: at least as many lines high as `lines`. */
export function svgPicture(lines: readonly (readonly Run[])[], columns: number, title: string): string {
	const width = Math.round((columns * cell.width + 2 * margin) * 10) / 10;
	const height = lines.length * cell.height + 2 * margin;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${paper}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${lines.map(lineSvg).join('')}</g>
</svg>
`;
}

function lineSvg(runs: readonly Run[], index: number): string {
	const y = margin + index * cell.height;
	return runs
		.map(({column, text, width, look}) => {
			const x = margin + column * cell.width;
			const behind =
				look.background === null
					? ''
					: `<rect x="${x}" y="${y}" width="${width * cell.width}" height="${cell.height}" fill="${look.background}"/>\n`;
			return text.trim() === ''
				? behind
				: `${behind}<text x="${x}" y="${y + cell.baseline}" textLength="${width * cell.width}"${attributes(look)}>${escaped(text)}</text>\n`;
		})
		.join('');
}

function attributes({color, bold, dim, italic, underline}: Look): string {
	return [
		` fill="${color}"`,
		bold ? ' font-weight="bold"' : '',
		dim ? ' opacity="0.6"' : '',
		italic ? ' font-style="italic"' : '',
		underline ? ' text-decoration="underline"' : '',
	].join('');
}

/** The text as it stands between tags and in quoted attributes. XML knows no control characters but blanks, not even escaped ones; line feeds stay. */
export function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replace(/[\0-\x09\x0b-\x1f\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
}

/** A cell of a terminal. Units: px. */
export const cell = {width: 8.4, height: 18, baseline: 14};
const margin = 14;

/** The colour of letters that have none of their own. */
export const ink = '#d8dee9';

/** The colour behind them. */
export const paper = '#1d2129';

/** The 16 colours of a terminal. Order: black, red, green, yellow, blue, magenta, cyan, white, and the same bright. */
export const named = [
	'#3b4252',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#d8dee9',
	'#6b7385',
	'#ef8b93',
	'#b3d99a',
	'#f0d399',
	'#8cc4f5',
	'#d7a0e8',
	'#7fcdd6',
	'#ffffff',
] as const;
