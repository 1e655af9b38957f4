import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {callTableOf, rememberingClass, writtenClass} from '../../src/code/call-table.js';
import {type ClassRunner, checkClass} from '../../src/code/check-class.js';
import {classReference} from '../../src/code/class-reference.js';
import {plainTable, tableOf} from '../../src/code/story-table.js';

describe('The table of a class', () => {
	it('answers as the class did, and is much shorter than the sequences', () => {
		const runner = rememberingClass(referenceRunner('LockService'), 'ranked');
		const {sequences} = checkClass(runner, 'LockService', 4);
		const text = JSON.stringify(runner.table());
		const table = callTableOf(JSON.parse(text));
		if (table === null) throw new Error('the table cannot be read back');
		expect(checkClass(writtenClass(table), 'LockService', 4)).toEqual({sequences, wrong: null});
		expect(text.length).toBeLessThan(sequences);
		// One call longer than anything that was tried.
		expect(() => checkClass(writtenClass(table), 'LockService', 5)).toThrow('lacks a sequence');
	});

	it('is another class when an answer in it is changed', () => {
		const runner = rememberingClass(referenceRunner('FencedResourceServer'));
		checkClass(runner, 'FencedResourceServer', 3);
		const {calls, answers, nodes} = runner.table();
		const forged = {calls, nodes, answers: answers.map((answer) => (answer === false ? true : answer))};
		expect(checkClass(writtenClass(forged), 'FencedResourceServer', 3).wrong).not.toBeNull();
	});
});

describe('Reading a table', () => {
	it('never throws, whatever the data', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (data) => {
				tableOf(data);
				callTableOf(data);
				tableOf({clock: true, names: true, asks: data, answers: [data], rows: [data]});
				callTableOf({calls: [data], answers: data, nodes: [data]});
			}),
		);
	});

	it.each([
		['an ask that is none', {asks: [{kind: 'format'}]}],
		['a key that is no text', {asks: [{kind: 'read', key: 5}]}],
		['a look at the clock in a table that has none', {asks: [{kind: 'now', sync: true}]}],
		[
			'a row that goes on from a later one',
			{
				rows: [
					[-1, -1, -1, 0, 0, 0],
					[1, 0, 0, 1],
				],
			},
		],
		['an ask that is not there', {rows: [[-1, -1, -1, 0, 0, 7]]}],
		['a client that waits for nothing and has not ended', {rows: [[-1, -1, -1, 0]]}],
		[
			'a second beginning',
			{
				rows: [
					[-1, -1, -1, 1],
					[-1, -1, -1, 1],
				],
			},
		],
	])('refuses %s', (_, change) => {
		const data = {
			clock: false,
			names: false,
			asks: [{kind: 'acquire'}],
			answers: ['{}'],
			rows: [[-1, -1, -1, 0, 0, 0]],
		};
		expect(tableOf(data)).not.toBeNull();
		expect(tableOf({...data, ...change})).toBeNull();
	});

	it('gives back what was written', () => {
		const ask = {id: 0, kind: 'write', key: 'balance', value: 90, token: 33, file: 'mine.mjs', line: 4} as const;
		const plain = plainTable({
			needs: {clock: false, names: false},
			rows: [
				{story: [], standing: {...ended, ended: null, pending: [ask]}},
				{story: [[0, '{"accepted":true}']], standing: ended},
			],
		});
		const read = tableOf(JSON.parse(JSON.stringify(plain)));
		expect(read?.rows.map(({story}) => story)).toEqual([[], [[0, '{"accepted":true}']]]);
		expect(read?.rows[0]?.standing.pending).toEqual([{...ask, file: null, line: null}]);
		expect(read?.rows[1]?.standing.ended).toBe('returned');
	});
});

const ended = {pending: [], ended: 'returned', error: null, floating: null, looksAtName: false, asked: []} as const;

/** A class that is right: it answers as the simulator does. */
function referenceRunner(name: Parameters<typeof classReference>[0]): ClassRunner {
	const {calls, start, after} = classReference(name);
	return {
		play(_, asked, sequences) {
			expect(asked).toEqual(calls);
			const answers: unknown[] = [];
			const places = sequences.map((sequence) => {
				let state = start;
				return sequence.map((call) => {
					const next = after(state, call);
					state = next.state;
					return answers.push(next.answer) - 1;
				});
			});
			return {answers, places};
		},
	};
}
