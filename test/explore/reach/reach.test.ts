import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {attemptsFrom} from '../../../src/explore/reach/attempts.js';
import {startReach} from '../../../src/explore/reach/reach.js';
import {wordsOf} from '../../../src/explore/reach/words.js';
import {at} from '../../../src/sim/client-step.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import {after, inWords, isTrue, questOf, shortest, type Told, worldOf} from './quests.js';

const clients = 'client A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nput account balance=100\n';
const running = `${clients}A runs acquire account; read account; write account balance-=10; release account
B runs acquire account; read account; write account balance-=20; release account
A starts at 0s
B starts at 4s
`;

const byHand: Told = {
	world: clients,
	goals: ['stale-write on raw'],
	kinds: ['acquire', 'write', 'wait'],
	examples: 'A write account balance=1; B write account balance=2',
};
const byPauses: Told = {world: running, goals: ['stale-write on raw'], kinds: ['pause', 'resume', 'wait']};
const bySteps: Told = {
	world: running.replace(/^. starts.*\n/gm, ''),
	goals: ['stale-write on raw and time = 0s'],
	kinds: ['step', 'run', 'deliver'],
};

describe('The shortest way of a learner', () => {
	it('to a stale write by hand has two grants and two writes; waiting counts nothing', () => {
		expect(inWords(shortest(byHand))).toBe(
			'found 4: A acquire account; wait 10s; B acquire account; B write account balance=2; A write account balance=1',
		);
	});

	it('to a stale write in a world that runs by itself is a pause and its end', () => {
		expect(inWords(shortest(byPauses))).toBe('found 2: wait 1s; A pause; wait 11s; A resume');
	});

	it('counts a step of several and a run as one statement, and takes a message out of the network by hand', () => {
		expect(inWords(shortest(bySteps))).toBe('found 5: step A 2; step A held; step A; step B 3; deliver 1');
	});

	it('counts goals that were true at different moments, one of them inside a statement', () => {
		const told: Told = {...bySteps, goals: ['A holds account', 'B holds account'], kinds: ['run']};
		expect(inWords(shortest(told))).toBe('found 2: run A; run B');
	});

	it('does not lead through what loses', () => {
		const lose = ['A paused and time <= 1s'];
		expect(inWords(shortest({...byPauses, lose}))).toBe('found 2: wait 1001ms; A pause; wait 10999ms; A resume');
		expect(shortest({...byPauses, lose: ['A paused and time < 2s']}).kind).toBe('none');
	});

	it('chooses a rule where the set-up is left to the learner', () => {
		const world = `${clients}A runs acquire account; write account balance=1\nB runs acquire account; write account balance=2\n`;
		const told: Told = {
			world,
			goals: ['value of raw balance = 2 and token of B = 34 and A rejected on raw'],
			lose: ['time > 10s'],
			kinds: ['store', 'step', 'run', 'wait'],
		};
		expect(inWords(shortest(told))).toBe('found 4: store raw fenced; step A; wait 10s; run B; step A');
	});

	it('writes what a goal compares with, to the resource of that goal', () => {
		const told: Told = {
			world: 'client A\nstore raw unfenced\nput account n=0\nput ledger n=0\n',
			goals: ['value of raw account.n = 7 and value of raw ledger.n = 0'],
			kinds: ['write'],
		};
		expect(inWords(shortest(told))).toBe('found 1: A write account n=7');
	});

	it('finds the one millisecond before a lease ends only when it looks closely at time', () => {
		const told: Told = {
			world: `${clients}A acquire account`,
			goals: ['time > 9s and A holds account'],
			kinds: ['wait'],
		};
		expect(inWords(shortest(told))).toBe('found 0: wait 9001ms');
		const between: Told = {
			world: `${clients}A acquire account`,
			goals: ['A holds account and token of A = 33', 'A crashed and time > 0s and time < 9s'],
			kinds: ['wait', 'crash'],
		};
		expect(inWords(shortest(between))).toBe('found 1: wait 1ms; A crash');
	});
});

describe('A search that finds no way', () => {
	it('says none after every state', () => {
		const {kind, script} = shortest({...byPauses, goals: ['two-grants']});
		expect([kind, script]).toEqual(['none', []]);
	});

	it('says none at once when it is lost from the start', () => {
		expect(shortest({...byPauses, lose: ['time = 0s']})).toEqual({kind: 'none', states: 0, length: 0, script: []});
	});

	it('gives up at its limit of states, and says how long the ways are that it has been through', () => {
		const {kind, states, length} = shortest(bySteps, {maxStates: 60});
		expect(kind).toBe('gave-up');
		expect(states).toBeGreaterThan(60);
		expect(length).toBeLessThan(5);
	});

	it('gives up when all ways of the greatest length are searched and longer ones are left', () => {
		expect(inWords(shortest(bySteps, {maxLength: 4}))).toBe('gave-up 4');
	});
});

describe('A search in slices', () => {
	it('comes to the same as one that is not interrupted', () => {
		const search = startReach(worldOf(bySteps), questOf(bySteps), {maxStates: 50_000, maxLength: 20, isClose: false});
		let found = null;
		for (let slices = 0; found === null; slices++) {
			expect(slices).toBeLessThan(10_000);
			found = search.advance(1);
		}
		expect(inWords(found)).toBe(inWords(shortest(bySteps)));
	});

	it('says what it has found out so far when it is stopped', () => {
		const search = startReach(worldOf(bySteps), questOf(bySteps), {maxStates: 50_000, maxLength: 20, isClose: false});
		search.advance(5);
		expect(search.giveUp()).toEqual({kind: 'gave-up', states: search.progress().states, length: 0, script: []});
	});
});

describe.each([
	['by hand', byHand],
	['by pauses', byPauses],
	['by steps', bySteps],
] as const)('The way found %s', (_, told) => {
	it('reaches the goal when its statements are performed', () => {
		const world = after(worldOf(told), shortest(told).script);
		expect(questOf(told).goals.every((goal) => isTrue(world, goal))).toBe(true);
	});

	it('is never longer than one that a learner stumbles upon', () => {
		const quest = questOf(told);
		const words = wordsOf(quest);
		const {length} = shortest(told);
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat()), (choices) => {
				let world = worldOf(told);
				let cost = 0;
				for (let moves = 0; moves < 12 && !quest.goals.every((goal) => evaluate(world, goal)); moves++) {
					const attempts = attemptsFrom(world, quest, words, {moments: [], isClose: true});
					if (attempts.length === 0) break;
					const attempt = at(attempts, Number(choices.next().value) % attempts.length);
					world = at(attempt.worlds, attempt.worlds.length - 1);
					cost += attempt.cost;
				}
				if (quest.goals.every((goal) => evaluate(world, goal))) expect(cost).toBeGreaterThanOrEqual(length);
			}),
			{numRuns: 60},
		);
	});
});
