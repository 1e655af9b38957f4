import {describe, expect, it} from 'vitest';
import {exploreFiles} from '../../src/cli/explore/explore-files.js';
import {fakeIo} from './fake-io.js';

const world = [
	'client A',
	'client B',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'put account n=0',
	'A runs acquire account; read account; write account n+=1; release account',
	'B runs acquire account; read account; write account n+=1; release account',
];

describe('explore --diagram', () => {
	it('draws a client that could go on and is given no step as standing still, until its belief ends or it goes on', async () => {
		expect((await explored([...world, 'claim never stale-write'])).split('\n').slice(11, 24)).toEqual([
			'  1     0    ├─ acquire ─────►│                │                │ n=0',
			'  2     0    │◄─ granted 33 ──╢                │                │',
			'             ┃ holds 33       ║ lease: A       │                │',
			'  3     0    ┠─ read ─────────╫────────────────┼───────────────►│ n=0',
			'  4     0    ░ stands still   ║                │                │',
			'     ⋮       ░                ║                ╎                ╎',
			'  5 10000    ░                │ ✗ expired      │                │',
			'  6 10000    │ stops          │                │                │',
			'             │ believing      │                │                │',
			'  7 10000    │                │◄─ acquire ─────┤                │',
			'  8 10000    │                ╟─ granted 34 ──►│                │',
			'             │                ║ lease: B       ┃ holds 34       │',
			'  9 10000    │                ║                ┠─ read ────────►│ n=0',
		]);
	});

	it('says it in the statements too', async () => {
		expect(await explored([...world, 'claim never stale-write'])).toContain(
			'wait 10s   # A stands still before its write account n+=1\n',
		);
	});
});

describe('explore --as promela', () => {
	it('writes the world and its claims as a model, and searches nothing', async () => {
		const {code, stdout} = await asPromela([...world, 'claim never stale-write on raw']);
		expect(code).toBe(0);
		expect(stdout).toContain('ltl claim_never_stale_write_on_raw { [] !(stale_write_on_raw) }');
		expect(stdout).toContain(' *     A runs acquire account; read account; write account n+=1; release account\n');
	});

	it('refuses what no model can say, each by name and at its place, and writes nothing', async () => {
		const {code, stdout, stderr} = await asPromela([
			...world.slice(0, 2),
			'lock account etcd ttl 10s',
			...world.slice(3),
			'claim never token of A = 40000',
		]);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr.split('\n')).toEqual([
			'-:3:1: A lock of the kind etcd cannot be said in a model for SPIN yet. Lease and redlock can.',
			'-:8:1: A claim has a number that is too large for SPIN.',
			'',
		]);
	});
});

async function asPromela(lines: readonly string[]) {
	const fake = fakeIo({stdin: `${lines.join('\n')}\n`});
	const code = await exploreFiles(
		['-'],
		{facts: [], maxStates: undefined, maxSeconds: undefined, prompt: false, json: false, diagram: false, as: 'promela'},
		fake.io,
	);
	return {code, stdout: fake.stdout(), stderr: fake.stderr()};
}

async function explored(lines: readonly string[]): Promise<string> {
	const fake = fakeIo({stdin: `${lines.join('\n')}\n`});
	await exploreFiles(
		['-'],
		{facts: [], maxStates: undefined, maxSeconds: undefined, prompt: false, json: false, diagram: true, as: undefined},
		fake.io,
	);
	return fake.stdout();
}

describe('explore --max-bytes', () => {
	it('gives up where the memory that is allowed is full, and says how deep it has come; less than a search begins with is refused', async () => {
		const three = [...world, 'client C', 'C runs acquire account; read account; write account n+=1; release account'];
		const claimed = [...three, 'faults delay 2 pause 1', 'claim never stale-write and not stale-write'].join('\n');
		const options = {
			facts: [],
			maxStates: undefined,
			maxSeconds: undefined,
			prompt: false,
			json: false,
			diagram: false,
		};
		const full = fakeIo({stdin: `${claimed}\n`});
		expect(await exploreFiles(['-'], {...options, as: undefined, maxBytes: 65_536}, full.io)).toBe(3);
		expect(full.stdout()).toMatch(/unknown: nothing in the first [\d,]+ states, up to \d+ moves deep/);
		const refused = fakeIo({stdin: `${claimed}\n`});
		expect(await exploreFiles(['-'], {...options, as: undefined, maxBytes: 5}, refused.io)).toBe(2);
		expect(refused.stderr()).toContain('--max-bytes takes a number of at least 65536.');
	});
});
