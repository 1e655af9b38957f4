import {at, localWith, sharedWith} from '../sim/client-step.js';
import {type Fact, factAtoms} from '../sim/fact.js';
import {senderIn} from '../sim/flight.js';
import {machineOf} from '../sim/lock/registry.js';
import {contentOf, contentsOf, type Reply, type Request, type StoreRequest} from '../sim/message.js';
import type {OptionValue} from '../sim/option.js';
import {ruleOf} from '../sim/store/registry.js';
import type {
	ClientLock,
	Former,
	Local,
	Round,
	Session,
	Shared,
	StoreSpec,
	StoreState,
	World,
	Wrote,
} from '../sim/world.js';
import type {FactFootprint} from './fact-footprint.js';
import {heldReply} from './held-reply.js';
import type {Setting} from './parts.js';

/**
 * Per store, whether a question may come to who has written what since a version: only a lost update does, only of a write with a base,
 * and never where no write passes that is not based on the version right before it.
 */
export function asksWhoWrote({spec, locals}: World, {properties}: FactFootprint): readonly boolean[] {
	const isAsked = properties.some(({property}) => property === 'lost-update');
	// Who has no program may be code, and ask for anything.
	const readsOrNames = spec.clients.some(
		({program}) =>
			program === null ||
			program.some(
				(operation) => operation.kind === 'read' || (operation.kind === 'write' && operation.ifVersion !== null),
			),
	);
	const knows = locals.some(({memory, flight, inbox, sessions}) => {
		const waiting = sessions.flatMap((session) => session?.standing.map(({request}) => request) ?? []);
		const contents = [...contentsOf({flight, inbox}), ...waiting];
		return (
			memory.some((store) => store.some((remembered) => remembered !== null)) ||
			contents.some((content) => content.kind === 'read' || (content.kind === 'write' && content.basedOn !== null))
		);
	});
	return spec.stores.map((store) => isAsked && (readsOrNames || knows) && !followsAlways(store));
}

/**
 * Whether anything asks for a token as a number, rather than which of two is greater: the question, a rule of one's own, a token that somebody chose,
 * or a second lock whose tokens meet those of the first.
 */
export function asksForNumbers({spec, shared, locals}: World, fact: Fact): boolean {
	const asked = factAtoms(fact).some(({kind}) => kind === 'token' || kind === 'highest');
	const ruled = spec.stores.some(({options}) =>
		Object.values<OptionValue>(options).some((value) => typeof value === 'object' && value !== null),
	);
	const chosen = spec.clients.some(({program}) =>
		program?.some((operation) => 'token' in operation && operation.token.kind === 'number'),
	);
	const newest = Math.max(
		...shared.locks.map((state, lock) => machineOf(at(spec.locks, lock).service).newestToken(state) ?? 0),
	);
	const travelling = locals.flatMap(contentsOf);
	const known = [
		...shared.stores.flatMap(({highest, retired}) => [...Object.values(highest), ...Object.values(retired).flat()]),
		...travelling.map((content) => ('token' in content ? content.token : null)),
	];
	const strange = known.some((token) => token !== null && token > newest);
	return spec.locks.length > 1 || asked || ruled || chosen || strange;
}

/** Whether every write that passes is based on the version right before it. */
function followsAlways(store: StoreSpec): boolean {
	return ruleOf(store).wantsCurrentVersion === true && !store.options.nonAtomic;
}

/** A client's part without what can make no difference any more: how many operations and processes there have been, and which of its writes nobody asks about. */
export function bareLocal(setting: Setting, local: Local): Local {
	return withoutTallies(withHeldReplies(withoutOffset(setting, withoutVainWrites(setting, local))));
}

/** Of what a client has written nothing counts where nobody asks, nor once it knows of a newer version. */
function withoutVainWrites({asksWhoWrote}: Setting, local: Local): Local {
	const counts = ({store, resource, version}: Wrote) =>
		at(asksWhoWrote, store) && version >= (local.memory[store]?.[resource]?.version ?? 0);
	return local.wrote.every(counts) ? local : localWith(local, {wrote: local.wrote.filter(counts)});
}

/** Of a wall clock nothing counts but how far it has stepped since an operation began that looks at it; all of it where it stamps the ends of grants. */
function withoutOffset({spec}: Setting, local: Local): Local {
	const {wallOffset, call, lateRounds} = local;
	if (wallOffset === 0 || spec.locks.some(({service}) => machineOf(service).goesByClientClocks(service.options)))
		return local;
	const seen = (round: Round): Round => ({...round, startedWall: round.startedWall - wallOffset});
	return localWith(local, {
		wallOffset: 0,
		call: call === null || call.round === null ? call : {...call, round: seen(call.round)},
		lateRounds: lateRounds.map((late) => ({...late, round: seen(late.round)})),
	});
}

/** A reply that is late without end arrives when it is delivered, at any moment. */
function withHeldReplies(local: Local): Local {
	if (local.flight.every(({due}) => due === null || due < heldReply / 2)) return local;
	return localWith(local, {
		flight: local.flight.map((message) =>
			message.due !== null && message.due >= heldReply / 2 ? {...message, due: null} : message,
		),
	});
}

/** A client's part in which operations and processes are not counted. */
export function withoutTallies(local: Local): Local {
	const counted = local.locks.some(({sent, over}) => sent > 0 || over !== null) ? withoutCounts(local) : local;
	const begun = counted.sessions.some((session) => (session?.begun ?? 0) > 0) ? withoutBeginnings(counted) : counted;
	return begun.life === 0 ? begun : withoutLives(begun);
}

/** The shared part without what nobody asks about of who wrote. */
export function bareShared({asksWhoWrote, asksForRows}: Setting, shared: Shared): Shared {
	const counts = (store: number) => at(asksWhoWrote, store);
	const isBare = ({resources, rows}: StoreState, store: number) =>
		(counts(store) || resources.every(({ownSince}) => ownSince === 0)) &&
		(asksForRows || rows.every(({grants}) => grants === 0));
	if (shared.stores.every(isBare)) return shared;
	return sharedWith(shared, {
		stores: shared.stores.map((each, store): StoreState => {
			if (isBare(each, store)) return each;
			const {resources, rows} = each;
			return {
				...each,
				resources: counts(store) ? resources : resources.map((resource) => ({...resource, ownSince: 0})),
				rows: asksForRows ? rows : rows.map((row) => ({...row, grants: 0})),
			};
		}),
	});
}

/** Of transactions nothing counts but which of those that something is left of is the newer. */
function withoutBeginnings(local: Local): Local {
	const sessions = local.sessions.map((session, store) => session && withRankedNumbers(local, session, store));
	const ranked = (number: number | null, store: number) => {
		const session = local.sessions[store] ?? null;
		return number === null || session === null ? number : rankIn(numbersOf(local, session, store), number);
	};
	const request = <Kind extends Request | Reply>(content: Kind): Kind =>
		'transaction' in content ? {...content, transaction: ranked(content.transaction, content.store)} : content;
	return localWith(local, {
		sessions,
		flight: local.flight.map((message) =>
			message.kind === 'request'
				? {...message, request: request(message.request)}
				: {...message, reply: request(message.reply)},
		),
		inbox: local.inbox.map((each) => ({...each, reply: request(each.reply)})),
	});
}

function withRankedNumbers(local: Local, session: Session, store: number): Session {
	const numbers = numbersOf(local, session, store);
	const ranked = (number: number) => rankIn(numbers, number);
	const request = <Kind extends StoreRequest>(content: Kind): Kind =>
		'transaction' in content && content.transaction !== null
			? {...content, transaction: ranked(content.transaction)}
			: content;
	return {
		...session,
		begun: ranked(session.begun),
		open: session.open && {
			...session.open,
			number: ranked(session.open.number),
			writes: session.open.writes.map(request),
		},
		standing: session.standing.map((each) => ({...each, request: request(each.request)})),
	};
}

/** The numbers of transactions that something is left of at a store, ascending. */
function numbersOf({flight, inbox}: Local, {begun, open, standing}: Session, store: number): readonly number[] {
	const contents = [...contentsOf({flight, inbox}), ...standing.map(({request}) => request), ...(open?.writes ?? [])];
	const carried = contents.flatMap((content) =>
		'transaction' in content && content.store === store ? (content.transaction ?? []) : [],
	);
	return [...new Set([...carried, begun, ...(open === null ? [] : [open.number])])].sort((one, other) => one - other);
}

function rankIn(numbers: readonly number[], number: number): number {
	return numbers.indexOf(number);
}

/** Of an operation nothing counts but which of those still under way are newer. */
function withoutCounts(local: Local): Local {
	const {flight, inbox, lateRounds, call} = local;
	if (flight.length + inbox.length + lateRounds.length === 0 && call?.round == null)
		return localWith(local, {locks: local.locks.map((known) => ({...withRanks(known, new Map()), over: null}))});
	const ranks = local.locks.map((known, lock) => ranksOf(local, known, lock));
	const rank = (lock: number, operation: number) => ranks[lock]?.get(operation) ?? 0;
	return localWith(local, {
		locks: local.locks.map((known, lock) => ({
			...withRanks(known, ranks[lock] ?? new Map()),
			over: isGrantUnderWay(local, lock, known.over) ? known.over : null,
		})),
		flight: flight.map((message) => {
			const {operation} = senderIn(message);
			const content = contentOf(message);
			const ranked = isAboutBelief(content) ? rank(content.lock, operation) : 0;
			return message.kind === 'request'
				? {...message, route: {...message.route, operation: ranked}}
				: {...message, sender: {...message.sender, operation: ranked}};
		}),
		inbox: inbox.map((each) => ({
			...each,
			sender: {
				...each.sender,
				operation: isAboutBelief(each.reply) ? rank(each.reply.lock, each.sender.operation) : 0,
			},
		})),
		lateRounds: lateRounds.map((late) => ({
			...late,
			round: {...late.round, operation: rank(late.round.lock, late.round.operation)},
		})),
		call:
			call === null || call.round === null
				? call
				: {...call, round: {...call.round, operation: rank(call.round.lock, call.round.operation)}},
	});
}

function ranksOf(local: Local, known: ClientLock, lock: number): Map<number, number> {
	const underWay = operationsUnderWay(local, lock);
	const {past} = known;
	const newer = [...new Set(underWay.map(({operation}) => operation))]
		.filter((operation) => operation > past)
		.sort((one, other) => one - other);
	// To a grant that the client has not heard of it is the same whether what it answers is past. One who waited in line is told as of its newest operation, of
	// which nothing else may be left.
	const first = underWay.filter(({operation}) => operation === newer[0]);
	const isFirstPast =
		first.every(({content}) => isNews(content, known)) &&
		!underWay.some(({operation, content}) => operation <= past && isNews(content, known));
	return new Map(newer.map((operation, index) => [operation, isFirstPast ? index : index + 1]));
}

/** An operation on a lock that is not over, by what is on its way of it; null where that is a round over nodes. */
type UnderWay = {readonly operation: number; readonly content: Request | Reply | null};

function operationsUnderWay({flight, inbox, lateRounds, call}: Local, lock: number): readonly UnderWay[] {
	const travelling: readonly UnderWay[] = [
		...flight.map((message) => ({
			operation: senderIn(message).operation,
			content: contentOf(message),
		})),
		...inbox.map(({reply, sender}) => ({operation: sender.operation, content: reply})),
	];
	const rounds = [...lateRounds.map(({round}) => round), ...(call?.round == null ? [] : [call.round])];
	return [
		...travelling.filter(({content}) => content !== null && isAboutBelief(content) && content.lock === lock),
		...rounds.flatMap((round) => (round.lock === lock ? [{operation: round.operation, content: null}] : [])),
	];
}

/** Whether a message tells a client of a grant that it has not heard of. */
function isNews(content: Request | Reply | null, {lastGrantReceived}: ClientLock): boolean {
	return content?.kind === 'granted' && content.grant > (lastGrantReceived ?? 0);
}

/** Whether the client has yet to hear of a grant that it has given back already. */
function isGrantUnderWay({flight, inbox}: Local, lock: number, over: number | null): boolean {
	const replies = [
		...flight.flatMap((message) => (message.kind === 'reply' ? [message.reply] : [])),
		...inbox.map(({reply}) => reply),
	];
	return (
		over !== null && replies.some((reply) => reply.kind === 'granted' && reply.lock === lock && reply.grant <= over)
	);
}

/** Whether it makes a difference to a belief which operation a message belongs to. */
function isAboutBelief(content: Request | Reply): content is Extract<Request | Reply, {readonly lock: number}> {
	switch (content.kind) {
		case 'acquire':
		case 'renew':
		case 'ask':
		case 'granted':
		case 'renewed':
		case 'renew-denied':
		case 'asked':
			return true;
		case 'prepare':
			return content.next.kind === 'acquire';
		case 'prepared':
			return content.next?.kind === 'acquire';
		case 'release':
		case 'released':
		case 'release-denied':
		case 'denied':
		case 'node':
		case 'node-answered':
		case 'read':
		case 'write':
		case 'advance':
		case 'accepted':
		case 'repeated':
		case 'advanced':
		case 'begin':
		case 'commit':
		case 'rollback':
		case 'staged':
		case 'begun':
		case 'committed':
		case 'rolled-back':
		case 'no-transaction':
		case 'rejected':
			return false;
	}
}

function withRanks(known: ClientLock, ranks: ReadonlyMap<number, number>): ClientLock {
	return {...known, sent: Math.max(0, ...ranks.values()), past: 0};
}

/** Of a process nothing counts but which of those that something is left of is the newer. */
function withoutLives(local: Local): Local {
	const {flight, locks, wrote, sessions} = local;
	const lives = [
		...sessions.flatMap((session) => (session?.standing ?? []).map(({route}) => route.life)),
		...flight.map((message) => senderIn(message).life),
		...locks.flatMap(({former}) => former.map(({life}) => life)),
		...wrote.map(({life}) => life),
		local.life,
	];
	const ranks = new Map([...new Set(lives)].sort((one, other) => one - other).map((life, index) => [life, index]));
	if (local.inbox.length === 0 && [...ranks].every(([life, place]) => life === place)) return local;
	const rank = (life: number) => ranks.get(life) ?? 0;
	return localWith(local, {
		life: rank(local.life),
		locks: locks.map((known) => ({
			...known,
			former: known.former.map((each): Former => ({...each, life: rank(each.life)})),
		})),
		wrote: wrote.map((each) => ({...each, life: rank(each.life)})),
		sessions: sessions.map(
			(session) =>
				session && {
					...session,
					standing: session.standing.map((each) => ({...each, route: {...each.route, life: rank(each.route.life)}})),
				},
		),
		flight: flight.map((message) =>
			message.kind === 'request'
				? {...message, route: {...message.route, life: rank(message.route.life)}}
				: {...message, sender: {...message.sender, life: rank(message.sender.life)}},
		),
		inbox: local.inbox.map((each) => ({...each, sender: {...each.sender, life: rank(each.sender.life)}})),
	});
}
