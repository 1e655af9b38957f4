import {once} from 'node:events';
import {readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {Worker} from 'node:worker_threads';
import {describe, expect, it} from 'vitest';
import {worldText} from '../../code/clients.js';
import {aFolder} from '../a-folder.js';
import {runProgram} from '../run-program.js';
import {aRealm} from './a-realm.js';
import {hostileFiles} from './hostile-files.js';

describe('Code that could do harm', () => {
	it('comes in at least forty kinds', () => {
		expect(Object.keys(hostileFiles).length).toBeGreaterThanOrEqual(40);
	});

	// Before the others, so that what the program loads when it first checks code is no part of their times.
	it('stands beside code that does none', async () => {
		const folder = aFolder();
		const code = 'export default async function client() {}';
		writeFileSync(join(folder, 'mine.mjs'), `${code}\n/* fence\n${worldText({})}\n*/\n`);
		expect(await runProgram(folder, ['build', 'check', 'mine.mjs'])).toMatchObject({code: 0, stderr: ''});
	});

	it.each(Object.entries(hostileFiles))(
		'that %s gets its sentence in time, and leaves nothing behind',
		async (_, [code, said]) => {
			const folder = aFolder();
			// The world stands at the end, so that what is first in the file stays first.
			writeFileSync(join(folder, 'mine.mjs'), `${code}\n/* fence\n${worldText({})}\n*/\n`);
			const left = leftovers();
			const before = partOfAProcessor();
			const start = performance.now();
			const {
				code: exit,
				stdout,
				stderr,
			} = await runProgram(folder, ['build', 'check', 'mine.mjs', '--max-seconds', '1.5']);
			const took = performance.now() - start;
			const part = Math.min(before, partOfAProcessor());
			expect([stdout.split('\n').slice(1).join('\n'), stderr].join('')).toMatch(
				said.source === '^$' ? /Holds: (all|the only)/ : said,
			);
			expect([0, 2, 3]).toContain(exit);
			// Where the machine is busy the same takes longer, by as much as this process does.
			expect(took * part).toBeLessThan(2000);
			expect(readdirSync(folder).filter((name) => name !== '.home')).toEqual(['mine.mjs']);
			expect(leftovers()).toEqual(left);
		},
	);
});

describe('The workers that run code', () => {
	it('find nothing of Node in the realm after a run, which would have to be thrown away for it', () => {
		const realm = aRealm(
			'export default async function client() { console.log(Object.getOwnPropertySymbols(globalThis).length); }\n',
		);
		for (const name of ['A', 'B'])
			expect(realm.stand([], {clock: false, name, locks: [], stores: []}).said).toEqual(['0']);
	});

	it.each([
		'Promise.mark',
		'Promise.resolve',
		'Math.mark',
		'console.log',
		'setTimeout',
		'Error.mark',
		'[].constructor.mark',
		'client.mark',
		"[]['con' + 'structor'].mark",
		"[] /* = */['con' + 'structor'].mark",
		"[] // =\n['con' + 'structor'].mark",
		"({return: []}). return ['con' + 'structor'].mark",
		"({return: []}). // ;\nreturn ['con' + 'structor'].mark",
		"(({['con' + 'structor']: found}) => found)([]).mark",
		'[].con\\u0073tructor.mark',
		'[].__proto__.mark',
		"[].__lookupGetter__('__pro' + 'to__').call([]).mark",
		'Object.getPrototypeOf([]).mark',
		'Reflect.mark',
		'globalThis.mark',
		'toString',
		'kept',
		'kept.mark',
	])('show a run nothing of what another has left at %s', (place) => {
		const realm = aRealm(
			`${/kept/.test(place) ? 'let kept = () => {};' : ''}export default async function client() {\nqueueMicrotask(() => {}); const left = ${place}; ${place} = 'left by another'; if (left === 'left by another') throw left;\n}\n`,
		);
		for (const name of ['A', 'B', 'C'])
			expect(realm.stand([], {clock: false, name, locks: [], stores: []}).error).toBeNull();
	});

	it('make no code from text, their own realm included', async () => {
		aRealm('export default async function client() {}\n').stand([], {clock: false, name: 'A', locks: [], stores: []});
		const tried = `let said; try { said = eval('1') } catch (error) { said = error.message } require('node:worker_threads').parentPort.postMessage(String(said))`;
		const worker = new Worker(tried, {eval: true, env: {}});
		const [said] = await once(worker, 'message');
		await worker.terminate();
		expect(said).toMatch(/^Code generation from strings disallowed/);
	});
});

/** How much of a processor this process is given now: 1 where the machine is not busy. */
function partOfAProcessor(): number {
	const start = performance.now();
	const before = process.cpuUsage();
	while (performance.now() - start < 100);
	const {user, system} = process.cpuUsage(before);
	return Math.min(1, (user + system) / 1000 / (performance.now() - start));
}

function leftovers(): readonly string[] {
	return readdirSync(tmpdir()).filter((name) => /^fence-tutor-check/.test(name));
}
