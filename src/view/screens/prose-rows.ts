import type {Inline, Prose, Snippet, Text} from '../../lesson/lesson.js';
import type {Row, Span} from '../text/row.js';
import {wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';

/** Paragraphs and lists in lines of at most `columns` columns, with a blank row between paragraphs. */
export function proseRows(prose: readonly Prose[], columns: number): readonly Row[] {
	return prose.flatMap((block, index) => [...(index === 0 ? [] : [[]]), ...blockRows(block, columns)]);
}

/** Words in lines of at most `columns` columns. `mark` stands before the first line, and blanks of its width before the others. */
export function hangingRows(mark: Row, words: Row, columns: number): readonly Row[] {
	const indent = mark.map(({text}) => ' '.repeat(text.length)).join('');
	return wrapRow(words, Math.max(8, columns - indent.length)).map((line, index) => [
		...(index === 0 ? mark : [{text: indent, style: 'plain'} as const]),
		...line,
	]);
}

/** Words with their marks as one row, however long. */
export function textRow(text: Text): Row {
	return text.map(inlineSpan);
}

/** A sentence that marks code with backticks, as one row. */
export function sentenceRow(sentence: string): Row {
	return visible(sentence)
		.split('`')
		.map((text, index): Span => ({text, style: index % 2 === 1 ? 'inline-code' : 'plain'}))
		.filter(({text}) => text !== '');
}

/** The code of a card, as it stands in a file. A line that is too long goes on under its own beginning. */
export function codeRows(code: Snippet | null, columns: number): readonly Row[] {
	if (code === null) return [];
	const lines = code.lines.flatMap((line) => {
		const [indent = ''] = /^\s*/.exec(line) ?? [];
		return hangingRows(
			[{text: `   ${indent}`, style: 'plain'}],
			[{text: visible(line.slice(indent.length)), style: 'code'}],
			columns,
		);
	});
	const where = [{text: `${visible(code.where)}:`, style: 'dim'} as const];
	return [...hangingRows([{text: ' ', style: 'plain'}], where, columns), ...lines];
}

function blockRows(block: Prose, columns: number): readonly Row[] {
	switch (block.kind) {
		case 'paragraph':
			return hangingRows([{text: ' ', style: 'plain'}], textRow(block.text), columns);
		case 'list':
			return block.items.flatMap((item, index) =>
				hangingRows([{text: block.ordered ? ` ${index + 1}. ` : ' · ', style: 'accent'}], textRow(item), columns),
			);
	}
}

function inlineSpan({kind, text}: Inline): Span {
	return {text: visible(text), style: inlineStyles[kind]};
}

const inlineStyles = {plain: 'plain', code: 'inline-code', emphasis: 'accent', strong: 'bold', value: 'code'} as const;
