import {lessons} from 'fence-tutor:lessons';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {program} from '../../src/cli/program.js';
import type {Act} from '../../src/lesson/lesson.js';
import {fakeIo} from './fake-io.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/sharing.md'), 'utf8');

describe('The page on sharing', () => {
	it('can be followed line by line in an empty folder', async () => {
		const cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-sharing-'));
		writeFileSync(join(cwd, 'zombie.fence'), blocks('fence')[0] ?? '');
		writeFileSync(join(cwd, 'lease.txt'), solutionOf('lease'));
		const lines = blocks('sh').flatMap((block) => block.trim().split('\n'));
		expect(lines.length).toBeGreaterThan(8);
		for (const line of lines) expect([line, await follow(line, cwd)]).toEqual([line, 0]);
		expect(readFileSync(join(cwd, 'results.csv'), 'utf8')).toContain('ada.json,Ada,,lease,');
		expect(readFileSync(join(cwd, 'run.md'), 'utf8')).toContain(
			`fence-tutor replay ${readFileSync(join(cwd, 'code.txt'), 'utf8').trim()}`,
		);
		rmSync(cwd, {recursive: true});
	});
});

/** The exit code of one line, as a shell runs it: `<` and `>` are files. */
async function follow(line: string, cwd: string): Promise<number> {
	const [command = '', ...typed] = line.split(' ');
	expect(command).toBe('fence-tutor');
	const input = typed.indexOf('<');
	const stdin = input === -1 ? '' : readFileSync(join(cwd, typed.splice(input, 2)[1] ?? ''), 'utf8');
	const output = typed.indexOf('>');
	const file = output === -1 ? null : (typed.splice(output, 2)[1] ?? '');
	const outside = fakeIo({cwd, stdin, env: {FENCE_TUTOR_HOME: join(cwd, 'home')}});
	const code = await program({typed, io: () => outside.io});
	if (file !== null) writeFileSync(join(cwd, file), outside.stdout());
	return code;
}

function blocks(language: string): readonly string[] {
	return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text ?? '');
}

function solutionOf(id: string): string {
	const acts = lessons.find((lesson) => lesson.id === id)?.steps.flatMap(({beats}) => beats.map(({act}) => act)) ?? [];
	return acts
		.flatMap(typedAt)
		.map((line) => `${line}\n`)
		.join('');
}

function typedAt(act: Act): readonly string[] {
	switch (act.kind) {
		case 'read':
		case 'debrief':
			return [''];
		case 'try':
			return ['', ''];
		case 'predict':
			return ['1', ''];
		case 'task':
			return [...act.solution.map(({text}) => text), ''];
	}
}
