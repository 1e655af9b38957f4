import {at} from '../sim/client-step.js';
import type {Journal} from '../sim/journal.js';
import {awaitReply, longestPatience, nextDeadline, passTo} from '../sim/pass.js';
import {type Duration, forever} from '../sim/time.js';
import type {Local, World} from '../sim/world.js';
import {projectAudit, rebaseAudit} from './audit-part.js';
import {bareLocal, bareShared} from './bare.js';
import {canonical, prospectOf, withoutLostDraws, withoutVainDraws} from './canonical.js';
import type {Outlast, Passed} from './engine/model.js';
import {laterClock, timeToAsked} from './later-clock.js';
import {distinctNumbers, plainNumbers, renumberLocal, renumberShared} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseLocal, rebaseShared} from './rebase.js';
import {worldOf} from './world-of.js';

/** The world of a state, and the number that its next message gets. */
type Whole = {readonly world: World; readonly next: number};

type Parts = Omit<Passed<SharedPart, LocalPart>, 'time'>;

/** A state after the next passing of time, done by `passTo` itself; null when nothing will happen by itself and no moment is asked about. `alarm`: something else happens by itself then, or null. */
export function passWhole(
	setting: Setting,
	part: SharedPart,
	parts: readonly LocalPart[],
	alarm: Duration | null = null,
): Passed<SharedPart, LocalPart> | null {
	const whole = wholeWorld(setting, part, parts);
	const time = sooner(timeToNextIn(setting, part, whole), alarm);
	return time === null ? null : {time, ...passWholeBy(setting, part, whole, time)};
}

/** How long until anything happens by itself, or the moment comes that is asked about; null when neither will. */
export function timeToNext(setting: Setting, part: SharedPart, parts: readonly LocalPart[]): Duration | null {
	return timeToNextIn(setting, part, wholeWorld(setting, part, parts));
}

/** A state when some time has passed. */
export function passBy(setting: Setting, part: SharedPart, parts: readonly LocalPart[], time: Duration): Parts {
	return passWholeBy(setting, part, wholeWorld(setting, part, parts), time);
}

function timeToNextIn(setting: Setting, part: SharedPart, {world}: Whole): Duration | null {
	return sooner(timeToPass(world), timeToAsked(setting, part.now));
}

function passWholeBy(setting: Setting, part: SharedPart, {world, next}: Whole, time: Duration): Parts {
	const journal: Journal = {world, moments: []};
	passTo(journal, time);
	const shared = withoutLostDraws(setting.spec, journal.world);
	return partsAfter(setting, part, {...journal.world, shared, now: time}, next);
}

/**
 * How a client waits for nodes that stay silent, done by `awaitReply` itself: its step is one move, as it is one statement, whatever falls due in it; null where nobody waits so.
 * Source: language.md, Facts.
 */
export function worldOutlast(setting: Setting): Outlast<SharedPart, LocalPart> | null {
	if (longestPatience(setting.spec) === 0) return null;
	return {
		isUnderWay: ({call}) => call !== null,
		end: (part, parts, mover, before) => {
			const {world, next} = wholeWorld(setting, part, parts);
			const journal: Journal = {world, moments: []};
			const client = at(setting.order, mover);
			awaitReply(journal, client);
			const {locals, shared} = journal.world;
			const drawn = withoutVainDraws(
				setting.spec,
				{shared: before.shared, locals: [at(world.locals, client)]},
				{shared, locals: [at(locals, client)]},
			);
			return partsAfter(setting, part, {...journal.world, shared: drawn}, next);
		},
	};
}

function wholeWorld(setting: Setting, part: SharedPart, parts: readonly LocalPart[]): Whole {
	const {locals, next} = distinctNumbers(setting.numbering, parts, part.shared.nextMessage);
	return {world: worldOf(setting, {...part, shared: {...part.shared, nextMessage: next}}, locals, 0), next};
}

/** The parts of a world in which time has passed since `before`. */
function partsAfter(setting: Setting, before: SharedPart, world: World, next: number): Parts {
	return {
		shared: sharedAfter(setting, before, world, next, world.now),
		// What is sent while time passes answers messages that nobody waits for.
		locals: setting.order.map((client) =>
			localAfter(setting, renumberLocal(setting.numbering, at(world.locals, client), next, true), next, world.now),
		),
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

/** A client's part when some time has passed. `next`: the number of the message that would have been sent next before that. */
export function localAfter(setting: Setting, local: Local, next: number, time: Duration): LocalPart {
	return bareLocal(setting, rebaseLocal(plainNumbers(setting.numbering, local, next), time, setting.longest));
}
