import {expect, test} from 'vitest';
import {everyScript} from '../../generated/every-script.js';
import {toldHistories} from '../../generated/histories.js';
import {disagreements} from './truth/disagreements.js';

/** How many random scripts are looked at: FENCE_SCRIPTS=10000 for all that the house promises. */
const count = Number(process.env['FENCE_SCRIPTS'] ?? 300);

test('what lanes, strip and panels show of every scenario, lesson and shared run is what is so in its worlds', () => {
	const wrong = [...toldHistories()].flatMap(({name, steps, from}) =>
		disagreements(steps, from).map(({kind, detail}) => `${name}: ${kind}: ${detail}`),
	);
	expect(wrong.slice(0, 20)).toEqual([]);
}, 300_000);

test('what lanes, strip and panels show of any script is what is so in its worlds', () => {
	everyScript(count, ({steps}) => {
		expect(disagreements(steps).map(({kind, detail}) => `${kind}: ${detail}`)).toEqual([]);
	});
}, 3_600_000);
