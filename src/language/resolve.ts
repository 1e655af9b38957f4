import {anyWord, type Cursor, didYouMean, failAt, listed, offerNames, peek} from './cursor.js';
import type {Token} from './lex.js';
import {longestName} from './limits.js';
import {nearest, nearestOfAll} from './nearest.js';
import {declare, type Entry, lookUp, type NameKind} from './scope.js';
import {clipped} from './visible.js';
import {reservedNames} from './words.js';

/** The declared name of this kind at the cursor, spelled as declared, moving past it. Fails: on a name that no earlier line declares, with the nearest that one does. */
export function declaredName(c: Cursor, kind: NameKind): string {
	offerNames(c, kind);
	const token = anyWord(c, described[kind]);
	const entry = lookUp(c.scope, token.text);
	if (entry === undefined || !entry.kinds.has(kind)) undeclared(c, token, [kind]);
	return entry.name;
}

/** Fails with the sentence for a name that is not one of these kinds, and the nearest declared one. */
export function undeclared(c: Cursor, token: Token, kinds: readonly NameKind[], also: readonly string[] = []): never {
	const names = kinds.flatMap((kind) => c.scope.byKind[kind]);
	const what = listed(kinds.map((kind) => nouns[kind]));
	const other = lookUp(c.scope, token.text);
	const near =
		other?.kinds.has('store') && also.includes('to')
			? `to ${other.name}`
			: (nearest(token.text, also) ?? nearestOfAll(token.text, names));
	const said =
		other === undefined
			? `No earlier line declares "${clipped(token.text)}".`
			: `${other.name} is ${nouns[kindOf(other)]}, not ${what}.`;
	const advice = names.length === 0 ? ` Declare ${what} first: ${examples[kinds[0] ?? 'client']}` : didYouMean(near);
	failAt(c, said + advice, {token, nearest: near, expected: names});
}

/** The new name at the cursor, declared as these kinds and spelled as first declared, moving past it. Fails: on what cannot be a name, and on a name of another kind. */
export function newName(c: Cursor, kinds: readonly [NameKind, ...NameKind[]]): string {
	for (const kind of kinds) offerNames(c, kind, `declare this ${kind} again`);
	const token = anyWord(c, `a name for the ${kinds[0]}`);
	checkName(c, token);
	const old = lookUp(c.scope, token.text);
	const clash = old !== undefined && ![...old.kinds].some((kind) => sharing(kind) === sharing(kinds[0]));
	if (clash)
		failAt(
			c,
			`${old.name} is already ${nouns[kindOf(old)]}${old.line === null ? '' : `, declared on line ${old.line}`}. Choose another name for the ${kinds[0]}.`,
			{token},
		);
	return declare(c.scope, token.text, kinds, c.line);
}

/** The lock at the cursor, or the world's one lock where its name is left out. `options` are the words that may follow instead. */
export function lockOrOnly(c: Cursor, options: readonly string[] = []): string {
	return nameOrOnly(c, 'lock', options);
}

/** The resource at the cursor, or that of the world's one lock where its name is left out. `options` are the words that may follow instead. */
export function resourceOrOnly(c: Cursor, options: readonly string[] = []): string {
	return nameOrOnly(c, 'resource', options);
}

/** The store at the cursor, or the world's one store where its name is left out. `options` are the words that may follow instead. */
export function storeOrOnly(c: Cursor, options: readonly string[]): string {
	const token = peek(c);
	const [store, second] = c.scope.byKind.store;
	const isLeftOut = token === undefined || (token.kind === 'word' && options.includes(token.text.toLowerCase()));
	if (isLeftOut && store !== undefined && second === undefined) {
		offerNames(c, 'store');
		return store;
	}
	return declaredName(c, 'store');
}

/** The name that may be left out: the world's one lock, or for a resource without any lock the one resource. Fails: when there is none or more than one. */
export function only(c: Cursor, kind: 'lock' | 'resource'): string {
	const locks = c.scope.byKind.lock;
	const names = kind === 'resource' && locks.length === 0 ? c.scope.byKind.resource : locks;
	const [name] = names;
	if (name === undefined)
		failAt(c, `Expected ${described[kind]}, but no line declares one yet. Declare it first: ${examples[kind]}`);
	if (names.length > 1)
		failAt(c, `Expected ${described[kind]}: there is more than one, so say which: ${listed(c.scope.byKind[kind])}.`, {
			expected: c.scope.byKind[kind].slice(0, 100),
		});
	return name;
}

function nameOrOnly(c: Cursor, kind: 'lock' | 'resource', options: readonly string[]): string {
	offerNames(c, kind);
	const token = peek(c);
	if (token === undefined || token.kind === 'operator') return only(c, kind);
	const entry = lookUp(c.scope, token.text);
	if (entry?.kinds.has(kind)) {
		c.at++;
		return entry.name;
	}
	if (token.kind === 'word' && options.includes(token.text.toLowerCase())) return only(c, kind);
	undeclared(c, token, [kind], options);
}

function checkName(c: Cursor, token: Token): void {
	const {text} = token;
	if (reservedNames.has(text.toLowerCase()))
		failAt(c, `${clipped(text)} means something already, so it cannot be a name. Choose another.`, {token});
	if (text.length > longestName)
		failAt(c, `"${clipped(text)}" is too long for a name: a name has at most ${longestName} characters.`, {token});
	if (!name.test(text))
		failAt(
			c,
			`"${clipped(text)}" cannot be a name. A name is a letter (a to z), then letters, digits, - and _, and ends in a letter or digit.`,
			{token},
		);
}

/** A lock and the resource it protects share a name; nothing else does. */
function sharing(kind: NameKind): NameKind {
	return kind === 'lock' ? 'resource' : kind;
}

function kindOf({kinds}: Entry): NameKind {
	return kinds.has('lock') ? 'lock' : ([...kinds][0] ?? 'resource');
}

const name = /^[a-z](?:[a-z0-9_-]*[a-z0-9])?$/i;
const nouns: Readonly<Record<NameKind, string>> = {
	client: 'a client',
	store: 'a store',
	lock: 'a lock',
	resource: 'a resource',
};
const described: Readonly<Record<NameKind, string>> = {
	client: "a client's name",
	store: "a store's name",
	lock: "a lock's name",
	resource: "a resource's name",
};
const examples: Readonly<Record<NameKind, string>> = {
	client: 'client A',
	store: 'store safe fenced',
	lock: 'lock account lease ttl 10s',
	resource: 'put account balance=100',
};
