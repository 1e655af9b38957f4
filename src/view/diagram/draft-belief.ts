import {endlessBelief} from '../../narrate/endless.js';
import {clause} from '../../narrate/row.js';
import type {Event} from '../../sim/event.js';
import {belief} from '../../sim/look.js';
import {visible} from '../text/visible.js';
import {note} from './draft.js';
import {add, amend, isAbout, type Sheet, worldOf} from './sheet.js';

/** Draws that a client began to believe, as a part of the grant where that is the reason. */
export function draftBelief(sheet: Sheet, event: Extract<Event, {kind: 'believed'}>): void {
	const {client, lock, until} = event;
	const old = sheet.before === null ? null : belief(sheet.before, client, lock);
	const had = old !== null;
	// A session that cannot be kept up any more gives what had no end an end.
	const isShorter = until !== null && had && (old.until ?? Number.POSITIVE_INFINITY) > until;
	const token = sheet.cast.reading.tokens ? (belief(worldOf(sheet), client, lock)?.token ?? null) : null;
	const notes = [
		note(
			client,
			[
				isShorter ? `until ${until}` : had ? 'longer' : 'holds',
				sheet.cast.locks.length > 1 ? visible(lock) : null,
				had ? null : token,
			]
				.filter((part) => part !== null)
				.join(' '),
			'belief',
		),
	];
	const said = [clause.believed(visible(client), visible(lock), until, endlessBelief(worldOf(sheet).spec, lock))];
	const last = sheet.drafts.at(-1);
	if (isAbout(sheet, event, 'renewal', client) && had) return;
	if (isAbout(sheet, event, 'grant', client) && last?.number === null) {
		amend(sheet, {notes: [...last.notes, ...notes], said});
		return;
	}
	add(sheet, event, {
		notes,
		said,
		...(isAbout(sheet, event, 'grant', client) || isAbout(sheet, event, 'renewal', client) ? {continues: true} : {}),
	});
}

/** Draws that a client no longer believes, unless the row above or the one below shows why. */
export function draftDisbelief(
	sheet: Sheet,
	event: Extract<Event, {kind: 'disbelieved'}>,
	next: Event | undefined,
): void {
	const {client, lock} = event;
	if (next?.at === event.at && endsBelief(next, client)) {
		sheet.isEnding = true;
		return;
	}
	if (isAbout(sheet, event, 'sobering', client)) return;
	const text = ['stops believing', sheet.cast.locks.length > 1 ? visible(lock) : null]
		.filter((part) => part !== null)
		.join(' ');
	add(sheet, event, {
		notes: [note(client, text)],
		said: [clause.disbelieved(visible(client), visible(lock))],
	});
}

function endsBelief(next: Event, client: string): boolean {
	switch (next.kind) {
		case 'released':
		case 'release-denied':
		case 'crashed':
			return next.client === client;
		case 'sent':
			return next.from === client && (next.what === 'release' || next.what === 'node');
		case 'voted':
			return next.client === client && next.does === 'delete';
		default:
			return false;
	}
}
