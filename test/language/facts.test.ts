import {describe, expect, test} from 'vitest';
import {parseFact} from '../../src/language/parse.js';
import {properties} from '../../src/sim/event.js';
import type {Fact} from '../../src/sim/fact.js';
import {one, sandboxNames, wrong} from './worlds.js';

function fact(text: string, names = sandboxNames): Fact {
	const parsed = parseFact(text, names);
	if (!parsed.ok) throw new Error(parsed.error.message);
	return parsed.fact;
}

const paused = (client: string): Fact => ({kind: 'process', client, state: 'paused'});

describe('facts', () => {
	test.each<[string, Fact]>([
		['A holds account', {kind: 'holds', client: 'A', lock: 'account'}],
		['A holds', {kind: 'holds', client: 'A', lock: 'account'}],
		['nobody holds account', {kind: 'holds', client: null, lock: 'account'}],
		['A believes', {kind: 'believes', client: 'A', lock: 'account'}],
		['A paused', paused('A')],
		['A crashed', {kind: 'process', client: 'A', state: 'crashed'}],
		['A done', {kind: 'process', client: 'A', state: 'done'}],
		['token of A = 33', {kind: 'token', client: 'A', lock: 'account', is: '=', value: 33}],
		['token of A for account != none', {kind: 'token', client: 'A', lock: 'account', is: '!=', value: null}],
		['highest of safe >= 34', {kind: 'highest', store: 'safe', resource: 'account', is: '>=', value: 34}],
		['highest of safe for account=NONE', {kind: 'highest', store: 'safe', resource: 'account', is: '=', value: null}],
		['version of safe < 2', {kind: 'version', store: 'safe', resource: 'account', is: '<', value: 2}],
		[
			'value of safe balance = 90',
			{kind: 'value', store: 'safe', resource: 'account', key: 'balance', is: '=', value: 90},
		],
		[
			'value of safe account.balance > -5',
			{kind: 'value', store: 'safe', resource: 'account', key: 'balance', is: '>', value: -5},
		],
		[
			'value of safe note = "v0 + A"',
			{kind: 'value', store: 'safe', resource: 'account', key: 'note', is: '=', value: 'v0 + A'},
		],
		[
			'value of safe note = none',
			{kind: 'value', store: 'safe', resource: 'account', key: 'note', is: '=', value: null},
		],
		[
			'value of safe note = "none"',
			{kind: 'value', store: 'safe', resource: 'account', key: 'note', is: '=', value: 'none'},
		],
		['value of safe a.b = 1', {kind: 'value', store: 'safe', resource: 'account', key: 'a.b', is: '=', value: 1}],
		['time >= 6s', {kind: 'time', is: '>=', value: 6000}],
		['time<=250ms', {kind: 'time', is: '<=', value: 250}],
		['last granted', {kind: 'last', outcome: 'granted', store: null}],
		['last denied', {kind: 'last', outcome: 'denied', store: null}],
		['last accepted on raw', {kind: 'last', outcome: 'accepted', store: 'raw'}],
		['last rejected', {kind: 'last', outcome: 'rejected', store: null}],
		['last unknown', {kind: 'last', outcome: 'unknown', store: null}],
		['A accepted on raw', {kind: 'wrote', client: 'A', outcome: 'accepted', store: 'raw', times: null}],
		[
			'A rejected on safe >= 2 times',
			{kind: 'wrote', client: 'A', outcome: 'rejected', store: 'safe', times: {is: '>=', count: 2}},
		],
		[
			'A accepted on raw = 1 time',
			{kind: 'wrote', client: 'A', outcome: 'accepted', store: 'raw', times: {is: '=', count: 1}},
		],
		['stale-write on raw', {kind: 'violated', property: 'stale-write', store: 'raw'}],
	])('%s', (text, expected) => {
		expect(fact(text)).toEqual(expected);
	});

	test.each(properties)('%s is a fact', (property) => {
		expect(fact(property)).toEqual({kind: 'violated', property, store: null});
	});

	test('not binds more than and, and and more than or', () => {
		expect(fact('not A paused and B paused or A done')).toEqual({
			kind: 'or',
			left: {kind: 'and', left: {kind: 'not', fact: paused('A')}, right: paused('B')},
			right: {kind: 'process', client: 'A', state: 'done'},
		});
		expect(fact('A paused or B paused and A paused')).toMatchObject({kind: 'or', right: {kind: 'and'}});
		expect(fact('not (A paused or B paused)')).toMatchObject({kind: 'not', fact: {kind: 'or'}});
		expect(fact('A holds and B believes')).toMatchObject({kind: 'and'});
		expect(fact('(A paused)or(B paused)')).toMatchObject({kind: 'or'});
	});

	test('expect and claim take facts', () => {
		expect(one('expect A paused')).toEqual({kind: 'expect', fact: paused('A')});
		expect(one('claim never A paused')).toEqual({kind: 'claim', mode: 'never', fact: paused('A'), moves: null});
		expect(one('claim possible A paused')).toEqual({kind: 'claim', mode: 'possible', fact: paused('A'), moves: null});
		expect(one('claim possible A accepted on raw in 7')).toMatchObject({mode: 'possible', moves: 7});
		expect(one('claim possible A holds in 3')).toMatchObject({fact: {kind: 'holds', lock: 'account'}, moves: 3});
	});

	test('a client may be called like a word of facts', () => {
		const names = {...sandboxNames, clients: ['time', 'Value', 'last', 'stale-write']};
		expect(fact('time paused', names)).toEqual(paused('time'));
		expect(fact('value holds account', names)).toMatchObject({kind: 'holds', client: 'Value'});
		expect(fact('last accepted on raw', names)).toMatchObject({kind: 'last'});
		expect(fact('"last" accepted on raw', names)).toMatchObject({kind: 'wrote', client: 'last'});
		expect(fact('stale-write on raw', names)).toMatchObject({kind: 'violated'});
		expect(fact('stale-write done', names)).toMatchObject({kind: 'process', client: 'stale-write'});
	});

	test('with several locks a fact says which', () => {
		const names = {...sandboxNames, locks: ['account', 'ledger'], resources: ['account', 'ledger']};
		expect(fact('token of A for ledger = 1', names)).toMatchObject({lock: 'ledger'});
		expect(fact('value of safe ledger.balance = 1', names)).toMatchObject({resource: 'ledger', key: 'balance'});
		expect(wrong('expect token of A = 1', names).message).toContain('account or ledger');
		expect(wrong('expect A holds', names).message).toContain('account or ledger');
	});

	test.each([
		['expect', 7],
		['expect and', 8],
		['expect A', 9],
		['expect A runs', 10],
		['expect nobody believes', 15],
		['expect A paused and', 20],
		['expect (A paused', 17],
		['expect A paused)', 16],
		['expect A paused B paused', 17],
		['expect token A = 3', 14],
		['expect token of A', 18],
		['expect token of A = x', 21],
		['expect token of A == 3', 20],
		['expect token of raw = 3', 17],
		['expect time = none', 15],
		['expect last', 12],
		['expect last granted on raw', 21],
		['expect A accepted', 18],
		['expect A accepted on raw >= 2', 30],
		['expect A accepted on raw >= -2 times', 29],
		['expect stale-write on A', 23],
		['claim', 6],
		['claim always A paused', 7],
		['claim never A paused in 7', 22],
		['claim possible A paused in', 27],
		['claim possible A paused in -1', 28],
	])('%s is an error at column %i', (line, column) => {
		expect(wrong(line)).toMatchObject({kind: 'syntax', column});
	});

	test('a fact alone is one fact and nothing more', () => {
		for (const text of ['', 'A paused; B paused', '"', 'A paused extra'])
			expect(parseFact(text, sandboxNames).ok, text).toBe(false);
	});
});
