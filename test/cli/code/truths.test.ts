import {describe, expect, it} from 'vitest';
import {rememberingRunner} from '../../../src/code/client-table.js';
import {codeWorld} from '../../../src/code/code-world.js';
import {startCodeExploration} from '../../../src/code/explore-code.js';
import {scheduleScript} from '../../../src/code/schedule-script.js';
import {explore} from '../../../src/explore/explore.js';
import {parseScript} from '../../../src/language/parse.js';
import type {Fact} from '../../../src/sim/fact.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import {play} from '../../../src/sim/play.js';
import type {World} from '../../../src/sim/world.js';
import {clients, worldText} from '../../code/clients.js';
import {rules} from '../../code/straight-programs.js';
import {aRealm} from './a-realm.js';

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
				const exploration = startCodeExploration(runner, world, fact);
				let found = exploration.advance(1000);
				while (found === null) found = exploration.advance(1000);
				const truth = explore(programmed(world, program), fact);
				expect({property, kind: found.kind, moves: found.kind === 'found' ? found.schedule.length : null}).toEqual({
					property,
					kind: truth.kind,
					moves: truth.moves,
				});
				// What is printed does the same without the code.
				const script = scheduleScript(world, found.schedule).flatMap(({done}) => done.map(({statement}) => statement));
				expect(evaluate(play(script, world).world, fact)).toBe(found.kind === 'found');
			}
		},
	);

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
