import type {Event} from '../../sim/event.js';
import {visible} from '../text/visible.js';
import {actorName, laneOf} from './cast.js';
import {type Arrow, note} from './draft.js';
import {draftRejection} from './draft-store.js';
import {add, amend, type Flight, isAbout, type Sheet} from './sheet.js';

type InNetwork = Extract<Event, {kind: 'sent' | 'delivered' | 'dropped'}>;

/** Draws what the network did with a message. One that arrives within the plain latency is drawn only where its effect is. */
export function draftMessage(sheet: Sheet, event: InNetwork, next: Event | undefined): void {
	const flight = sheet.messages.get(event.id);
	switch (event.kind) {
		case 'sent':
			if (flight?.prompt !== true) sent(sheet, event, next);
			return;
		case 'delivered':
			if (flight === undefined) stray(sheet, event, 'arrives');
			else if (flight.prompt) answered(sheet, event, flight);
			else delivered(sheet, event, flight, next);
			return;
		case 'dropped':
			dropped(sheet, event, flight);
			return;
	}
}

function sent(sheet: Sheet, event: Extract<InNetwork, {kind: 'sent'}>, next: Event | undefined): void {
	const {id, from, to, what} = event;
	const lost = next?.kind === 'dropped' && next.id === id;
	const kind: Arrow['kind'] = lost ? 'lost' : 'leaves';
	const client = sheet.cast.clientAt.has(from) ? from : to;
	const said = `${actorName(from)} sent ${sheet.messages.get(id)?.label ?? visible(what)} to ${actorName(to)} as message ${id}${lost ? ', which is lost' : ''}`;
	const last = sheet.drafts.at(-1);
	if (last?.arrow?.kind === kind && last.arrow.from === from && isAbout(sheet, event, 'message', client) && sheet.topic?.what === what) {
		amend(sheet, {
			arrow: {...last.arrow, tag: `${last.arrow.tag ?? ''} #${id}`.trim(), to: [...last.arrow.to, {actor: to, refused: false}]},
			said: [...last.said, said],
		});
		return;
	}
	const label = sheet.messages.get(id)?.label ?? visible(what);
	add(sheet, event, {arrow: {kind, from, to: [{actor: to, refused: false}], label, tag: `#${id}`}, said: [said], topic: {kind: 'message', client, what}});
}

function delivered(sheet: Sheet, event: Extract<InNetwork, {kind: 'delivered'}>, {from, to, what, label}: Flight, next: Event | undefined): void {
	if (isEffect(next, from)) {
		sheet.arriving = event.id;
		return;
	}
	const said = [`${actorName(to)} got message ${event.id}, ${label}, from ${actorName(from)}`];
	const refused = what === 'denied' || what === 'renew-denied' || what === 'release-denied';
	const topic = {kind: what === 'granted' ? 'grant' : what === 'renewed' ? 'renewal' : 'sobering', client: to, what} as const;
	add(sheet, event, {arrow: {kind: 'arrives', from, to: [{actor: to, refused}], label, tag: `#${event.id}`}, said, topic});
}

/** An answer that was on its way for the plain latency only. */
function answered(sheet: Sheet, event: Extract<InNetwork, {kind: 'delivered'}>, {from, to, what}: Flight): void {
	if (what === 'rejected') draftRejection(sheet, event, to, [from], null);
}

function dropped(sheet: Sheet, event: Extract<InNetwork, {kind: 'dropped'}>, flight: Flight | undefined): void {
	const last = sheet.drafts.at(-1);
	if (last?.arrow?.kind === 'lost' && last.arrow.tag?.split(' ').includes(`#${event.id}`) === true) return;
	if (flight === undefined) {
		stray(sheet, event, 'is lost');
		return;
	}
	add(sheet, event, {
		notes: [note(laneOf(sheet.cast, flight.from), `✗ #${event.id} lost`, 'rejected')],
		said: [`message ${event.id}, ${flight.label}, from ${actorName(flight.from)} was lost`],
	});
}

function stray(sheet: Sheet, event: InNetwork, what: string): void {
	add(sheet, event, {notes: [note(laneOf(sheet.cast, ''), `#${event.id} ${what}`)], said: [`message ${event.id} ${what}`]});
}

/** What a request does where it arrives; its row shows the arrival too. */
function isEffect(next: Event | undefined, client: string): boolean {
	switch (next?.kind) {
		case 'accepted':
		case 'rejected':
		case 'read':
		case 'advanced':
		case 'renewed':
		case 'renew-denied':
		case 'released':
		case 'release-denied':
		case 'asked':
			return next.client === client;
		default:
			return false;
	}
}
