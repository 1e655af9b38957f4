import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {helpOn} from '../../src/help/page.js';
import {helpTopics} from '../../src/help/topics.js';
import {complete} from '../../src/language/complete.js';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {checkLessons} from '../../src/lesson/check/check.js';
import {everySchedule} from '../../src/lesson/check/every-schedule.js';
import {whyReason} from '../../src/narrate/why.js';
import {codeOf, readCode} from '../../src/share/code.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {addLockKind, lockKinds} from '../../src/sim/lock/registry.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import {addStoreRule, storeRules} from '../../src/sim/store/registry.js';
import type {World} from '../../src/sim/world.js';
import {block, lessonOf, lessonText} from '../lesson/a-lesson.js';
import {inSandbox, saidBy} from '../session/at-prompt.js';
import {picky} from './picky.js';
import {sticky} from './sticky.js';

const source = resolve(import.meta.dirname, '../../src');

beforeAll(() => {
	addLockKind(sticky);
	addStoreRule(picky);
});

describe('A lock service that is one file and one row', () => {
	it('is a statement of the language, with its options, printed as it was written', () => {
		const lines = ['lock account sticky ttl 5s', 'lock account sticky ttl 5s grace 2s numbers repeating'];
		for (const line of lines) expect(printed(line)).toEqual([line]);
		expect(parseScript('lock account sticky grace').errors).toMatchObject([{column: 26}]);
	});

	it('is completed at the prompt, with its options and their choices', () => {
		expect(offered('lock account st')).toEqual(['sticky']);
		expect(offered('lock account sticky ')).toEqual(expect.arrayContaining(['ttl', 'grace', 'numbers']));
		expect(offered('lock account sticky numbers ')).toEqual(['rising', 'repeating']);
	});

	it('has help, and so have its options', () => {
		expect(helpOn('sticky')).toEqual(
			expect.arrayContaining(['lock NAME sticky [ttl DURATION|none] [grace DURATION] [numbers rising|repeating]']),
		);
		expect(saidBy(inSandbox('/help grace')).join('\n')).toContain('lock NAME sticky grace DURATION');
		expect(helpOn('lock')?.join('\n')).toContain(' or sticky');
	});

	it('has examples that run in the sandbox and expect what is true', () => {
		const lines = helpTopics().filter(({usage}) => usage?.includes('sticky') || usage?.includes('picky'));
		expect(lines.length).toBe(6);
		for (const {example} of lines) played([...sandbox, ...example]);
	});

	it('keeps locks in a world: grants, denies, ends and answers', () => {
		played([
			...sandbox,
			'lock account sticky ttl 5s grace 2s',
			'A acquire account',
			'B acquire account',
			'expect last denied and token of A = 1',
			'wait 6s',
			'expect A holds account and not A believes account',
			'wait until expiry',
			'expect nobody holds account and time = 7s',
			'locks crash',
			'locks restart',
			'B acquire account',
			'expect token of B = 2',
		]);
	});

	it('is explored: what it guarantees holds, and what it does not is shown by the shortest schedule', () => {
		const programs = ['A', 'B'].map(
			(name) => `${name} runs acquire account; write account balance+=1; release account`,
		);
		const world = (kind: string) => [
			...sandbox.slice(0, 2),
			kind,
			'store raw unfenced',
			'put account balance=0',
			...programs,
		];
		const honest = world('lock account sticky ttl 5s grace 2s').map((line) =>
			line.replace('write', 'read account; write'),
		);
		expect(judged(honest, 'claim never two-grants')).toBe('holds');
		expect(judged(honest, 'claim never token-regress')).toBe('holds');
		const repeating = honest.map((line) => line.replace('grace 2s', 'numbers repeating'));
		expect(judged(repeating, 'claim possible token-regress in 3')).toBe('holds');
		expect(judged(repeating, 'claim never token-regress')).toBe('violated');
	});

	it('travels in a share code and back', () => {
		const statements = parseScript(
			[...sandbox, 'lock account sticky ttl 5s numbers repeating', 'store safe picky nth 3', 'A acquire account'].join(
				'\n',
			),
		).statements.map(({statement}) => statement);
		const coded = codeOf(statements);
		expect(coded.ok).toBe(true);
		const read = readCode(coded.ok ? coded.code : '');
		expect(read.ok && read.statements).toEqual(statements);
	});

	it('keeps the lock of a lesson, which is parsed, checked and solved', () => {
		const world = block(
			'world',
			[
				'client A',
				'client B',
				'lock account sticky ttl 10s',
				'store raw unfenced',
				'store odd picky',
				'put account balance=100',
			].join('\n'),
		);
		expect(checkLessons([lessonOf(lessonText({world}))], [], everySchedule)).toEqual([[]]);
	});
});

describe('A store rule that is one file and one row', () => {
	it('is a statement of the language, with its own options and those of every store that it has a use for', () => {
		for (const line of ['store odd picky', 'store odd picky non-atomic nth 3']) expect(printed(line)).toEqual([line]);
		expect(parseScript('store odd picky scope key').errors).toMatchObject([
			{message: 'scope key makes no sense for odd: picky does not look at tokens.'},
		]);
		expect(parseScript('store odd picky nth 1').errors).toHaveLength(1);
		expect(offered('store odd picky ')).toEqual(expect.arrayContaining(['nth', 'dedupes', 'non-atomic']));
	});

	it('has help, and so have its options', () => {
		expect(helpOn('picky')?.[0]).toBe('store NAME picky [nth N]');
		expect(helpOn('nth')?.[0]).toBe('store NAME picky nth N');
		expect(helpOn('store')?.join('\n')).toContain('or picky');
	});

	it('decides on writes, and says why', () => {
		const world = played([
			...sandbox,
			'store odd picky nth 3',
			'A write account balance=1 to odd',
			'A write account balance=2 to odd',
			'expect last accepted',
			'A write account balance=3 to odd',
			'expect last rejected and version of odd = 2',
		]);
		expect(
			whyReason(
				{
					kind: 'rejected',
					client: 'A',
					store: 'odd',
					resource: 'account',
					what: 'write',
					token: null,
					highest: null,
					reason: 'rejected-by-rule',
				},
				world.spec,
			),
		).toContain('odd is picky: it rejects every write on a version such as this one');
	});

	it('is explored', () => {
		const world = [
			'client A',
			'store odd picky',
			'put account balance=0',
			'A runs write account balance=1; write account balance=2',
		];
		expect(judged(world, 'claim possible A rejected on odd in 2')).toBe('holds');
		expect(judged(world, 'claim never A accepted on odd >= 2 times')).toBe('holds');
	});
});

describe('The rest of the program', () => {
	/** Where a kind's word means something else, or is a part of a text that must not change. */
	const otherwise: readonly {readonly word: string | null; readonly where: RegExp; readonly because: string}[] = [
		{word: 'lease', where: /^(view|help)\//, because: 'a style of the diagram, and a word of the field'},
		{
			word: 'lease',
			where: /^lesson\/check\/remarks\.ts$/,
			because: 'the lock of no product, of which there is no real code to show',
		},
		{word: null, where: /^(cli\/)?live\//, because: 'it drives the real systems, each by its own protocol'},
		{word: 'rejects', where: /^narrate\//, because: 'what a store does, in a sentence'},
		{word: 'cas', where: /^help\//, because: 'a word of the field'},
		{
			word: null,
			where: /^narrate\/promela\/store\.ts$/,
			because: 'the rules that can be said in Promela; any other is refused by its name',
		},
		{word: 'postgres', where: /^build\/live-stories-module\.ts$/, because: 'where live keeps rows'},
	];

	it.each([
		['lock kind', 'sim/lock/', () => lockKinds()],
		['store rule', 'sim/store/', () => storeRules()],
	] as const)('names no %s outside %s', (_, home, all) => {
		const kinds = all().map(({name}) => name);
		const named = readdirSync(source, {recursive: true, encoding: 'utf8'})
			.filter((path) => /\.tsx?$/.test(path) && !path.startsWith(home))
			.flatMap((path) =>
				kinds
					.filter((kind) => new RegExp(`['"\`]${kind}['"\`]`).test(readFileSync(join(source, path), 'utf8')))
					.filter((kind) => !otherwise.some(({word, where}) => (word ?? kind) === kind && where.test(path)))
					.map((kind) => `${path}: ${kind}`),
			);
		expect(named).toEqual([]);
	});
});

const sandbox = [
	'client A',
	'client B',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'store safe fenced',
	'put account balance=100',
];

/** The canonical texts of a script's statements. */
function printed(text: string): readonly string[] {
	const {errors, statements} = parseScript(text);
	expect(errors).toEqual([]);
	return statements.map(({statement}) => print(statement));
}

/** The words that can go on a line. */
function offered(line: string): readonly string[] {
	return complete(line, line.length, {clients: [], locks: [], stores: [], resources: [], keys: []}).candidates.map(
		({text}) => text,
	);
}

/** The world after lines none of which is refused and all of whose expectations hold. */
function played(lines: readonly string[]): World {
	const {errors, statements} = parseScript(lines.join('\n'));
	expect(errors).toEqual([]);
	return statements.reduce<World>((world, {statement, text}) => {
		const outcome = perform(world, statement);
		expect(outcome.ok, text).toBe(true);
		const next = outcome.ok ? outcome.world : world;
		if (statement.kind === 'expect') expect(evaluate(next, statement.fact), text).toBe(true);
		return next;
	}, emptyWorld);
}

/** What the explorer says of a claim about a world. */
function judged(lines: readonly string[], claim: string): string {
	const {errors, statements} = parseScript([...lines, claim].join('\n'));
	expect(errors).toEqual([]);
	const last = statements.at(-1)?.statement;
	if (last?.kind !== 'claim') throw new Error(`${claim} is no claim`);
	return verdictOf(last, explore(played(lines), last.fact));
}
