import {at} from '../../sim/client-step.js';
import {momentOf} from '../../sim/clock.js';
import {machineOf, ttlOf} from '../../sim/lock/registry.js';
import {nextDeadline} from '../../sim/look.js';
import type {Duration, Instant} from '../../sim/time.js';
import {forever} from '../../sim/time.js';
import type {Spec, World} from '../../sim/world.js';

/** How closely time is looked at. `moments`: those that facts ask about. `isClose`: also between the moments at which anything happens. */
export type Watch = {readonly moments: readonly Instant[]; readonly isClose: boolean};

/**
 * The waits worth trying: to the next moment at which anything happens by itself or a fact looks at the clock, and, when watching closely, to the moments before it
 * from which something begun there would end together with something else, and to one between each two of these. Units: ms. Order: the longest first.
 */
export function waitsFrom(world: World, {moments, isClose}: Watch): readonly Duration[] {
	const due = [nextDeadline(world, true), ...moments.filter((moment) => moment > world.now)].filter(
		(moment) => moment !== null,
	);
	const catchesUp = world.locals.some(({process, justResumed}) => process === 'running' && justResumed);
	if (due.length === 0) return catchesUp ? [unitOf(world.spec)] : [];
	const longest = Math.min(...due) - world.now;
	if (longest === 0 || !(isClose || catchesUp)) return [longest];
	const unit = unitOf(world.spec);
	const points = isClose ? aligned(world, moments, longest) : [];
	const stops = [0, ...points, longest];
	const between = stops.slice(1).flatMap((stop, index) => middle(at(stops, index), stop, unit));
	return [longest, ...[...points, ...between].sort((one, other) => other - one)];
}

/** Moments before the next one, from which something that takes as long as things take here would end together with what is pending. */
function aligned(world: World, moments: readonly Instant[], longest: Duration): readonly Duration[] {
	const pending = [...pendingAt(world), ...moments].map((moment) => moment - world.now);
	const spans = [0, ...spansOf(world.spec), world.spec.latency];
	const points = pending.flatMap((moment) =>
		spans.flatMap((later) => spans.map((earlier) => moment + later - earlier)),
	);
	return [...new Set(points)].filter((point) => point > 0 && point < longest).sort((one, other) => one - other);
}

function pendingAt({spec, shared, locals, now}: World): readonly Instant[] {
	const services = spec.locks.flatMap(({service}, lock) => {
		const machine = machineOf(service);
		const state = at(shared.locks, lock);
		return [machine.due(state), machine.dueBesides(state)];
	});
	const own = locals.flatMap(({process, resumeAt, locks, flight, program, clock}) => [
		resumeAt,
		...(process === 'running'
			? [program.nextAt, ...locks.map(({deadline}) => deadline && momentOf({clock}, deadline, now))]
			: []),
		...flight.map(({due}) => due),
	]);
	return [...services, ...own].filter((moment) => moment !== null && moment < forever).map(Number);
}

/** How long leases last, and steps of programs that run by themselves. */
function spansOf({locks, clients, pace}: Spec): readonly Duration[] {
	const ttls = locks.map(({service}) => ttlOf(service)).filter((ttl) => ttl < forever);
	const runs = clients.some(({startsAt}) => startsAt !== null) ? [pace] : [];
	return [...new Set([...ttls, ...runs])];
}

/** Moments in between are taken from a grid, or there would be always more of them. */
function middle(from: Duration, to: Duration, unit: Duration): readonly Duration[] {
	const half = Math.floor((from + to) / 2 / unit) * unit;
	return half > from && half < to ? [half] : [];
}

function unitOf(spec: Spec): Duration {
	return Math.max(1, Math.floor(Math.min(...spansOf(spec), 2000) / 2));
}
