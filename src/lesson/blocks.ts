import type {TextPosition} from './lesson.js';

/** Tells of one thing that is wrong with the file. */
export type Report = (place: TextPosition, message: string) => void;

/** A stretch of a lesson file. `first` is the line on which `text` begins. Order: as in the file. */
export type Block =
	| {readonly kind: 'front'; readonly text: string; readonly first: number; readonly place: TextPosition}
	| {readonly kind: 'heading'; readonly text: string; readonly place: TextPosition}
	| {
			readonly kind: 'fence';
			readonly name: string;
			readonly text: string;
			readonly first: number;
			readonly place: TextPosition;
	  }
	| {readonly kind: 'prose'; readonly lines: readonly string[]; readonly first: number; readonly place: TextPosition};

/** The longest line a lesson may have. Units: characters. */
const longestLine = 4096;

/**
 * Returns a lesson file cut into its front matter, headings, fenced blocks and prose; time grows with the length of the text only.
 * This is the part of Markdown that lessons have. A general Markdown parser is not used on purpose: those measured take half a minute
 * for some hostile files of 256 KiB.
 */
export function blocksOf(text: string, report: Report): readonly Block[] {
	const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
	for (const [index, line] of lines.entries()) {
		if (line.length > longestLine)
			report(
				at(index),
				`This line has ${line.length} characters; a lesson's line may have ${longestLine}. Break it into shorter lines.`,
			);
	}
	const blocks: Block[] = [];
	let index = frontMatter(lines, blocks, report);
	let prose: string[] = [];
	const endProse = (): void => {
		const blank = prose.findIndex((line) => line.trim() !== '');
		const first = index - prose.length + blank;
		if (blank >= 0) blocks.push({kind: 'prose', lines: prose.slice(blank), first: first + 1, place: at(first)});
		prose = [];
	};
	while (index < lines.length) {
		const line = lines[index] ?? '';
		const fence = /^(`{3,}|~{3,})(?!.*`)[ \t]*(.*)$/.exec(line);
		const heading = /^(#{1,6})(?:[ \t]+(.*))?$/.exec(line);
		if (fence) {
			endProse();
			index = fenced(lines, index, fence[1] ?? '', (fence[2] ?? '').trim(), blocks, report);
		} else if (heading) {
			endProse();
			if (heading[1] === '##')
				blocks.push({kind: 'heading', text: (heading[2] ?? '').replace(/[ \t]+#*[ \t]*$/, ''), place: at(index)});
			else
				report(
					at(index),
					'Only ## headings stand in a lesson, one for each step. The title of the lesson stands in its front matter.',
				);
			index += 1;
		} else {
			prose.push(line);
			index += 1;
		}
	}
	endProse();
	return blocks;
}

/** Returns the index of the first line after the front matter. */
function frontMatter(lines: readonly string[], blocks: Block[], report: Report): number {
	const start = lines.findIndex((line) => line.trim() !== '');
	if (start < 0 || (lines[start] ?? '').trimEnd() !== '---') {
		report(
			at(Math.max(start, 0)),
			'A lesson begins with its front matter: a line ---, then id, title, role and the rest, then a line ---.',
		);
		return 0;
	}
	const end = lines.findIndex((line, index) => index > start && line.trimEnd() === '---');
	if (end < 0) {
		report(at(start), 'The front matter has no end. Close it with a line ---.');
		return lines.length;
	}
	blocks.push({kind: 'front', text: lines.slice(start + 1, end).join('\n'), first: start + 2, place: at(start)});
	return end + 1;
}

/** Returns the index of the first line after the fenced block. */
function fenced(
	lines: readonly string[],
	start: number,
	mark: string,
	name: string,
	blocks: Block[],
	report: Report,
): number {
	const closes = (line: string): boolean => {
		const trimmed = line.trimEnd();
		return trimmed.length >= mark.length && trimmed === mark.charAt(0).repeat(trimmed.length);
	};
	const end = lines.findIndex((line, index) => index > start && closes(line));
	if (end < 0)
		report(at(start), `This ${name === '' ? '' : `${name} `}block has no end. Close it with a line ${mark}.`);
	const last = end < 0 ? lines.length : end;
	blocks.push({kind: 'fence', name, text: lines.slice(start + 1, last).join('\n'), first: start + 2, place: at(start)});
	return last + 1;
}

function at(index: number): TextPosition {
	return {line: index + 1, column: 1};
}
