import {at} from './client-step.js';
import {machineOf} from './lock/registry.js';
import type {LockState} from './lock/state.js';
import type {Instant} from './time.js';
import type {CameBack, Local, World} from './world.js';

/**
 * The worlds in which a program of a client began anew in one `run`, by how many messages were on their way: where that differs the worlds do.
 * `first`: the first of them. `times`: when it was in each last, by what is compared; empty until there is a second one, because most programs that send on and on never see as many again.
 */
export type Beginnings = Map<number, {readonly first: World; readonly times: Map<string, Instant>}>;

/**
 * When a program that begins anew was in this state before, times apart; null when it has not been, or when something that is not of its own making can still come as time passes.
 * What is compared is the world without its times, without the counters that only tell answers apart, and without what the audit alone keeps.
 */
export function comesBack(world: World, client: number, beginnings: Beginnings): CameBack | null {
	const underWay = world.locals.reduce((sum, {flight}) => sum + flight.length, 0);
	const alike = beginnings.get(underWay);
	if (alike === undefined) {
		beginnings.set(underWay, {first: world, times: new Map()});
		return null;
	}
	const {first, times} = alike;
	if (times.size === 0) times.set(timeless(first, client), first.now);
	const text = timeless(world, client);
	const since = times.get(text);
	times.set(text, world.now);
	if (since === undefined || (since < world.now && othersMove(world, client))) return null;
	return {client: at(world.spec.clients, client).name, since};
}

/** Whether another client, or a message, does something by itself later. */
function othersMove({locals}: World, client: number): boolean {
	return locals.some(
		({process, resumeAt, flight, program}, index) =>
			flight.some(({due}) => due !== null) ||
			(index !== client && process !== 'crashed' && (resumeAt !== null || program.nextAt !== null)),
	);
}

function timeless({spec, shared, locals}: World, client: number): string {
	const locks = shared.locks.map((state, lock) =>
		withoutTimes(state, machineOf(at(spec.locks, lock).service).shift(state, 1)),
	);
	const {nextMessage: _, ...rest} = shared;
	return JSON.stringify([
		{
			...rest,
			locks,
			stores: shared.stores.map(({resources, rows, ...store}) => ({
				...store,
				resources: resources.map(bare),
				rows: rows.map(({holder, line}) => ({holder, line})),
			})),
		},
		locals.map((local, index) => (index === client ? ownPart(local) : local)),
	]);
}

/** The state in which nothing is left of what differs once its times are shifted. */
function withoutTimes(state: LockState, shifted: LockState): string {
	const moved: unknown[] = [];
	JSON.stringify(shifted, (_, value: unknown) => {
		moved.push(value);
		return value;
	});
	return JSON.stringify(state, (_, value: unknown) => {
		const other = moved.shift();
		return typeof value === 'number' && value !== other ? 'a time' : value;
	});
}

function bare({values, version}: World['shared']['stores'][number]['resources'][number]) {
	return {values, version};
}

/** A client's part without what grows with every round: its own deadlines, and numbers that tell its answers apart. */
function ownPart({program, locks, sessions, wrote: _, ...local}: Local) {
	return {
		...local,
		sessions: sessions.map((session) => session && {...session, begun: 0}),
		at: program.at,
		locks: locks.map(({deadline, givesUpAt, sent, past, lastGrantReceived: __, ...lock}) => ({
			...lock,
			believes: deadline !== null,
			waits: givesUpAt !== null,
			open: sent - past,
		})),
	};
}
