import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, test} from 'vitest';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {type FaultKind, faultKinds} from '../../src/sim/statement.js';
import {storeRules} from '../../src/sim/store/registry.js';
import {budgetDoes} from './budgets.js';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/faults.md'), 'utf8');
const rows = page.split('\n').flatMap((line) => {
	const [, fault, does, nothing] = /^\| `(\w+)` \| (.*?) \|(?: (.*?))? \|$/.exec(line) ?? [];
	return fault === undefined ? [] : [{fault, does, nothing: nothing ?? ''}];
});

/** With which kinds of lock the page says that a fault can do nothing. Shape: `kind, kind: reason; kind: reason`. */
const idleWith = (fault: FaultKind): readonly string[] =>
	(rows.find((row) => row.fault === fault)?.nothing ?? '')
		.split('; ')
		.flatMap((part) => (part.includes(': ') ? (part.split(': ')[0] ?? '').split(', ') : []));

/** What a kind needs to be declared with so that its world is small. */
const options: Readonly<Record<string, string>> = {
	advisory: '',
	kubernetes: ' ttl 10s renew-deadline 6s retry-period 4s',
	redlock: ' ttl 10s nodes 3',
	replicated: ' ttl 10s replication-lag 1s',
};

const worldOf = (lock: string) =>
	[
		'client A',
		'client B',
		`lock account ${lock}${options[lock] ?? ' ttl 10s'}`,
		'store s unfenced',
		'put account n=0',
		'A runs acquire account; write account n=1',
		'B runs acquire account',
	].join('\n');

/** A new leader gives each session its full time again, which a silent one sees. */
const begun = (fault: FaultKind) => (fault === 'failover' ? 'A acquire account; A crash; wait 4s' : '');

const besides = (fault: FaultKind) => (fault === 'duplicate' ? 'late 1' : '');

test('docs/faults.md has a row for every kind of fault, in their order', () => {
	expect(rows.map(({fault}) => fault)).toEqual([...faultKinds]);
});

describe.each(lockKinds().map(({name}) => name))('with a lock of kind %s', (lock) => {
	test.each(faultKinds)(
		'a fault of kind %s is searched where it can do anything, and said to be idle where not',
		(fault) => {
			expect(budgetDoes(worldOf(lock), fault, besides(fault), begun(fault))).toBe(
				idleWith(fault).includes(lock) ? 'idle' : 'reached',
			);
		},
	);
});

describe.each(storeRules().map(({name}) => name))('with a store of rule %s', (rule) => {
	const world = `client A; store s ${rule}${rule === 'rejects' ? ' when token = 5' : ''}; put account n=0\nA runs write account n=1; read account`;
	test.each(['delay', 'late', 'lose', 'duplicate', 'pause', 'crash', 'cut', 'node'] as const)(
		'a fault of kind %s is searched',
		(fault) => {
			expect(budgetDoes(world, fault, besides(fault))).toBe('reached');
		},
	);
});
