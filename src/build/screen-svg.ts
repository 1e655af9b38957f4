import type xterm from '@xterm/headless';

type Display = InstanceType<typeof xterm.Terminal>;

/** Neighbouring cells of one row that look alike. */
type Run = {readonly column: number; readonly text: string; readonly width: number; readonly look: Look};
type Look = {
	readonly color: string;
	readonly background: string | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
};

/** Returns a picture of what a terminal shows now, colours included. The same screen gives the same bytes. */
export function screenSvg(display: Display, title: string): string {
	const width = display.cols * cell.width + 2 * margin;
	const height = display.rows * cell.height + 2 * margin;
	const rows = Array.from({length: display.rows}, (_, row) => rowSvg(display, row));
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${paper}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${rows.join('')}</g>
</svg>
`;
}

function rowSvg(display: Display, row: number): string {
	const y = margin + row * cell.height;
	return runsOf(display, row)
		.map(({column, text, width, look}) => {
			const x = margin + column * cell.width;
			const behind =
				look.background === null ? '' : `<rect x="${x}" y="${y}" width="${width * cell.width}" height="${cell.height}" fill="${look.background}"/>\n`;
			return text.trim() === ''
				? behind
				: `${behind}<text x="${x}" y="${y + baseline}" textLength="${width * cell.width}"${attributes(look)}>${escaped(text)}</text>\n`;
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

function runsOf(display: Display, row: number): readonly Run[] {
	const line = display.buffer.active.getLine(display.buffer.active.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < display.cols; column++) {
		const found = line?.getCell(column);
		// The second half of a wide character has no width of its own.
		if (found === undefined || found.getWidth() === 0) continue;
		const look = lookOf(found);
		const text = found.getChars() || ' ';
		const last = runs.at(-1);
		if (last !== undefined && sameLook(last.look, look)) runs[runs.length - 1] = {...last, text: last.text + text, width: last.width + found.getWidth()};
		else runs.push({column, text, width: found.getWidth(), look});
	}
	return runs.map(withoutBlankEnd).filter(({text, look}) => text !== '' || look.background !== null);
}

function withoutBlankEnd(run: Run): Run {
	if (run.look.background !== null) return run;
	const text = run.text.trimEnd();
	return {...run, text, width: run.width - (run.text.length - text.length)};
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Display['buffer']['active']['getLine']>>['getCell']>>;

function lookOf(found: Cell): Look {
	const front = found.isFgDefault() ? ink : found.isFgRGB() ? rgb(found.getFgColor()) : palette(found.getFgColor());
	const back = found.isBgDefault() ? null : found.isBgRGB() ? rgb(found.getBgColor()) : palette(found.getBgColor());
	const inverse = found.isInverse() !== 0;
	return {
		color: inverse ? (back ?? paper) : front,
		background: inverse ? front : back,
		bold: found.isBold() !== 0,
		dim: found.isDim() !== 0,
		italic: found.isItalic() !== 0,
		underline: found.isUnderline() !== 0,
	};
}

function sameLook(one: Look, other: Look): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

/** Source: the 256 colours of xterm: 16 named, a cube of 6 by 6 by 6, and 24 greys. */
function palette(index: number): string {
	const named = names[index];
	if (named !== undefined) return named;
	if (index >= 232) return rgb((8 + 10 * (index - 232)) * 0x010101);
	const level = (part: number) => (part === 0 ? 0 : 55 + 40 * part);
	const cube = index - 16;
	return rgb((level(Math.floor(cube / 36)) << 16) | (level(Math.floor(cube / 6) % 6) << 8) | level(cube % 6));
}

function rgb(color: number): string {
	return `#${color.toString(16).padStart(6, '0')}`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const cell = {width: 8.4, height: 18};
const margin = 14;
const baseline = 14;
const ink = '#d8dee9';
const paper = '#1d2129';
const names = [
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
];
