import {readFileSync} from 'node:fs';
import type {Model} from '../../src/explore/engine/model.js';
import {startSearch} from '../../src/explore/engine/search.js';
import {worldModel} from '../../src/explore/world-model.js';
import {orbitSum} from '../../test/explore/engine/orbits.js';
import {type M1Rule, m1} from '../../test/explore/m1.js';
import {scripted} from '../../test/explore/scripted.js';
import type {Count, Promela} from './spin.js';

/** How a search is done. `room`: for how many states there is room at the start. */
export type Manner = {readonly symmetric: boolean; readonly room: number};

/** One system, for both checkers. */
export type Subject = {
	readonly promela: Promela;
	/** Counts all its states with our explorer. */
	readonly explore: (manner: Manner) => Explored;
};

/** What our explorer counts. `all`: the number of states when like actors are told apart, where that can be added up. `memory`: by how much the process grew. `process`: the most it has held, Node included. */
export type Explored = Count & {readonly all: number | null; readonly process: number};

/** M1 with C clients, K rounds each and E expiries. */
export function m1Subject(clients: number, rounds: number, expiries: number, rule: M1Rule): Subject {
	const number = {unfenced: 0, fenced: 1, ratchet: 2}[rule];
	return {
		promela: {file: 'm1.pml', macros: {C: clients, K: rounds, E: expiries, RULE: number}},
		explore: (manner) => searchAll(() => m1(clients, rounds, expiries, rule), manner),
	};
}

/** What a world of the table of known truths is made of. */
export type World = {
	readonly clients: number;
	readonly rounds: number;
	readonly delays: number;
	readonly rule: 'unfenced' | 'fenced' | 'fenced-strict' | 'cas' | 'fenced-cas' | 'equal';
	readonly reads: '' | 'check read' | 'ratchet read';
	readonly advances: boolean;
};

/** A world of the product, asked for every property that the table is about; the fact is never true, so all states are searched. */
export function worldSubject(world: World): Subject {
	const macros = {
		C: world.clients,
		K: world.rounds,
		DELAY: world.delays,
		RULE: world.rule.replace('fenced-strict', 'strict').replace('-', '_').toUpperCase(),
		READS: ['', 'check read', 'ratchet read'].indexOf(world.reads),
		ADVANCE: world.advances ? 1 : 0,
	};
	return {
		promela: {file: 'world.pml', macros},
		explore: (manner) => searchAll(() => modelOf(scriptOf(world), true), manner),
	};
}

/** A redlock of five nodes that two clients want, where nodes and the store may crash so many times. */
export function redlockSubject(faults: number): Subject {
	const program = 'acquire account; write account n=1; release account';
	const script = [
		'client A; client B; lock account redlock ttl 10s nodes 5; store s unfenced; put account n=0',
		`A runs ${program}`,
		`B runs ${program}`,
		`faults node ${faults}`,
		'claim never two-grants and not two-grants',
	].join('\n');
	return {
		promela: {file: 'redlock.pml', macros: {N: 5, FAULTS: faults}},
		explore: (manner) => ({
			...searchAll(() => modelOf(script, manner.symmetric), manner),
			...(manner.symmetric ? {all: null} : {}),
		}),
	};
}

function scriptOf({clients, rounds, delays, rule, reads, advances}: World): string {
	const names = [...'ABCDEFGH'].slice(0, clients);
	const round = `acquire account; ${advances ? 'advance account; ' : ''}read account; write account n+=1; release account`;
	return [
		...names.map((name) => `client ${name}`),
		`lock account lease ttl 10s; store s ${rule} ${reads}; put account n=0`,
		...names.map((name) => `${name} runs ${Array.from({length: rounds}, () => round).join('; ')}`),
		`faults delay ${delays}`,
		'claim never stale-write and lost-update and locked-out and not stale-write',
	].join('\n');
}

function modelOf(script: string, exchange: boolean) {
	const {world, claims} = scripted(script);
	const [claim] = claims;
	if (claim === undefined) throw new Error('The script holds no claim.');
	return worldModel(world, claim.fact, exchange).model;
}

/**
 * The most memory that this process has held so far. Units: bytes.
 * Linux tells it of the program itself. What `resourceUsage` tells begins with what the process held before it became this program, which may be more than all of a search: then
 * nothing seems to be added.
 */
function mostHeld(): number {
	if (process.platform !== 'linux') return process.memoryUsage.rss();
	const [, digits] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
	if (digits === undefined) throw new Error('The system does not say how much memory was held.');
	return Number(digits) * 1024;
}

function searchAll<Shared, Local>(model: () => Model<Shared, Local>, {symmetric, room}: Manner): Explored {
	const before = mostHeld();
	const start = performance.now();
	const search = startSearch(model(), {goal: null, symmetric, room, maxStates: 2 ** 27, maxBytes: 2 ** 32});
	while (search.advance(4096) === 'running');
	const time = performance.now() - start;
	if (search.status() !== 'exhausted') throw new Error(`Expected to search every state, got ${search.status()}.`);
	const after = mostHeld();
	return {
		states: search.set.count,
		transitions: search.transitions(),
		time,
		memory: after - before,
		process: after,
		all: symmetric ? orbitSum(search) : search.set.count,
	};
}
