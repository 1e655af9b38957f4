import type xterm from '@xterm/headless';
import {ink, type Look, named, paper, type Run, svgPicture} from '../src/view/export/svg.js';

type Display = InstanceType<typeof xterm.Terminal>;

/** Returns a picture of what a terminal shows now, colours included. The same screen gives the same bytes. */
export function screenSvg(display: Display, title: string): string {
	return svgPicture(
		Array.from({length: display.rows}, (_, row) => runsOf(display, row)),
		display.cols,
		title,
	);
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
		if (last !== undefined && sameLook(last.look, look))
			runs[runs.length - 1] = {...last, text: last.text + text, width: last.width + found.getWidth()};
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
	const own = named[index];
	if (own !== undefined) return own;
	if (index >= 232) return rgb((8 + 10 * (index - 232)) * 0x010101);
	const level = (part: number) => (part === 0 ? 0 : 55 + 40 * part);
	const cube = index - 16;
	return rgb((level(Math.floor(cube / 36)) << 16) | (level(Math.floor(cube / 6) % 6) << 8) | level(cube % 6));
}

function rgb(color: number): string {
	return `#${color.toString(16).padStart(6, '0')}`;
}
