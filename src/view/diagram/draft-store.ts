import {fenceWords} from '../../narrate/fence.js';
import {clause, rejectionSentence} from '../../narrate/row.js';
import {rowWords} from '../../narrate/rows.js';
import type {Event} from '../../sim/event.js';
import {contents, isCrashed, isPaused} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {type Arrow, type Note, note} from './draft.js';
import {add, amend, isAbout, type Sheet, worldOf} from './sheet.js';
import {acceptedNotes, fenceNotes, hasRaised, pair, pairs, rejectedNote} from './verdict.js';
import {writeLabel, writeSentence} from './write-words.js';

type AtStore = Extract<
	Event,
	{
		kind:
			| 'accepted'
			| 'rejected'
			| 'read'
			| 'advanced'
			| 'deduplicated'
			| 'begun'
			| 'staged'
			| 'committed'
			| 'rolled-back';
	}
>;

/** What one store did with one request, as a part of the row for all stores. */
type Part = {
	readonly what: string;
	readonly label: string;
	readonly refused: boolean;
	readonly notes: readonly Note[];
	readonly why: readonly string[];
	readonly said: string;
	readonly verdict: string;
};

/** Draws what a store did with a request; the same request to several stores is one row. `next`: the event after it. */
export function draftAtStore(sheet: Sheet, event: AtStore, next: Event | undefined): void {
	if (isOfCommit(sheet, event)) {
		const last = sheet.drafts.at(-1);
		const {notes, verdict} = partOf(sheet, event);
		amend(sheet, {notes: [...(last?.notes ?? []), ...notes], said: [...(last?.said ?? []), verdict]});
		return;
	}
	if (event.kind === 'rolled-back' && event.because !== undefined && event.because !== 'nothing') {
		draftRollback(sheet, event);
		return;
	}
	const part = partOf(sheet, event);
	const tag = arrivingTag(sheet);
	const last = sheet.drafts.at(-1);
	const joins =
		tag === null &&
		isAbout(sheet, event, 'store', event.client) &&
		sheet.topic?.what === part.what &&
		last?.arrow?.label === part.label &&
		last.arrow?.to.every(({actor}) => actor !== event.store);
	if (joins && last?.arrow) {
		const arrow: Arrow = {...last.arrow, to: [...last.arrow.to, {actor: event.store, refused: part.refused}]};
		amend(sheet, {
			arrow,
			notes: [...last.notes, ...part.notes.map((each) => shortened(each, last.notes))],
			why: [...last.why, ...part.why],
			said: [...last.said, part.verdict],
		});
	} else {
		flushReply(sheet);
		const arrow: Arrow = {
			kind: 'arrives',
			from: event.client,
			to: [{actor: event.store, refused: part.refused}],
			label: part.label,
			tag,
		};
		const topic = {kind: 'store', client: event.client, what: part.what} as const;
		add(sheet, event, {arrow, notes: part.notes, why: part.why, said: [part.said, part.verdict], topic});
	}
	if (sheet.reply !== null) sheet.reply = {...sheet.reply, event};
	if (event.kind === 'rejected' && event.resource !== null && answersAtOnce(sheet, event, next)) {
		sheet.reply = {
			client: event.client,
			resource: event.resource,
			stores: [...(sheet.reply?.stores ?? []), event.store],
			event,
		};
	}
}

/** Whether a write is accepted in the commit that is drawn already. */
function isOfCommit(sheet: Sheet, event: AtStore): boolean {
	const isWrite = event.kind === 'accepted' || event.kind === 'deduplicated';
	return isWrite && isAbout(sheet, event, 'store', event.client) && sheet.topic?.what === `commit ${event.store}`;
}

/** Draws that a store ends a transaction that its client did not end. */
function draftRollback(sheet: Sheet, event: Extract<Event, {kind: 'rolled-back'}>): void {
	flushReply(sheet);
	const {client, store} = event;
	const words = `rolls ${visible(client)} back`;
	add(sheet, event, {
		notes: [{...note(store, words, 'rejected'), elsewhere: `${visible(store)} ${words}`}],
		said: [clause.wasRolledBack(visible(store), visible(client))],
	});
}

/** Draws that a request waits for a row. */
export function draftWaits(sheet: Sheet, event: Extract<Event, {kind: 'queued'}>, store: string): void {
	const {client, lock, behind} = event;
	const rows = rowWords(worldOf(sheet), store, lock) ?? '';
	const arrow: Arrow = {
		kind: 'arrives',
		from: client,
		to: [{actor: store, refused: false}],
		label: `wants the row`,
		tag: arrivingTag(sheet),
	};
	add(sheet, event, {
		arrow,
		notes: [{...note(store, rows, 'lease'), elsewhere: `${visible(store)} ${rows}`}, note(client, 'waits', 'accent')],
		said: [clause.queuedForRow(visible(client), visible(lock), visible(store), visible(behind))],
		topic: {kind: 'queue', client, what: lock},
	});
}

/** A store without a lane that says the same as another says just that. */
function shortened(added: Note, others: readonly Note[]): Note {
	const same = added.elsewhere?.endsWith(` ${added.text}`) === true && others.every(({text}) => text === added.text);
	return same && added.style === 'accepted' && added.elsewhere !== ''
		? {...added, elsewhere: `${visible(added.actor)} same`}
		: added;
}

/** Draws the answer of the stores that rejected, if one is still to be drawn. `world`: as it was before what is drawn next. */
export function flushReply(sheet: Sheet, world: World = sheet.before ?? worldOf(sheet)): void {
	const {reply} = sheet;
	if (reply === null) return;
	sheet.reply = null;
	// The request with all its verdicts and its answer are one thing in two rows.
	const event = {...reply.event, seq: sheet.drafts.at(-1)?.seq ?? reply.event.seq};
	draftRejection(sheet, event, reply.client, reply.stores, reply.resource, world);
}

/** Draws that a client learns of a rejection. `resource`: what the stores then still hold, or null when that is not known. */
export function draftRejection(
	sheet: Sheet,
	event: Event,
	client: string,
	stores: readonly string[],
	resource: string | null,
	world: World = worldOf(sheet),
): void {
	const [from = client, ...fromAlso] = stores;
	const arrow: Arrow = {
		kind: 'arrives',
		from,
		fromAlso,
		to: [{actor: client, refused: false}],
		label: 'rejected',
		tag: null,
	};
	const last = sheet.drafts.at(-1);
	if (
		resource === null &&
		last?.arrow &&
		isAbout(sheet, event, 'sobering', client) &&
		sheet.topic?.what === 'rejected'
	) {
		const also = [...(last.arrow.fromAlso ?? []), ...stores];
		amend(sheet, {arrow: {...last.arrow, fromAlso: also}, said: [learned(client, [last.arrow.from, ...also])]});
		return;
	}
	const notes = resource === null ? [] : stores.flatMap((store) => unharmed(world, store, resource));
	const topic = {kind: 'sobering', client, what: 'rejected'} as const;
	add(sheet, event, {arrow, notes, said: [learned(client, stores)], topic}, world);
}

function learned(client: string, stores: readonly string[]): string {
	return clause.learned(visible(client), stores.map(visible).join(' and '));
}

function unharmed(world: World, store: string, resource: string): readonly Note[] {
	const {values} = contents(world, store, resource);
	const keys = Object.keys(values);
	const [key] = keys;
	if (key === undefined) return [];
	const text = keys.length === 1 ? pair(key, values[key] ?? '') : pairs(values);
	return [{actor: store, text: `${text} ✓`, style: 'accepted', elsewhere: ''}];
}

function answersAtOnce(sheet: Sheet, event: AtStore, next: Event | undefined): boolean {
	if (isPaused(worldOf(sheet), event.client) || isCrashed(worldOf(sheet), event.client)) return false;
	return !(next?.kind === 'sent' && next.from === event.store && next.to === event.client);
}

function arrivingTag(sheet: Sheet): string | null {
	const {arriving} = sheet;
	sheet.arriving = null;
	return arriving === null ? null : `#${arriving}`;
}

function partOf(sheet: Sheet, event: AtStore): Part {
	switch (event.kind) {
		case 'accepted': {
			const label = writeLabel(sheet.cast, event);
			const said = writeSentence(sheet.cast, event);
			return {
				what: 'write',
				label,
				refused: false,
				notes: acceptedNotes(worldOf(sheet), event),
				why: [],
				said,
				verdict: clause.accepted(visible(event.store)),
			};
		}
		case 'rejected':
			return rejectedPart(sheet, event);
		case 'read': {
			const {client, store, resource, values} = event;
			const text = pairs(values);
			const seen = text === '' ? 'nothing' : text;
			const raised = sheet.before !== null && hasRaised(sheet.before, worldOf(sheet), store);
			const read: Note = {...note(store, text, 'accepted'), elsewhere: `${visible(store)} ${text}`};
			if (event.forUpdate === true)
				return {
					what: 'read for update',
					label: 'read for update',
					refused: false,
					notes: [read],
					why: [],
					said: clause.readForUpdate(visible(client), visible(resource)),
					verdict: `${clause.locked(visible(store))}; ${clause.answered(visible(store), seen)}`,
				};
			return {
				what: 'read',
				label: 'read',
				refused: false,
				notes: raised ? [read, ...fenceNotes(worldOf(sheet), store, resource)] : [read],
				why: [],
				said: clause.read(visible(client), visible(resource)),
				verdict: clause.answered(visible(store), seen),
			};
		}
		case 'deduplicated': {
			const {client, store, job} = event;
			return {
				what: 'write',
				label: `write ${visible(job)}`,
				refused: false,
				notes: [{...note(store, 'applied before', 'accepted'), elsewhere: `${visible(store)} ✓ again`}],
				why: [],
				said: clause.repeated(visible(client), visible(job)),
				verdict: clause.appliedBefore(visible(store)),
			};
		}
		case 'begun':
			return {
				...transactionPart('begin', event.store, event.again ? 'goes on' : 'begun', 'plain'),
				said: clause.began(visible(event.client)),
			};
		case 'committed':
			return {
				...transactionPart('commit', event.store, 'committed', 'accepted'),
				said: clause.committed(visible(event.client)),
			};
		case 'rolled-back':
			return {
				...transactionPart(
					'rollback',
					event.store,
					event.because === 'nothing' ? 'nothing to undo' : 'undone',
					'plain',
				),
				said: clause.rolledBack(visible(event.client)),
			};
		case 'staged': {
			const {store, key, value} = event;
			const text = `(${pair(key, value)})`;
			return {
				what: 'write',
				label: writeLabel(sheet.cast, event),
				refused: false,
				notes: [{...note(store, text, 'lease'), elsewhere: `${visible(store)} ${text}`}],
				why: [],
				said: writeSentence(sheet.cast, event),
				verdict: clause.staged(visible(store)),
			};
		}
		case 'advanced': {
			const {client, store, token} = event;
			const label = token === null ? 'advance' : `advance ${token}`;
			const fence = fenceWords(worldOf(sheet), store, event.resource);
			const raised: Note = {
				...note(store, fence ?? '✓', 'accepted'),
				elsewhere: `${visible(store)} ✓ ${fence ?? ''}`.trim(),
			};
			return {
				what: 'advance',
				label,
				refused: false,
				notes: [raised],
				why: [],
				said: clause.raised(visible(client), token),
				verdict: clause.took(visible(store)),
			};
		}
	}
}

/** The beginning or the end of a transaction. */
function transactionPart(
	verb: 'begin' | 'commit' | 'rollback',
	store: string,
	text: string,
	style: Note['style'],
): Omit<Part, 'said'> {
	return {
		what: `${verb} ${store}`,
		label: verb,
		refused: false,
		notes: [{...note(store, text, style), elsewhere: `${visible(store)} ${text}`}],
		why: [],
		verdict: clause.transaction(visible(store), text),
	};
}

function rejectedPart(sheet: Sheet, event: Extract<Event, {kind: 'rejected'}>): Part {
	const {what, token, client, store} = event;
	const label = what === 'write' ? writeLabel(sheet.cast, event) : token === null ? what : `${what} ${token}`;
	const said =
		what === 'write'
			? writeSentence(sheet.cast, event)
			: what === 'commit'
				? clause.wantedCommit(visible(client))
				: clause.askedTo(visible(client), what, token);
	const rejected = rejectedNote(event);
	return {
		what,
		label,
		refused: true,
		notes: [rejected],
		why: [rejectionSentence(event)],
		said,
		verdict: clause.rejected(visible(store), rejected.text),
	};
}
