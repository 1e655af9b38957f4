import type {Statement} from '../sim/statement.js';
import {
	type Cursor,
	didYouMean,
	failAt,
	finish,
	isWord,
	keyword,
	listed,
	offer,
	offerNames,
	peek,
	unexpected,
} from './cursor.js';
import {duration, signedDuration} from './duration.js';
import type {Token} from './lex.js';
import {nearest} from './nearest.js';
import {clientStatement, stepStatement} from './parse-client.js';
import {fact} from './parse-fact.js';
import {setupStatements} from './parse-setup.js';
import {declaredName, lockOrOnly, undeclared} from './resolve.js';
import {type Entry, lookUp} from './scope.js';
import {wholeNumberAt} from './value.js';
import {clipped} from './visible.js';
import {clientVerbs, metaWords, nodes, replicas, serverNames, statementWords} from './words.js';

/** The statement at the cursor, moving to its end; what it declares is added to the scope. Fails: on anything that is not a statement of this world's names. */
export function statement(c: Cursor): Statement {
	const parsed = begun(c);
	finish(c);
	return parsed;
}

function begun(c: Cursor): Statement {
	offerNames(c, 'client');
	for (const [word, parse] of Object.entries(parsers)) if (keyword(c, word, hints[word])) return parse(c);
	for (const part of serverNames)
		if (lookUp(c.scope, part) === undefined && isPart(c, part)) return machine(c, part, ['crash', 'restart', 'clock']);
	offerNames(c, 'store');
	const token = peek(c);
	if (token === undefined || token.kind === 'operator')
		unexpected(c, 'a statement, such as A acquire account or wait 5s');
	const entry = lookUp(c.scope, token.text);
	return entry === undefined ? unknownStart(c) : named(c, entry);
}

/** Moves past the name of a part of a lock service; these are not offered, because few worlds have any. */
function isPart(c: Cursor, part: string): boolean {
	if (!isWord(c, part)) return false;
	c.at++;
	return true;
}

function named(c: Cursor, entry: Entry): Statement {
	const {name} = entry;
	if (!entry.kinds.has('client') && !entry.kinds.has('store')) {
		failAt(
			c,
			`${name} is ${entry.kinds.has('lock') ? 'a lock' : 'a resource'}, and no statement begins with one. Begin with the client that acts, such as ${c.scope.byKind.client[0] ?? 'A'} acquire ${name}; the lock service itself is called locks.`,
		);
	}
	c.at++;
	return entry.kinds.has('client') ? clientStatement(c, name) : machine(c, name, ['crash', 'restart', 'clock']);
}

function unknownStart(c: Cursor): never {
	const token = peek(c);
	const text = token?.text ?? '';
	const clients = c.scope.byKind.client;
	const verb = token?.kind === 'word' ? clientVerbs.find((each) => isWord(c, each)) : undefined;
	if (verb !== undefined) actorMissing(c, verb);
	const words = [...statementWords, ...clients, ...c.scope.byKind.store];
	if (clientVerbs.some((each) => isWord(c, each, 1)) && token !== undefined)
		undeclared(c, token, isWord(c, 'acquire', 1) ? ['client'] : ['client', 'store']);
	const near = nearest(text, [...words, ...clientVerbs]);
	const meta = metaWords.find((word) => isWord(c, word));
	if (meta !== undefined)
		failAt(c, `${meta} is a command of the interactive program, not a statement. There it is typed as /${meta}.`, {
			expected: words,
		});
	failAt(c, `Expected a statement or a declared name, but found "${clipped(text)}".${didYouMean(near)}`, {
		nearest: near,
		expected: words,
	});
}

/** `crash raw` means `raw crash`. */
function actorMissing(c: Cursor, verb: string): never {
	const clients = c.scope.byKind.client;
	const next = lookUp(c.scope, peek(c, 1)?.text ?? '');
	const actor = next?.kinds.has('client') || next?.kinds.has('store') ? next.name : (clients[0] ?? 'A');
	const first = clients.length === 0 ? ' Declare the client first: client A' : '';
	failAt(c, `${verb} follows the name of who does it, for example: ${actor} ${verb}${first}`, {expected: clients});
}

type Machine = 'crash' | 'restart' | 'clock';

function machine(c: Cursor, actor: string, verbsHere: readonly Machine[]): Statement {
	const verb = verbsHere.find((each) => keyword(c, each, machineHints[each]));
	if (verb === undefined) unexpected(c, `${listed(verbsHere)} after ${actor}`);
	return verb === 'clock' ? {kind: 'clock', actor, by: signedDuration(c)} : {kind: verb, actor};
}

function locks(c: Cursor): Statement {
	if (keyword(c, 'kill', 'its process dies, its machine lives')) return {kind: 'kill'};
	if (keyword(c, 'pause', 'it stands still, its clock does not'))
		return {kind: 'stall', for: keyword(c, 'for', 'how long') ? duration(c, '25s') : null};
	if (keyword(c, 'resume', 'it goes on')) return {kind: 'unstall'};
	if (keyword(c, 'failover', 'a new leader takes over, without an outage')) return {kind: 'lead'};
	for (const kind of ['revoke', 'delete'] as const)
		if (keyword(c, kind, kind === 'revoke' ? 'an operator takes a lock away' : 'an operator deletes its record'))
			return {kind, lock: lockOrOnly(c)};
	return machine(c, 'locks', ['crash', 'restart', 'clock']);
}

function wait(c: Cursor): Statement {
	if (!keyword(c, 'until', 'the next lease expiry'))
		return {kind: 'wait', for: duration(c, '6s', {most: Number.MAX_SAFE_INTEGER})};
	if (!keyword(c, 'expiry')) unexpected(c, 'the word expiry after wait until');
	return {kind: 'wait-until-expiry'};
}

function deliver(c: Cursor): Statement {
	const token = peek(c);
	const entry = token === undefined ? undefined : lookUp(c.scope, token.text);
	offerNames(c, 'client', 'its oldest held request');
	if (token === undefined) unexpected(c, 'the client whose held request arrives, or the number of a message');
	if (token !== undefined && entry === undefined && !/^[+-]?\d/.test(token.text)) undeclared(c, token, ['client']);
	return entry === undefined
		? {kind: 'deliver', message: messageNumber(c)}
		: {kind: 'deliver-from', client: declaredName(c, 'client')};
}

function messageNumber(c: Cursor): number {
	return wholeNumberAt(c, "a message's number", '7', 1);
}

function link(kind: 'cut' | 'heal'): (c: Cursor) => Statement {
	return (c) => {
		const from = endpoint(c, []);
		const to = [endpoint(c, [from])];
		while (peek(c) !== undefined) to.push(endpoint(c, [from, ...to]));
		offerEnds(c, [from, ...to]);
		return {kind, from, to};
	};
}

function endpoint(c: Cursor, before: readonly string[]): string {
	offerEnds(c, before);
	const token = peek(c);
	if (keyword(c, 'locks', 'the lock service')) return distinct(c, token, 'locks', before);
	if (token === undefined || token.kind === 'operator')
		unexpected(c, "an end of the link: a client's name, a store's name or locks");
	const machineName = ends.find((word) => isWord(c, word));
	if (machineName === undefined) return distinct(c, token, nameOfEnd(c, token), before);
	c.at++;
	return distinct(c, token, machineName, before);
}

function offerEnds(c: Cursor, before: readonly string[]): void {
	for (const kind of ['client', 'store'] as const)
		for (const name of c.scope.byKind[kind].slice(0, 100)) if (!before.includes(name)) offer(c, name, kind);
	if (!before.includes('locks')) offer(c, 'locks', 'the lock service');
}

function nameOfEnd(c: Cursor, token: Token): string {
	const entry = lookUp(c.scope, token.text);
	if (entry === undefined || (!entry.kinds.has('client') && !entry.kinds.has('store')))
		undeclared(c, token, ['client', 'store'], ['locks']);
	c.at++;
	return entry.name;
}

function distinct(c: Cursor, token: Token | undefined, name: string, before: readonly string[]): string {
	if (before.includes(name)) failAt(c, `${name} is named twice. Name each end of the link once.`, {token});
	return name;
}

function failover(c: Cursor): Statement {
	const to = ['replica', ...replicas].find((name) => isPart(c, name));
	return to === undefined ? {kind: 'failover'} : {kind: 'failover', to};
}

function claim(c: Cursor): Statement {
	const mode = (['never', 'possible'] as const).find((each) =>
		keyword(c, each, each === 'never' ? 'no schedule makes it true' : 'some schedule makes it true'),
	);
	if (mode === undefined) unexpected(c, 'never or possible after claim');
	const claimed = fact(c);
	const moves =
		mode === 'possible' && keyword(c, 'in', 'the number of moves of the shortest schedule')
			? wholeNumberAt(c, 'a number of moves', '7')
			: null;
	return {kind: 'claim', mode, fact: claimed, moves};
}

const parsers: Readonly<Record<string, (c: Cursor) => Statement>> = {
	...setupStatements,
	step: stepStatement,
	run: (c) => ({kind: 'run', client: declaredName(c, 'client')}),
	wait,
	deliver,
	drop: (c) => ({kind: 'drop', message: messageNumber(c)}),
	duplicate: (c) => ({kind: 'duplicate', message: messageNumber(c)}),
	cut: link('cut'),
	heal: link('heal'),
	locks,
	expect: (c) => ({kind: 'expect', fact: fact(c)}),
	claim,
	failover,
};

const ends = ['primary', 'replica', ...nodes];

const machineHints: Readonly<Record<Machine, string>> = {
	crash: 'it loses power',
	restart: 'it comes back',
	clock: 'its wall clock steps',
};

const hints: Readonly<Record<string, string>> = {
	client: 'declare a client',
	lock: 'declare a lock',
	store: 'declare a storage server',
	put: 'initial data, in every store',
	latency: 'one-way message latency',
	pace: 'time between steps of a self-running program',
	faults: 'what the explorer may spend',
	step: "run a client's next steps",
	run: 'run a program to its end',
	wait: 'time passes',
	deliver: 'a message arrives now',
	drop: 'a message is lost',
	duplicate: 'a message arrives twice',
	cut: 'messages between these are lost',
	heal: 'the network works again',
	locks: 'the lock service',
	expect: 'a fact that must be true here',
	claim: 'a fact about every schedule',
	failover: 'the replica becomes the primary',
};
