import {describe, expect, test} from 'vitest';
import {helpTopic, helpTopics} from '../../src/language/help-topics.js';
import {parseScript} from '../../src/language/parse.js';
import {clientVerbs, statementWords} from '../../src/language/words.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';
import {sandboxLines} from './worlds.js';

describe('help', () => {
	test.each(helpTopics)('the example of $name parses, and runs in the sandbox without a refusal', ({example}) => {
		const script = parseScript([...sandboxLines, ...example].join('\n'));
		expect(script.errors).toEqual([]);
		let world: World = emptyWorld;
		for (const {statement, text} of script.statements) {
			const outcome = perform(world, statement);
			expect(outcome.ok ? null : outcome.refusal.sentence, text).toBeNull();
			if (outcome.ok) world = outcome.world;
		}
	});

	test('there is a topic for every word that begins a statement and every verb of a client', () => {
		const words = [...statementWords, ...clientVerbs];
		expect(words.filter((word) => helpTopic(word) === null)).toEqual([]);
	});

	test('a topic is found in any case', () => {
		expect(helpTopic('ACQUIRE')?.name).toBe('acquire');
		expect(helpTopic('nonsense')).toBeNull();
	});
});
