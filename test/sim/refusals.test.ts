import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import type {Message} from '../../src/sim/message.js';
import {perform} from '../../src/sim/perform.js';
import {play} from '../../src/sim/play.js';
import type {Refusal} from '../../src/sim/refusal.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {Operation, Statement} from '../../src/sim/statement.js';
import type {Local, World} from '../../src/sim/world.js';
import {everyScript} from '../generated/every-script.js';
import {scriptOf} from '../generated/random-scripts.js';
import {scripts} from '../stories/lines.js';

/**
 * Whether a statement can be done, told once more from the page on the language and from nothing that refuses: by what stands in the world.
 * Null for a kind that this list says nothing of.
 */
function isAllowed(world: World, statement: Statement): boolean | null {
	switch (statement.kind) {
		case 'do':
			return (
				(isFree(localOf(world, statement.client)) || stopsKeeping(world, statement)) &&
				isPossible(world, statement.client, statement.operation)
			);
		case 'step':
		case 'run':
			return hasStep(world, statement.client);
		case 'pause':
		case 'suspend':
			return localOf(world, statement.client)?.process === 'running';
		case 'resume':
			return localOf(world, statement.client)?.process === 'paused';
		case 'wait':
			return statement.for <= 10 * 365 * 24 * 3_600_000;
		case 'deliver':
		case 'drop':
		case 'duplicate':
			return world.locals.some(({flight}) =>
				flight.some((message) => message.id === statement.message && !isQueued(message)),
			);
		case 'deliver-from':
			return (
				localOf(world, statement.client)?.flight.some(
					(message) => message.kind === 'request' && message.due === null && !isQueued(message),
				) === true
			);
		case 'cut':
			return linksOf(world, statement.from, statement.to)?.includes('whole') === true;
		case 'heal':
			return linksOf(world, statement.from, statement.to)?.includes('cut') === true;
		case 'crash':
		case 'restart': {
			const {actor} = statement;
			const up = isClient(world, actor)
				? localOf(world, actor)?.process !== 'crashed'
				: (world.shared.stores[world.spec.stores.findIndex(({name}) => name === actor)]?.up ??
					(actor === 'locks' && !isRedlockWorld(world) ? world.shared.locksUp : null));
			return up === null ? null : up === (statement.kind === 'crash');
		}
		case 'rate':
			return isClient(world, statement.client);
		case 'stall':
			return isRedlockWorld(world) ? null : world.shared.locksUp && world.shared.stall === null;
		case 'unstall':
			return world.shared.stall !== null;
		case 'retries':
		case 'starts':
			return (
				!world.started && world.spec.clients.some(({name, program}) => name === statement.client && program !== null)
			);
		case 'put':
		case 'lock':
		case 'latency':
		case 'pace':
		case 'faults':
			return !world.started;
		default:
			return null;
	}
}

/** Servers that know nothing of each other have power each by itself. */
function isRedlockWorld({spec}: World): boolean {
	return spec.locks.some(({service}) => service.kind === 'redlock');
}

/** Whether a message has arrived at a lock service that stands still. */
function isQueued(message: Message): boolean {
	return message.kind === 'request' && message.queued === true;
}

function isFree(local: Local | undefined): boolean {
	return local?.process === 'running' && local.work === null && local.call === null && local.program.awaiting === null;
}

/** Who works can still be told to keep a lock no longer. */
function stopsKeeping(world: World, {client, operation}: Extract<Statement, {kind: 'do'}>): boolean {
	const local = localOf(world, client);
	const stops = operation.kind === 'keeps' && operation.every === null;
	return stops && local?.process === 'running' && local.work !== null;
}

function hasStep(world: World, client: string): boolean {
	const program = world.spec.clients.find(({name}) => name === client)?.program ?? null;
	const local = localOf(world, client);
	return program !== null && isFree(local) && local?.program.ended === null && local.program.at < program.length;
}

function isPossible(world: World, client: string, operation: Operation): boolean {
	const {stores, resources} = world.spec;
	switch (operation.kind) {
		case 'renew': {
			// A session keeps the time that it was made with, and a connection has none.
			const lock = world.spec.locks.find(({name}) => name === operation.lock);
			const kind = lock?.service.kind ?? '';
			const isTimed = !['etcd', 'zookeeper', 'consul'].includes(kind) || operation.ttl === null;
			return lock !== undefined && kind !== 'advisory' && isTimed;
		}
		case 'acquire':
		case 'release':
		case 'check':
		case 'ask':
			return world.spec.locks.some(({name}) => name === operation.lock);
		case 'keeps': {
			const lock = world.spec.locks.find(({name}) => name === operation.lock);
			const byThemselves = ['etcd', 'zookeeper', 'consul', 'kubernetes', 'dynamodb'];
			return lock !== undefined && (operation.every === null || !byThemselves.includes(lock.service.kind));
		}
		case 'works':
			return true;
		case 'read': {
			if (operation.forUpdate !== true) return stores.length > 0;
			const asked = stores.flatMap(({name, rule}, store) =>
				(operation.store ?? name) === name && (operation.store === null || rule === 'transactional') ? [store] : [],
			);
			return asked.some((store) => localOf(world, client)?.sessions[store]?.inside === true);
		}
		case 'begin':
		case 'commit':
		case 'rollback':
			return stores.some(({name, rule}) => name === operation.store && rule === 'transactional');
		case 'advance':
			return stores.some(
				({name, rule}) =>
					(operation.store ?? name) === name &&
					['fenced', 'fenced-strict', 'fenced-cas', 'rejects'].includes(rule.split(' ')[0] ?? ''),
			);
		case 'write': {
			if (operation.change === '=') return stores.length > 0;
			const resource = resources.findIndex(({name}) => name === operation.resource);
			const known = stores.flatMap(({name}, store) =>
				(operation.store ?? name) === name
					? [localOf(world, client)?.memory[store]?.[resource]?.values[operation.key]]
					: [],
			);
			return (
				known.length > 0 && known.every((value) => typeof value === 'number') && typeof operation.value === 'number'
			);
		}
	}
}

/** Each link as it is, or null where one of them is no link between a client and an endpoint. */
function linksOf(world: World, from: string, to: readonly string[]): readonly ('cut' | 'whole')[] | null {
	const links = to.map((other) => {
		const [client, end] = isClient(world, from) ? [from, other] : [other, from];
		const isEnd = end === 'locks' || isNode(world, end) || world.spec.stores.some(({name}) => name === end);
		if (!isClient(world, client) || !isEnd) return null;
		return localOf(world, client)?.cuts.includes(end) === true ? 'cut' : 'whole';
	});
	const known = links.filter((link) => link !== null);
	return known.length === links.length ? known : null;
}

function isNode({spec}: World, name: string): boolean {
	const number = /^n([1-9])$/.exec(name)?.[1];
	return spec.locks.some(
		({service}) => service.kind === 'redlock' && Number(number) <= Number(service.options['nodes']),
	);
}

function isClient({spec}: World, name: string): boolean {
	return spec.clients.some((client) => client.name === name);
}

function localOf({spec, locals}: World, client: string): Local | undefined {
	return locals[spec.clients.findIndex(({name}) => name === client)];
}

describe('A statement', () => {
	it('is refused exactly when the page on the language says so: in scripts made of the grammar', () => {
		const met = new Set<string>();
		everyScript(250, ({steps}) => {
			for (const {before, statement, outcome, line} of steps) {
				const refusal = outcome.ok ? null : outcome.refusal;
				holdTo(before, statement, refusal, line);
				met.add(`${statement.kind} ${refusal === null}`);
			}
		});
		expect([...met]).toEqual(expect.arrayContaining(['do true', 'do false', 'step false', 'cut true', 'heal true']));
	});

	it('is refused exactly when the page on the language says so: in scripts that ask for what cannot be done', () => {
		const met = new Set<string>();
		fc.assert(
			fc.property(scripts, (lines) => {
				for (const {before, statement, outcome, line} of scriptOf(lines)?.steps ?? []) {
					const refusal = outcome.ok ? null : outcome.refusal;
					holdTo(before, statement, refusal, line);
					if (refusal !== null) met.add(refusal.kind);
				}
			}),
			{numRuns: 300, seed: 1},
		);
		expect(met.size, [...met].join(' ')).toBeGreaterThanOrEqual(12);
	});

	it('that is refused names what is so in the world', () => {
		const world = `client A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nput account balance=100 note=x\nA runs check account\n`;
		const said = (...lines: readonly string[]) => {
			const statements = parseScript(world + lines.join('\n')).statements.map(({statement}) => statement);
			const {refused} = play(statements);
			return refused === null ? null : refusalSentence(refused.refusal);
		};
		expect(said('A pause', 'A acquire')).toBe('A is paused. Type: A resume');
		expect(said('A pause', 'A pause')).toBe('A is paused already. Type: A resume');
		expect(said('A crash', 'A crash')).toBe('A has crashed already. Type: A restart');
		expect(said('A crash', 'A acquire')).toBe('A has crashed. Type: A restart');
		expect(said('A resume')).toBe('A is not paused.');
		expect(said('expect time >= 0s')).toBe(null);
		expect(said('step B')).toMatch(/^B has no program\. /);
		expect(said('run A', 'run A')).toBe("A's program has ended.");
		expect(said('A acquire held', 'deliver A', 'deliver A')).toBe('No request of A is held in the network.');
		expect(said('drop 7')).toBe('There is no message #7 in the network.');
		expect(said('A write account balance+=1')).toBe(
			'A has not read account from raw yet, so there is nothing to compute from. Type: A read account',
		);
		expect(said('A read account', 'A write account none+=1')).toMatch(/^A remembers no none of account in raw/);
		expect(said('A read account', 'A write account note+=1')).toBe(
			'A remembers note=x in raw, which is not a whole number.',
		);
		expect(said('A advance account')).toBe('No store here keeps a highest token that could be raised.');
		expect(said('A advance account to raw')).toBe('raw is unfenced and keeps no highest token that could be raised.');
		expect(said('cut A B')).toMatch(/^There is no link between A and B/);
		expect(said('cut A locks', 'cut A locks')).toBe('A is cut off from locks already.');
		expect(said('heal A raw')).toBe('Nothing is cut between A and raw.');
		expect(said('locks crash', 'locks crash')).toBe('The lock service has crashed already. Type: locks restart');
		expect(said('locks restart')).toBe('The lock service has not crashed.');
		expect(said('n3 crash')).toBe('No lock service here has a n3.');
		expect(said('failover')).toBe('There is no replicated lock service here that could fail over.');
		expect(said('wait until expiry')).toBe('No lease is running, so there is no expiry to wait for.');
		const tooLong = perform(emptyWorld, {kind: 'wait', for: 10 * 365 * 24 * 3_600_000 + 1});
		expect(tooLong).toEqual({ok: false, refusal: {kind: 'wait-too-long'}});
		expect(said('A acquire', 'client C')).toMatch(/^Set-up comes before the first operation\. /);
	});
});

function holdTo(world: World, statement: Statement, refusal: Refusal | null, line: string): void {
	const possible = isAllowed(world, statement);
	// How many events there will be, nobody knows before it has tried.
	if (possible === null || refusal?.kind === 'too-many-events') return;
	expect(`${line}: ${refusal === null ? 'done' : 'refused'}`, refusal === null ? line : refusalSentence(refusal)).toBe(
		`${line}: ${possible ? 'done' : 'refused'}`,
	);
}
