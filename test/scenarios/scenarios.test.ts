import {readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {explainFact} from '../../src/narrate/fact.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.fence'));

/** What a scenario expected and did not find, with its refusals and errors; empty when it goes as the page says. */
function failures(file: string): readonly string[] {
	const {statements, errors} = parseScript(readFileSync(new URL(file, folder), 'utf8'));
	const failed = errors.map(({line, message}) => `${line}: ${message}`);
	let world = emptyWorld;
	for (const {statement, line} of statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) failed.push(`${line}: ${refusalSentence(outcome.refusal)}`);
		else world = outcome.world;
		if (statement.kind === 'expect' && !evaluate(world, statement.fact))
			failed.push(`${line}: ${explainFact(world, statement.fact)}`);
	}
	return failed;
}

describe('a scenario of the field goes as it is told', () => {
	test.each(files)('%s', (file) => {
		expect(failures(file)).toEqual([]);
	});
});
