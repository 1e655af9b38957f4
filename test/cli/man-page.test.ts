import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {manPage} from '../../src/cli/man-page.js';
import {registry} from '../../src/cli/registry.js';

const about = {date: '2026-01-31', homepage: 'https://example.org/fence-tutor'};

/** Whether a program is on this machine. */
const has = (program: string) => spawnSync(program, ['--version']).error === undefined;

describe('The manual page', () => {
	it('tells every subcommand with all its options and examples', async () => {
		const page = (await manPage('1.2.3', about)).replaceAll('\\-', '-');
		for (const {load} of registry) {
			const {name, options, examples} = await load();
			expect(page).toContain(`.B fence-tutor ${name}`);
			for (const option of Object.keys(options)) expect(page).toContain(`\\fB--${option}`);
			for (const {line} of examples) expect(page).toContain(line.replaceAll('\\', '\\e').replaceAll("'", '\\(aq'));
		}
	});

	it('has no line that roff would take for a request of its own', async () => {
		const requests = new Set(['TH', 'SH', 'TP', 'B', 'RS', 'RE', 'PP', 'br']);
		const lines = (await manPage('1.2.3', about)).split('\n').filter((line) => /^[.']/.test(line));
		for (const line of lines) expect(requests).toContain(/^\.(\w+)/.exec(line)?.[1]);
	});

	it('is ASCII, so that every roff reads it alike', async () => {
		expect(await manPage('1.2.3', about)).toMatch(/^[\n -~]+$/);
	});

	it.runIf(has('groff'))('raises no warning of groff', async () => {
		const {stderr} = spawnSync('groff', ['-ww', '-man', '-Tutf8', '-z'], {
			input: await manPage('1.2.3', about),
			encoding: 'utf8',
		});
		expect(stderr).toBe('');
	});

	it.runIf(!spawnSync('mandoc', ['-Tlint'], {input: ''}).error)('raises no warning of mandoc', async () => {
		const {stdout} = spawnSync('mandoc', ['-Tlint', '-Wstyle'], {
			input: await manPage('1.2.3', about),
			encoding: 'utf8',
		});
		expect(stdout).toBe('');
	});
});
