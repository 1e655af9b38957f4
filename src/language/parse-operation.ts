import {type MessageOptions, type Operation, plain, type TokenChoice} from '../sim/statement.js';
import {anyWord, type Cursor, failAt, isOperator, keyword, offer, offerNames, peek, unexpected} from './cursor.js';
import {duration} from './duration.js';
import {type Option, takeOptions} from './options.js';
import {declaredName, lockOrOnly, only, resourceOrOnly, storeOrOnly} from './resolve.js';
import {lookUp} from './scope.js';
import {valueIn, wholeNumberAt, written} from './value.js';
import {clipped} from './visible.js';
import type {OperationVerb} from './words.js';

type ToStore = {readonly store: string | null};
type WithToken = {readonly token: TokenChoice};

/** The operation of one client whose verb stands before the cursor. */
export function operation(c: Cursor, verb: OperationVerb): Operation {
	switch (verb) {
		case 'acquire':
		case 'renew':
			return timed(c, verb);
		case 'release':
		case 'ask':
			return asked(c, verb);
		case 'check':
			return {kind: 'check', lock: lockOrOnly(c)};
		case 'read':
			return reading(c);
		case 'write':
			return writing(c);
		case 'advance':
			return advancing(c);
		case 'begin':
		case 'commit':
		case 'rollback':
			return {kind: verb, store: storeOrOnly(c, messageWords), message: takeOptions(c, plain, messageOptions(c))};
		case 'keeps':
			return keeping(c);
		case 'works':
			return {kind: 'works', for: duration(c, '45s', {least: 1})};
	}
}

/** The options that say what happens to a message on its way. */
export function messageOptions(c: Cursor): readonly Option<MessageOptions>[] {
	return [
		{
			words: ['delayed'],
			group: 'request',
			hint: 'the request arrives that much later',
			read: () => ({delayed: duration(c, '90s')}),
		},
		{words: ['lost'], group: 'request', hint: 'the request never arrives', read: () => ({lost: true})},
		{
			words: ['held'],
			group: 'request',
			hint: 'the request stays in the network until you deliver it',
			read: () => ({held: true}),
		},
		{
			words: ['reply', 'delayed'],
			group: 'reply',
			hint: 'the reply arrives that much later',
			read: () => ({replyDelayed: duration(c, '15s')}),
		},
		{words: ['reply', 'lost'], group: 'reply', hint: 'the reply never arrives', read: () => ({replyLost: true})},
	];
}

function timed(c: Cursor, kind: 'acquire' | 'renew'): Operation {
	const lock = lockOrOnly(c, ['ttl', ...(kind === 'acquire' ? ['within'] : []), ...messageWords]);
	type Timed = MessageOptions & {readonly ttl: number | null; readonly within?: number};
	const patience: Option<Timed> = {
		words: ['within'],
		group: 'within',
		hint: 'how long it is ready to wait',
		read: () => ({within: duration(c, '2s', {least: 1})}),
	};
	const {ttl, within, ...message} = takeOptions<Timed>(c, {ttl: null}, [
		{
			words: ['ttl'],
			group: 'ttl',
			hint: 'how long the lease lasts',
			read: () => ({ttl: duration(c, '10s', {least: 1})}),
		},
		...(kind === 'acquire' ? [patience] : []),
		...messageOptions(c),
	]);
	return kind === 'acquire' && within !== undefined ? {kind, lock, ttl, within, message} : {kind, lock, ttl, message};
}

function keeping(c: Cursor): Operation {
	const lock = lockOrOnly(c, ['every', 'off']);
	if (keyword(c, 'every', 'how often, by its own clock'))
		return {kind: 'keeps', lock, every: duration(c, '3s', {least: 1})};
	if (keyword(c, 'off', 'no longer')) return {kind: 'keeps', lock, every: null};
	unexpected(c, `every and how often, such as keeps ${lock} every 3s, or off`);
}

function asked(c: Cursor, kind: 'release' | 'ask'): Operation {
	const lock = lockOrOnly(c, messageWords);
	return {kind, lock, message: takeOptions(c, plain, messageOptions(c))};
}

function reading(c: Cursor): Operation {
	const resource = resourceOrOnly(c, ['for', 'to', ...messageWords]);
	type Reading = MessageOptions & ToStore & {readonly forUpdate: boolean};
	const {store, forUpdate, ...message} = takeOptions<Reading>(c, {store: null, forUpdate: false}, [
		{
			words: ['for', 'update'],
			group: 'for update',
			hint: 'locks the row until the transaction is over',
			read: () => ({forUpdate: true}),
		},
		toStore(c),
		...messageOptions(c),
	]);
	return {kind: 'read', resource, store, ...(forUpdate ? {forUpdate} : {}), message};
}

function advancing(c: Cursor): Operation {
	const resource = resourceOrOnly(c, ['to', 'token', 'no', ...messageWords]);
	const usual = {store: null, token: lastToken};
	const {store, token, ...message} = takeOptions<MessageOptions & ToStore & WithToken>(c, usual, [
		toStore(c),
		...withToken(c),
		...messageOptions(c),
	]);
	return {kind: 'advance', resource, store, token, message};
}

function writing(c: Cursor): Operation {
	const resource = isChange(c, 1) || isChange(c, 0) || isKeyOfOnly(c) ? leftOut(c) : resourceOrOnly(c);
	const {key, change, value} = assignment(c, resource);
	const usual = {store: null, token: lastToken, ifVersion: null, job: null};
	const options: readonly Option<
		MessageOptions & ToStore & WithToken & {readonly ifVersion: number | null; readonly job: string | null}
	>[] = [
		toStore(c),
		...withToken(c),
		{
			words: ['if', 'version'],
			group: 'if version',
			hint: 'only if the store is at this version',
			read: () => ({ifVersion: wholeNumberAt(c, 'a version', '0')}),
		},
		{
			words: ['as', 'job'],
			group: 'as job',
			hint: 'the job whose effect must happen once',
			read: () => ({job: anyWord(c, "a job's name").text}),
		},
		...messageOptions(c),
	];
	const {store, token, ifVersion, job, ...message} = takeOptions(c, usual, options);
	if (isChange(c, 1)) failAt(c, 'A write changes one key. Write a second statement for the next key.');
	return {kind: 'write', resource, key, change, value, store, token, ifVersion, job, message};
}

/** `A sends invoice-7`: an effect that must happen once, as a write of its own key under its job's name. The cursor stands after the verb. Source: domain 1.11. */
export function sending(c: Cursor): Operation {
	const job = anyWord(c, "a job's name, such as invoice-7").text;
	const resource = leftOut(c);
	const usual = {store: null, token: lastToken};
	const {store, token, ...message} = takeOptions<MessageOptions & ToStore & WithToken>(c, usual, [
		toStore(c),
		...withToken(c),
		...messageOptions(c),
	]);
	return {kind: 'write', resource, key: job, change: '=', value: 'sent', store, token, ifVersion: null, job, message};
}

function assignment(c: Cursor, resource: string): {key: string; change: '=' | '+=' | '-='; value: number | string} {
	const keys = c.scope.keys.get(resource);
	if (keys !== undefined && keys.size <= mostOffered)
		for (const key of keys) offer(c, `${written(key)}=`, `a key of ${resource}`);
	const key = anyWord(c, 'a key and a value, such as balance=90').text;
	const change = changes.find((operator) => isOperator(c, operator));
	if (change === undefined) {
		for (const operator of changes) offer(c, operator, 'sets the value');
		unexpected(c, `=, += or -= after the key ${clipped(key)}`);
	}
	c.at++;
	const token = peek(c);
	if (token?.kind === 'operator')
		failAt(c, `A value with ${token.text} in it is written in quotes: ${clipped(key)}${change}"a=b"`);
	const value = valueIn(c, anyWord(c, 'a value'));
	if (token?.kind === 'word' && token.text.startsWith("'") && peek(c) !== undefined)
		failAt(c, `Text with spaces is written in double quotes: ${clipped(key)}${change}"a b"`, {token});
	if (change !== '=' && typeof value === 'string')
		failAt(c, `${change} needs a whole number, such as ${clipped(key)}${change}10, but found "${clipped(value)}".`, {
			token: c.tokens[c.at - 1],
		});
	return {key, change, value};
}

/** Whether the word is a key of the one resource, so that what is missing is its sign and not its resource. */
function isKeyOfOnly(c: Cursor): boolean {
	const token = peek(c);
	const [resource, second] = c.scope.byKind.resource;
	return (
		token !== undefined &&
		resource !== undefined &&
		second === undefined &&
		lookUp(c.scope, token.text) === undefined &&
		c.scope.keys.get(resource)?.has(token.text) === true
	);
}

function leftOut(c: Cursor): string {
	offerNames(c, 'resource');
	return only(c, 'resource');
}

function isChange(c: Cursor, ahead: number): boolean {
	return changes.some((operator) => isOperator(c, operator, ahead));
}

function toStore(c: Cursor): Option<ToStore> {
	return {words: ['to'], group: 'to', hint: 'one store only', read: () => ({store: declaredName(c, 'store')})};
}

function withToken(c: Cursor): readonly Option<WithToken>[] {
	return [
		{
			words: ['token'],
			group: 'token',
			hint: 'send this token instead',
			read: () => ({token: {kind: 'number', token: wholeNumberAt(c, 'a token', '33')}}),
		},
		{words: ['no', 'token'], group: 'token', hint: 'send no token', read: () => ({token: {kind: 'none'}})},
	];
}

const lastToken: TokenChoice = {kind: 'last'};
const changes = ['=', '+=', '-='] as const;
const messageWords = ['delayed', 'lost', 'held', 'reply'];

/** More keys than anybody picks from a list. */
const mostOffered = 100;
