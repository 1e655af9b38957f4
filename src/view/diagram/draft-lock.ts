import {endlessGrant, lastsAsItsConnection} from '../../narrate/endless.js';
import {clause, denialSentence, denialWords, heldByWords, leaseWords, reason, recordWords} from '../../narrate/row.js';
import {at} from '../../sim/client-step.js';
import type {DenyReason, Event} from '../../sim/event.js';
import {machineOf} from '../../sim/lock/registry.js';
import {belief, closedUntil, isPaused, lease, line} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {type Cast, lockService} from './cast.js';
import {type Note, note} from './draft.js';
import {draftAsk, draftInBackground, draftOutcome} from './draft-round.js';
import {isRounds, serverCells} from './servers.js';
import {add, amend, type Sheet, worldOf} from './sheet.js';

type AtLock = Extract<
	Event,
	{
		kind:
			| 'acquire-sent'
			| 'granted'
			| 'denied'
			| 'queued'
			| 'left'
			| 'renewed'
			| 'renew-denied'
			| 'released'
			| 'release-denied'
			| 'asked'
			| 'expired'
			| 'revoked'
			| 'failed-over';
	}
>;

/** Draws what the lock service was asked, did and answered. `next`: the event after it. */
export function draftAtLock(sheet: Sheet, event: AtLock, next: Event | undefined): void {
	switch (event.kind) {
		case 'acquire-sent':
			if (isRounds(worldOf(sheet), event.lock)) {
				if (!leavesLater(sheet, next)) draftAsk(sheet, event);
				return;
			}
			if (staysInNetwork(sheet, next, event.client) || triesAgain(sheet, event, next)) return;
			request(sheet, event, 'acquire', false, [], clause.asked(visible(event.client), visible(event.lock)));
			return;
		case 'granted':
			granted(sheet, event, next);
			return;
		case 'denied':
			denied(sheet, event, next);
			return;
		case 'queued':
			add(sheet, event, {
				notes: [note(lockService, queueWords(sheet, event.lock)), note(event.client, 'waits', 'accent')],
				said: [clause.queued(visible(event.client), visible(event.lock), visible(event.behind))],
				topic: {kind: 'queue', client: event.client, what: event.lock},
			});
			return;
		case 'left':
			add(sheet, event, {
				notes: [note(lockService, queueWords(sheet, event.lock)), note(event.client, 'leaves the line')],
				said: [clause.left(visible(event.client), visible(event.lock))],
			});
			return;
		case 'renewed': {
			const whose = event.of === undefined ? '' : `${leaseWords(visible(event.of))} `;
			const until = `${whose}${event.expiresAt === null ? 'renewed' : `until ${event.expiresAt}`}`;
			request(
				sheet,
				event,
				'renew',
				false,
				[note(lockService, named(sheet.cast, event.lock, until, until), 'lease')],
				clause.renewed(
					visible(event.client),
					visible(event.lock),
					whose === '' ? 'lease' : whose.trimEnd(),
					event.expiresAt,
					endlessGrant(worldOf(sheet).spec, event.lock),
				),
			);
			sheet.topic = {kind: 'renewal', client: event.client, what: event.lock};
			return;
		}
		case 'renew-denied':
			request(
				sheet,
				event,
				'renew',
				true,
				[note(lockService, denialWords(event.reason), 'rejected')],
				clause.refused(visible(event.client), 'renew', visible(event.lock)),
				[denial(event)],
			);
			sheet.topic = {kind: 'sobering', client: event.client, what: 'renew-denied'};
			return;
		case 'released':
			if (event.later === true) {
				add(sheet, event, {
					notes: [truthNote(sheet, event.lock)],
					said: [clause.releasedLater(visible(event.client), visible(event.lock))],
				});
				return;
			}
			request(
				sheet,
				event,
				'release',
				false,
				lease(worldOf(sheet), event.lock) === null ? [truthNote(sheet, event.lock)] : [],
				clause.released(visible(event.client), visible(event.lock)),
			);
			return;
		case 'release-denied':
			request(
				sheet,
				event,
				'release',
				true,
				[note(lockService, denialWords(event.reason), 'rejected')],
				clause.refused(visible(event.client), 'release', visible(event.lock)),
				[denial(event)],
			);
			return;
		case 'asked':
			asked(sheet, event);
			return;
		case 'expired':
		case 'revoked':
			ended(sheet, event);
			return;
		case 'failed-over': {
			const leading = leadingServer(worldOf(sheet));
			add(sheet, event, {
				notes: [
					note(
						lockService,
						leading === null ? 'a new leader' : leading === 'replica' ? 'fails over' : `${leading} leads`,
						'crashed',
					),
					...sheet.cast.locks.flatMap((lock) => replicaNotes(sheet, lock)),
				],
				said: [clause.failedOver(leading === null ? null : leading === 'replica' ? 'the replica' : leading)],
			});
			return;
		}
	}
}

/** The replica that leads now, as it is called; null where no lock has one. */
function leadingServer({spec, shared, now}: World): string | null {
	const names = spec.locks.flatMap(({service}, lock) =>
		machineOf(service)
			.servers(at(shared.locks, lock), now)
			.flatMap(({leads, name}) => (leads ? [name] : [])),
	);
	return names[0] ?? null;
}

/** `lease: A`, or `held: A` where it is none, where there is one lock, `account: A` where there are several. */
function named(cast: Cast, lock: string, alone: string, value: string): string {
	return cast.locks.length > 1 ? `${visible(lock)}: ${value}` : alone;
}

/** Whether the next event says that a message of the client, or to it, does not arrive at once. */
function staysInNetwork(sheet: Sheet, next: Event | undefined, client: string): boolean {
	if (next?.kind !== 'sent' || (next.from !== client && next.to !== client)) return false;
	// What follows on a round over nodes cleans up behind it.
	return next.what !== 'node' && next.what !== 'node-answered' && sheet.messages.get(next.id)?.prompt !== true;
}

/** Whether the requests of a round stay in the network: they have a row of their own. */
function leavesLater(sheet: Sheet, next: Event | undefined): boolean {
	const flight = next?.kind === 'sent' ? sheet.messages.get(next.id) : undefined;
	return flight?.what === 'node' && !flight.prompt && !flight.lost;
}

function request(
	sheet: Sheet,
	event: Extract<AtLock, {client: string}>,
	verb: string,
	refused: boolean,
	notes: readonly Note[],
	sentence: string,
	why: readonly string[] = [],
): void {
	const byItself = (event.kind === 'renewed' || event.kind === 'renew-denied') && event.byItself === true;
	if (isRounds(worldOf(sheet), event.lock)) {
		if (byItself) draftInBackground(sheet, event, refused, notes, sentence, why);
		else draftOutcome(sheet, event, refused, answerWords(event), notes, sentence, why);
		return;
	}
	const tag = sheet.arriving === null ? null : `#${sheet.arriving}`;
	sheet.arriving = null;
	const label = named(sheet.cast, event.lock, verb, '') === verb ? verb : `${verb} ${visible(event.lock)}`;
	add(sheet, event, {
		arrow: {
			kind: byItself ? 'background' : 'arrives',
			from: event.client,
			to: [{actor: lockService, refused}],
			label: byItself ? '' : label,
			tag,
		},
		notes,
		said: [sentence],
		why,
	});
}

/** `queue: A B C`, the holder first. */
function queueWords(sheet: Sheet, lock: string): string {
	return `${named(sheet.cast, lock, 'queue:', 'queue')} ${line(worldOf(sheet), lock).map(visible).join(' ')}`;
}

/** Who holds a lock by the service's truth, or from when on somebody may. */
function truthNote(sheet: Sheet, lock: string): Note {
	const world = worldOf(sheet);
	const held = lease(world, lock)?.holder ?? null;
	if (held !== null) {
		const what = lastsAsItsConnection(world.spec, lock) ? 'held' : 'lease';
		return note(lockService, named(sheet.cast, lock, `${what}: ${visible(held)}`, visible(held)), 'lease');
	}
	const closed = closedUntil(world, lock);
	const words = closed === null ? 'free' : `closed until ${closed}`;
	return note(lockService, named(sheet.cast, lock, words, words), closed === null ? 'plain' : 'lease');
}

/** What primary and replica have of the lock. */
export function replicaNotes(sheet: Sheet, lock: string): readonly Note[] {
	const world = worldOf(sheet);
	const words = isRounds(world, lock) ? null : serverCells(world, lock);
	return words === null ? [] : [note(lockService, named(sheet.cast, lock, words, words), 'lease')];
}

/** What a round came to, as words on the arrow to the client. */
function answerWords(event: AtLock): string {
	switch (event.kind) {
		case 'renewed':
		case 'released':
			return event.kind;
		case 'asked':
			return event.ok ? 'yes' : 'no';
		default:
			return 'denied';
	}
}

function granted(sheet: Sheet, event: Extract<AtLock, {kind: 'granted'}>, next: Event | undefined): void {
	const {client, lock, token} = event;
	const topic = {kind: 'grant', client, what: lock} as const;
	const words = ['granted', token, event.again === true ? 'again' : null].filter((part) => part !== null).join(' ');
	const said = [clause.granted(visible(client), visible(lock), token, event.again === true)];
	const notes = [truthNote(sheet, lock), ...replicaNotes(sheet, lock)];
	if (staysInNetwork(sheet, next, client)) {
		add(sheet, event, {notes, said, topic});
		return;
	}
	add(sheet, event, {
		arrow: {kind: 'arrives', from: lockService, to: [{actor: client, refused: false}], label: words, tag: null},
		said,
		topic,
	});
	if (event.again !== true) add(sheet, event, {notes, continues: true, topic});
}

function denied(sheet: Sheet, event: Extract<AtLock, {kind: 'denied'}>, next: Event | undefined): void {
	const {client, lock} = event;
	if (event.reason === 'gave-up') {
		add(sheet, event, {
			notes: [note(client, denialWords(event.reason), 'rejected')],
			said: [clause.denied(visible(client), visible(lock), denialWords(event.reason))],
			why: [denial(event)],
		});
		return;
	}
	const text = denialText(sheet, event);
	const why = [denialReason(sheet, event)];
	if (isDenial(sheet, client) && sheet.topic?.what === `${lock} ${text}`) {
		retried(sheet, event);
		return;
	}
	const notes = [note(lockService, text, 'rejected')];
	const said = [clause.denied(visible(client), visible(lock), text)];
	if (staysInNetwork(sheet, next, client)) {
		add(sheet, event, {notes, why, said});
		return;
	}
	add(sheet, event, {
		arrow: {kind: 'arrives', from: lockService, to: [{actor: client, refused: true}], label: 'denied', tag: null},
		notes,
		why,
		said,
		topic: {kind: 'denial', client, what: `${lock} ${text}`},
	});
}

/** A client that is denied again and again in one statement, and nothing else happens, has one row for it. */
function triesAgain(sheet: Sheet, {client}: {readonly client: string}, next: Event | undefined): boolean {
	return (
		next?.kind === 'denied' &&
		next.client === client &&
		isDenial(sheet, client) &&
		sheet.topic?.what === `${next.lock} ${denialText(sheet, next)}`
	);
}

function denialReason(sheet: Sheet, event: Extract<AtLock, {kind: 'denied'}>): string {
	const {client, lock, recordOf, retryAfter} = event;
	const isDead = event.dead === true;
	if (recordOf !== undefined) {
		const left = retryAfter === undefined ? [] : [reason.recordLeft(retryAfter)];
		return [reason.recordStands(visible(client), visible(recordOf), visible(lock), isDead), ...left].join(' ');
	}
	const heldBy = holderOf(sheet, event);
	const left = retryAfter === undefined ? [] : [reason.leaseLeft(retryAfter)];
	const first =
		event.reason === 'held' && heldBy !== null ? reason.holds(visible(heldBy), visible(lock), isDead) : denial(event);
	return [first, ...left].join(' ');
}

function denialText(sheet: Sheet, event: Extract<AtLock, {kind: 'denied'}>): string {
	if (event.recordOf !== undefined) return recordWords(visible(event.recordOf), event.dead === true);
	const heldBy = holderOf(sheet, event);
	return event.reason === 'held' && heldBy !== null
		? heldByWords(visible(heldBy), event.dead === true)
		: denialWords(event.reason);
}

function holderOf(sheet: Sheet, {heldBy, lock}: Extract<AtLock, {kind: 'denied'}>): string | null {
	return heldBy ?? lease(worldOf(sheet), lock)?.holder ?? null;
}

function isDenial(sheet: Sheet, client: string): boolean {
	return (
		sheet.drafts.at(-1)?.statement === sheet.statement &&
		sheet.topic?.kind === 'denial' &&
		sheet.topic.client === client
	);
}

function retried(sheet: Sheet, {at}: Event): void {
	const last = sheet.drafts.at(-1);
	const [first, more] = last?.notes ?? [];
	const [told = ''] = last?.said ?? [];
	const times = Number(more?.text.split(' ')[0] ?? 0) + 1;
	sheet.lastAt = at;
	if (first !== undefined)
		amend(sheet, {
			notes: [first, note(lockService, `${times} more until ${at}`, 'rejected')],
			said: [told, clause.deniedAgain(times, at)],
		});
}

function asked(sheet: Sheet, event: Extract<AtLock, {kind: 'asked'}>): void {
	const {client, lock, ok} = event;
	const text = ok ? `✓ yes, ${visible(client)}` : `✗ not ${visible(client)}`;
	request(
		sheet,
		event,
		'ask',
		false,
		[note(lockService, text, ok ? 'accepted' : 'rejected')],
		clause.askedWhether(visible(client), visible(lock), ok),
	);
	sheet.topic = {kind: 'sobering', client, what: 'asked'};
}

function ended(sheet: Sheet, event: Extract<AtLock, {kind: 'expired' | 'revoked'}>): void {
	const {client, lock, kind} = event;
	const world = worldOf(sheet);
	const believed = belief(world, client, lock);
	const paused = isPaused(world, client);
	const believes = believed !== null && (paused || believed.until === null || believed.until > event.at);
	const why = believes ? [reason.doesNotKnow(visible(client), paused)] : [];
	const how = kind === 'expired' && lastsAsItsConnection(world.spec, lock) ? 'closed' : kind;
	add(sheet, event, {
		notes: [
			note(lockService, named(sheet.cast, lock, `✗ ${how}`, `✗ ${how}`), 'lease'),
			...(closedUntil(world, lock) === null ? [] : [truthNote(sheet, lock)]),
		],
		why,
		said: [clause.ended(visible(client), visible(lock), how)],
	});
}

function denial({
	client,
	lock,
	reason: why,
}: {
	readonly client: string;
	readonly lock: string;
	readonly reason: DenyReason;
}): string {
	return denialSentence(visible(client), visible(lock), why);
}
