import {describe, expect, test} from 'vitest';
import {terms} from '../../src/help/glossary.js';
import {helpOn} from '../../src/help/page.js';
import {helpTopics, helpTopicsOn} from '../../src/help/topics.js';
import {complete} from '../../src/language/complete.js';
import {parseScript} from '../../src/language/parse.js';
import {clientVerbs, nodes, statementWords} from '../../src/language/words.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';
import {sandboxLines, sandboxNames} from '../language/worlds.js';

/** Lines after which words of the grammar can stand. */
const beginnings = [
	'lock x ',
	...lockKinds().map(({name}) => `lock x ${name} `),
	...['release', 'fsync'].map((option) => `lock x redis ${option} `),
	'lock x redlock elapsed-check ',
	'lock x zookeeper token ',
	'lock x postgres token ',
	'lock x consul behavior ',
	'store x ',
	'store x unfenced ',
	'store x fenced ',
	'store x fenced ratchet ',
	'store x fenced scope ',
	'faults ',
	'A ',
	'A acquire account ',
	'A read account ',
	'A write account balance=90 ',
	'A write account balance=90 reply ',
	'A write account balance=90 if ',
	'A advance account ',
	'A pause ',
	'A starts ',
	'wait ',
	'wait until ',
	'step A ',
	'expect ',
	'expect A ',
	'expect last ',
	'expect last accepted ',
	'expect token of A = ',
	'claim ',
	'claim possible two-believers ',
];

describe('help', () => {
	test.each([...helpTopics(), ...terms])(
		'the example of $name parses, runs in the sandbox without a refusal, and expects what is true',
		({example}) => {
			const script = parseScript([...sandboxLines, ...example].join('\n'));
			expect(script.errors).toEqual([]);
			let world: World = emptyWorld;
			for (const {statement, text} of script.statements) {
				const outcome = perform(world, statement);
				expect(outcome.ok ? null : refusalSentence(outcome.refusal), text).toBeNull();
				if (outcome.ok) world = outcome.world;
				if (statement.kind === 'expect') expect(evaluate(world, statement.fact), text).toBe(true);
			}
			expect(example.length).toBeGreaterThan(0);
		},
	);

	test('there is a topic for every word that begins a statement, every verb of a client and every node', () => {
		expect(withoutHelp([...statementWords, ...clientVerbs, ...nodes])).toEqual([]);
	});

	test.each(beginnings)('there is a topic for every word that can go on after: %s', (line) => {
		const names = {...sandboxNames, keys: []};
		const offered = complete(line, line.length, names).candidates.map(({text}) => text);
		const words = offered.filter(
			(word) => /^[a-z][a-z0-9-]*$/.test(word) && !['raw', 'safe', 'account', 'balance'].includes(word),
		);
		expect(words.length, line).toBeGreaterThan(0);
		expect(withoutHelp(words)).toEqual([]);
	});

	test('a topic is found in any case', () => {
		expect(helpTopicsOn('ACQUIRE').map(({name}) => name)).toEqual(['acquire']);
		expect(helpTopicsOn('nonsense')).toEqual([]);
	});
});

function withoutHelp(words: readonly string[]): readonly string[] {
	return words.filter((word) => helpTopicsOn(word).length === 0 && helpTopicsOn(word, terms).length === 0);
}

test('help is found by words as they stand in a line, where the first of them has some', () => {
	const first = (word: string) => helpOn(word)?.[0] ?? null;
	expect(first('for update')).toContain('read [RESOURCE] [for update]');
	expect(first('clock client')).toContain('postgres clock server|client');
	expect(first('deadline off')).toContain('deadline off');
	expect(first('ttl none')).toContain('ttl DURATION|none');
	expect(first('primary restart')).toContain('primary restart');
	expect(first('replicas 2 wait 1')).toContain('replicated replicas N');
	expect(first('nonsense client')).toBe(null);
});
