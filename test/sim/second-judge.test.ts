import {expect, test} from 'vitest';
import {everyScript} from '../generated/every-script.js';
import {toldHistories} from '../generated/histories.js';
import {scriptOf} from '../generated/random-scripts.js';
import {disagreements} from './second-judge.js';

/** A key that was last written under no grant is torn from no other. */
const seldom = [
	[
		'client A',
		'client B',
		'client C',
		'lock account lease ttl 10s',
		'store s unfenced',
		'put account n=0 m=0',
		'A acquire account',
		'wait until expiry',
		'B acquire account',
		'B write account n=1',
		'C write account n=2',
		'A write account m=1',
	],
];

/** How many random histories are judged; more by the environment. */
const count = Number(process.env['FENCE_HISTORIES'] ?? 500);

test('a second judge comes to the same verdicts at every event of every random history', {
	timeout: Math.max(300_000, count * 100),
}, () => {
	everyScript(count, ({steps}) => {
		expect(disagreements(steps)).toEqual([]);
	});
});

test('a second judge comes to the same verdicts where the dice seldom fall', () => {
	for (const lines of seldom) {
		const script = scriptOf(lines);
		expect(script?.steps.every(({outcome}) => outcome.ok)).toBe(true);
		expect(disagreements(script?.steps ?? [])).toEqual([]);
	}
});

test('a second judge comes to the same verdicts in every scenario, story and way through a lesson', () => {
	const different: string[] = [];
	for (const {name, steps} of toldHistories())
		different.push(...disagreements(steps).map((each) => `${name}: ${each}`));
	expect(different).toEqual([]);
});
