import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {asMeant, told} from './against.js';
import {cases} from './cases.js';
import {differences} from './differences.js';
import {outcomes} from './outcome.js';
import {randomCount} from './random.js';
import {recordingOf} from './recorded.js';
import {type SystemName, systems} from './script.js';
import {simulate} from './simulate.js';

/** Recorded whole. Of the others the scripts are recorded on which both sides agreed. */
const whole: readonly SystemName[] = ['redis', 'etcd', 'postgres'];

describe.each(systems.filter((system) => recordingOf(system).scripts.length > 0))(
	'The simulator, beside what a real %s said',
	(system) => {
		const {scripts} = recordingOf(system);

		it.runIf(whole.includes(system))('is compared in at least 40 scripts, 20 of them random', () => {
			expect(scripts.length).toBeGreaterThanOrEqual(40);
			expect(scripts.filter(({name}) => name.includes(': random ')).length).toBeGreaterThanOrEqual(randomCount);
		});

		it.runIf(whole.includes(system))('is compared in every script that was written by hand', () => {
			const recorded = new Map(scripts.map(({name, lock, steps}) => [name, {lock, steps}]));
			for (const {name, lock, steps} of cases[system]) expect(recorded.get(name), name).toEqual({lock, steps});
		});

		it.for(scripts)('answers as it did: $name', (script) => {
			const seen = simulate(script);
			if (typeof seen === 'string') throw new Error(seen);
			expect(told(script, asMeant(script, outcomes(seen)))).toEqual(told(script, script.outcomes));
		});
	},
);

describe('The page of differences', () => {
	it('says why of each one', () => {
		const page = readFileSync(resolve(import.meta.dirname, '../../docs/differences.md'), 'utf8');
		for (const {why} of differences) expect(page).toContain(why);
	});
});
