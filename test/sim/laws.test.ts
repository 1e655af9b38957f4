import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../src/sim/event.js';
import {lockKinds, machineOf, ttlOf} from '../../src/sim/lock/registry.js';
import {belief, holder, lease} from '../../src/sim/look.js';
import {usualValues} from '../../src/sim/option.js';
import {perform} from '../../src/sim/perform.js';
import {plain} from '../../src/sim/statement.js';
import {forever} from '../../src/sim/time.js';
import {holdingNow} from '../../src/sim/truth.js';
import type {World} from '../../src/sim/world.js';
import {everyScript} from '../generated/every-script.js';
import {evaluates, play, wrong} from './play.js';

/** How many random histories a law is held to; more by the environment. */
const count = Number(process.env['FENCE_HISTORIES'] ?? 400);

const limit = {timeout: Math.max(300_000, count * 100)};

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

	test('a denial names who holds by the service, and a record that bars only where nobody holds', limit, () => {
		everyScript(count, ({steps}) => {
			for (const {event, world} of steps.flatMap(({outcome}) => (outcome.ok ? outcome.moments : []))) {
				if (event.kind !== 'denied') continue;
				const held = lease(world, event.lock);
				if (event.heldBy !== undefined) expect([event.heldBy, event.dead ?? false]).toEqual([held?.holder, held?.dead]);
				if (event.recordOf !== undefined) expect(held).toBeNull();
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
					(event) =>
						deeds.includes(event.kind) && 'lock' in event && !('store' in event) && centred.includes(event.lock),
				);
				expect(done).toEqual([]);
			}
		});
	});

	test(
		'a violation names two events, each by the client that it shows: what happens now, and what happened before',
		limit,
		() => {
			everyScript(count, ({steps}) => {
				const events = steps.flatMap(({outcome}) => (outcome.ok ? outcome.events : []));
				const at = (seq: number) => events.find((event) => event.seq === seq);
				for (const event of events) {
					if (event.kind !== 'violated') continue;
					const {property, store, of} = event;
					const [now, before] = of.events;
					expect([of.grants[0].event, of.grants[1].event]).toEqual([now, before]);
					expect(before).toBeLessThan(now);
					expect(of.grants.map(({client}) => client)).toEqual(of.events.map((seq) => clientOf(at(seq))));
					if (property === 'locked-out')
						expect(at(before)).toMatchObject({kind: 'granted', lock: of.resource, client: of.grants[0].client});
					if (property !== 'lost-update') continue;
					// Between the base and the write there is the lost one, and whatever came after it is the client's own.
					const lost = at(before);
					expect(lost).toMatchObject({kind: 'accepted', store, resource: of.resource});
					if (lost?.kind === 'accepted') expect(lost.version).toBeGreaterThan(of.basedOn ?? 0);
					if (lost?.kind === 'accepted') expect(lost.version).toBeLessThanOrEqual(of.version);
				}
			});
		},
	);

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

	test('no belief is given an end after that of the grant or renewal that it rests on', limit, () => {
		everyScript(count, ({steps}) => {
			const ends = new Map<string, number>();
			for (const {statement, outcome} of steps) {
				// A stepped clock of a server, or a clock at a rate of its own, counts other seconds.
				if (statement.kind === 'clock' || statement.kind === 'rate' || statement.kind === 'suspend') return;
				if (!outcome.ok) continue;
				for (const event of outcome.events) {
					if ((event.kind === 'granted' || event.kind === 'renewed') && event.expiresAt !== null) {
						const key = `${event.client} ${event.lock}`;
						ends.set(key, Math.max(ends.get(key) ?? 0, event.expiresAt));
					}
					if (
						event.kind === 'believed' &&
						event.until !== null &&
						ends.has(`${event.client} ${event.lock}`) &&
						!hasOwnDeadline(outcome.world, event.lock)
					)
						expect(event.until).toBeLessThanOrEqual(ends.get(`${event.client} ${event.lock}`) ?? 0);
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

	test('a grant that a session keeps has an end as soon as its client is silent, where silence has one', limit, () => {
		everyScript(count, ({steps}) => {
			for (const {outcome} of steps) {
				if (!outcome.ok || !runs(outcome.world)) continue;
				const {spec, shared, locals, now} = outcome.world;
				for (const [lock, {service}] of spec.locks.entries()) {
					const ends = machineOf(service).keepsSessions && ttlOf(service) < forever;
					const held = ends ? holdingNow(spec, shared, lock, now) : null;
					if (held === null) continue;
					const isHeard = locals.some(
						({locks, silence}) => locks[lock]?.lastGrantIssued === held.owner && silence === null,
					);
					if (!isHeard) expect(held.expiresAt).not.toBe(null);
				}
			}
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

/** A deed at the lock, so long after the one before. Units: ms. */
type Deed = {readonly after: number; readonly client: string; readonly does: string};

const deeds = fc.array(
	fc.record({
		after: fc.integer({min: 0, max: 2300}),
		client: fc.constantFrom('A', 'B'),
		does: fc.constantFrom('acquire', 'acquire ttl 4s', 'release', 'renew', 'renew ttl 3s'),
	}),
	{minLength: 1, maxLength: 12},
);

/** The deeds as lines, those before a moment only; then the time goes on to another moment. */
function lines(all: readonly Deed[], before: number, until: number): string {
	let now = 0;
	const done: string[] = [];
	for (const {after, client, does} of all) {
		if (now + after >= before) break;
		now += after;
		done.push(`wait ${after}ms`, `${client} ${does}`);
	}
	return [...done, `wait ${until - now}ms`].join('\n');
}

function lengthOf(all: readonly Deed[]): number {
	return all.reduce((sum, {after}) => sum + after, 0);
}

describe('a loss of power', () => {
	const world = (fsync: string) => `client A\nclient B\nlock x redis ttl 10s fsync ${fsync}\n`;

	test.each([
		['always', 'nothing', (now: number) => now + 1],
		[
			'everysec',
			'every change since the last whole second, of whatever kind',
			(now: number) => Math.floor(now / 1000) * 1000,
		],
		['no', 'everything', () => 0],
	] as const)('takes with fsync %s %s', (fsync, _, kept) => {
		fc.assert(
			fc.property(deeds, fc.integer({min: 1, max: 2000}), (all, rest) => {
				const now = lengthOf(all) + rest;
				const lost = play(`${world(fsync)}${lines(all, now, now)}\nlocks crash\nlocks restart`);
				const never = play(`${world(fsync)}${lines(all, kept(now), now)}`);
				expect(holder(lost.world, 'x')).toBe(holder(never.world, 'x'));
				expect(lease(lost.world, 'x')?.expiresAt).toBe(lease(never.world, 'x')?.expiresAt);
			}),
			{numRuns: 300},
		);
	});
});

test('a replica that is back is in step: whoever held at the primary holds at the replica once it leads', () => {
	fc.assert(
		fc.property(deeds, deeds, deeds, (one, two, three) => {
			const until = (all: readonly Deed[]) => lines(all, Number.POSITIVE_INFINITY, lengthOf(all));
			const back = play(
				`client A\nclient B\nlock x replicated ttl 30s replication-lag 50ms\n${until(one)}\nreplica crash\n${until(two)}\nreplica restart\n${until(three)}\nwait 50ms`,
			);
			const led = play(
				`client A\nclient B\nlock x replicated ttl 30s replication-lag 50ms\n${until(one)}\nreplica crash\n${until(two)}\nreplica restart\n${until(three)}\nwait 50ms\nprimary crash\nfailover`,
			);
			expect(holder(led.world, 'x')).toBe(holder(back.world, 'x'));
			expect(lease(led.world, 'x')?.expiresAt).toBe(lease(back.world, 'x')?.expiresAt);
		}),
		{numRuns: 300},
	);
});

/** Kinds whose lock one service keeps, with options that say nothing. */
const centred = lockKinds().filter(({hasCentre}) => hasCentre);

describe.each(centred.map(({name}) => name))('a client of %s', (kind) => {
	const world = `client A\nclient B\nlock x ${kind}\n`;
	const {options, errands, renews} = machineOf({kind});
	const look = errands(usualValues(options))?.look ?? null;

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

	test('that starts again is a stranger, and the lock is not free before the old grant ends, which a connection does at once', () => {
		expect(
			wrong(
				`${world}A acquire\nA crash\nA restart\nA ask`,
				'last denied',
				'not A believes x',
				'not A holds x',
				renews ? 'not nobody holds x' : 'nobody holds x',
			),
		).toEqual([]);
	});

	test('waits no longer than it said, whenever the lock comes free', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 6000}), fc.integer({min: 1, max: 6000}), (within, freed) => {
				const script = `${world}A acquire\nB acquire within ${within}ms\nwait ${freed}ms\nA release\nwait 1s`;
				const waits =
					machineOf({kind}).options !== undefined &&
					play(`${world}A acquire\nB acquire`).events.some(({kind: happened}) => happened === 'queued');
				const {world: after} = play(script);
				// Who looks again by itself gets it at its next look, if it is still ready to wait and the script goes on so long.
				const nextLook = look === null ? null : (Math.floor(freed / look) + 1) * look;
				const gets = nextLook === null ? waits && freed < within : nextLook < within && nextLook <= freed + 1000;
				expect(evaluates(after, 'B waits x')).toBe(false);
				expect(evaluates(after, 'B holds x')).toBe(gets);
				expect(evaluates(after, 'B believes x')).toBe(gets);
			}),
			{numRuns: 30},
		);
	});

	test.skipIf(!renews)('hears nothing of a renewal that is answered after its release', () => {
		const script = `${world}A acquire\nA renew reply delayed 3s\nA release\nB acquire\nwait ${look === null ? 5 : 30}s`;
		expect(wrong(script, 'not A believes x', 'B believes x', 'not two-believers')).toEqual([]);
	});

	test('that does not hold is told so, however it came to that', () => {
		expect(wrong(`${world}A acquire\nA release\nA ask`, 'last denied', 'nobody holds x')).toEqual([]);
		// A record that is watched names its holder until somebody has watched for long enough.
		const [other, then] = look === null ? ['', 'nobody holds x'] : ['B acquire\n', 'B holds x'];
		const end = renews ? 'A pause for 90s\nwait 91s' : 'cut A locks\nwait 3h\nheal A locks';
		expect(wrong(`${world}A acquire\n${other}${end}\nA ask`, 'last denied', then)).toEqual([]);
	});
});

/** Whether a holder gives up at a deadline of its own, which a thin margin sets after the end of its grant. */
function hasOwnDeadline({spec}: World, lock: string): boolean {
	const service = spec.locks.find(({name}) => name === lock)?.service;
	return service !== undefined && !machineOf(service).heedsDenial(service.options);
}

function runs({shared}: World): boolean {
	return shared.locksUp && shared.stall === null;
}

function clientOf(event: Event | undefined): string | null {
	return event !== undefined && 'client' in event ? (event.client ?? null) : null;
}

function worldAfter(
	step: {readonly outcome: {readonly ok: boolean; readonly world?: World}; readonly before: World} | undefined,
): World | null {
	return step === undefined ? null : step.outcome.ok ? (step.outcome.world ?? step.before) : step.before;
}
