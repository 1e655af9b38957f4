import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {parseScript} from '../../src/language/parse.js';
import {explainFact} from '../../src/narrate/fact.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';

/** Reports of real lock services and their clients, told as scripts. Each names its source; a line that ends in `# refused` must be refused. */
const folder = inProject('test/scenarios/field');
const files = scriptsIn(folder);

/** What happens where one thing befalls another that is under way: each script ends in what the rules of the world demand. */
const corners = inProject('test/scenarios/corners');

function scriptsIn(path: string): readonly string[] {
	return readdirSync(path).filter((name) => name.endsWith('.fence'));
}

/** What is not as the report says, line by line; empty when all is. */
function failures(text: string): readonly string[] {
	const lines = text.split('\n');
	const isRefused = (line: string) => /^[^#]*\S.*#\s*refused\b/.test(line);
	const kept = lines.map((line) => (isRefused(line) ? '' : line)).join('\n');
	return [
		...played(kept),
		...lines.flatMap((line, index) => {
			if (!isRefused(line)) return [];
			const alone = lines.map((each, other) => (isRefused(each) && other !== index ? '' : each)).join('\n');
			return refusedAt(alone).includes(index + 1) ? [] : [`${index + 1}: this is not refused`];
		}),
	];
}

/** The lines of a script that are refused or no statement. */
function refusedAt(text: string): readonly number[] {
	const {statements, errors} = parseScript(text);
	let world = emptyWorld;
	const refused = statements.flatMap(({statement, line}) => {
		const outcome = perform(world, statement);
		if (outcome.ok) world = outcome.world;
		return outcome.ok ? [] : [line];
	});
	return [...errors.map(({line}) => line), ...refused];
}

function played(text: string): readonly string[] {
	const {statements, errors} = parseScript(text);
	const failed = errors.map(({line, message}) => `${line}: ${message}`);
	let world = emptyWorld;
	for (const {statement, line} of statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) failed.push(`${line}: ${refusalSentence(outcome.refusal)}`);
		else world = outcome.world;
		if (statement.kind === 'expect' && !evaluate(world, statement.fact))
			failed.push(`${line}: ${explainFact(world, statement.fact)}`);
	}
	for (const {statement, line} of statements) {
		if (statement.kind !== 'claim') continue;
		const verdict = verdictOf(statement, explore(world, statement.fact));
		if (verdict !== 'holds') failed.push(`${line}: the claim is ${verdict}`);
	}
	return failed;
}

describe('what a report of the field says is so here', () => {
	test.each(files)('%s', (file) => {
		const text = readFileSync(join(folder, file), 'utf8');
		expect(text).toMatch(/^# source: \S/m);
		expect(failures(text)).toEqual([]);
	});
});

describe('where one thing befalls another that is under way, it goes by the rules', () => {
	test.each(scriptsIn(corners))('%s', (file) => {
		expect(failures(readFileSync(join(corners, file), 'utf8'))).toEqual([]);
	});
});

test('a verdict names the faults that could break it and were not searched', () => {
	const text = readFileSync(join(folder, '28b-says-what-it-did-not-search.fence'), 'utf8');
	const {statements} = parseScript(text);
	const world = statements.reduce((before, {statement}) => {
		const outcome = perform(before, statement);
		return outcome.ok ? outcome.world : before;
	}, emptyWorld);
	const [fact] = statements.flatMap(({statement}) => (statement.kind === 'claim' ? [statement.fact] : []));
	if (fact === undefined) throw new Error('the script has no claim');
	expect(explore(world, fact).faults).toEqual({
		searched: {},
		notSearched: expect.arrayContaining(['cut', 'crash', 'pause', 'delay']),
		idle: [],
	});
});
