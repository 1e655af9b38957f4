import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {homeCommand} from '../../../src/cli/commands/home.js';
import {learnCommand} from '../../../src/cli/commands/learn.js';
import {playCommand} from '../../../src/cli/commands/play.js';
import {fakeIo} from '../fake-io.js';

let cwd = '';

beforeEach(() => {
	cwd = mkdtempSync(join(tmpdir(), 'fence-tutor-learn-'));
});

afterEach(() => rmSync(cwd, {recursive: true, force: true}));

const outside = (stdin = '') => fakeIo({stdin, cwd, env: {FENCE_TUTOR_HOME: join(cwd, 'home')}});
const options = {
	again: false,
	presenter: false,
	review: false,
	name: undefined,
	key: undefined,
	notes: undefined,
	today: undefined,
};

describe('fence-tutor learn', () => {
	it('opens a lesson by its id or its number, and without either the one to go on with', async () => {
		for (const words of [['lease'], ['1'], ['01'], []]) {
			const fake = outside();
			expect(await learnCommand.run({words, options}, fake.io)).toBe(1);
			expect(fake.stdout()).toContain('# The lock that lets go');
		}
	});

	it('opens a lesson from a file', async () => {
		writeFileSync(join(cwd, 'mine.md'), mine);
		const fake = outside('\n');
		expect(await learnCommand.run({words: ['mine.md'], options}, fake.io)).toBe(0);
		expect(fake.stdout()).toContain('# My own');
	});

	it('names what is wrong with a file, with its place, and opens nothing of it', async () => {
		writeFileSync(join(cwd, 'mine.md'), mine.replace('role: adversary', 'role: hero'));
		const fake = outside();
		expect(await learnCommand.run({words: ['mine.md'], options}, fake.io)).toBe(2);
		expect(fake.stderr()).toMatch(/^mine\.md:\d+:\d+: /);
		expect(fake.stdout()).toBe('');
	});

	it('names the nearest lesson for one that is not there', async () => {
		const fake = outside();
		expect(await learnCommand.run({words: ['leese'], options}, fake.io)).toBe(2);
		expect(fake.stderr()).toBe('There is no lesson leese. Did you mean lease?\n');
	});
});

describe('fence-tutor play', () => {
	it('opens a script to go on from', async () => {
		writeFileSync(join(cwd, 'mine.fence'), 'client A\nlock l lease ttl 5s\nA acquire\n');
		const fake = outside('A release\n');
		expect(await playCommand.run({words: ['mine.fence'], options: {presenter: false}}, fake.io)).toBe(0);
		expect(fake.stdout()).toContain('A gives l back');
	});

	it('names what is wrong with a script, and where', async () => {
		writeFileSync(join(cwd, 'mine.fence'), 'client A\nA aquire\nA pause\n');
		const fake = outside();
		expect(await playCommand.run({words: ['mine.fence'], options: {presenter: false}}, fake.io)).toBe(2);
		expect(fake.stderr()).toMatch(/^mine\.fence:2:3: .*acquire/);
	});

	it('saves a script and loads it again', async () => {
		const fake = outside('A acquire\n/save mine.fence\n/load mine.fence\nA release\n');
		expect(await playCommand.run({words: [], options: {presenter: false}}, fake.io)).toBe(0);
		expect(fake.stdout()).toContain('mine.fence is open in the sandbox.');
		expect(fake.stdout()).toContain('A gives account back');
	});
});

describe('fence-tutor alone, in line mode', () => {
	it('lists the lessons and how to go on', async () => {
		const fake = outside();
		expect(await homeCommand.run({words: [], options: {presenter: false}}, fake.io)).toBe(0);
		expect(fake.stdout()).toContain('The lock that lets go');
		expect(fake.stdout()).toContain('fence-tutor learn lease');
	});
});

const mine = `---
id: mine
title: My own
role: adversary
minutes: 1
teaches: [lease]
---

\`\`\`world
client A
lock l lease ttl 5s
\`\`\`

## Only this

Read.
`;
