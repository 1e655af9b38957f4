import {describe, expect, it} from 'vitest';
import {footprintOf} from '../../../src/explore/fact-footprint.js';
import {createIdentity} from '../../../src/explore/reach/identity.js';
import {numbersThatMatter} from '../../../src/explore/reach/numbers-that-matter.js';
import {costOf, lengthOf} from '../../../src/explore/reach/quest.js';
import {waitsFrom} from '../../../src/explore/reach/waits.js';
import {wordsOf} from '../../../src/explore/reach/words.js';
import {parseScript} from '../../../src/language/parse.js';
import {print} from '../../../src/language/print.js';
import {scripted} from '../scripted.js';
import {questOf, type Told, worldOf} from './quests.js';

const two = 'client A\nclient B\nlock x lease ttl 10s\nstore safe fenced\nput x n=0 m=0\n';
const open = two.replace('fenced', 'unfenced');
const told = (more: Partial<Told> = {}): Told => ({
	world: two,
	goals: ['A holds x'],
	kinds: ['acquire', 'wait'],
	...more,
});

describe('The length of a way', () => {
	it('counts a pause with its end as two, waits and what only asks as none, and all else as one', () => {
		const script =
			'client A; lock x lease; A acquire x; A pause for 5s; A pause; wait 5s; wait until expiry; expect A holds x; claim never stale-write; A resume';
		const {statements} = parseScript(script);
		expect(statements.slice(2).map(({statement}) => costOf(statement))).toEqual([1, 2, 1, 0, 0, 0, 0, 1]);
		expect(lengthOf(statements.slice(2).map(({statement}) => statement))).toBe(5);
	});
});

describe('The waits worth trying', () => {
	const waits = (script: string, moments: readonly number[] = [], isClose = false) =>
		waitsFrom(scripted(script).world, {moments, isClose});

	it('are none where nothing will happen and nobody asks, and one where a client has yet to catch up', () => {
		expect(waits(two)).toEqual([]);
		expect(waits(`${two}A pause\nA resume`)).toEqual([1000]);
	});

	it('go to the next thing that happens, or to the next moment that is asked about', () => {
		const held = `${two}A acquire x\nwait 3s`;
		expect(waits(held)).toEqual([7000]);
		expect(waits(held, [2000, 3000, 5000, 30_000])).toEqual([2000]);
		expect(waits(two, [4000])).toEqual([4000]);
	});

	it('go to moments in between, on a grid, where time is looked at closely', () => {
		expect(waits(`${two}A acquire x`, [], true)).toEqual([10_000, 5000]);
		expect(waits(`${two.replace('10s', '3s')}A acquire x`, [], true)).toEqual([3000, 1000]);
		expect(waits(`${two.replace('ttl 10s', 'ttl none')}A acquire x`, [1000], true)).toEqual([1000]);
		expect(waits(`${two}A acquire x\nwait 4s\nB pause\nB resume`)).toEqual([6000, 3000]);
	});
});

describe('The words of a quest', () => {
	const words = (more: Partial<Told>) => {
		const quest = told(more);
		return wordsOf(questOf(quest))(worldOf(quest)).map(print);
	};

	it('are only of the verbs that it allows, and never waits', () => {
		expect(words({kinds: ['acquire', 'wait'], examples: 'wait 5s; A release x'})).toEqual([
			'A acquire x',
			'B acquire x',
		]);
		expect(words({kinds: ['wait'], examples: 'wait 5s'})).toEqual([]);
	});

	it('name each of several stores alone, and all of them; one store needs no name', () => {
		const writes = (stores: string) =>
			words({world: `${two.replace('store safe fenced\n', stores)}A runs write x n=1`, kinds: ['write']}).filter(
				(line) => line.startsWith('A'),
			);
		expect(writes('store safe fenced\n')).toEqual(['A write x n=1', 'A write x n=1 no token']);
		expect(writes('store safe fenced\nstore raw unfenced\n')).toEqual([
			'A write x n=1',
			'A write x n=1 to safe',
			'A write x n=1 to raw',
			'A write x n=1 no token',
		]);
		expect(words({world: two.replace('put', 'store ledger transactional\nput'), kinds: ['begin']})).toEqual([
			'A begin ledger',
			'B begin ledger',
		]);
	});
});

describe('The name of a moment', () => {
	const name = (more: Partial<Told>, script: string) => {
		const quest = questOf(told(more));
		const identity = createIdentity(
			quest,
			footprintOf(quest.goals.reduce((left, right) => ({kind: 'or', left, right}))),
		);
		return (lines: string) => identity.of(scripted(`${script}${lines}`).world, 0);
	};

	it('does not say what time it is, unless a goal asks', () => {
		const plain = name({}, two);
		expect(plain('A acquire x\nA release x\nwait 3s')).toBe(plain('A acquire x\nA release x\nwait 8s'));
		const asked = name({goals: ['A holds x and time >= 5s']}, `${two}A acquire x\nA release x\n`);
		expect(asked('wait 3s')).not.toBe(asked('wait 4s'));
		expect(asked('wait 4s')).not.toBe(asked('wait 5s'));
		expect(asked('wait 6s')).toBe(asked('wait 8s'));
	});

	it('says how far a lease has run', () => {
		const plain = name({}, `${two}A acquire x\n`);
		expect(plain('wait 3s')).not.toBe(plain('wait 4s'));
	});

	it('says when a program that runs by itself takes its next step', () => {
		const running = name({}, `${two}A runs acquire x; release x; acquire x\nA starts at 5s\n`);
		expect(running('wait 1s')).not.toBe(running('wait 2s'));
		const paused = name({}, `${two}A runs acquire x; release x\nA starts at 2s\n`);
		expect(paused('A pause\nwait 3s')).toBe(paused('A pause\nwait 5s'));
	});

	it('is the same for tokens and versions that only stand in another order of magnitude', () => {
		const tried = name({kinds: ['acquire', 'release', 'write']}, two);
		const again = 'A acquire x\nA release x\n';
		expect(tried(`${again}${again}A acquire x`)).toBe(tried(`${again}${again}${again}A acquire x`));
		const written = name({kinds: ['write']}, `${open}A read x\n`);
		expect(written('B write x n=1\nB write x n=1\nB write x n=1')).toBe(written('B write x n=1\nB write x n=1'));
		expect(written('B write x n=1\nA read x')).not.toBe(written('A read x\nB write x n=1'));
	});

	it('tells versions apart that a client knows of different resources', () => {
		const both = `${open}put y n=0\n`;
		const known = name({kinds: ['write', 'read']}, both);
		expect(known('A read x\nB write x n=1\nB write x n=1')).not.toBe(known('A read y\nB write x n=1\nB write x n=1'));
		expect(known('B write x n=1\nA write x n=2 if version 0 held\nB write x n=1')).not.toBe(
			known('B write x n=1\nA write x n=2 if version 1 held\nB write x n=1'),
		);
	});
});

describe('The name of a moment with a write that names a version', () => {
	const named = (store: string, script: string) => {
		const quest = questOf(told({kinds: ['write']}));
		const identity = createIdentity(
			quest,
			footprintOf(quest.goals.reduce((left, right) => ({kind: 'or', left, right}))),
		);
		const world = two.replace('store safe fenced', `store safe ${store}`);
		return (lines: string) => identity.of(scripted(`${world}${script}${lines}`).world, 0);
	};
	const write = 'B write x n=1\n';
	const held = (version: number) => `A write x n=2 if version ${version} held`;

	it('tells the version that is now from one before it, and one before it from one to come', () => {
		const about = named('unfenced', write);
		expect(about(`${write}${write}${held(1)}`)).not.toBe(about(`${write}${write}${held(3)}`));
		expect(about(held(2))).not.toBe(about(`${write}${held(1)}`));
	});

	it('tells how many writes there have been where one stands in a transaction', () => {
		const about = named('transactional', write);
		const staged = 'A begin safe\nA write x n=2 if version 1';
		expect(about(staged)).not.toBe(about(`${write}${staged}`));
	});
});

describe('The numbers that matter', () => {
	it('are those that goals, programs, examples and rules of one’s own compare with', () => {
		const matter = (more: Partial<Told>) => {
			const quest = told(more);
			const {token, version} = numbersThatMatter(worldOf(quest).spec, questOf(quest));
			return [token, version];
		};
		const ruled = (condition: string) => ({world: two.replace('fenced', `rejects when ${condition}`)});
		expect(matter({})).toEqual([0, 0]);
		expect(matter({goals: ['token of A = 34', 'highest of safe = 36', 'version of safe = 7']})).toEqual([36, 7]);
		expect(matter({examples: 'A write x n=1 token 40; A write x n=1 if version 3'})).toEqual([40, 3]);
		expect(matter(ruled('token < 35'))).toEqual([35, 35]);
		expect(matter(ruled('token < highest'))).toEqual([0, 0]);
		expect(matter(ruled('base < version'))).toEqual([0, 0]);
		expect(matter(ruled('token < version'))).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
	});

	it('are values that a goal asks for, and the first beyond those where a value can only go on that way', () => {
		const value = (examples: string, ...values: readonly number[]) => {
			const quest = told({goals: ['value of safe x.n = 5'], examples});
			const {value: of} = numbersThatMatter(worldOf(quest).spec, questOf(quest));
			return values.map((each) => of('x', 'n', each));
		};
		expect(value('A write x n+=1', 3, 5, 6, 9)).toEqual([3, 5, 6, 6]);
		expect(value('A write x n-=1', 1, 3, 4, 5, 9)).toEqual([4, 4, 4, 5, 9]);
		expect(value('A write x n=2', 1, 3, 5, 6, 9)).toEqual([4, 4, 5, 6, 6]);
		expect(value('A write x n+=1; A write x n-=1', 1, 9)).toEqual([1, 9]);
		expect(value('A write x m+=1; A write x n-=1', 1)).toEqual([4]);
		const quest = told({goals: ['value of safe x.n = 5']});
		const {value: of} = numbersThatMatter(worldOf(quest).spec, questOf(quest));
		expect([of('x', 'm', 7), of('x', 'm', 'seven'), of('y', 'n', 7)]).toEqual([0, '', 0]);
	});
});
