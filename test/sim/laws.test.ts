import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../src/sim/event.js';
import {lockKinds, machineOf} from '../../src/sim/lock/registry.js';
import {belief, holder} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import {plain} from '../../src/sim/statement.js';
import type {World} from '../../src/sim/world.js';
import {everyScript} from '../generated/every-script.js';
import {play, wrong} from './play.js';

/** How many random histories a law is held to; more by the environment. */
const count = Number(process.env['FENCE_HISTORIES'] ?? 400);

const limit = {timeout: Math.max(120_000, count * 100)};

describe('in every random history', () => {
	test('what ask answers is what A holds says', limit, () => {
		everyScript(count, ({steps}) => {
			const world = worldAfter(steps.at(-1));
			if (world === null) return;
			for (const [client, {name}] of world.spec.clients.entries())
				for (const {name: lock, service} of world.spec.locks) {
					const local = world.locals[client];
					if (machineOf(service).rounds !== null || local === undefined || local.cuts.length > 0) continue;
					const asked = perform(world, {
						kind: 'do',
						client: name,
						operation: {kind: 'ask', lock, message: plain},
					});
					if (!asked.ok) continue;
					const answer = asked.events.find((event) => event.kind === 'asked');
					if (answer?.kind === 'asked' && asked.world.now === world.now)
						expect(answer.ok).toBe(holder(world, lock) === name);
				}
		});
	});

	test('nothing is granted, renewed, given back or over while the service has no power or stands still', limit, () => {
		const deeds: readonly Event['kind'][] = ['granted', 'renewed', 'released', 'expired', 'queued', 'asked', 'left'];
		everyScript(count, ({steps}) => {
			for (const {before, outcome} of steps) {
				if (!outcome.ok || runs(before) || runs(outcome.world)) continue;
				const centred = before.spec.locks.flatMap(({name, service}) => (machineOf(service).hasCentre ? [name] : []));
				const done = outcome.events.filter(
					(event) => deeds.includes(event.kind) && 'lock' in event && centred.includes(event.lock),
				);
				expect(done).toEqual([]);
			}
		});
	});

	test('a process that has just started believes in nothing and holds nothing', limit, () => {
		everyScript(count, ({steps}) => {
			for (const {statement, outcome} of steps) {
				if (statement.kind !== 'restart' || !outcome.ok) continue;
				const {world} = outcome;
				if (!world.spec.clients.some(({name}) => name === statement.actor)) continue;
				for (const {name: lock, service} of world.spec.locks) {
					expect(belief(world, statement.actor, lock)).toBe(null);
					if (!machineOf(service).isStable(service.options)) expect(holder(world, lock)).not.toBe(statement.actor);
				}
			}
		});
	});

	test('whoever can be reached has been told what it is owed', limit, () => {
		everyScript(count, ({steps}) => {
			const world = worldAfter(steps.at(-1));
			for (const {cuts, owed} of world?.locals ?? [])
				if (world?.shared.locksUp === true && world.shared.stall === null && !cuts.includes('locks'))
					expect(owed).toEqual([]);
		});
	});

	test('whoever hears from its session believes in no grant whose session is over', limit, () => {
		everyScript(count, ({steps}) => {
			// A release that was held back and comes after a new acquire gives that up, and its client does not know.
			const gaveUp = new Set<string>();
			for (const {outcome} of steps) {
				if (!outcome.ok) continue;
				for (const event of outcome.events) {
					if (event.kind === 'released') gaveUp.add(`${event.client} ${event.lock}`);
					if (event.kind === 'granted') gaveUp.delete(`${event.client} ${event.lock}`);
				}
				const {spec, locals} = outcome.world;
				for (const [client, {name}] of spec.clients.entries()) {
					const local = locals[client];
					if (local === undefined || local.process !== 'running' || local.justResumed || local.silence !== null)
						continue;
					for (const {name: lock, service} of spec.locks) {
						const machine = machineOf(service);
						if (!machine.keepsSessions || !machine.looksFirst(service.options)) continue;
						if (belief(outcome.world, name, lock) === null || gaveUp.has(`${name} ${lock}`)) continue;
						expect(holder(outcome.world, lock)).toBe(name);
					}
				}
			}
		});
	});
});

/** Kinds whose lock one service keeps, with options that say nothing. */
const centred = lockKinds().filter(({hasCentre}) => hasCentre);

describe.each(centred.map(({name}) => name))('a client of %s', (kind) => {
	const world = `client A\nclient B\nlock x ${kind}\n`;

	test('that hears nothing believes until the same moment, whether it is cut off, or the service is down or stands still', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 9}), fc.integer({min: 1, max: 60}), (before, silence) => {
				const ends = ['cut A locks', 'locks crash', 'locks pause'].map((fault) => {
					const {events} = play(`${world}A acquire\nwait ${before}s\n${fault}\nwait ${silence}s`);
					return events.find((event) => event.kind === 'disbelieved')?.at ?? null;
				});
				expect(new Set(ends).size).toBe(1);
			}),
			{numRuns: 20},
		);
	});

	test('that starts again is a stranger, and the lock is not free before the old grant ends', () => {
		expect(
			wrong(
				`${world}A acquire\nA crash\nA restart\nA ask`,
				'last denied',
				'not A believes x',
				'not A holds x',
				'not nobody holds x',
			),
		).toEqual([]);
	});

	test('hears nothing of a renewal that is answered after its release', () => {
		const script = `${world}A acquire\nA renew reply delayed 3s\nA release\nB acquire\nwait 5s`;
		expect(wrong(script, 'not A believes x', 'B believes x', 'not two-believers')).toEqual([]);
	});

	test('that does not hold is told so, however it came to that', () => {
		for (const lost of ['A release', 'A pause for 90s\nwait 91s'])
			expect(wrong(`${world}A acquire\n${lost}\nA ask`, 'last denied', 'nobody holds x')).toEqual([]);
	});
});

function runs({shared}: World): boolean {
	return shared.locksUp && shared.stall === null;
}

function worldAfter(
	step: {readonly outcome: {readonly ok: boolean; readonly world?: World}; readonly before: World} | undefined,
): World | null {
	return step === undefined ? null : step.outcome.ok ? (step.outcome.world ?? step.before) : step.before;
}
