import {describe, expect, it} from 'vitest';
import {rememberingRunner} from '../../../src/code/client-table.js';
import {codeWorld} from '../../../src/code/code-world.js';
import {explore} from '../../../src/explore/explore.js';
import {parseScript} from '../../../src/language/parse.js';
import {print} from '../../../src/language/print.js';
import type {Fact} from '../../../src/sim/fact.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import {play} from '../../../src/sim/play.js';
import type {World} from '../../../src/sim/world.js';
import {client, clients, worldText} from '../../code/clients.js';
import {rules} from '../../code/straight-programs.js';
import {aRealm} from './a-realm.js';
import {searched} from './searched.js';

const properties = ['lost-update', 'stale-write', 'locked-out'] as const;
const cases = [
	...rules.map((rule) => ({
		rule,
		name: 'reads' as const,
		program: 'acquire account; read account; write account balance-=10; release account',
	})),
	...(['fenced', 'fenced-cas'] as const).map((rule) => ({
		rule,
		name: 'advances' as const,
		program: 'acquire account; advance account; read account; write account balance-=10; release account',
	})),
].flatMap((each) => [2, 3].map((size) => ({...each, size})));

describe('Every schedule of code', () => {
	it.each(cases)(
		'comes to what the explorer finds of the same program: $size clients, $name, $rule',
		({rule, name, program, size}) => {
			const runner = rememberingRunner(aRealm(clients[name]));
			for (const property of properties) {
				const text = worldText({clients: size, store: `safe ${rule}`, claim: `claim never ${property}`});
				const {world, fact} = coded(text);
				const {found, moves, script} = searched(runner, world, fact);
				const truth = explore(programmed(world, program), fact);
				expect({property, kind: found.kind, moves}).toEqual({property, kind: truth.kind, moves: truth.moves});
				// What is printed does the same without the code.
				expect(evaluate(play(script, world).world, fact)).toBe(found.kind === 'found');
			}
		},
	);

	it.each([
		...[
			'zookeeper',
			'zookeeper token suffix',
			'etcd ttl 10s',
			'consul ttl 10s',
			'kubernetes',
			'dynamodb ttl 10s',
			's3 ttl 10s',
		].map((lock) => ({lock, faults: '', size: 2})),
		...['zookeeper', 'etcd ttl 10s'].map((lock) => ({lock, faults: '', size: 3})),
		...['zookeeper', 'etcd ttl 10s', 's3 ttl 10s'].flatMap((lock) =>
			['crash 1', 'pause 1', 'cut 1'].map((faults) => ({lock, faults, size: 2})),
		),
	])(
		'comes to the same where clients wait in line, or look again: $lock, $size clients, $faults',
		({lock, faults, size}) => {
			const runner = rememberingRunner(aRealm(clients.plain));
			const claims = ['lost-update', 'stale-write', 'two-believers', 'A holds account', 'value of safe balance = 80'];
			for (const text of claims) {
				const claim = `claim never ${text}`;
				const world = worldText({
					clients: size,
					lock,
					store: 'safe unfenced',
					...(faults === '' ? {} : {faults}),
					claim,
				});
				const {world: made, fact} = coded(world);
				const {found, moves, script} = searched(runner, made, fact);
				const steps = 'acquire account; read account; write account balance-=10; release account';
				const truth = explore(programmed(made, steps), fact);
				expect({text, kind: found.kind, moves}).toEqual({text, kind: truth.kind, moves: truth.moves});
				expect(evaluate(play(script, made).world, fact)).toBe(found.kind === 'found');
			}
		},
	);

	it.each([
		['delay 1', 'unfenced', ['stale-write', 'late-write', 'lost-update']],
		['delay 1 duplicate 1', 'unfenced', ['lost-update', 'value of safe balance = 80']],
		['delay 1', 'fenced non-atomic', ['stale-write', 'late-write', 'lost-update', 'value of safe balance = 80']],
		['delay 1 duplicate 1', 'fenced non-atomic', ['stale-write', 'lost-update']],
		['late 1', 'unfenced', ['stale-write', 'two-believers', 'lost-update', 'A believes account and B holds account']],
		['suspend 1', 'unfenced', ['two-believers', 'stale-write', 'A paused and A believes account', 'lost-update']],
		['pause 1', 'unfenced', ['two-believers', 'A paused and A holds account', 'B paused and A paused']],
		['rate 1', 'unfenced', ['two-believers', 'stale-write']],
	] as const)('meets with %s what programs meet, in a store that is %s', (faults, rule, facts) => {
		const runner = rememberingRunner(aRealm(clients.plain));
		for (const text of facts) {
			const {world, fact} = coded(worldText({store: `safe ${rule}`, faults, claim: `claim never ${text}`}));
			const {found, moves, script} = searched(runner, world, fact);
			const truth = explore(
				programmed(world, 'acquire account; read account; write account balance-=10; release account'),
				fact,
			);
			expect({text, kind: found.kind, moves}).toEqual({text, kind: truth.kind, moves: truth.moves});
			expect(found.faults.searched).toEqual(
				Object.fromEntries([...faults.matchAll(/(\w+) (\d)/g)].map(([, kind, count]) => [kind, Number(count)])),
			);
			expect(evaluate(play(script, world).world, fact)).toBe(found.kind === 'found');
		}
	});

	it.each([
		{
			what: 'the wall clock steps between two looks at it',
			faults: 'clock 1',
			code: ["await store.write('at', Date.now());"],
			fact: 'value of safe at < 0',
			script: ['A clock -11s', 'A write account at=-11000'],
		},
		{
			what: 'a clock runs at double speed, so that a sleep ends early',
			faults: 'rate 1',
			code: ['await sleep(1000);', "await store.write('at', Date.now());"],
			fact: 'value of safe at = 1000 and time < 1s',
			script: ['A clock x2', 'wait 500ms', 'A write account at=1000'],
		},
		{
			what: 'a sleep stands still while the machine does',
			faults: 'suspend 1',
			code: ['const lease = await lock.acquire();', 'await sleep(5000);', "await store.write('at', Date.now());"],
			fact: 'value of safe at = 15000',
			script: [
				'A acquire account',
				'A suspend',
				'wait 10s',
				'A resume',
				'wait 1ms',
				'wait 4999ms',
				'A write account at=15000 no token',
			],
		},
		{
			what: 'a link is cut and heals',
			faults: 'cut 1',
			code: ['try {', "await store.read('balance');", '} catch {', "await store.write('lost', 1);", '}'],
			fact: 'value of safe lost = 1',
			script: ['cut A safe', 'A read account', 'heal A safe', 'A write account lost=1'],
		},
		{
			what: 'a write is still on its way when its client starts again',
			faults: 'delay 1 crash 1',
			code: ["await store.write('x', 1);"],
			fact: 'A accepted on safe >= 2 times',
			script: ['A write account x=1 held', 'A crash', 'A restart', 'A write account x=1', 'deliver A'],
		},
		{
			what: 'an answer comes after the sleep that was to wait for it',
			faults: 'late 1',
			code: [
				"const first = await Promise.race([store.write('x', 1), sleep(1000)]);",
				"if (!first?.accepted && (await store.read('x')).value === 1) await store.write('late', 1);",
			],
			fact: 'value of safe late = 1',
			script: ['A write account x=1 reply delayed 1000000s', 'wait 1s', 'A read account', 'A write account late=1'],
		},
	])('meets a world in which $what, $faults', ({faults, code, fact: text, script}) => {
		const {world, fact} = coded(
			worldText({clients: 1, faults, claim: `claim never ${text}`}).replace('safe fenced', 'safe unfenced'),
		);
		const {script: done} = searched(rememberingRunner(aRealm(client(...code))), world, fact);
		expect(done.map(print).sort()).toEqual([...script].sort());
		expect(evaluate(play(done, world).world, fact)).toBe(true);
	});

	it.each(['zookeeper', 'etcd ttl 10s'])('lets a client leave the line of %s that waits for so long only', (lock) => {
		const code = client(
			'const lease = await lock.acquire({within: 2000});',
			"if (lease === null) await store.write('balance', 7);",
			'else await lock.release(lease);',
		);
		const runner = rememberingRunner(aRealm(code));
		const kindOf = (text: string) => {
			const {world, fact} = coded(worldText({lock, store: 'safe unfenced', claim: `claim never ${text}`}));
			const {found, script} = searched(runner, world, fact);
			expect(evaluate(play(script, world).world, fact)).toBe(found.kind === 'found');
			return found.kind;
		};
		expect(kindOf('A waits account')).toBe('found');
		expect(kindOf('A waits account and time > 2s')).toBe('none');
		expect(kindOf('value of safe balance = 7 and A holds account')).toBe('found');
		expect(kindOf('value of safe balance = 7 and (A waits account or B waits account)')).toBe('none');
	});

	it('keep no drift of a clock in their states that the code does not look at', () => {
		const {world, fact} = coded(worldText({faults: 'rate 1', claim: 'claim never value of safe balance = 81'}));
		const {kind, states, schedules} = searched(rememberingRunner(aRealm(clients.plain)), world, fact).found;
		expect({kind, schedules}).toEqual({kind: 'none', schedules: 46_700n});
		// With the drift they are 850.
		expect(states).toBeLessThan(500);
	});

	it.each(['clock 2', 'node 2', 'clock 1 node 1'])('names the nodes of a redlock as they are, %s', (faults) => {
		const lock = 'redlock nodes 3 ttl 10s fsync no';
		const {world, fact} = coded(worldText({lock, store: 'safe unfenced', faults, claim: 'claim never two-grants'}));
		const {found, script} = searched(rememberingRunner(aRealm(clients.plain)), world, fact);
		expect(found.kind).toBe('found');
		expect(evaluate(play(script, world).world, fact)).toBe(true);
	});

	it('are more than sixty cells', () => {
		expect(cases.length * properties.length).toBeGreaterThanOrEqual(60);
	});
});

function coded(text: string): {readonly world: World; readonly fact: Fact} {
	const made = codeWorld(text);
	const [claim] = made.ok ? made.made.claims : [];
	if (!made.ok || claim === undefined) throw new Error('the world is wrong');
	return {world: made.made.world, fact: claim.fact};
}

function programmed(world: World, program: string): World {
	const names = world.spec.clients.map(({name}) => name);
	const text = names.map((name) => `${name} runs ${program}`).join('\n');
	const script = parseScript(text, {
		clients: names,
		locks: ['account'],
		stores: ['safe'],
		resources: ['account'],
		keys: [['account', 'balance']],
	});
	const played = play(
		script.statements.map(({statement}) => statement),
		world,
	);
	if (script.errors.length > 0 || played.refused !== null) throw new Error('the programs are wrong');
	return played.world;
}
