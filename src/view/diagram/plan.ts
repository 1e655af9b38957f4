import {momentsAsRead, type Reading, wholeReading} from '../../narrate/reading.js';
import type {Pointer} from '../../narrate/violation.js';
import type {Event} from '../../sim/event.js';
import {pulse} from '../../sim/pulse.js';
import type {Moment, Spec} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {type Cast, castOf, lockService} from './cast.js';
import type {Draft} from './draft.js';
import {note} from './draft.js';
import {draftBelief, draftDisbelief} from './draft-belief.js';
import {draftAtLock} from './draft-lock.js';
import {draftMessage} from './draft-message.js';
import {draftAtProcess} from './draft-process.js';
import {draftVote, verbs} from './draft-round.js';
import {draftStill} from './draft-still.js';
import {draftAtStore, draftWaits, flushReply} from './draft-store.js';
import {pointerAt} from './row-numbers.js';
import {add, blame, emptySheet, goOn, type Sheet, settle} from './sheet.js';
import {pair, shown} from './verdict.js';
import {onlyKey} from './write-words.js';

/** One statement of a history, with what happened and the world after each event. `still`: clients that could go on and were given no step, from before it until their next one. */
export type Told = {
	readonly moments: readonly Moment[];
	readonly still?: readonly Still[];
};

/** A client that stands still, and the step it stands before, in words. */
export type Still = {readonly client: string; readonly before: string};

/** A history as arrows and changes, independent of any width. `sheet`: where it can be gone on with. */
export type Plan = {
	readonly cast: Cast;
	readonly drafts: readonly Draft[];
	readonly statements: number;
	readonly sheet: Readonly<Sheet>;
};

/** The plan of a history in a world, for a reader. Pure; the same history gives the same plan. */
export function planLadder(history: readonly Told[], spec: Spec, reading: Reading = wholeReading): Plan {
	const sheet = emptySheet(castOf(spec, reading));
	return write(sheet, 0, history);
}

/** The plan of a longer history, for as much work as there is new; the shorter plan stays as it is. */
export function extendPlan(plan: Plan, more: readonly Told[]): Plan {
	const {sheet} = plan;
	return write(
		{
			...sheet,
			drafts: [...sheet.drafts],
			messages: new Map(sheet.messages),
			numbered: [...sheet.numbered],
		},
		plan.statements,
		more,
	);
}

/** Points at the rows of the plan, which are the numbers that can be seen. */
export function rowPointer({sheet}: Plan): Pointer {
	return pointerAt(sheet.numbered);
}

function write(sheet: Sheet, first: number, history: readonly Told[]): Plan {
	for (const [index, {moments: all, still}] of history.entries()) {
		const moments = momentsAsRead(all, sheet.cast.reading);
		sheet.statement = first + index;
		sheet.topic = null;
		sheet.isEnding = false;
		const [begun] = moments;
		if (begun !== undefined) draftStill(sheet, still ?? [], begun);
		const events = moments.map(({event}) => event);
		notePrompt(sheet, events);
		for (const [position, moment] of moments.entries()) {
			pulse();
			goOn(sheet, moment);
			const next = follower(events, position);
			if (isToldLater(sheet, moment.event, next)) continue;
			draft(sheet, moment.event, next);
			settle(sheet, moment);
		}
		if (sheet.world !== null) flushReply(sheet, sheet.world);
	}
	return {cast: sheet.cast, drafts: sheet.drafts, statements: first + history.length, sheet};
}

/** The event that comes next; that something is a violation is no event of its own here. */
function follower(events: readonly Event[], position: number): Event | undefined {
	let next = position + 1;
	while (events[next]?.kind === 'violated') next += 1;
	return events[next];
}

function draft(sheet: Sheet, event: Event, next: Event | undefined): void {
	switch (event.kind) {
		case 'violated':
			if (sheet.drafts.at(-1)?.statement !== sheet.statement)
				add(sheet, event, {notes: [note(lockService, `! ${event.property}`, 'violation')], said: [event.property]});
			blame(sheet, event);
			return;
		case 'accepted':
		case 'rejected':
		case 'read':
		case 'deduplicated':
		case 'advanced':
		case 'begun':
		case 'staged':
		case 'committed':
		case 'rolled-back':
			draftAtStore(sheet, event, next);
			return;
		case 'sent':
		case 'delivered':
		case 'dropped':
			if (isQuiet(sheet, event)) return;
			flushReply(sheet);
			draftMessage(sheet, event, next);
			return;
		case 'queued':
			flushReply(sheet);
			if (event.store === undefined) draftAtLock(sheet, event, next);
			else draftWaits(sheet, event, event.store);
			return;
		case 'acquire-sent':
		case 'granted':
		case 'denied':
		case 'left':
		case 'renewed':
		case 'renew-denied':
		case 'released':
		case 'release-denied':
		case 'asked':
		case 'expired':
		case 'revoked':
		case 'failed-over':
			flushReply(sheet);
			draftAtLock(sheet, event, next);
			return;
		case 'voted':
			flushReply(sheet);
			draftVote(sheet, event);
			return;
		case 'paused':
		case 'suspended':
		case 'work-begun':
		case 'worked':
		case 'resumed':
		case 'crashed':
		case 'restarted':
		case 'done':
		case 'clock-stepped':
		case 'cut':
		case 'healed':
		case 'checked':
		case 'unknown':
			flushReply(sheet);
			draftAtProcess(sheet, event);
			return;
		case 'believed':
			flushReply(sheet);
			draftBelief(sheet, event);
			return;
		case 'disbelieved':
			flushReply(sheet);
			draftDisbelief(sheet, event, next);
			return;
	}
}

/** A store that rejected ends a belief while the client has more to hear from the stores it wrote to: the end shows in what is drawn after all of it. */
function isToldLater({reply, topic}: Sheet, event: Event, next: Event | undefined): boolean {
	if (event.kind !== 'disbelieved' || reply?.client !== event.client || topic?.kind !== 'store') return false;
	return (
		(next?.kind === 'accepted' || next?.kind === 'rejected') && next.client === event.client && next.at === event.at
	);
}

/** A message that is drawn only where its effect is must not part the verdicts of several stores. */
function isQuiet(sheet: Sheet, event: Extract<Event, {kind: 'sent' | 'delivered' | 'dropped'}>): boolean {
	const flight = sheet.messages.get(event.id);
	return flight?.prompt === true && !(event.kind === 'delivered' && flight.what === 'rejected');
}

/** Takes down the messages of a statement, and which of them arrive within the plain latency. */
function notePrompt(sheet: Sheet, events: readonly Event[]): void {
	const arrivals = new Map<number, number>();
	const losses = new Map<number, number>();
	for (const event of events) {
		if (event.kind === 'delivered' && !arrivals.has(event.id)) arrivals.set(event.id, event.at);
		if (event.kind === 'dropped') losses.set(event.id, event.at);
	}
	for (const event of events) {
		if (event.kind !== 'sent') continue;
		const arrival = arrivals.get(event.id);
		const prompt = arrival !== undefined && arrival - event.at <= sheet.cast.latency;
		const byItself = event.byItself === true;
		sheet.messages.set(event.id, {
			from: event.from,
			to: event.to,
			what: event.what,
			label: messageLabel(sheet, event),
			prompt,
			lost: byItself ? losses.has(event.id) : losses.get(event.id) === event.at,
			byItself,
		});
	}
}

/** What the packet carries, in a few words: `write 90 33`, `granted 34`, `acquire` to a node. */
function messageLabel(sheet: Sheet, sent: Extract<Event, {kind: 'sent'}>): string {
	const {what, token, key, value, does} = sent;
	if (what === 'node-answered') return 'answers';
	if (does !== undefined) return verbs[does];
	if (key === undefined || value === undefined)
		return token === undefined ? visible(what) : `${visible(what)} ${token}`;
	return [what, onlyKey(sheet.cast) === key ? shown(value) : pair(key, value), token]
		.filter((part) => part !== undefined)
		.join(' ');
}
