import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {commands, readCommand} from '../../src/language/command.js';

describe('a meta command', () => {
	it('is read with what follows its name, in any case', () => {
		expect(readCommand(' /GoTo  7 ', [])).toEqual({name: 'goto', rest: '7'});
		expect(readCommand('/hint', [])).toEqual({name: 'hint', rest: ''});
	});

	it('may be a bare word where no statement can begin with it', () => {
		for (const word of ['help', 'undo', 'quit', 'hint', 'why', 'Exit', '?'])
			expect(readCommand(word, [])).not.toBeNull();
		expect(readCommand('undo 3', [])).toEqual({name: 'undo', rest: '3'});
		expect(readCommand('reset', [])).toBeNull();
	});

	it('leaves a word to the language when a client is called so', () => {
		expect(readCommand('hint acquire', ['A', 'Hint'])).toBeNull();
	});

	it('names the nearest command when it is mistyped', () => {
		expect(readCommand('/udno', [])).toEqual({name: null, word: 'udno', nearest: 'undo'});
		expect(readCommand('/resett', [])).toEqual({name: null, word: 'resett', nearest: 'reset'});
		expect(readCommand('/zzzzzzzz', [])).toEqual({name: null, word: 'zzzzzzzz', nearest: null});
	});

	it('is never a statement of the language', () => {
		for (const line of ['A acquire account', 'wait 6s', '# note', '']) expect(readCommand(line, [])).toBeNull();
	});

	it('is found by each of its names', () => {
		for (const {name} of commands) expect(readCommand(`/${name}`, [])).toEqual({name, rest: ''});
	});

	it('reads any text at all without throwing', () => {
		fc.assert(
			fc.property(
				fc.string({unit: 'binary'}),
				(line) => readCommand(line, []) === null || typeof readCommand(line, []) === 'object',
			),
		);
	});
});
