import {refusalSentence} from '../../narrate/refusal.js';
import {clause, reason, seconds} from '../../narrate/row.js';
import type {Event} from '../../sim/event.js';
import {belief} from '../../sim/look.js';
import type {Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {actorName, laneOf} from './cast.js';
import {note} from './draft.js';
import {replicaNotes} from './draft-lock.js';
import {stripsAbout} from './draft-round.js';
import {locksKeptBy} from './servers.js';
import {add, amend, isAbout, type Sheet, worldOf} from './sheet.js';

type AtProcess = Extract<
	Event,
	{
		kind:
			| 'paused'
			| 'suspended'
			| 'work-begun'
			| 'worked'
			| 'resumed'
			| 'crashed'
			| 'restarted'
			| 'done'
			| 'clock-stepped'
			| 'cut'
			| 'healed'
			| 'checked'
			| 'unknown';
	}
>;

/** Draws what befell a process or the network beside it. */
export function draftAtProcess(sheet: Sheet, event: AtProcess): void {
	switch (event.kind) {
		case 'paused':
			paused(sheet, event);
			return;
		case 'suspended':
			tell(sheet, event, event.client, 'sleeps', 'paused', clause.suspended(visible(event.client)));
			return;
		case 'work-begun':
			tell(
				sheet,
				event,
				event.client,
				`works ${seconds(event.for)}`,
				'plain',
				clause.worksFor(visible(event.client), event.for),
			);
			return;
		case 'worked':
			tell(sheet, event, event.client, 'work done', 'plain', clause.worked(visible(event.client)));
			return;
		case 'resumed':
			if ('client' in event) resumed(sheet, event);
			else tell(sheet, event, event.actor, 'goes on', 'plain', clause.resumed(actorName(event.actor), false));
			return;
		case 'crashed':
			tell(sheet, event, event.actor, '✗ crashed', 'crashed', clause.crashed(actorName(event.actor)));
			sheet.topic = {kind: 'sobering', client: event.actor, what: 'crashed'};
			return;
		case 'restarted':
			tell(sheet, event, event.actor, 'restarts', 'plain', clause.restarted(actorName(event.actor)));
			return;
		case 'done':
			done(sheet, event);
			return;
		case 'clock-stepped':
			clockChanged(sheet, event);
			return;
		case 'cut':
			tell(
				sheet,
				event,
				event.from,
				`✗ cut from ${event.to.map(visible).join(' ')}`,
				'crashed',
				clause.cut(actorName(event.from), event.to.map(actorName).join(', ')),
			);
			return;
		case 'healed':
			tell(
				sheet,
				event,
				event.from,
				`reaches ${event.to.map(visible).join(' ')}`,
				'plain',
				clause.healed(actorName(event.from), event.to.map(actorName).join(', ')),
			);
			return;
		case 'checked':
			checked(sheet, event);
			return;
		case 'unknown':
			unknown(sheet, event);
			return;
	}
}

function tell(
	sheet: Sheet,
	event: AtProcess,
	actor: string,
	text: string,
	style: Style,
	sentence: string,
	why: readonly string[] = [],
): void {
	const lane = laneOf(sheet.cast, actor);
	add(sheet, event, {
		notes: [
			{
				...note(lane, lane === actor ? text : `${visible(actor)} ${text}`, style),
				elsewhere: `${visible(actor)} ${text}`,
			},
			...stripsAbout(sheet, actor),
			...locksKeptBy(worldOf(sheet), actor).flatMap((lock) => replicaNotes(sheet, lock)),
		],
		said: [sentence],
		why,
	});
}

function clockChanged(sheet: Sheet, event: Extract<AtProcess, {kind: 'clock-stepped'}>): void {
	const {actor, by, rate} = event;
	const words = rate === undefined ? signed(by) : `x${rate}`;
	const said =
		rate === undefined ? clause.clockStepped(actorName(actor), words) : clause.clockPaced(actorName(actor), rate);
	tell(sheet, event, actor, `clock ${words}`, 'accent', said);
}

function paused(sheet: Sheet, event: Extract<AtProcess, {kind: 'paused'}>): void {
	const actor = 'client' in event ? event.client : event.actor;
	tell(sheet, event, actor, 'paused', 'paused', clause.paused(actorName(actor)));
}

function resumed(sheet: Sheet, event: Extract<AtProcess, {kind: 'resumed'; client: string}>): void {
	const {client} = event;
	const beliefs = sheet.cast.locks.flatMap((lock) => belief(worldOf(sheet), client, lock) ?? []);
	const late = beliefs.flatMap(({until}) => (until !== null && until <= event.at ? [until] : []));
	const why = late.slice(0, 1).map((until) => reason.deadlinePassed(visible(client), until));
	const text = beliefs.length > 0 ? 'resumes, still believes' : 'resumes';
	tell(
		sheet,
		event,
		client,
		text,
		beliefs.length > 0 ? 'belief' : 'plain',
		clause.resumed(visible(client), beliefs.length > 0),
		why,
	);
}

function done(sheet: Sheet, event: Extract<AtProcess, {kind: 'done'}>): void {
	const why = event.refusal === undefined ? [] : [visible(refusalSentence(event.refusal))];
	tell(
		sheet,
		event,
		event.client,
		event.ok ? '✓ done' : '✗ gives up',
		event.ok ? 'accepted' : 'rejected',
		clause.ran(visible(event.client), event.ok),
		why,
	);
}

function checked(sheet: Sheet, event: Extract<AtProcess, {kind: 'checked'}>): void {
	const words = event.ok ? '✓ check: in time' : '✗ check: too late';
	const sentence = clause.checked(visible(event.client), visible(event.lock), event.ok);
	tell(sheet, event, event.client, words, event.ok ? 'accepted' : 'rejected', sentence);
}

function unknown(sheet: Sheet, event: Extract<AtProcess, {kind: 'unknown'}>): void {
	const last = sheet.drafts.at(-1);
	if (isWaiting(sheet, event)) return;
	const words = note(event.client, 'unknown', 'accent');
	const why = reason.noAnswer(visible(event.client), visible(event.what));
	if (
		last?.statement === sheet.statement &&
		last.at === event.at &&
		sheet.topic?.client === event.client &&
		last.number !== null
	) {
		amend(sheet, {
			notes: [...last.notes, words],
			why: [...last.why, why],
			said: [...last.said, clause.unknown(visible(event.client))],
		});
		return;
	}
	add(sheet, event, {
		notes: [words],
		why: [why],
		said: [clause.unknownOf(visible(event.client), visible(event.what))],
	});
}

/** A client that stands in line waits: its row says so already. */
function isWaiting(sheet: Sheet, event: Extract<AtProcess, {kind: 'unknown'}>): boolean {
	if (event.what !== 'acquire' || !isAbout(sheet, event, 'queue', event.client)) return false;
	const last = sheet.drafts.at(-1);
	amend(sheet, {said: [...(last?.said ?? []), clause.unknownUntilThen(visible(event.client))]});
	return true;
}

function signed(ms: number): string {
	return `${ms < 0 ? '-' : '+'}${seconds(Math.abs(ms))}`;
}
