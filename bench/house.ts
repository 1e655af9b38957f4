import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix, resolve} from 'node:path';
import {parseAst} from 'rolldown/parseAst';
import {root as here} from '../src/build/project.js';

/** Prints the measures of a house: `npm run house`, or with the folder of another checkout to set beside it. */
const root = resolve(process.argv[2] ?? here);
const source = join(root, 'src');

type File = {
	readonly path: string;
	readonly code: string;
	readonly lines: number;
	readonly functions: readonly Sized[];
};

/** Something with a name and a number of lines. */
type Sized = {readonly name: string; readonly lines: number};

const files: readonly File[] = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts') && !path.endsWith('.d.mts'))
	.map((path) => path.replaceAll('\\', '/'))
	.sort()
	.map((path) => read(path, readFileSync(join(source, path), 'utf8')));

const sizes = files.map(({path, lines}): Sized => ({name: path, lines})).sort(byLines);
const functions = files.flatMap((file) => file.functions).sort(byLines);
const importers = importersOf(files);
/** Each file that no more than one other imports, with that one. */
const alone = [...importers].flatMap(([path, by]) => (by.length === 1 ? by.map((one) => [path, one] as const) : []));
const rows: readonly (readonly [string, string])[] = [
	['files', String(files.length)],
	['lines', String(files.reduce((sum, {lines}) => sum + lines, 0))],
	['median file', String(at(sizes, 0.5).lines)],
	['longest file', named(at(sizes, 1))],
	['functions', String(functions.length)],
	['median function', String(at(functions, 0.5).lines)],
	['90th percentile of functions', String(at(functions, 0.9).lines)],
	['longest function', named(at(functions, 1))],
	['files that one file imports', String(alone.length)],
	['of them in one folder with it', String(alone.filter(([path, by]) => dirname(path) === dirname(by)).length)],
	...['lease', 'redis', 'replicated', 'redlock', 'zookeeper', 'etcd', 'consul', 'postgres'].map(
		(kind) =>
			[
				`files that name ${kind}`,
				String(files.filter(({code}) => new RegExp(`\\b${kind}\\b`, 'i').test(code)).length),
			] as const,
	),
];
for (const [what, value] of rows) console.log(`${what.padEnd(30)} ${value}`);

function read(path: string, code: string): File {
	const found: Sized[] = [];
	visit(parseAst(code, {lang: path.endsWith('.tsx') ? 'tsx' : 'ts'}), (node, name) => {
		if (
			node.type !== 'FunctionDeclaration' &&
			node.type !== 'FunctionExpression' &&
			node.type !== 'ArrowFunctionExpression'
		)
			return;
		const lines = code.slice(node.start, node.end).split('\n').length;
		// An arrow within a line is a part of that line.
		if (node.type === 'FunctionDeclaration' || lines > 1) found.push({name: `${path} ${name}`, lines});
	});
	return {path, code: withoutComments(code), lines: code.split('\n').length - 1, functions: found};
}

/** Which files of src import each. */
function importersOf(all: readonly File[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>(all.map(({path}) => [path, []]));
	for (const {path, code} of all) {
		const texts = new Set([...code.matchAll(/(?:\bfrom\s+|\bimport\(\s*)'(\.[^'\n]+)'/g)].map(([, text = '']) => text));
		for (const text of texts) {
			const target = posix.join(posix.dirname(path), text);
			const file = [target, target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find((each) =>
				found.has(each),
			);
			if (file !== undefined) found.get(file)?.push(path);
		}
	}
	return found;
}

type Node = {readonly type: string; readonly start: number; readonly end: number};

/** Calls `meet` for every node, with the name that it or what it stands in has. */
function visit(value: unknown, meet: (node: Node, name: string) => void, name = ''): void {
	if (Array.isArray(value)) for (const each of value) visit(each, meet, name);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
	const own = nameOf(value) ?? name;
	if (isNode(value)) meet(value, own);
	for (const each of Object.values(value)) visit(each, meet, own);
}

function nameOf(value: object): string | null {
	const named = 'id' in value ? value.id : 'key' in value ? value.key : null;
	return typeof named === 'object' && named !== null && 'name' in named && typeof named.name === 'string'
		? named.name
		: null;
}

function isNode(value: object): value is Node {
	return 'type' in value && typeof value.type === 'string' && 'start' in value && 'end' in value;
}

function byLines(one: Sized, other: Sized): number {
	return one.lines - other.lines;
}

function at(sorted: readonly Sized[], share: number): Sized {
	return sorted[Math.floor((sorted.length - 1) * share)] ?? {name: '', lines: 0};
}

function named({name, lines}: Sized): string {
	return `${lines} (${name})`;
}

function withoutComments(code: string): string {
	return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
