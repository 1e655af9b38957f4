import {rmSync} from 'node:fs';
import {relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'rolldown';
import {parseAst} from 'rolldown/parseAst';

/**
 * Prints the way that a reader walks who follows one line of input through the files of src: `wait 1s`, typed into a sandbox in which A holds the lock, from its parsing to what is drawn of it.
 * How it counts: every function of src notes its calls. A call from a function in one file to a function in another is a stay in the file that is called, the first time that these two
 * functions call each other so; loops and recursion count once. A stay in a file that was visited before is a return. A file is a room.
 * Run: node src/build/run-typescript.mjs bench/walk.ts [--list] [TYPED]
 */
const source = resolve('src');
const [typed = 'wait 1s'] = process.argv.slice(2).filter((word) => word !== '--list');
const entry = `
import {namesOf} from '${source}/language/names.ts';
import {openSandbox} from '${source}/session/open.ts';
import {update} from '${source}/session/update.ts';
import {past, present} from '${source}/session/tree.ts';
import {statusRows} from '${source}/view/diagram/status.ts';
import {ladderRows} from '${source}/view/diagram/ladder.ts';

export function walk(text, mark) {
	const {session: opened} = openSandbox();
	const before = update(opened, {kind: 'line', text: 'A acquire'}).session;
	mark('typed');
	const {session} = update(before, {kind: 'line', text});
	mark('drawn');
	const {tree} = session.place;
	const {world} = present(tree);
	const told = past(tree).filter(({events}) => events.length > 0).map(({did, moments, events}) => ({input: did.text ?? '', moments, events}));
	ladderRows(told, world.spec, {width: 100, selectedStore: null, cursor: null, ascii: false, dimAfterCursor: false});
	statusRows(world, 100);
	mark('done');
}`;

type Call = {readonly from: string; readonly to: string};
const calls: Call[] = [];
const stack: string[] = [];
const watch = {
	enter(name: string) {
		const from = stack.at(-1);
		if (from !== undefined && fileOf(from) !== fileOf(name)) calls.push({from, to: name});
		stack.push(name);
	},
	leave: () => stack.pop(),
};

const file = resolve(`.build/walk-${process.pid}.mjs`);
await build({
	input: 'entry',
	platform: 'node',
	external: (id) => /^[^./\0]/.test(id) && resolve(id) !== id && id !== 'entry',
	plugins: [
		{
			name: 'walk',
			resolveId: (id) => (id === 'entry' ? '\0entry.js' : null),
			load: (id) => (id === '\0entry.js' ? entry : null),
			transform: (code, id) => (id.startsWith(source) ? watched(code, relative(source, id)) : null),
		},
	],
	output: {file, format: 'esm', codeSplitting: false},
	logLevel: 'warn',
});
Object.assign(globalThis, {walkWatch: watch});
const marks: {readonly name: string; readonly at: number}[] = [];
try {
	const {walk}: {walk: (text: string, mark: (name: string) => void) => void} = await import(pathToFileURL(file).href);
	walk(typed, (name) => marks.push({name, at: calls.length}));
} finally {
	rmSync(file, {force: true});
}

const [start, drawn, done] = marks.map(({at}) => at);
report('parsed, performed and told', calls.slice(start, drawn));
report('drawn', calls.slice(drawn, done));
report('all of it', calls.slice(start, done));

function report(what: string, walked: readonly Call[]): void {
	const seen = new Set<string>();
	const rooms = new Set<string>();
	const visits = new Map<string, number>();
	const way: string[] = [];
	for (const {from, to} of walked) {
		const edge = `${from} ${to}`;
		if (seen.has(edge)) continue;
		seen.add(edge);
		const room = fileOf(to);
		rooms.add(room);
		visits.set(room, (visits.get(room) ?? 0) + 1);
		way.push(`${from} -> ${to}`);
	}
	console.log(`${what}: ${rooms.size} rooms, ${way.length} stays, ${way.length - rooms.size} returns`);
	if (!process.argv.includes('--list')) return;
	for (const step of way) console.log(`  ${step}`);
	const often = [...visits].sort(([, one], [, other]) => other - one).slice(0, 12);
	console.log(`  most often: ${often.map(([room, count]) => `${room} ${count}`).join(', ')}`);
}

function fileOf(name: string): string {
	return name.slice(0, name.indexOf(':'));
}

/** The code in which every function says when it is entered and left. A generator is passed over: it is left and entered at each of its values. */
function watched(code: string, path: string): string {
	const program: unknown = parseAst(code, {lang: path.endsWith('x') ? 'tsx' : 'ts'});
	const inserts: {readonly at: number; readonly text: string; readonly closes: boolean}[] = [];
	visit(program, 'top', (node, name) => {
		const body = node['body'];
		if (!isNode(body) || node['generator'] === true || node['async'] === true) return;
		const begin = `walkWatch.enter(${JSON.stringify(`${path}:${name}`)}); try {`;
		if (body['type'] === 'BlockStatement' || body['type'] === 'FunctionBody') {
			const [first, last] = [Number(body['start']) + 1, Number(body['end']) - 1];
			const end = '} finally { walkWatch.leave(); }';
			inserts.push({at: first, text: first === last ? begin + end : begin, closes: false});
			if (first < last) inserts.push({at: last, text: end, closes: true});
		} else {
			// The text between the arrow and the expression can hold brackets around it.
			const from = code.lastIndexOf('=>', Number(body['start'])) + 2;
			inserts.push({at: from, text: `{ ${begin} return (`, closes: false});
			inserts.push({at: Number(node['end']), text: '); } finally { walkWatch.leave(); } }', closes: true});
		}
	});
	// At one place what closes an inner function stands before what closes an outer one, and before what opens.
	const ordered = inserts
		.map((insert, index) => ({...insert, index}))
		.sort(
			(one, other) =>
				one.at - other.at ||
				Number(other.closes) - Number(one.closes) ||
				(one.closes ? other.index - one.index : one.index - other.index),
		);
	let out = '';
	let last = 0;
	for (const {at, text} of ordered) {
		out += code.slice(last, at) + text;
		last = at;
	}
	return out + code.slice(last);
}

type Node = {readonly [key: string]: unknown};

function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null;
}

/** Calls back for each function, outer ones first. `name`: of the function, else of what holds it. */
function visit(value: unknown, name: string, each: (node: Node, name: string) => void): void {
	if (Array.isArray(value)) {
		for (const item of value) visit(item, name, each);
		return;
	}
	if (!isNode(value)) return;
	const own =
		value['type'] === 'VariableDeclarator' || value['type'] === 'FunctionDeclaration'
			? nameOf(value['id'])
			: nameOf(value['key']);
	const here = own ?? name;
	if (
		value['type'] === 'FunctionDeclaration' ||
		value['type'] === 'FunctionExpression' ||
		value['type'] === 'ArrowFunctionExpression'
	)
		each(value, here);
	for (const [key, part] of Object.entries(value)) if (key !== 'id') visit(part, here, each);
}

function nameOf(id: unknown): string | null {
	if (!isNode(id)) return null;
	return typeof id['name'] === 'string' ? id['name'] : typeof id['value'] === 'string' ? id['value'] : null;
}
