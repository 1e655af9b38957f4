import {describe, expect, it} from 'vitest';
import {footprintOf} from '../../../src/explore/fact-footprint.js';
import {attemptsFrom} from '../../../src/explore/reach/attempts.js';
import {createIdentity} from '../../../src/explore/reach/identity.js';
import {wordsOf} from '../../../src/explore/reach/words.js';
import {at} from '../../../src/sim/client-step.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import type {World} from '../../../src/sim/world.js';
import {inWords, questOf, shortest, type Told, worldOf} from './quests.js';

const two = 'client A\nclient B\nlock account lease ttl 10s\n';
const store = (rule: string) => `${two}store safe ${rule}\nput account balance=100\n`;
const verbs = ['acquire', 'release', 'read', 'write', 'advance', 'wait', 'pause', 'resume', 'deliver'];

describe.each<[string, Told]>([
	[
		'fenced',
		{
			world: store('fenced'),
			goals: ['highest of safe = 34 and stale-write'],
			kinds: verbs,
			examples: 'A write account balance-=10',
		},
	],
	[
		'fenced-cas',
		{
			world: store('fenced-cas ratchet read'),
			goals: ['lost-update or locked-out or late-write'],
			kinds: verbs,
			examples: 'A write account balance-=10\nB write account balance=5',
		},
	],
	[
		'uuid',
		{
			world: store('uuid'),
			goals: ['value of safe balance = 80', 'torn-write or token of A = 35'],
			kinds: verbs,
			examples: 'A write account balance-=10',
		},
	],
])('Two moments of the same name, over a store that is %s', (_, told) => {
	const quest = questOf(told);
	const identity = createIdentity(quest, footprintOf(quest.goals.reduce((left, right) => ({kind: 'or', left, right}))));
	const words = wordsOf(quest);
	const nextOf = (world: World) =>
		attemptsFrom(world, quest, words, {moments: [], isClose: false}).map(({worlds}) => at(worlds, worlds.length - 1));
	const pairs = () => twins(worldOf(told), nextOf, (world) => identity.of(world, 0));

	it('are told apart by no goal', () => {
		const found = pairs();
		expect(found.length).toBeGreaterThan(100);
		for (const [one, other] of found)
			expect(quest.goals.map((goal) => evaluate(one, goal))).toEqual(quest.goals.map((goal) => evaluate(other, goal)));
	});

	it('lead to moments of the same names', () => {
		for (const [one, other] of pairs())
			expect(new Set(nextOf(one).map((world) => identity.of(world, 0)))).toEqual(
				new Set(nextOf(other).map((world) => identity.of(world, 0))),
			);
	});
});

describe('Two moments', () => {
	const same = (one: string, other: string, goals: readonly string[] = ['A believes account']) => {
		const quest = questOf({world: one, goals, kinds: verbs});
		const identity = createIdentity(quest, footprintOf(at(quest.goals, 0)));
		const [first, second] = [one, other].map((world) => identity.of(worldOf({world, goals, kinds: verbs}), 0));
		return first === second;
	};

	it('are told apart by who has the newer token, and by a token that is asked for', () => {
		const three = 'client A\nclient B\nclient C\nlock account lease ttl 10s\nstore safe fenced\n';
		const inTurn = (...clients: readonly string[]) =>
			three + clients.map((client) => `${client} acquire account\nwait until expiry\n`).join('');
		expect(same(inTurn('A', 'B', 'C'), inTurn('B', 'A', 'C'))).toBe(false);
		const again = 'A acquire account\nA release account\n';
		expect(same(`${three}${again}`, `${three}${again}${again}`)).toBe(true);
		expect(same(`${three}${again}`, `${three}${again}${again}`, ['token of A = 33'])).toBe(false);
	});

	it('are told apart by the version that a write on its way is based on, whatever its client has read since', () => {
		const start = 'client C\n' + two + 'store one unfenced\nput account n=0\nB write account n=9\n';
		const [read, sent, other] = ['A read account\n', 'A write account n=5 held\n', 'C write account n=9\n'];
		const last = `B write account n=9\n${read}`;
		const [early, late] = [`${start}${read}${sent}${other}${last}`, `${start}${other}${read}${sent}${last}`];
		expect(same(early, late, ['lost-update'])).toBe(false);
	});

	it('are told apart by when a program takes its next step, and not by how long ago a paused one missed it', () => {
		const runs = `${two}A runs acquire account; check account; check account\nA starts at 1s\n`;
		expect(same(`${runs}wait 300ms`, `${runs}wait 600ms`)).toBe(false);
		expect(same(`${runs}A pause\nwait 3s`, `${runs}A pause\nwait 5s`)).toBe(true);
		expect(same(`${runs}A pause for 3s\nwait 1s`, `${runs}A pause for 3s\nwait 2s`)).toBe(false);
	});

	it.each(['redlock ttl 10s nodes 3', 's3 ttl 10s', 'postgres ttl 10s clock client'])(
		'are told apart by a clock that a client goes by: %s',
		(service) => {
			const world = `client A\nclient B\nlock account ${service}\n`;
			expect(same(world, `${world}wait 0s\nA clock +20s`)).toBe(false);
		},
	);
});

it.each(['s3 ttl 10s', 'postgres ttl 10s clock client'])('a goal is reached by a clock that steps: %s', (service) => {
	const world = `client A\nclient B\nlock account ${service}\nB acquire account\n`;
	const told: Told = {world, goals: ['A holds account'], kinds: ['clock', 'acquire'], examples: 'A clock +20s'};
	expect(inWords(shortest(told))).toMatch(/^found 2: A clock \+[12]0s; A acquire account$/);
});

/** Pairs of different worlds with the same name, among the first that are reached. */
function twins(
	first: World,
	nextOf: (world: World) => readonly World[],
	nameOf: (world: World) => string,
): readonly (readonly [World, World])[] {
	const seen = new Map<string, World>();
	const pairs: (readonly [World, World])[] = [];
	const queue = [first];
	for (const world of queue) {
		if (queue.length > 1500 || pairs.length > 300) break;
		for (const next of nextOf(world)) {
			const name = nameOf(next);
			const known = seen.get(name);
			if (known === undefined) {
				seen.set(name, next);
				queue.push(next);
			} else if (JSON.stringify({...known, audit: null, now: 0}) !== JSON.stringify({...next, audit: null, now: 0}))
				pairs.push([known, next]);
		}
	}
	return pairs;
}
