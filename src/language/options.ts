import {type Cursor, didYouMean, failAt, isWord, keyword, listed, offer, peek, unexpected} from './cursor.js';
import {nearest} from './nearest.js';
import {clipped} from './visible.js';

/** One option of a statement, adding to a value of this shape. Shape: one word or two; options of one `group` exclude each other. `read` reads what follows the words. */
export type Option<Shape> = {
	readonly words: readonly [string] | readonly [string, string];
	readonly group: string;
	readonly hint: string;
	readonly read: () => Partial<Shape>;
};

/** What the options at the cursor make of the usual value: in any order, each group at most once, up to the first word that begins none. */
export function takeOptions<Shape>(c: Cursor, usual: Shape, options: readonly Option<Shape>[]): Shape {
	const used = new Map<string, string>();
	let taken = usual;
	for (;;) {
		const begun = options.filter(({words}) => isWord(c, words[0]));
		const token = peek(c);
		if (begun.length === 0 || token === undefined) break;
		const option = chosen(c, begun);
		const said = option.words.join(' ');
		const before = used.get(option.group);
		if (before === said) failAt(c, `${said} is given twice. Give each option at most once.`, {token});
		if (before !== undefined) failAt(c, `${before} and ${said} exclude each other. Choose one of them.`, {token});
		used.set(option.group, said);
		taken = {...taken, ...option.read()};
	}
	for (const {words, group, hint} of options) if (!used.has(group)) offer(c, words[0], hint);
	return taken;
}

function chosen<Shape>(c: Cursor, begun: readonly Option<Shape>[]): Option<Shape> {
	const start = c.at;
	c.at++;
	for (const option of begun) {
		const [, second] = option.words;
		if (second === undefined || keyword(c, second, option.hint)) return option;
	}
	const seconds = begun.map(({words}) => words[1] ?? '');
	const token = peek(c);
	if (token === undefined) unexpected(c, listed(seconds));
	const near = nearest(token.text, seconds);
	failAt(
		c,
		`Expected ${listed(seconds)} after ${c.tokens[start]?.text ?? ''}, but found "${clipped(token.text)}".${didYouMean(near)}`,
		{
			nearest: near,
			expected: seconds,
		},
	);
}
