import type {Event, Property} from '../../src/sim/event.js';
import type {RandomScript} from '../generated/random-scripts.js';

/** The properties that a list of events alone decides. A write's own grant and its job are in no event of its own, so the others need more than the list. */
export const judgedByEvents: readonly Property[] = ['two-believers', 'two-grants', 'token-regress', 'lost-update'];

/** Where the judges differ: `event: by the simulator / by the list`, for each event at which a property is first violated by one alone. Source of the rules: the table of properties. */
export function disagreements(script: RandomScript): readonly string[] {
	const copies = copiesOf(script);
	const history = script.steps.flatMap(({outcome}) => (outcome.ok ? outcome.events : []));
	const happened = history.filter(({kind}) => kind !== 'violated');
	return happened.flatMap((event, index) => {
		const before = happened.slice(0, index + 1);
		const said = history.filter(
			(each) =>
				each.kind === 'violated' && causeOf(history, each) === event.seq && judgedByEvents.includes(each.property),
		);
		return judgedByEvents.flatMap((property) => {
			const found = verdict(property, before, event, copies);
			const told = said.some((each) => each.kind === 'violated' && each.property === property);
			return found === null || found === told ? [] : [`${event.seq} ${event.kind} ${property}: ${told} / ${found}`];
		});
	});
}

/** The event that a violation comes right after. */
function causeOf(history: readonly Event[], violated: Event): number {
	const causes = history.filter(({kind, seq}) => kind !== 'violated' && seq < violated.seq);
	return causes.at(-1)?.seq ?? 0;
}

/** Whether the newest of these events violates a property; null where the list does not tell. */
function verdict(
	property: Property,
	events: readonly Event[],
	event: Event,
	copies: ReadonlyMap<number, number>,
): boolean | null {
	switch (property) {
		case 'two-believers':
			return event.kind === 'believed' && isNewBelief(events, event) && otherBelievers(events, event) > 0;
		case 'token-regress':
			return event.kind === 'granted' && event.again !== true && regresses(events, event);
		case 'two-grants':
			return event.kind === 'granted' && event.again !== true ? overlaps(events, event) : false;
		case 'lost-update':
			return event.kind === 'accepted' && losesUpdate(events, event, copies);
		default:
			return null;
	}
}

type Of<Kind extends Event['kind']> = Extract<Event, {kind: Kind}>;

function believersAt(events: readonly Event[], lock: string): ReadonlySet<string> {
	const believers = new Set<string>();
	for (const event of events) {
		if (event.kind === 'believed' && event.lock === lock) believers.add(event.client);
		if (event.kind === 'disbelieved' && event.lock === lock) believers.delete(event.client);
	}
	return believers;
}

function isNewBelief(events: readonly Event[], {client, lock}: Of<'believed'>): boolean {
	return !believersAt(events.slice(0, -1), lock).has(client);
}

function otherBelievers(events: readonly Event[], {client, lock}: Of<'believed'>): number {
	return [...believersAt(events.slice(0, -1), lock)].filter((each) => each !== client).length;
}

function regresses(events: readonly Event[], {lock, token, seq}: Of<'granted'>): boolean {
	if (token === null) return false;
	const earlier = events.filter(
		(each): each is Of<'granted'> =>
			each.kind === 'granted' && each.again !== true && each.lock === lock && each.seq < seq && each.token !== null,
	);
	return earlier.some((each) => (each.token ?? 0) >= token);
}

/**
 * Null where one client has had several grants that run at once, and after a failover that brought an old grant back: then no event tells which of
 * them it is about.
 */
function overlaps(events: readonly Event[], granted: Of<'granted'>): boolean | null {
	const {lock, at, seq} = granted;
	if (granted.expiresAt !== null && granted.expiresAt <= at) return false;
	if (events.some(({kind}) => kind === 'failed-over')) return null;
	const running = new Map<string, number>();
	for (const event of events) {
		if (event.seq >= seq || !('lock' in event) || event.lock !== lock) continue;
		if (event.kind === 'granted' && event.again !== true) {
			if ((running.get(event.client) ?? 0) > event.at) return null;
			running.set(event.client, event.expiresAt ?? Number.POSITIVE_INFINITY);
		}
		if (event.kind === 'renewed') {
			const owner = event.of ?? event.client;
			if (running.has(owner)) running.set(owner, event.expiresAt ?? Number.POSITIVE_INFINITY);
		}
		if (event.kind === 'released' || event.kind === 'release-denied' || event.kind === 'expired')
			running.delete(event.client);
		// What an operator takes away is over where only a session bounds it; else its time says so.
		if (event.kind === 'revoked' && running.get(event.client) === Number.POSITIVE_INFINITY)
			running.delete(event.client);
	}
	return [...running.values()].some((end) => end > at);
}

/** A write whose base is not the version right before it, unless it is blind or every version since its base is of its own process. */
function losesUpdate(events: readonly Event[], accepted: Of<'accepted'>, copies: ReadonlyMap<number, number>): boolean {
	const {basedOn, store, resource, version} = accepted;
	if (basedOn === null || basedOn === version - 1) return false;
	const processes = processesOf(events, copies);
	const since = events.filter(
		(each): each is Of<'accepted'> =>
			each.kind === 'accepted' &&
			each.store === store &&
			each.resource === resource &&
			each.version > basedOn &&
			each.version < version,
	);
	return since.some((each) => processes.get(each.seq) !== processes.get(accepted.seq));
}

/** Per accepted write, the process that sent it: a client, and how often it had started again. */
function processesOf(events: readonly Event[], copies: ReadonlyMap<number, number>): ReadonlyMap<number, string> {
	const lives = new Map<string, number>();
	const senders = new Map<number, string>();
	const writers = new Map<number, string>();
	let arrived: string | null = null;
	const nameOf = (client: string) => `${client} ${lives.get(client) ?? 0}`;
	for (const event of events) {
		if (event.kind === 'restarted' && event.client !== undefined)
			lives.set(event.client, (lives.get(event.client) ?? 0) + 1);
		if (event.kind === 'sent') senders.set(event.id, senders.get(copies.get(event.id) ?? -1) ?? nameOf(event.from));
		if (event.kind === 'delivered') arrived = senders.get(event.id) ?? null;
		else if (event.kind === 'accepted') {
			const isArrived: boolean = arrived?.startsWith(`${event.client} `) === true;
			writers.set(event.seq, isArrived && arrived !== null ? arrived : nameOf(event.client));
			arrived = null;
		} else if (event.kind !== 'violated') arrived = null;
	}
	return writers;
}

/** Per message that is a copy, the message that it was copied from. */
function copiesOf({steps}: RandomScript): ReadonlyMap<number, number> {
	return new Map(
		steps.flatMap(({statement, outcome}): [number, number][] => {
			if (statement.kind !== 'duplicate' || !outcome.ok) return [];
			const [sent] = outcome.events.filter((event) => event.kind === 'sent');
			return sent?.kind === 'sent' ? [[sent.id, statement.message]] : [];
		}),
	);
}
