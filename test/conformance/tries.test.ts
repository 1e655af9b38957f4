import {describe, expect, it} from 'vitest';
import type {Case} from './script.js';
import {type Run, severalTries} from './tries.js';

const script: Case = {
	name: 'a script',
	system: 'redis',
	lock: 'redis',
	steps: ['A acquire', 'wait 14s', 'B acquire', 'A ask'],
	scale: 0.1,
};
const meant = ['granted', '', 'granted', 'asked false'];
const good: Run = {outcomes: meant, late: 0};
const early: Run = {outcomes: ['granted', '', 'denied', 'asked true'], late: 3};
const other: Run = {outcomes: ['denied', '', 'granted', 'asked false'], late: 0};

/** What comes of runs that end so, one after another, and how slow each was. An Error: a run that breaks off. */
async function tried(...ends: readonly (Run | Error)[]) {
	const scales: number[] = [];
	const verdict = await severalTries(script, meant, async ({scale}) => {
		const end = ends[scales.length] ?? new Error('more runs than were planned');
		scales.push(scale);
		if (end instanceof Error) throw end;
		return end;
	});
	return {...verdict, scales};
}

describe('A script that is run on real servers', () => {
	it('is run once where the servers say what is meant', async () => {
		expect(await tried(good)).toEqual({real: meant, differs: false, noise: [], scales: [0.1]});
	});

	it('differs where every run says something else, each slower than the one before', async () => {
		const {real, differs, scales} = await tried(other, other, other);
		expect([real, differs]).toEqual([other.outcomes, true]);
		expect(scales).toEqual([0.1, 0.2, 0.4]);
	});

	it('does not differ where the difference did not come again, and says what it was', async () => {
		expect(await tried(other, good)).toMatchObject({
			real: meant,
			differs: false,
			noise: ['1. A acquire: denied instead of granted'],
		});
	});

	it('does not differ where every run has another difference', async () => {
		expect(await tried(other, early, other)).toMatchObject({differs: false});
		expect((await tried(other, early, other)).noise).toHaveLength(3);
	});

	it('is slowed as far as the machine was late', async () => {
		const {scales, noise} = await tried(early, good);
		expect(scales).toEqual([0.1, 0.5]);
		expect(noise).toEqual(['3. B acquire: denied instead of granted, the machine was late']);
	});

	it('is run again where a run breaks off, and differs where all others do', async () => {
		expect(await tried(new Error('not within 15 s'), good)).toMatchObject({differs: false, noise: ['not within 15 s']});
		expect(await tried(other, new Error('not within 15 s'), other)).toMatchObject({differs: true});
	});

	it('fails where no run gets to its end', async () => {
		const broken = new Error('not within 15 s');
		await expect(tried(broken, broken, broken)).rejects.toThrow('a script: no run got to its end: not within 15 s');
	});
});
