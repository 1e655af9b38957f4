import {outcomes} from './outcome.js';
import {type Case, isTimed, type SystemName, startsServer, waitOf} from './script.js';
import {simulate} from './simulate.js';

/** Where the random scripts come from, unless FENCE_SEED says otherwise. */
export const seed = Number(process.env['FENCE_SEED'] ?? 20261128);

/** How many random scripts there are of each system. */
export const randomCount = 20;

/** Random scripts that the simulator accepts whole and whose outcome does not hang on a moment, always the same ones for a seed. */
export function randomCases(system: SystemName): readonly Case[] {
	const random = randomFrom(seed + system.length * 7919 + system.charCodeAt(2));
	const found: Case[] = [];
	while (found.length < randomCount) {
		const {lock, scale} = of(random, locks[system]);
		const steps = randomSteps(random, system, lock);
		const script = {
			name: `${system}: random ${found.length + 1}`,
			system,
			lock,
			steps,
			scale: isTimed({steps}) ? scale : 1,
		};
		if (steps.length >= fewest && isSteady(script)) found.push(script);
	}
	return found;
}

const fewest = 10;
const most = 16;
/** How much of virtual time a script may wait away in all. */
const longest = 50;

const locks: Readonly<Record<SystemName, readonly {readonly lock: string; readonly scale: number}[]>> = {
	redis: ['always', 'everysec', 'no'].map((log) => ({lock: `redis ttl 10s counter-in-redis fsync ${log}`, scale: 0.3})),
	replicated: [{lock: 'replicated ttl 10s counter-in-redis replication-lag 2s', scale: 0.4}],
	redlock: [
		{lock: 'redlock ttl 10s nodes 5 fsync always', scale: 0.2},
		{lock: 'redlock ttl 10s nodes 3 fsync no', scale: 0.2},
	],
	etcd: [{lock: 'etcd ttl 10s', scale: 0.2}],
	zookeeper: [{lock: 'zookeeper session-timeout 10s', scale: 0.2}],
	postgres: [
		{lock: 'postgres ttl 10s', scale: 0.4},
		{lock: 'postgres ttl 10s token sequence', scale: 0.4},
	],
	advisory: [{lock: 'advisory', scale: 0.1}],
	transactional: [
		{lock: 'transactional', scale: 0.2},
		{lock: 'transactional idle-timeout 20s', scale: 0.2},
	],
};

type Random = (below: number) => number;

function randomSteps(random: Random, system: SystemName, lock: string): readonly string[] {
	const steps: string[] = [];
	for (let tries = 0; tries < 200 && steps.length < most; tries++) {
		const step = randomStep(random, system, lock, steps);
		if ([...steps, step].reduce((sum, each) => sum + waitOf(each), 0) > longest * 1000) continue;
		if (step.startsWith('wait') && steps.at(-1)?.startsWith('wait') === true) continue;
		if (typeof simulate({system, lock, steps: [...steps, step]}) !== 'string') steps.push(step);
	}
	return steps;
}

function randomStep(random: Random, system: SystemName, lock: string, steps: readonly string[]): string {
	const client = of(random, ['A', 'B', 'C']);
	const timed = system !== 'etcd' && system !== 'zookeeper' && system !== 'advisory';
	const dice = random(100);
	if (system === 'transactional') return randomStepOfRows(random, client, lock, steps);
	if (dice < 28) return `${client} acquire`;
	if (dice < 42) return `${client} release`;
	if (dice < 50) return `${client} renew${timed && random(4) === 0 ? ` ttl ${of(random, ['4s', '20s'])}` : ''}`;
	if (dice < 60) return `${client} ask`;
	if (dice < 74) return `wait ${of(random, [4, 5, 6, 14, 18, 25])}s`;
	if (dice < 82) return `${client} ${of(random, ['pause', 'resume', 'resume', 'crash', 'restart', 'restart'])}`;
	if (dice < 90)
		return `${of(random, ['cut', 'heal'])} ${client} ${system === 'redlock' ? someNodes(random, lock) : 'locks'}`;
	return of(random, faults(random, system, lock));
}

function randomStepOfRows(random: Random, client: string, lock: string, steps: readonly string[]): string {
	const row = of(random, ['account', 'account', 'other']);
	const write = `${client} write ${row} n${of(random, ['=', '=', '+='])}${1 + random(9)}`;
	const dice = random(100);
	if (dice < 4) return `${client} ${of(random, ['crash', 'restart', 'restart'])}`;
	if (dice < 8) return `${client} ${of(random, ['pause', 'resume', 'resume'])}`;
	if (dice < 12) return `${of(random, ['cut', 'heal', 'heal'])} ${client} ledger`;
	if (dice < 22 && lock.includes('idle-timeout')) return `wait ${of(random, [5, 15, 26])}s`;
	if (dice < 30) return `${client} read ${row}`;
	if (dice < 33) return `${client} ${of(random, ['commit', 'rollback'])} ledger`;
	if (!isInside(client, steps)) return dice < 75 ? `${client} begin ledger` : write;
	if (dice < 60) return `${client} read ${row} for update`;
	if (dice < 85) return write;
	return `${client} ${of(random, ['commit', 'commit', 'rollback'])} ledger`;
}

/** Whether a client has begun a transaction that it has not ended. */
function isInside(client: string, steps: readonly string[]): boolean {
	const last = steps.findLast((step) => new RegExp(`^${client} (begin|commit|rollback|crash)`).test(step));
	return last?.startsWith(`${client} begin`) === true;
}

const outages: readonly string[] = ['locks crash', 'locks kill', 'locks restart', 'locks restart'];

const stops: readonly string[] = ['locks pause', 'locks resume', 'locks resume'];

function faults(random: Random, system: SystemName, lock: string): readonly string[] {
	switch (system) {
		case 'redis':
		case 'etcd':
		case 'zookeeper':
			return [...outages, ...stops, 'locks revoke account'];
		case 'postgres':
		case 'advisory':
			return [...outages, 'locks revoke account'];
		case 'transactional':
			return [];
		case 'redlock': {
			const node = `n${1 + random(nodesOf(lock))}`;
			return [`${node} crash`, `${node} restart`, `${node} restart`, ...stops, 'locks revoke account'];
		}
		case 'replicated':
			return [
				...['primary crash', 'failover', 'primary restart', 'replica crash', 'replica restart', 'replica restart'],
				...stops,
				'locks revoke account',
			];
	}
}

function someNodes(random: Random, lock: string): string {
	const all = Array.from({length: nodesOf(lock)}, (_, index) => `n${index + 1}`);
	const some = all.filter(() => random(2) === 0);
	return (some.length === 0 ? all : some).join(' ');
}

function nodesOf(lock: string): number {
	return Number(/nodes (\d)/.exec(lock)?.[1] ?? 0);
}

/**
 * Whether the outcome stays the same when real servers take their time: every wait may be 3 s longer or shorter, and time may pass after a restart.
 * Where it does not, an end of a lease lies so near that a real clock decides.
 */
function isSteady(script: Case): boolean {
	const {steps} = script;
	if (severalWait(steps) || (script.system === 'advisory' && sendsBehindCut(steps))) return false;
	const exact = said(script, steps);
	if (exact !== null && beginsBehind(steps, exact)) return false;
	const waits = steps.flatMap((step, index) => (step.startsWith('wait') ? [index] : []));
	const moved = waits.flatMap((at) =>
		[-3000, 3000].map((by) => steps.map((step, index) => (index === at ? longer(step, by) : step))),
	);
	const all = [-2000, 3000].map((by) => steps.map((step) => (step.startsWith('wait') ? longer(step, by) : step)));
	if (exact === null || ![...moved, ...all].every((each) => said(script, each)?.join('\n') === exact.join('\n')))
		return false;
	const slow = steps.flatMap((step) => (startsServer(step) ? [step, 'wait 4s'] : [step]));
	const after = said(script, slow)?.filter(
		(_, index) => index === 0 || !startsServer(slow[index - 1] ?? '') || slow[index] !== 'wait 4s',
	);
	return after?.join('\n') === exact.join('\n');
}

/** Whether several clients send something to a server that stands still: which of them it serves first when it goes on is nowhere said. */
function severalWait(steps: readonly string[]): boolean {
	let waiting: Set<string> | null = null;
	for (const step of steps) {
		const [actor = '', verb = ''] = step.split(' ');
		if (step === 'locks pause') waiting = new Set();
		else if (actor === 'locks') waiting = null;
		else if (['acquire', 'renew', 'release', 'ask'].includes(verb)) waiting?.add(actor);
		if (waiting !== null && waiting.size > 1) return true;
	}
	return false;
}

/** Whether a client sends something that is lost: its connection is lost with it, and what that holds. See docs/differences.md. */
function sendsBehindCut(steps: readonly string[]): boolean {
	const cut = new Set<string>();
	for (const step of steps) {
		const [actor = '', verb = ''] = step.split(' ');
		if (actor === 'cut') cut.add(verb);
		else if (actor === 'heal') cut.delete(verb);
		else if (cut.has(actor) && ['acquire', 'release', 'ask'].includes(verb)) return true;
	}
	return false;
}

/** Whether a client begins a transaction while something that it sent has no answer: see docs/differences.md. */
function beginsBehind(steps: readonly string[], outcome: readonly string[]): boolean {
	const waiting = new Set<string>();
	for (const [index, step] of steps.entries()) {
		const client = step.slice(0, 1);
		const came = outcome[index] ?? '';
		if (step.endsWith('begin ledger') && waiting.has(client)) return true;
		for (const name of waiting) if (came.includes(`${name}: `)) waiting.delete(name);
		if (/^(waits|unknown)/.test(came)) waiting.add(client);
		if (/(rollback ledger|crash)$/.test(step)) waiting.delete(client);
	}
	return false;
}

function said({system, lock}: Case, steps: readonly string[]): readonly string[] | null {
	const seen = simulate({system, lock, steps});
	return typeof seen === 'string' ? null : outcomes(seen);
}

function longer(step: string, by: number): string {
	return `wait ${waitOf(step) + by}ms`;
}

function of<T>(random: Random, items: readonly T[]): T {
	const item = items[random(items.length)];
	if (item === undefined) throw new Error('nothing to choose from');
	return item;
}

/** Whole numbers below a bound, always the same ones for a seed: mulberry32. */
function randomFrom(start: number): Random {
	let state = start >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}
