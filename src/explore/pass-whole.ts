import {at} from '../sim/client-step.js';
import type {Journal} from '../sim/journal.js';
import {nextDeadline, passTo} from '../sim/pass.js';
import {type Duration, forever} from '../sim/time.js';
import type {World} from '../sim/world.js';
import {projectAudit, rebaseAudit} from './audit-part.js';
import {bareLocal, bareShared} from './bare.js';
import {canonical, prospectOf} from './canonical.js';
import type {Passed} from './engine/model.js';
import {laterClock} from './later-clock.js';
import {distinctNumbers, plainNumbers, renumberLocal, renumberShared} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseLocal, rebaseShared} from './rebase.js';
import {worldOf} from './world-of.js';

/** A state after the next passing of time, done by `passTo` itself; null when nothing will happen by itself. `alarm`: something else happens by itself then, or null. */
export function passWhole(
	setting: Setting,
	part: SharedPart,
	parts: readonly LocalPart[],
	alarm: Duration | null = null,
): Passed<SharedPart, LocalPart> | null {
	const {locals, next} = distinctNumbers(setting.numbering, parts, part.shared.nextMessage);
	const world = worldOf(setting, {...part, shared: {...part.shared, nextMessage: next}}, locals, 0);
	const time = sooner(timeToPass(world), alarm);
	if (time === null) return null;
	const journal: Journal = {world, moments: []};
	passTo(journal, time);
	return {
		time,
		shared: sharedAfter(setting, part, journal.world, next, time),
		locals: localsAfter(setting, journal.world, next, time),
	};
}

function sooner(one: Duration | null, other: Duration | null): Duration | null {
	return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** A client that has just been resumed catches up as soon as any time passes, and a millisecond is the least that does. */
function timeToPass(world: World): Duration | null {
	const deadline = world.locals.some(({justResumed}) => justResumed) ? 1 : nextDeadline(world, false);
	return deadline === forever ? null : deadline;
}

function sharedAfter(
	setting: Setting,
	before: SharedPart,
	{shared, audit}: World,
	next: number,
	time: Duration,
): SharedPart {
	return {
		...before,
		shared: canonical(
			setting.spec,
			rebaseShared(setting.spec, bareShared(setting, renumberShared(setting.numbering, shared, next)), time),
			setting.nodesAreAlike,
			prospectOf(setting, before),
		),
		audit: projectAudit(rebaseAudit(audit, time), setting.footprint),
		now: laterClock(setting, before.now, time),
	};
}

/** Order: of the actors. What is sent while time passes answers messages that nobody waits for. */
function localsAfter(setting: Setting, {locals}: World, next: number, time: Duration): readonly LocalPart[] {
	const {numbering, order} = setting;
	return order.map((client) =>
		bareLocal(
			setting,
			rebaseLocal(
				plainNumbers(numbering, renumberLocal(numbering, at(locals, client), next, true), next),
				time,
				setting.longest,
			),
		),
	);
}
