import {constants} from 'node:os';
import {describe, expect, it} from 'vitest';
import {codeOfSignal, signalNumbers} from '../../src/cli/die-of.js';

describe('The numbers of signals', () => {
	it('are those that Node has on this system', () => {
		const here = Object.entries(signalNumbers).filter(([name]) => name in constants.signals);
		expect(here.length).toBeGreaterThanOrEqual(4);
		for (const [name, number] of here) expect(constants.signals[name as NodeJS.Signals]).toBe(number);
	});

	it('make the exit codes that a shell reports', () => {
		expect([codeOfSignal('SIGHUP'), codeOfSignal('SIGINT'), codeOfSignal('SIGTERM')]).toEqual([129, 130, 143]);
	});
});
