import {describe, expect, it} from 'vitest';
import {program} from '../../src/cli/program.js';
import {registry} from '../../src/cli/registry.js';
import {fakeIo} from './fake-io.js';

describe('The program', () => {
	it('loads each subcommand under the name that the registry gives it, with a usage, a summary and examples', async () => {
		for (const {name, load} of registry) {
			const command = await load();
			expect(command.name).toBe(name);
			expect(command.summary).toMatch(/^[A-Z].*[^.]$/);
			expect(command.examples.length).toBeGreaterThan(0);
		}
	});

	it('takes the global options before the subcommand and after it', async () => {
		expect(await run('--ascii', 'doctor')).toMatchObject({code: 0, ascii: true});
		expect(await run('doctor', '--ascii')).toMatchObject({code: 0, ascii: true});
	});

	it('takes "help NAME" as the help of that subcommand', async () => {
		expect((await run('help', 'doctor')).stdout).toBe((await run('doctor', '--help')).stdout);
	});

	it('refuses an unknown subcommand with one sentence and 2', async () => {
		expect(await run('zzzzzzzz')).toMatchObject({
			code: 2,
			stdout: '',
			stderr: 'fence-tutor: There is no subcommand "zzzzzzzz". Type "fence-tutor --help" for the ones there are.\n',
		});
	});

	it('says its version', async () => {
		expect(await run('--version')).toMatchObject({code: 0, stdout: '1.2.3\n', stderr: ''});
	});
});

async function run(...typed: readonly string[]) {
	const fake = fakeIo();
	let ascii = false;
	const code = await program({
		typed,
		io: (options) => {
			ascii = options.ascii;
			return fake.io;
		},
	});
	return {code, ascii, stdout: fake.stdout(), stderr: fake.stderr()};
}
