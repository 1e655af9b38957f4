import type {Report} from './blocks.js';
import type {Inline, Prose, Text} from './lesson.js';

/** Returns lines of Markdown as paragraphs and lists of plain data. `first` is the number of the first line. */
export function proseOf(lines: readonly string[], first: number, report: Report): readonly Prose[] {
	const groups: Group[] = [];
	let open: Group | null = null;
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '') {
			if (open?.kind === 'paragraph') open = null;
			continue;
		}
		const foreign = foreignTo(line);
		if (foreign !== null)
			report({line: first + index, column: 1}, `${foreign} Lessons have paragraphs, lists, emphasis and inline code.`);
		const item = /^ {0,3}(?:([-*+])|\d{1,9}[.)])[ \t]+(.*)$/.exec(line);
		if (item) {
			const ordered = item[1] === undefined;
			if (open?.kind !== 'list' || open.ordered !== ordered) {
				open = {kind: 'list', ordered, items: []};
				groups.push(open);
			}
			open.items.push([item[2] ?? '']);
		} else if (open?.kind === 'list' && /^[ \t]/.test(line)) {
			open.items.at(-1)?.push(line.trim());
		} else {
			if (open?.kind !== 'paragraph') {
				open = {kind: 'paragraph', lines: []};
				groups.push(open);
			}
			open.lines.push(line.trim());
		}
	}
	return groups.map((group) =>
		group.kind === 'paragraph'
			? {kind: 'paragraph', text: textOf(group.lines.join(' '))}
			: {kind: 'list', ordered: group.ordered, items: group.items.map((item) => textOf(item.join(' ')))},
	);
}

/** Returns words with their marks: `code`, *emphasis*, **strong**, and links as words with the address behind. */
export function textOf(source: string): Text {
	const pieces: Inline[] = [];
	let plain = '';
	const push = (piece: Inline): void => {
		if (plain !== '') pieces.push({kind: 'plain', text: plain});
		plain = '';
		pieces.push(piece);
	};
	let index = 0;
	while (index < source.length) {
		const found = markAt(source, index);
		if (found === null) {
			plain += source.charAt(index);
			index += 1;
		} else if (found.kind === 'plain') {
			plain += found.text;
			index += found.length;
		} else {
			push({kind: found.kind, text: found.text});
			index += found.length;
		}
	}
	if (plain !== '') pieces.push({kind: 'plain', text: plain});
	return pieces;
}

/** Returns the words without their marks. */
export function plainText(text: Text): string {
	return text.map((piece) => piece.text).join('');
}

type Group =
	| {readonly kind: 'paragraph'; readonly lines: string[]}
	| {readonly kind: 'list'; readonly ordered: boolean; readonly items: string[][]};

/** The sentence about a piece of Markdown that lessons do not have, or null. */
function foreignTo(line: string): string | null {
	if (/^ {0,3}>/.test(line)) return 'A quotation cannot stand here.';
	if (/^ {0,3}\|/.test(line)) return 'A table cannot stand here.';
	if (/^ {0,3}<[a-zA-Z/!?]/.test(line)) return 'HTML cannot stand here.';
	if (/^ {0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})[ \t]*$/.test(line)) return 'A rule cannot stand here.';
	if (/^ {0,3}!\[/.test(line)) return 'A picture cannot stand here.';
	if (/^[ \t]+(?:`{3}|~{3})/.test(line)) return 'A block cannot be indented: its fence begins at the first column.';
	return null;
}

type Mark = {readonly kind: 'plain' | 'code' | 'emphasis' | 'strong'; readonly text: string; readonly length: number};

/** The mark that begins at `index`, or null. Bounded lengths keep the time linear. */
function markAt(source: string, index: number): Mark | null {
	for (const [kind, pattern] of marks) {
		if ((kind === 'emphasis' || kind === 'strong') && /\w/.test(source.charAt(index - 1))) continue;
		pattern.lastIndex = index;
		const match = pattern.exec(source);
		if (match) return {kind, text: wordsOf(kind, match), length: match[0].length};
	}
	return null;
}

/** A link keeps its address; code that holds a backtick has room at its ends. */
function wordsOf(kind: Mark['kind'], [, mark, words = '', address]: readonly (string | undefined)[]): string {
	if (address !== undefined) return `${words} (${address})`;
	return kind === 'code' && mark === '``' ? words.trim() : words;
}

const marks: readonly (readonly [Mark['kind'], RegExp])[] = [
	['plain', /(\\)([\\`*_{}[\]()#+\-.!|<>~])/y],
	['code', /(``)([^`\n]{1,200}(?:`[^`\n]{1,200}){0,8}?)``(?!`)/y],
	['code', /(`)([^`\n]{1,400})`(?!`)/y],
	['strong', /(\*\*|__)(?=\S)([^*_\n]{0,400}[^*_\s])\1(?!\w)/y],
	['emphasis', /(\*|_)(?=\S)([^*_\n]{0,400}[^*_\s])\1(?!\w)/y],
	['plain', /(\[)([^[\]\n]{1,200})\]\(([^()\s]{1,400})\)/y],
];
