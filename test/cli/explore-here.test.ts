import {describe, expect, test} from 'vitest';
import {exploreHere} from '../../src/cli/explore/explore-here.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact, parseScript} from '../../src/language/parse.js';
import type {Request} from '../../src/session/session.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';

const world = (text: string): Request['world'] =>
	parseScript(text).statements.reduce((before, {statement}) => {
		const outcome = perform(before, statement);
		return outcome.ok ? outcome.world : before;
	}, emptyWorld);

const two = `client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100
`;

const programs = `A runs acquire account; read account; write account balance-=10; release account
B runs acquire account; read account; write account balance-=20; release account
faults delay 1
`;

const asking = (text: string, words: string): Request => {
	const from = world(text);
	const parsed = parseFact(words, namesOf(from));
	if (!parsed.ok) throw new Error(`expected a fact, got ${words}`);
	return {id: 1, moment: 0, world: from, question: {kind: 'reach', fact: parsed.fact}};
};

describe('exploring from where the learner is', () => {
	test('tells the shortest schedule and hands it over as statements', async () => {
		const {sentences, script} = await exploreHere(asking(two + programs, 'stale-write on raw'));
		expect(sentences[0]).toContain('7 moves');
		expect(script?.length).toBeGreaterThanOrEqual(7);
	});

	test('says that nothing makes it true when every schedule was searched', async () => {
		const {sentences, script} = await exploreHere(asking(two + programs, 'A crashed'));
		expect(sentences[0]).toMatch(/^No: .*All [\d,]+ states/);
		expect(script).toBeNull();
	});

	test('never claims more than it searched when it is stopped', async () => {
		const {sentences} = await exploreHere(
			asking(
				two.replace('client B', 'client B\nclient C\nclient D') +
					`${programs}C runs acquire account; write account balance-=1\nD runs acquire account; write account balance-=1\nfaults delay 3 crash 2\n`,
				'token of A = 99',
			),
			{
				onStates: () => {},
				isStopped: () => true,
			},
		);
		expect(sentences[0]).toMatch(/^Not found in/);
	});

	test('says what is missing where nobody has a program and nothing could be written', async () => {
		const bare = 'client A\nlock account lease ttl 10s\n';
		expect((await exploreHere(asking(bare, 'A paused'))).sentences[0]).toContain('A runs');
		expect(
			(await exploreHere({id: 1, moment: 0, world: world(bare), question: {kind: 'breaks'}})).sentences[0],
		).toContain('A runs');
	});
});
