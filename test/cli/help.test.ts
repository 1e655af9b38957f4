import {describe, expect, it} from 'vitest';
import {helpAbout} from '../../src/cli/help-about.js';
import {program} from '../../src/cli/program.js';
import {registry} from '../../src/cli/registry.js';
import {terms} from '../../src/help/glossary.js';
import {helpTopics} from '../../src/help/topics.js';
import {commands} from '../../src/language/command.js';
import {properties} from '../../src/sim/event.js';
import {width} from '../../src/view/text/width.js';
import {fakeIo} from './fake-io.js';

describe('fence-tutor help', () => {
	it('lists every topic in its group', async () => {
		const {stdout} = await helped();
		const listed = stdout.replace(/\s+/g, ' ');
		for (const {name} of [...registry, ...helpTopics(), ...terms]) expect(listed).toContain(name);
		for (const {name} of commands) expect(listed).toContain(`/${name}`);
	});

	it.each([...helpTopics(), ...terms].map(({name}) => name))(
		'tells how %s is written or what it means, with its example',
		async (name) => {
			const {stdout, code} = await helped(...name.split(' '));
			expect(code).toBe(0);
			expect(stdout).toContain('For example, in the sandbox:');
		},
	);

	it('takes every property, every command of the prompt, and the exit codes', async () => {
		for (const topic of [...properties, ...commands.map(({name}) => `/${name}`), 'exit codes'])
			expect((await helped(topic)).code).toBe(0);
	});

	it('tells every sense of a word', async () => {
		const {stdout} = await helped('lease');
		expect(stdout).toContain('lock NAME lease');
		expect(stdout).toContain('Also called: lock with TTL.');
		expect((await helped('run')).stdout).toMatch(/fence-tutor run FILE[\s\S]*In the fence language:\n\nrun CLIENT/);
	});

	it('takes the plural, other spellings and any case', async () => {
		const {stdout} = await helped('fencing', 'token');
		for (const topic of ['Fencing Tokens', 'FENCING-TOKEN']) expect((await helped(topic)).stdout).toBe(stdout);
	});

	it('names the nearest word for a topic it does not have, and ends with 2', async () => {
		expect(await helped('quroum')).toEqual({
			code: 2,
			stdout: '',
			stderr: 'fence-tutor: There is no help on "quroum". Did you mean "fence-tutor help quorum"?\n',
		});
		expect((await helped('xyzzyxyzzy')).stderr).toBe(
			'fence-tutor: There is no help on "xyzzyxyzzy". Type "fence-tutor help" for the topics.\n',
		);
		expect((await helped('\u001b[2J')).stderr).not.toContain('\u001b');
	});

	it.each([40, 80])('keeps within %i columns', async (columns) => {
		const fake = fakeIo({columns});
		for (const topic of ['', ...helpTopics().map(({name}) => name), ...terms.map(({name}) => name)])
			if (!registry.some(({name}) => name === topic)) await helpAbout(topic, fake.io);
		const wide = fake
			.stdout()
			.split('\n')
			.filter((line) => width(line) > columns);
		expect(wide).toEqual([]);
	});
});

async function helped(...typed: readonly string[]) {
	const fake = fakeIo();
	const code = await program({typed: ['help', ...typed], io: () => fake.io});
	return {code, stdout: fake.stdout(), stderr: fake.stderr()};
}
