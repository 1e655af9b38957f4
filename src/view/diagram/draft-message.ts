import {clause} from '../../narrate/row.js';
import type {Event} from '../../sim/event.js';
import {inFlight} from '../../sim/look.js';
import {visible} from '../text/visible.js';
import {actorName, laneOf, lockService} from './cast.js';
import {type Arrow, note} from './draft.js';
import {draftNodeMessage} from './draft-round.js';
import {draftRejection} from './draft-store.js';
import {add, amend, type Flight, isAbout, type Sheet} from './sheet.js';
import {idsOf, tagOf} from './tag.js';

type InNetwork = Extract<Event, {kind: 'sent' | 'delivered' | 'dropped'}>;

/** Draws what the network did with a message. One that arrives within the plain latency is drawn only where its effect is. */
export function draftMessage(sheet: Sheet, event: InNetwork, next: Event | undefined): void {
	const flight = sheet.messages.get(event.id) ?? sentBefore(sheet, event);
	switch (event.kind) {
		case 'sent':
			if (flight !== undefined && !flight.prompt && isOfNode(event)) draftNodeMessage(sheet, event, flight);
			else if (flight?.prompt !== true) sent(sheet, event, next);
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
	if (event.byItself && sheet.messages.get(id)?.lost) {
		add(sheet, event, {
			arrow: {kind: 'lost', from, to: [{actor: to, refused: false}], label: '', tag: null},
			said: [clause.lostInBackground(actorName(from), actorName(to), visible(what))],
		});
		return;
	}
	const kind: Arrow['kind'] = lost ? 'lost' : 'leaves';
	const client = sheet.cast.clientAt.has(from) ? from : to;
	const said = clause.sent(actorName(from), actorName(to), sheet.messages.get(id)?.label ?? visible(what), id, lost);
	const label = sheet.messages.get(id)?.label ?? visible(what);
	const last = sheet.drafts.at(-1);
	if (
		last?.arrow?.kind === kind &&
		last.arrow.from === from &&
		last.arrow.label === label &&
		isAbout(sheet, event, 'message', client) &&
		sheet.topic?.what === what
	) {
		amend(sheet, {
			arrow: {
				...last.arrow,
				tag: tagOf([...idsOf(last.arrow.tag), id]),
				to: [...last.arrow.to, {actor: to, refused: false}],
			},
			said: [...last.said, said],
		});
		return;
	}
	add(sheet, event, {
		arrow: {kind, from, to: [{actor: to, refused: false}], label, tag: `#${id}`},
		said: [said],
		topic: {kind: 'message', client, what},
	});
}

function delivered(
	sheet: Sheet,
	event: Extract<InNetwork, {kind: 'delivered'}>,
	{from, to, what, label}: Flight,
	next: Event | undefined,
): void {
	if (isEffect(next, from)) {
		sheet.arriving = event.id;
		return;
	}
	if (what === 'node-answered') {
		nodeAnswered(sheet, event, from, to);
		return;
	}
	const said = [clause.got(actorName(to), event.id, label, actorName(from))];
	const refused = what === 'denied' || what === 'renew-denied' || what === 'release-denied';
	const topic = {
		kind: what === 'granted' ? 'grant' : what === 'renewed' ? 'renewal' : 'sobering',
		client: to,
		what,
	} as const;
	add(sheet, event, {
		arrow: {kind: 'arrives', from, to: [{actor: to, refused}], label, tag: `#${event.id}`},
		said,
		topic,
	});
}

/** Answers of nodes that come at one moment are one arrow. */
function nodeAnswered(sheet: Sheet, event: Extract<InNetwork, {kind: 'delivered'}>, from: string, to: string): void {
	const said = clause.gotAnswer(actorName(to), event.id, actorName(from));
	const last = sheet.drafts.at(-1);
	if (last?.arrow && isAbout(sheet, event, 'message', to) && sheet.topic?.what === 'node-answered') {
		amend(sheet, {
			arrow: {...last.arrow, tag: tagOf([...idsOf(last.arrow.tag), event.id])},
			said: [...last.said, said],
		});
		return;
	}
	const arrow: Arrow = {
		kind: 'arrives',
		from: lockService,
		to: [{actor: to, refused: false}],
		label: 'answers',
		tag: `#${event.id}`,
	};
	add(sheet, event, {arrow, said: [said], topic: {kind: 'message', client: to, what: 'node-answered'}});
}

/** An answer that was on its way for the plain latency only. */
function answered(sheet: Sheet, event: Extract<InNetwork, {kind: 'delivered'}>, {from, to, what}: Flight): void {
	if (what === 'rejected') draftRejection(sheet, event, to, [from], null);
}

function dropped(sheet: Sheet, event: Extract<InNetwork, {kind: 'dropped'}>, flight: Flight | undefined): void {
	const last = sheet.drafts.at(-1);
	if (last?.arrow?.kind === 'lost' && idsOf(last.arrow.tag).includes(event.id)) return;
	if (flight?.lost === true && (flight.byItself || flight.what === 'node' || flight.what === 'node-answered')) return;
	if (flight === undefined) {
		stray(sheet, event, 'is lost');
		return;
	}
	add(sheet, event, {
		notes: [note(laneOf(sheet.cast, flight.from), `✗ #${event.id} lost`, 'rejected')],
		said: [clause.lost(event.id, flight.label, actorName(flight.from))],
	});
}

/** A message that was under way when the story began, as in a step of a lesson that begins in the middle of one. */
function sentBefore({before}: Sheet, {kind, id}: InNetwork): Flight | undefined {
	const found = kind === 'sent' || before === null ? undefined : inFlight(before).find((each) => each.id === id);
	if (found === undefined) return undefined;
	const {from, to, what} = found;
	return {from, to, what, label: visible(what), prompt: false, lost: false, byItself: false};
}

function stray(sheet: Sheet, event: InNetwork, what: string): void {
	add(sheet, event, {
		notes: [note(laneOf(sheet.cast, ''), `#${event.id} ${what}`)],
		said: [`message ${event.id} ${what}`],
	});
}

function isOfNode({what}: Extract<InNetwork, {kind: 'sent'}>): boolean {
	return what === 'node' || what === 'node-answered';
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
		case 'voted':
			return next.client === client;
		default:
			return false;
	}
}
