import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {complete, ghost} from '../../src/language/complete.js';
import {namesOf} from '../../src/language/names.js';
import {parseLine, parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';
import {oddNames, statements} from './generated.js';
import {sandboxLines, sandboxNames} from './worlds.js';

function worldAfter(...lines: readonly string[]): World {
	let world: World = emptyWorld;
	for (const {statement, text} of parseScript([...sandboxLines, ...lines].join('\n')).statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) throw new Error(`${text}: ${refusalSentence(outcome.refusal)}`);
		world = outcome.world;
	}
	return world;
}

function words(text: string, world: World | null = null): readonly string[] {
	return complete(text, text.length, world === null ? sandboxNames : namesOf(world), world).candidates.map(
		(candidate) => candidate.text,
	);
}

describe('completion', () => {
	test('begins with the clients and the words that begin a statement', () => {
		expect(words('').slice(0, 3)).toEqual(['A', 'B', 'client']);
		expect(words('')).toContain('safe');
		expect(words('w')).toEqual(['wait']);
	});

	test.each([
		['A ac', ['acquire']],
		['A re', ['renew', 'release', 'read', 'resume', 'restart', 'retries', 'rereads']],
		['a AC', ['acquire']],
		['A acquire ', ['account', 'ttl', 'within', 'delayed', 'lost', 'held', 'reply']],
		['A acquire account ttl 5s ', ['within', 'delayed', 'lost', 'held', 'reply']],
		['A acquire reply ', ['delayed', 'lost']],
		['A read to ', ['raw', 'safe']],
		['A write ', ['account', 'balance=']],
		['A write account ', ['balance=']],
		['A write account balance ', ['=', '+=', '-=']],
		['store s fenc', ['fenced', 'fenced-strict', 'fenced-cas']],
		['store s fenced scope ', ['key', 'resource', 'global']],
		['expect A ', ['holds', 'believes', 'waits', 'paused', 'crashed', 'done', 'accepted', 'rejected']],
		['expect st', ['stale-write']],
		['expect highest of ', ['raw', 'safe']],
		['expect value of safe ', ['balance']],
		['expect A paused ', ['and', 'or']],
		['claim possible A paused ', ['and', 'or', 'in']],
		['A runs acquire; rel', ['release']],
		[
			'A runs acquire; ',
			[
				...['acquire', 'renew', 'release', 'check', 'ask', 'read', 'write', 'advance'],
				...['begin', 'commit', 'rollback', 'keeps', 'works'],
			],
		],
		['A pause; B pau', ['pause']],
		['client C; C acq', ['acquire']],
		['wait until ', ['expiry']],
		['cut A ', ['B', 'raw', 'safe', 'locks']],
		['A # ', []],
		['A write account note="', []],
		['A fly ', []],
	])('after %j it offers %j', (text, expected) => {
		expect(words(text)).toEqual(expected);
	});

	test('it looks at the line up to the cursor, and says where the word begins', () => {
		expect(complete('A acq account', 5, sandboxNames)).toMatchObject({from: 2, candidates: [{text: 'acquire'}]});
		expect(complete('A ', 2, sandboxNames).from).toBe(2);
	});

	test('every candidate but an example or a sign has a hint', () => {
		for (const candidate of complete('', 0, sandboxNames).candidates)
			expect(candidate.hint, candidate.text).not.toBe('');
	});

	test('what the world would refuse now comes last, with the refusal', () => {
		const world = worldAfter('A acquire account', 'A pause');
		const {candidates} = complete('A ', 2, namesOf(world), world);
		const refused = candidates.filter((candidate) => candidate.refused !== null).map(({text}) => text);
		expect(candidates.slice(-refused.length).map(({text}) => text)).toEqual(refused);
		expect(refused).toContain('acquire');
		expect(refused).not.toContain('resume');
		expect(candidates.find(({text}) => text === 'acquire')?.refused).toEqual({
			kind: 'paused',
			client: 'A',
			already: false,
		});
	});

	test('every word of a printed statement is offered, or begins like what is offered, or is an example of it', () => {
		fc.assert(
			fc.property(statements, fc.nat(), (statement, pick) => {
				const text = print(statement);
				const starts = [...text.matchAll(/(?<=^| )[a-z-]+(?= |$)/gi)].filter(
					({index}) => !text.slice(0, index).includes('"'),
				);
				const word = starts[pick % Math.max(1, starts.length)];
				fc.pre(word !== undefined && text.length < 2000);
				if (word === undefined) return;
				const {candidates} = complete(text, word.index, oddNames);
				const free =
					/(?:^(?:client|lock|store) $)|job $|[=<>] $|(?:^put \S+ )/.test(text.slice(0, word.index)) ||
					/^[+-]/.test(word[0]);
				fc.pre(!free && !/^(?:primary|replica|n\d)$/.test(word[0]));
				expect(
					candidates.map((candidate) => candidate.text),
					`${text} at ${word.index}`,
				).toContain(word[0]);
			}),
			{numRuns: 2000},
		);
	});
});

describe('the dim completion', () => {
	test('is the rest of the latest line of the history that begins so', () => {
		expect(ghost('A w', ['A write account balance=90', 'A write account balance=80', 'wait 5s'], sandboxNames)).toBe(
			'rite account balance=80',
		);
	});

	test('is else the rest of the first word that fits and is not refused', () => {
		expect(ghost('A ac', [], sandboxNames)).toBe('quire');
		const world = worldAfter('A pause');
		expect(ghost('A ac', [], namesOf(world), world)).toBe('');
	});

	test('is nothing before a word is begun', () => {
		expect(ghost('', ['A pause'], sandboxNames)).toBe('');
		expect(ghost('A ', [], sandboxNames)).toBe('');
	});

	test('what it makes of a word parses when the word ends the statement', () => {
		const line = `A pau${ghost('A pau', [], sandboxNames)}`;
		expect(parseLine(line, sandboxNames).ok).toBe(true);
	});
});
