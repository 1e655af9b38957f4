import {fenceWords} from '../../narrate/fence.js';
import {clause, rejectionSentence} from '../../narrate/row.js';
import type {Event} from '../../sim/event.js';
import {contents, isCrashed, isPaused} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {type Arrow, type Note, note} from './draft.js';
import {add, amend, isAbout, type Sheet, worldOf} from './sheet.js';
import {acceptedNotes, fenceNotes, hasRaised, pair, pairs, rejectedNote} from './verdict.js';
import {writeLabel, writeSentence} from './write-words.js';

type AtStore = Extract<Event, {kind: 'accepted' | 'rejected' | 'read' | 'advanced' | 'deduplicated'}>;

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
	if (event.kind === 'rejected' && answersAtOnce(sheet, event, next)) {
		sheet.reply = {
			client: event.client,
			resource: event.resource,
			stores: [...(sheet.reply?.stores ?? []), event.store],
			event,
		};
	}
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
	draftRejection(sheet, reply.event, reply.client, reply.stores, reply.resource, world);
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

function rejectedPart(sheet: Sheet, event: Extract<Event, {kind: 'rejected'}>): Part {
	const {what, token, client, store} = event;
	const label = what === 'write' ? writeLabel(sheet.cast, event) : token === null ? what : `${what} ${token}`;
	const said = what === 'write' ? writeSentence(sheet.cast, event) : clause.askedTo(visible(client), what, token);
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
