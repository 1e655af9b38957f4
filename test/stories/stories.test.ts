import {readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {runFiles} from '../../src/cli/run/run-files.js';
import type {Event} from '../../src/sim/event.js';
import {fakeIo} from '../cli/fake-io.js';
import {absent, type Traced, traces} from './traces.js';

/** The rules one by one, and the accidents of the field. */
const folders = [import.meta.dirname, join(import.meta.dirname, '../scenarios')];
const stories = folders.flatMap((folder) =>
	readdirSync(folder).flatMap((file) => (file.endsWith('.fence') ? [[basename(file, '.fence'), folder] as const] : [])),
);
const names = stories.map(([name]) => name);

describe.each(stories)('the story %s', (name, folder) => {
	it('ends as it expects', async () => {
		const {code, stdout, stderr} = await run(name, folder, {quiet: true});
		expect(stdout + stderr).toBe('');
		expect(code).toBe(0);
	});

	it('reads as the text beside it', async () => {
		await expect((await run(name, folder, {})).stdout).toMatchFileSnapshot(join(folder, `${name}.txt`));
	});

	it('holds the events of its trace at their times, in their order', async () => {
		const history = await historyOf(name, folder);
		for (const kind of absent[name] ?? []) expect(history.filter((event) => event.kind === kind)).toEqual([]);
		let from = 0;
		for (const traced of traces[name] ?? []) {
			const found = history.findIndex((event, index) => index >= from && isLike(event, traced));
			expect(
				found,
				`${JSON.stringify(traced)} after event ${from}, in:\n${sameKind(history, traced)}`,
			).toBeGreaterThanOrEqual(0);
			from = found + 1;
		}
	});

	it('gives the same bytes every time', async () => {
		expect((await run(name, folder, {json: true})).stdout).toBe((await run(name, folder, {json: true})).stdout);
	});
});

it('tells no trace of a story that is not there', () => {
	expect([...Object.keys(traces), ...Object.keys(absent)].filter((name) => !names.includes(name))).toEqual([]);
});

async function run(name: string, folder: string, options: {readonly json?: boolean; readonly quiet?: boolean}) {
	const {io, stdout, stderr} = fakeIo({cwd: folder});
	const code = await runFiles([`${name}.fence`], {json: false, quiet: false, diagram: false, ...options}, io);
	return {code, stdout: stdout(), stderr: stderr()};
}

async function historyOf(name: string, folder: string): Promise<readonly Event[]> {
	const {stdout} = await run(name, folder, {json: true});
	const objects = stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as {readonly events?: readonly Event[]});
	return objects.flatMap(({events}) => events ?? []);
}

function isLike(event: Event, traced: Traced): boolean {
	const fields = new Map<string, unknown>(Object.entries(event));
	return Object.entries(traced).every(([field, value]) => fields.get(field) === value);
}

function sameKind(history: readonly Event[], traced: Traced): string {
	return history
		.filter((event) => event.kind === traced.kind)
		.map((event) => JSON.stringify(event))
		.join('\n');
}
