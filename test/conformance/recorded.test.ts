import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {told} from './against.js';
import {cases} from './cases.js';
import {asMeant, differences} from './differences.js';
import {outcomes} from './outcome.js';
import {randomCount} from './random.js';
import {recordingOf} from './recorded.js';
import {systems} from './script.js';
import {simulate} from './simulate.js';

describe.each(systems)('The simulator, beside what a real %s said', (system) => {
	const {scripts} = recordingOf(system);

	it('is compared in at least 40 scripts, 20 of them random', () => {
		expect(scripts.length).toBeGreaterThanOrEqual(40);
		expect(scripts.filter(({name}) => name.includes(': random ')).length).toBeGreaterThanOrEqual(randomCount);
	});

	it('is compared in every script that was written by hand', () => {
		const recorded = new Map(scripts.map(({name, lock, steps}) => [name, {lock, steps}]));
		for (const {name, lock, steps} of cases[system]) expect(recorded.get(name), name).toEqual({lock, steps});
	});

	it.for(scripts)('answers as it did: $name', (script) => {
		const seen = simulate(script);
		if (typeof seen === 'string') throw new Error(seen);
		expect(told(script, asMeant(script, outcomes(seen)))).toEqual(told(script, script.outcomes));
	});
});

describe('The page of differences', () => {
	it('says why of each one', () => {
		const page = readFileSync(resolve(import.meta.dirname, '../../docs/differences.md'), 'utf8');
		for (const {why} of differences) expect(page).toContain(why);
	});

	it('names none that is no more', () => {
		for (const {system, script: name, step, simulated, real} of differences) {
			const script = recordingOf(system).scripts.find((each) => each.name === name);
			const seen = script === undefined ? 'not recorded' : simulate(script);
			if (script === undefined || typeof seen === 'string') throw new Error(`${name}: ${seen}`);
			expect([outcomes(seen)[step - 1], script.outcomes[step - 1]], name).toEqual([simulated, real]);
		}
	});
});
