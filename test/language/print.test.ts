import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {printDuration, sayDuration} from '../../src/language/duration.js';
import {longestLine} from '../../src/language/limits.js';
import {parseFact, parseLine} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {printFact} from '../../src/language/print-fact.js';
import {printOperation} from '../../src/language/print-operation.js';
import {facts, oddNames, operations, statements} from './generated.js';
import {one} from './worlds.js';

describe('print', () => {
	test('what is printed parses to the same statement', () => {
		fc.assert(
			fc.property(statements, (statement) => {
				const text = print(statement);
				fc.pre(text.length <= longestLine);
				const parsed = parseLine(text, oddNames);
				expect(parsed.ok ? parsed.statements.map((each) => each.statement) : parsed.error.message, text).toEqual([
					statement,
				]);
			}),
			{numRuns: 5000},
		);
	});

	test('a condition is printed also where it is the usual one', () => {
		const line = 'store mine rejects when token < highest';
		const parsed = parseLine(line, oddNames);
		expect(parsed.ok ? parsed.statements.map(({statement}) => print(statement)) : parsed.error.message).toEqual([line]);
	});

	test('what is printed of a fact parses to the same fact', () => {
		fc.assert(
			fc.property(facts, (fact) => {
				const text = printFact(fact);
				fc.pre(text.length <= longestLine);
				const parsed = parseFact(text, oddNames);
				expect(parsed.ok ? parsed.fact : parsed.error.message, text).toEqual(fact);
			}),
			{numRuns: 2000},
		);
	});

	test('what is printed of an operation parses to the same operation', () => {
		fc.assert(
			fc.property(operations, (operation) => {
				const parsed = parseLine(`A runs ${printOperation(operation)}`, oddNames);
				expect(parsed.ok ? parsed.statements.map(({statement}) => statement) : parsed.error.message).toEqual([
					{kind: 'runs', client: 'A', program: [operation]},
				]);
			}),
			{numRuns: 2000},
		);
	});

	test.each([
		['A ACQUIRE', 'A acquire account'],
		['A write balance+=10 as job pay token 33 to safe', 'A write account balance+=10 to safe token 33 as job pay'],
		['A write note="v0 + A" no token', 'A write account note="v0 + A" no token'],
		['A starts', 'A starts at 0s'],
		['A', 'step A'],
		['wait 90', 'wait 90s'],
		['wait 120', 'wait 2m'],
		['wait 1500ms', 'wait 1.5s'],
		['wait 10501ms', 'wait 10501ms'],
		['A clock 5', 'A clock +5s'],
		['faults delay 0', 'faults delay 0'],
		['lock l lease', 'lock l lease ttl 10s'],
		['expect not ((A paused)) and (B paused or A done)', 'expect not A paused and (B paused or A done)'],
		['expect not (A paused and B paused)', 'expect not (A paused and B paused)'],
		['expect value of safe balance=90', 'expect value of safe account.balance = 90'],
	])('%s is printed as %s', (line, text) => {
		expect(print(one(line))).toBe(text);
	});

	test('durations are printed as short as they can be, and said with a space', () => {
		expect([0, 1, 250, 1000, 1500, 1550, 60_000, 90_000, -5000].map(printDuration)).toEqual([
			'0s',
			'1ms',
			'250ms',
			'1s',
			'1.5s',
			'1550ms',
			'1m',
			'90s',
			'-5s',
		]);
		expect([0, 250, 13_000, 10_501].map(sayDuration)).toEqual(['0 s', '250 ms', '13 s', '10.501 s']);
	});
});
