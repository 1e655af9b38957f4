import {parseAst} from 'rolldown/parseAst';

/** One place of a file where one token can be another. `start` and `end`: positions in the text of the expression. */
export type Site = {
	readonly start: number;
	readonly end: number;
	readonly line: number;
	/** What stands there and what would stand there, for the reader. */
	readonly shown: string;
	/** The expression and its mutant, made of the texts of its parts. Order of `parts`: as in the text. */
	readonly parts: readonly (readonly [number, number])[];
	readonly original: (...parts: readonly string[]) => string;
	readonly mutant: (...parts: readonly string[]) => string;
};

type Node = {readonly type: string; readonly start: number; readonly end: number} & Readonly<Record<string, unknown>>;

const turned: Readonly<Record<string, string>> = {
	'<': '<=',
	'<=': '<',
	'>': '>=',
	'>=': '>',
	'===': '!==',
	'!==': '===',
	'&&': '||',
	'||': '&&',
	'+': '-',
	'-': '+',
};

/** Returns the places of a TypeScript file where one token can be mutated, in the order of the text. */
export function sitesOf(text: string): readonly Site[] {
	const sites: Site[] = [];
	const lineAt = (position: number) => text.slice(0, position).split('\n').length;
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(visit);
		else if (isNode(value)) {
			const site = siteOf(value, text);
			if (site !== null) sites.push({...site, start: value.start, end: value.end, line: lineAt(value.start)});
			if (!value.type.startsWith('TS') || typeof value['expression'] === 'object') visitChildren(value);
		}
	};
	const visitChildren = (node: Node): void => {
		for (const [key, child] of Object.entries(node)) {
			const isType =
				key === 'typeAnnotation' || key === 'returnType' || key === 'typeParameters' || key === 'typeArguments';
			if (!isType) visit(child);
		}
	};
	visit(parseAst(text, {lang: 'ts'}));
	return sites.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** Returns the text with one site as its mutant. */
export function withMutant(text: string, site: Site): string {
	const parts = site.parts.map(([from, to]) => text.slice(from, to));
	return text.slice(0, site.start) + site.mutant(...parts) + text.slice(site.end);
}

/** Returns the text with these sites made switches: `__mutant(number)` says whether the mutant is meant. */
export function withSwitches(text: string, sites: ReadonlyMap<number, Site>): string {
	const all = [...sites].sort(([, one], [, other]) => one.start - other.start || other.end - one.end);
	const render = (start: number, end: number, above: Site | null): string => {
		let rendered = '';
		let at = start;
		for (const [number, site] of all) {
			if (site === above || site.start < at || site.end > end || (above !== null && !isInside(site, above))) continue;
			const parts = site.parts.map(([from, to]) => render(from, to, site));
			const choice = `__mutant(${number}) ? ${site.mutant(...parts)} : ${site.original(...parts)}`;
			rendered += `${text.slice(at, site.start)}(${choice})`;
			at = site.end;
		}
		return rendered + text.slice(at, end);
	};
	return render(0, text.length, null);
}

function isInside(site: Site, above: Site): boolean {
	return site.start >= above.start && site.end <= above.end && !(site.start === above.start && site.end === above.end);
}

type Draft = Omit<Site, 'start' | 'end' | 'line'>;

function siteOf(node: Node, text: string): Draft | null {
	switch (node.type) {
		case 'BinaryExpression':
		case 'LogicalExpression':
			return operatorSite(node, text);
		case 'Literal':
			return typeof node['value'] === 'boolean' ? constant(String(node['value']), String(!node['value'])) : null;
		case 'MemberExpression': {
			const shown = text.slice(node.start, node.end);
			if (shown === 'Math.max') return constant(shown, 'Math.min');
			return shown === 'Math.min' ? constant(shown, 'Math.max') : null;
		}
		default:
			return null;
	}
}

function operatorSite(node: Node, text: string): Draft | null {
	const {left, right, operator} = node;
	if (!isNode(left) || !isNode(right) || typeof operator !== 'string') return null;
	const parts = [
		[left.start, left.end],
		[right.start, right.end],
	] as const;
	const joined = (sign: string) => (one: string | undefined, other: string | undefined) =>
		`(${one}) ${sign} (${other})`;
	const number = right['value'];
	if (operator === '+' && typeof number === 'number') {
		const more = String(number + 1);
		return {
			shown: `${text.slice(node.start, node.end)} => + ${more}`,
			parts: [parts[0]],
			original: (one) => `(${one}) + ${number}`,
			mutant: (one) => `(${one}) + ${more}`,
		};
	}
	const other = turned[operator];
	if (other === undefined || (operator === '+' && (isText(left) || isText(right)))) return null;
	return {shown: `${operator} => ${other}`, parts, original: joined(operator), mutant: joined(other)};
}

/** A sum of texts is no sum. */
function isText(node: Node): boolean {
	return node.type === 'TemplateLiteral' || typeof node['value'] === 'string';
}

function constant(shown: string, other: string): Draft {
	return {shown: `${shown} => ${other}`, parts: [], original: () => shown, mutant: () => other};
}

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
