/** A statement of Promela, or a remark before the next one. Shape: what is chosen between and what is repeated hold statements of their own. */
export type Code =
	| string
	| {readonly remark: string}
	| {
			readonly word: 'if' | 'do';
			readonly ways: readonly {readonly when: string; readonly does: readonly Code[]}[];
			/** What is done when none of the ways is open; null: no such way. */
			readonly otherwise: readonly Code[] | null;
	  };

/** One of two ways. */
export function either(when: string, does: readonly Code[], otherwise: readonly Code[] = []): Code {
	return {word: 'if', ways: [{when, does}], otherwise};
}

/** The first way whose condition is true; at most one of them may be. */
export function oneOf(
	ways: readonly (readonly [when: string, does: readonly Code[]])[],
	otherwise: readonly Code[] = [],
): readonly Code[] {
	if (ways.length === 0) return otherwise;
	return [{word: 'if', ways: ways.map(([when, does]) => ({when, does})), otherwise}];
}

/** The statements again and again, as long as the condition is true. */
export function asLongAs(when: string, does: readonly Code[]): Code {
	return {word: 'do', ways: [{when, does}], otherwise: ['break']};
}

/** The statements for each number from 0 up to a bound, in the variable of this name. */
export function forEach(index: string, bound: number | string, body: readonly Code[]): readonly Code[] {
	if (bound === 0) return [];
	return [`${index} = 0`, asLongAs(`${index} < ${bound}`, [...body, `${index}++`]), `${index} = 0`];
}

/** A remark. */
export function remark(text: string): Code {
	return {remark: text};
}

/** The statements as lines, at so many tabs. */
export function printed(code: readonly Code[], depth: number): readonly string[] {
	const last = code.findLastIndex((each) => typeof each === 'string' || !('remark' in each));
	return code.flatMap((each, index) => {
		const lines = linesOf(each, depth);
		const isFollowed = index < last && (typeof each === 'string' || !('remark' in each));
		return isFollowed ? [...lines.slice(0, -1), `${lines.at(-1) ?? ''};`] : lines;
	});
}

function linesOf(each: Code, depth: number): readonly string[] {
	const tabs = '\t'.repeat(depth);
	if (typeof each === 'string') return [`${tabs}${each}`];
	if ('remark' in each) return [`${tabs}/* ${each.remark} */`];
	const {word, ways, otherwise} = each;
	return [
		`${tabs}${word}`,
		...ways.flatMap(({when, does}) => way(tabs, when, does, depth)),
		...(otherwise === null ? [] : way(tabs, 'else', otherwise, depth)),
		`${tabs}${word === 'if' ? 'fi' : 'od'}`,
	];
}

function way(tabs: string, when: string, does: readonly Code[], depth: number): readonly string[] {
	const [only, ...more] = does;
	if (only === undefined) return [`${tabs}:: ${when}`];
	return more.length === 0 && typeof only === 'string'
		? [`${tabs}:: ${when} -> ${only}`]
		: [`${tabs}:: ${when} ->`, ...printed(does, depth + 1)];
}

/** A named part of the model that others use as a statement. */
export function inline(name: string, about: string, body: readonly Code[], given = ''): string {
	const lines = body.length === 0 ? ['\tskip'] : printed(body, 1);
	return [`/* ${about} */`, `inline ${name}(${given}) {`, ...lines, '}'].join('\n');
}

/** A variable of the state, by client where there are several. Shape: `first` is what it is at the start. */
export function variable(type: string, name: string, first: number | readonly number[], about: string): string {
	const note = about === '' ? '' : ` /* ${about} */`;
	if (typeof first === 'number') return `${type} ${name} = ${first};${note}`;
	const [one = 0] = first;
	const begin = first.every((each) => each === one) ? (one === 0 ? '' : ` = ${one}`) : ` = {${first.join(', ')}}`;
	return `${type} ${name}[${first.length}]${begin};${note}`;
}
