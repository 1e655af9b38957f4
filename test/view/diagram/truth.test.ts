import {expect, test} from 'vitest';
import {everyScript} from '../../generated/every-script.js';
import {toldHistories} from '../../generated/histories.js';
import {scriptOf} from '../../generated/random-scripts.js';
import {disagreements} from './truth/disagreements.js';

/** How many random scripts are looked at: FENCE_SCRIPTS=10000 for all that the house promises. */
const count = Number(process.env['FENCE_SCRIPTS'] ?? 300);

test('what lanes, strip and panels show of every scenario, lesson and shared run is what is so in its worlds', () => {
	const wrong = [...toldHistories()].flatMap(({name, steps, from}) =>
		disagreements(steps, from).map(({kind, detail}) => `${name}: ${kind}: ${detail}`),
	);
	expect(wrong.slice(0, 20)).toEqual([]);
});

/** Found among random scripts, and by hand. */
const found: Readonly<Record<string, readonly string[]>> = {
	'a write each 200 ms, more than the strip has columns': [
		'client C',
		'lock account etcd ttl 10s waiter-check off',
		'store s fenced-strict scope global',
		'store t fenced-cas scope global',
		'pace 200ms',
		'C runs acquire account; write account m=2; release account',
		'C retries',
		'C starts',
		'wait 30s',
	],
	'a record that bars an asker by its own clock, though nobody holds': [
		'client A',
		'client B',
		'lock x postgres ttl 10s clock client',
		'B acquire x',
		'A clock -11s',
		'wait 12s',
		'A acquire x',
	],
	'an object whose end a slow clock has not reached, though nobody holds': [
		'client B',
		'client C',
		'lock account s3 ttl 10s deadline on',
		'B clock x0.5',
		'C acquire account',
		'wait until expiry',
		'B acquire account',
	],
	'a client that asks nodes without power': [
		'client B',
		'lock account redlock ttl 10s nodes 1 drift 0.01 node-timeout 25ms deadline on',
		'B acquire account',
		'wait 9897ms',
		'locks kill',
		'B release account',
		'B ask account',
		'B acquire account',
		'wait 29ms',
		'n1 restart',
		'wait 3s',
	],
	'nodes right below a client without a link': ['client B', 'lock account redlock ttl 10s fsync always', 'cut locks B'],
	'a rejection, and much later a belief of another client that ends': [
		'client A',
		'client C',
		'lock job redlock',
		'store s fenced',
		'put job n=0 m=0',
		'C acquire job',
		'A read job',
		'A write job m+=3 as job pay delayed 9s',
		'wait until expiry',
	],
	'writes of two clients, accepted and rejected in every column': [
		'client A',
		'client B',
		'lock account lease ttl 600s',
		'store s fenced',
		'put account n=0',
		'A acquire',
		...Array.from({length: 120}, () => ['A write account n=1', 'B write account n=2', 'wait 1s']).flat(),
	],
};

test.each(Object.entries(found))('what lanes, strip and panels show is what is so: %s', (_, lines) => {
	const steps = scriptOf(lines)?.steps ?? [];
	expect(steps.length).toBe(lines.length);
	expect(disagreements(steps)).toEqual([]);
});

test('what lanes, strip and panels show of any script is what is so in its worlds', () => {
	everyScript(count, ({steps}) => {
		const wrong = disagreements(steps).map(({kind, detail}) => `${kind}: ${detail}`);
		if (wrong.length > 0) throw new Error(wrong.join('\n'));
	});
}, 3_600_000);
