import fc from 'fast-check';
import {openSandbox} from '../../src/session/open.js';
import type {Session} from '../../src/session/session.js';
import {script} from '../../src/session/tree.js';
import {update} from '../../src/session/update.js';
import type {Statement} from '../../src/sim/statement.js';

const client = fc.constantFrom('A', 'B', 'B', 'C');
const option = fc.constantFrom('', '', '', ' held', ' lost', ' reply lost', ' delayed 90s', ' reply delayed 15s');
const value = fc.oneof(
	fc.integer({min: -5, max: 200}).map(String),
	fc.constantFrom('"a b"', '"\\""', '"#;"', 'none', '"é"', '"√ 🧩"', 'x-1'),
);

const lines = fc.oneof(
	fc
		.tuple(client, fc.constantFrom('acquire', 'renew', 'release', 'check', 'ask', 'read', 'advance'), option)
		.map(([who, verb, how]) => `${who} ${verb}${how}`),
	fc
		.tuple(client, fc.constantFrom('balance', 'owner', '"odd key"'), value, option)
		.map(([who, key, what, how]) => `${who} write account ${key}=${what}${how}`),
	fc
		.tuple(client, fc.integer({min: 1, max: 40}), option)
		.map(([who, by, how]) => `${who} write account balance+=${by}${how}`),
	fc
		.tuple(client, fc.constantFrom('pause', 'pause for 15s', 'resume', 'crash', 'restart', 'clock +5s', 'clock -2s'))
		.map((words) => words.join(' ')),
	fc.integer({min: 1, max: 30_000}).map((ms) => `wait ${ms}ms`),
	fc.constantFrom(
		'wait until expiry',
		'deliver 1',
		'deliver 2',
		'drop 1',
		'duplicate 1',
		'deliver A',
		'locks crash',
		'locks restart',
		'raw crash',
		'raw restart',
	),
	fc.constantFrom(
		'client C',
		'store exact equal',
		'latency 1ms',
		'A runs acquire; read account; write account balance+=1; release',
		'A starts',
		'step A',
		'run A',
	),
	fc.constantFrom(
		'lock account redis ttl 5s',
		'lock account etcd ttl 5s',
		'lock job lease ttl 3s',
		'lock account redlock ttl 5s nodes 3',
		'n1 crash',
	),
	fc.constantFrom(
		'/undo',
		'/redo',
		'/reset',
		'/goto 0',
		'/goto b1',
		'/play',
		'expect time >= 0',
		'claim never stale-write on raw',
	),
);

/** What somebody did in the sandbox who typed some thirty lines with a goal nobody knows. */
export const sessions: fc.Arbitrary<Session> = fc
	.array(lines, {maxLength: 30})
	.map((typed) =>
		typed.reduce((session, text) => update(session, {kind: 'line', text}).session, openSandbox().session),
	);

/** The statements of the present branch. */
export function statementsOf(session: Session): readonly Statement[] {
	return script(session.place.tree);
}
