import {changeEach} from '../sim/change-each.js';
import {at, localWith, sharedWith} from '../sim/client-step.js';
import {monotonic, wallTime} from '../sim/clock.js';
import {machineOf} from '../sim/lock/registry.js';
import {longestWatched, shiftRecord} from '../sim/lock/watched.js';
import type {Message, Reply, Request} from '../sim/message.js';
import {goesByAge} from '../sim/store/serve.js';
import {type Duration, forever} from '../sim/time.js';
import type {ClientLock, Local, Round, Session, Shared, Spec, StoreState} from '../sim/world.js';

/** The shared part as seen from a moment that is `by` later: its times count from there. Times that are past and can no longer matter are all the same. */
export function rebaseShared(spec: Spec, shared: Shared, by: Duration): Shared {
	const locks = spec.locks.map(({service}, index) => machineOf(service).shift(at(shared.locks, index), by));
	const until = shared.stall?.until ?? null;
	const stores = spec.stores.some(goesByAge) ? shared.stores.map((store) => withAges(store, by)) : shared.stores;
	return sharedWith(shared, {locks, stores, stall: until === null ? shared.stall : {until: until - by}});
}

/** What a store goes by the age of is bounded: it is dropped in time. */
function withAges(store: StoreState, by: Duration): StoreState {
	const {used, applied} = store;
	const earlier = (moments: StoreState['used']) =>
		Object.fromEntries(Object.entries(moments).map(([key, moment]) => [key, moment - by]));
	return {...store, used: earlier(used), applied: earlier(applied)};
}

/** A client's part as seen from a moment that is `by` later. The pace of self-running programs is left out: nothing here goes by it. */
export function rebaseLocal(local: Local, by: Duration, longest: Duration): Local {
	const reading = monotonic(local, by);
	const {silence, clock} = local;
	return rebaseTravelling(
		localWith(local, {
			resumeAt: local.resumeAt === null ? null : local.resumeAt - by,
			wallOffset: wallTime(local, by) - by,
			clock: clock.since === 0 && clock.reading === 0 && clock.rate === 1 ? clock : {...clock, since: 0, reading: 0},
			silence: silence && {
				since: Math.max(silence.since - by, -longest),
				reading: Math.max(exact(silence.reading - reading), -longest),
			},
			sessions: local.sessions.some((session) => session?.open?.silentSince != null)
				? local.sessions.map((session) => laterSession(session, by))
				: local.sessions,
			work:
				local.work === null || local.process !== 'running'
					? local.work
					: {...local.work, end: moment(local.work.end, reading)},
			program: local.program.nextAt === null ? local.program : {...local.program, nextAt: null},
			locks: local.locks.map((lock) => rebaseKnown(lock, by, reading)),
		}),
		by,
		longest,
		reading,
	);
}

/** Silence is bounded: the store ends it in time. */
function laterSession(session: Session | null, by: Duration): Session | null {
	const open = session?.open ?? null;
	if (session === null || open === null || open.silentSince === null) return session;
	return {...session, open: {...open, silentSince: open.silentSince - by}};
}

/** What a client knows of a lock. Of a record that it watches no more counts than that it has stood unchanged for its length. */
function rebaseKnown(lock: ClientLock, by: Duration, reading: number): ClientLock {
	const {deadline, givesUpAt, errand, watched} = lock;
	if (deadline === null && givesUpAt === null && errand === null && watched === null) return lock;
	return {
		...lock,
		deadline: deadline === null ? null : moment(deadline, reading),
		givesUpAt: givesUpAt === null ? null : moment(givesUpAt, reading),
		errand: errand && {...errand, at: moment(errand.at, reading)},
		watched: watched && {
			...shiftRecord(watched, by),
			since: Math.max(exact(watched.since - reading), -Math.min(watched.length, longestWatched) - 1),
		},
	};
}

/** The same for no more than what is on its way to the client or from it. `reading`: of the client's monotonic clock at that moment. */
export function rebaseTravelling(local: Local, by: Duration, longest: Duration, reading: number): Local {
	const {inbox, call, lateRounds} = local;
	const flight = changeEach(local.flight, (message) => rebaseMessage(message, by, longest, reading));
	if (flight === local.flight && inbox.length + lateRounds.length === 0 && call === null) return local;
	return localWith(local, {
		inbox: inbox.map((each) => ({...each, reply: rebaseReply(each.reply, by, longest, reading)})),
		flight,
		lateRounds: lateRounds.map((late) => ({...late, round: rebaseRound(late.round, by)})),
		call: call === null || call.round === null ? call : {...call, round: rebaseRound(call.round, by)},
	});
}

function rebaseRound(round: Round, by: Duration): Round {
	return {
		...round,
		startedAt: round.startedAt - by,
		startedWall: round.startedWall - by,
		due: round.due === null ? null : round.due - by,
	};
}

function rebaseMessage(message: Message, by: Duration, longest: Duration, reading: number): Message {
	const due = message.due === null ? null : message.due - by;
	switch (message.kind) {
		case 'request': {
			const request = rebaseRequest(message.request, by, longest, reading);
			return due === message.due && request === message.request ? message : {...message, due, request};
		}
		case 'reply': {
			const reply = rebaseReply(message.reply, by, longest, reading);
			return due === message.due && reply === message.reply ? message : {...message, due, reply};
		}
	}
}

/** What follows on a request that prepares it has been sent with it, and counts from then. */
function rebaseRequest(request: Request, by: Duration, longest: Duration, reading: number): Request {
	switch (request.kind) {
		case 'prepare':
			return {...request, next: rebaseStep(request.next, by, longest, reading)};
		case 'acquire':
		case 'renew':
		case 'release':
			return rebaseStep(request, by, longest, reading);
		case 'ask':
		case 'node':
		case 'read':
		case 'write':
		case 'advance':
		case 'begin':
		case 'commit':
		case 'rollback':
			return request;
	}
}

/** A grant whose deadline has passed when it is sent brings no belief, however long ago that was. */
function rebaseStep<Step extends Extract<Request, {readonly kind: 'acquire' | 'renew' | 'release'}>>(
	step: Step,
	by: Duration,
	longest: Duration,
	reading: number,
): Step {
	const seen = step.seen && shiftRecord(step.seen, by);
	if (step.kind === 'release') return {...step, seen};
	return {
		...step,
		seen,
		sentAt: Math.max(exact(step.sentAt - reading), -longest),
		stamp: step.stamp === null ? null : Math.max(exact(step.stamp - by), -10 * longest),
	};
}

function rebaseReply(reply: Reply, by: Duration, longest: Duration, reading: number): Reply {
	const seen: Reply =
		'record' in reply && reply.record !== undefined ? {...reply, record: shiftRecord(reply.record, by)} : reply;
	if (seen.kind === 'prepared') return {...seen, next: seen.next && rebaseStep(seen.next, by, longest, reading)};
	return seen.kind === 'granted' || seen.kind === 'renewed'
		? {...seen, deadline: moment(seen.deadline, reading)}
		: seen;
}

/** What was due in the past is due now; what nothing but an event brings stays so. */
function moment(until: number, by: number): number {
	return until === forever ? forever : Math.max(exact(until - by), 0);
}

/** A reading of a clock without what a sum of fractions is off by. */
function exact(reading: number): number {
	return Number.isInteger(reading) ? reading : Math.round(reading * 1e6) / 1e6;
}
