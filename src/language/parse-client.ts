import {leastRate, mostRate, type Operation, plain, type Statement} from '../sim/statement.js';
import {type Cursor, didYouMean, failAt, isWord, keyword, listed, offer, peek, unexpected} from './cursor.js';
import {duration, signedDuration} from './duration.js';
import {nearest} from './nearest.js';
import {takeOptions} from './options.js';
import {messageOptions, operation, sending} from './parse-operation.js';
import {declaredName} from './resolve.js';
import {wholeNumberAt} from './value.js';
import {clipped} from './visible.js';
import {operationVerbs} from './words.js';

/** A statement of a client, whose name stands before the cursor. A bare name is one step of its program. */
export function clientStatement(c: Cursor, client: string): Statement {
	for (const verb of operationVerbs)
		if (keyword(c, verb, verbHints[verb])) return {kind: 'do', client, operation: operation(c, verb)};
	if (keyword(c, 'sends', sendsHint)) return {kind: 'do', client, operation: sending(c)};
	if (keyword(c, 'pause', 'the process stops'))
		return {kind: 'pause', client, for: keyword(c, 'for', 'how long') ? duration(c, '15s') : null};
	if (keyword(c, 'suspend', 'its machine sleeps'))
		return {kind: 'suspend', client, for: keyword(c, 'for', 'how long') ? duration(c, '60s') : null};
	if (keyword(c, 'resume', 'the process goes on')) return {kind: 'resume', client};
	if (keyword(c, 'crash', 'the process dies and forgets everything')) return {kind: 'crash', actor: client};
	if (keyword(c, 'restart', 'the process starts again')) return {kind: 'restart', actor: client};
	if (keyword(c, 'clock', 'its wall clock steps, or its clocks run at another rate')) return clock(c, client);
	if (keyword(c, 'runs', 'gives it a program')) return {kind: 'runs', client, program: program(c)};
	if (keyword(c, 'retries', 'its program starts over when a step fails')) return {kind: 'retries', client};
	if (keyword(c, 'rereads', 'its writes carry the newest token there is')) return {kind: 'rereads', client};
	if (keyword(c, 'shares', 'two clients on one pooled connection')) return sharing(c, client);
	if (keyword(c, 'starts', 'its program runs by itself'))
		return {kind: 'starts', client, at: keyword(c, 'at', 'when') ? duration(c, '0s') : 0};
	if (peek(c) === undefined) return {kind: 'step', client, count: 1, message: {}};
	unexpected(c, `a verb after ${client}, such as acquire, write or pause`);
}

function sharing(c: Cursor, client: string): Statement {
	const token = peek(c);
	const other = declaredName(c, 'client');
	if (other === client) failAt(c, `${client} shares a connection with somebody else, not with itself.`, {token});
	return {kind: 'shares', client, other};
}

/** `+5s` steps the wall clock, `x0.5` is a rate of both clocks. */
function clock(c: Cursor, client: string): Statement {
	offer(c, 'x0.5', 'both its clocks run half as fast');
	offer(c, 'x2', 'both its clocks run twice as fast');
	const token = peek(c);
	const said = token?.kind === 'word' ? /^x(.*)$/i.exec(token.text)?.[1] : undefined;
	if (token === undefined || said === undefined) return {kind: 'clock', actor: client, by: signedDuration(c)};
	const rate = /^\d{1,3}(\.\d{1,6})?$/.test(said) ? Number(said) : Number.NaN;
	if (!(rate >= leastRate && rate <= mostRate))
		failAt(c, `"${clipped(token.text)}" is not a rate. Write it like x0.5 or x2: from x${leastRate} to x${mostRate}.`);
	c.at++;
	return {kind: 'rate', client, rate};
}

/** `step A`, with how many steps and what happens to the message; the cursor stands after `step`. */
export function stepStatement(c: Cursor): Statement {
	const client = declaredName(c, 'client');
	const token = peek(c);
	const count =
		token?.kind === 'word' && /^[+-]?\d/.test(token.text) ? wholeNumberAt(c, 'a number of steps', '3', 1) : 1;
	if (count === 1) offer(c, '3', 'a number of steps');
	return {kind: 'step', client, count, message: takeOptions(c, plain, messageOptions(c))};
}

/** The operations from the cursor to the end of the line. Order: as they run. Fails: when there is none. */
function program(c: Cursor): readonly Operation[] {
	const steps: Operation[] = [];
	for (;;) {
		while (c.tokens[c.at]?.kind === 'separator') c.at++;
		if (c.tokens[c.at] === undefined && steps.length > 0) {
			for (const verb of operationVerbs) offer(c, verb, verbHints[verb]);
			return steps;
		}
		steps.push(step(c));
		if (peek(c) !== undefined)
			unexpected(c, `${listed(c.wanted.at === c.at ? [...c.wanted.words.keys(), ';'] : [';'])} or the end of the line`);
	}
}

function step(c: Cursor): Operation {
	for (const verb of operationVerbs) if (keyword(c, verb, verbHints[verb])) return operation(c, verb);
	if (keyword(c, 'sends', sendsHint)) return sending(c);
	const token = peek(c);
	if (token === undefined) unexpected(c, 'a step of the program, such as acquire account');
	const said = notSteps.find((word) => isWord(c, word));
	if (said !== undefined)
		failAt(
			c,
			`${said} is not a step of a program. A program takes the rest of the line, so put ${said} on a line of its own.`,
		);
	const near = nearest(token.text, operationVerbs);
	failAt(
		c,
		`Expected a step of the program (${listed(operationVerbs)}), but found "${clipped(token.text)}".${didYouMean(near)}`,
		{
			nearest: near,
			expected: operationVerbs,
		},
	);
}

const notSteps = [
	'pause',
	'suspend',
	'resume',
	'crash',
	'restart',
	'clock',
	'runs',
	'retries',
	'rereads',
	'starts',
	'shares',
	'wait',
	'step',
	'run',
	'expect',
	'claim',
	'deliver',
	'drop',
	'duplicate',
	'cut',
	'heal',
];

const sendsHint = 'an effect that must happen once';

const verbHints: Readonly<Record<(typeof operationVerbs)[number], string>> = {
	acquire: 'ask the lock service for the lock',
	renew: 'extend the lease',
	release: 'give the lock back',
	check: 'compare its own clock with its deadline',
	ask: 'ask the lock service whether it still holds',
	read: 'read the resource and remember it',
	write: 'write one key, with the last token',
	advance: 'raise the fence without writing',
	begin: 'begin a transaction',
	commit: 'end its transaction: its writes are accepted',
	rollback: 'end its transaction: its writes never were',
	keeps: 'renew in the background',
	works: 'compute for a while and do nothing else',
};
