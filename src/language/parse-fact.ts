import {type Property, properties} from '../sim/event.js';
import {type Atom, type Comparison, comparisons, type Fact} from '../sim/fact.js';
import type {Value} from '../sim/statement.js';
import {
	anyWord,
	type Cursor,
	isOperator,
	isWord,
	keyword,
	listed,
	must,
	offer,
	offerNames,
	peek,
	unexpected,
} from './cursor.js';
import {duration} from './duration.js';
import {formula} from './parse-formula.js';
import {declaredName, lockOrOnly, only, resourceOrOnly, undeclared} from './resolve.js';
import {lookUp} from './scope.js';
import {valueIn, wholeNumberAt, written} from './value.js';

/** The fact at the cursor, moving past it: `or` of `and` of `not` and single facts. */
export function fact(c: Cursor): Fact {
	return formula(c, {word: 'fact', opposite: 'the opposite of a fact', atom});
}

function atom(c: Cursor): Atom {
	offerNames(c, 'client');
	if (namesClient(c)) return clientFact(c);
	if (keyword(c, 'nobody', 'no client holds the lock')) {
		must(c, 'holds');
		return {kind: 'holds', client: null, lock: lockOrRow(c)};
	}
	if (keyword(c, 'token', "a client's token")) return tokenFact(c);
	if (keyword(c, 'highest', 'the highest token a store has processed')) return storeFact(c, 'highest');
	if (keyword(c, 'version', 'number of accepted writes')) return storeFact(c, 'version');
	if (keyword(c, 'value', "a key's value in a store")) return valueFact(c);
	if (keyword(c, 'time', 'the virtual clock'))
		return {kind: 'time', is: comparison(c), value: duration(c, '6s', {most: Number.MAX_SAFE_INTEGER})};
	if (keyword(c, 'last', 'how the latest message came out')) return lastFact(c);
	const property = propertyAt(c);
	if (property !== undefined) return {kind: 'violated', property, store: onStore(c)};
	return clientFact(c);
}

/** Whether a declared client that is spelled like a word of facts is meant; `last accepted` is always the word. */
function namesClient(c: Cursor): boolean {
	const token = peek(c);
	return (
		token !== undefined &&
		!isWord(c, 'last') &&
		lookUp(c.scope, token.text)?.kinds.has('client') === true &&
		clientStates.some((state) => isWord(c, state, 1))
	);
}

function clientFact(c: Cursor): Atom {
	const token = peek(c);
	if (token === undefined || token.kind === 'operator')
		unexpected(c, 'a fact, such as A holds account or stale-write on raw');
	const entry = lookUp(c.scope, token.text);
	if (!entry?.kinds.has('client')) {
		if (clientStates.some((word) => isWord(c, word, 1))) undeclared(c, token, ['client']);
		unexpected(c, 'a fact, such as A holds account or stale-write on raw');
	}
	const client = entry.name;
	c.at++;
	if (keyword(c, 'holds', 'by the truth of the lock service')) return {kind: 'holds', client, lock: lockOrRow(c)};
	if (keyword(c, 'believes', 'by its own clock')) return {kind: 'believes', client, lock: lockOrOnly(c, connectives)};
	if (keyword(c, 'waits', 'in the line for a lock')) return {kind: 'waits', client, lock: lockOrRow(c)};
	for (const state of ['paused', 'crashed', 'done'] as const)
		if (keyword(c, state)) return {kind: 'process', client, state};
	for (const outcome of ['accepted', 'rejected'] as const)
		if (keyword(c, outcome, 'a write of this client')) return wroteFact(c, client, outcome);
	unexpected(c, `${listed(clientStates)} after ${client}`);
}

/** A lock; or what is kept under a name that is none, whose row at a store with transactions is a lock of its own. */
function lockOrRow(c: Cursor): string {
	const token = peek(c);
	const entry = token === undefined ? undefined : lookUp(c.scope, token.text);
	const isRow = entry === undefined ? c.scope.byKind.lock.length === 0 : !entry.kinds.has('lock');
	return isRow && (entry?.kinds.has('resource') ?? true) && c.scope.byKind.store.length > 0
		? resourceOrOnly(c, connectives)
		: lockOrOnly(c, connectives);
}

function wroteFact(c: Cursor, client: string, outcome: 'accepted' | 'rejected'): Atom {
	must(c, 'on');
	const store = declaredName(c, 'store');
	const is = maybeComparison(c);
	if (is === null) return {kind: 'wrote', client, outcome, store, times: null};
	const count = wholeNumberAt(c, 'a number of times', '2');
	if (!keyword(c, 'times') && !keyword(c, 'time')) unexpected(c, 'the word times');
	return {kind: 'wrote', client, outcome, store, times: {is, count}};
}

function tokenFact(c: Cursor): Atom {
	must(c, 'of');
	const client = declaredName(c, 'client');
	const lock = forName(c, 'lock');
	return {kind: 'token', client, lock, is: comparison(c), value: numberOrNone(c, 'a token', '33')};
}

function storeFact(c: Cursor, kind: 'highest' | 'version'): Atom {
	must(c, 'of');
	const store = declaredName(c, 'store');
	const resource = forName(c, 'resource');
	return {
		kind,
		store,
		resource,
		is: comparison(c),
		value: numberOrNone(c, kind === 'highest' ? 'a token' : 'a version', kind === 'highest' ? '34' : '2'),
	};
}

function valueFact(c: Cursor): Atom {
	must(c, 'of');
	const store = declaredName(c, 'store');
	const {resource, key} = resourceKey(c);
	return {kind: 'value', store, resource, key, is: comparison(c), value: valueOrNone(c)};
}

function resourceKey(c: Cursor): {resource: string; key: string} {
	if (c.scope.keys.size <= mostOffered) for (const [resource, keys] of c.scope.keys) offerKeys(c, resource, keys);
	const token = anyWord(c, "a key, such as balance, or a resource's key, such as account.balance");
	const dot = token.text.indexOf('.');
	const entry = dot < 0 ? undefined : lookUp(c.scope, token.text.slice(0, dot));
	if (entry?.kinds.has('resource')) return {resource: entry.name, key: token.text.slice(dot + 1)};
	return {resource: only(c, 'resource'), key: token.text};
}

function offerKeys(c: Cursor, resource: string, keys: ReadonlySet<string>): void {
	if (keys.size <= mostOffered)
		for (const key of keys)
			offer(c, written(c.scope.keys.size === 1 ? key : `${resource}.${key}`), `a key of ${resource}`);
}

function lastFact(c: Cursor): Atom {
	for (const outcome of ['granted', 'denied'] as const)
		if (keyword(c, outcome)) return {kind: 'last', outcome, store: null};
	for (const outcome of ['accepted', 'rejected', 'unknown'] as const)
		if (keyword(c, outcome)) return {kind: 'last', outcome, store: onStore(c)};
	unexpected(c, 'granted, denied, accepted, rejected or unknown after last');
}

function propertyAt(c: Cursor): Property | undefined {
	return properties.find((property) => keyword(c, property, 'this property has been violated'));
}

function onStore(c: Cursor): string | null {
	return keyword(c, 'on', 'one store only') ? declaredName(c, 'store') : null;
}

function forName(c: Cursor, kind: 'lock' | 'resource'): string {
	if (!keyword(c, 'for', `which ${kind}`)) return only(c, kind);
	return kind === 'lock' ? lockOrOnly(c) : resourceOrOnly(c);
}

/** The sign at the cursor, moving past it. */
export function comparison(c: Cursor): Comparison {
	return maybeComparison(c) ?? unexpected(c, 'one of = != < <= > >=');
}

function maybeComparison(c: Cursor): Comparison | null {
	const found = comparisons.find((operator) => isOperator(c, operator));
	if (found === undefined) for (const operator of comparisons) offer(c, operator, 'compares');
	else c.at++;
	return found ?? null;
}

function numberOrNone(c: Cursor, label: string, example: string): number | null {
	return keyword(c, 'none', 'absent') ? null : wholeNumberAt(c, `${label} or none`, example, Number.NEGATIVE_INFINITY);
}

function valueOrNone(c: Cursor): Value | null {
	return keyword(c, 'none', 'absent') ? null : valueIn(c, anyWord(c, 'a value or none'));
}

const connectives = ['and', 'or', 'in'];
const clientStates = ['holds', 'believes', 'waits', 'paused', 'crashed', 'done', 'accepted', 'rejected'];

/** More keys than anybody picks from a list. */
const mostOffered = 20;
