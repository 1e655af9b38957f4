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

async function explored(lines: readonly string[]): Promise<string> {
	const fake = fakeIo({stdin: `${lines.join('\n')}\n`});
	await exploreFiles(
		['-'],
		{facts: [], maxStates: undefined, maxSeconds: undefined, json: false, diagram: true},
		fake.io,
	);
	return fake.stdout();
}
