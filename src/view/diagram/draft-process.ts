import {refusalSentence} from '../../narrate/refusal.js';
import type {Event} from '../../sim/event.js';
import {belief} from '../../sim/look.js';
import type {Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {actorName, laneOf} from './cast.js';
import {note, seconds} from './draft.js';
import {replicaNotes} from './draft-lock.js';
import {stripsAbout} from './draft-round.js';
import {locksKeptBy} from './servers.js';
import {add, amend, isAbout, type Sheet, worldOf} from './sheet.js';

type AtProcess = Extract<
	Event,
	{
		kind:
			| 'paused'
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
			tell(sheet, event, event.client, 'paused', 'paused', `${visible(event.client)} paused`);
			return;
		case 'resumed':
			resumed(sheet, event);
			return;
		case 'crashed':
			tell(sheet, event, event.actor, '✗ crashed', 'crashed', `${actorName(event.actor)} crashed`);
			sheet.topic = {kind: 'sobering', client: event.actor, what: 'crashed'};
			return;
		case 'restarted':
			tell(sheet, event, event.actor, 'restarts', 'plain', `${actorName(event.actor)} restarted`);
			return;
		case 'done':
			done(sheet, event);
			return;
		case 'clock-stepped':
			tell(
				sheet,
				event,
				event.actor,
				`clock ${signed(event.by)}`,
				'accent',
				`the clock of ${actorName(event.actor)} stepped by ${signed(event.by)}`,
			);
			return;
		case 'cut':
			tell(
				sheet,
				event,
				event.from,
				`✗ cut from ${event.to.map(visible).join(' ')}`,
				'crashed',
				`the network between ${actorName(event.from)} and ${event.to.map(actorName).join(', ')} was cut`,
			);
			return;
		case 'healed':
			tell(
				sheet,
				event,
				event.from,
				`reaches ${event.to.map(visible).join(' ')}`,
				'plain',
				`the network between ${actorName(event.from)} and ${event.to.map(actorName).join(', ')} was healed`,
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

function resumed(sheet: Sheet, event: Extract<AtProcess, {kind: 'resumed'}>): void {
	const {client} = event;
	const beliefs = sheet.cast.locks.flatMap((lock) => belief(worldOf(sheet), client, lock) ?? []);
	const late = beliefs.flatMap(({until}) => (until !== null && until <= event.at ? [until] : []));
	const why = late
		.slice(0, 1)
		.map(
			(until) =>
				`The deadline of ${visible(client)} was at ${seconds(until)}, and it has not looked at its clock since.`,
		);
	const text = beliefs.length > 0 ? 'resumes, still believes' : 'resumes';
	tell(
		sheet,
		event,
		client,
		text,
		beliefs.length > 0 ? 'belief' : 'plain',
		`${visible(client)} resumed${beliefs.length > 0 ? ' and still believes' : ''}`,
		why,
	);
}

function done(sheet: Sheet, event: Extract<AtProcess, {kind: 'done'}>): void {
	const name = visible(event.client);
	const why = event.refusal === undefined ? [] : [visible(refusalSentence(event.refusal))];
	tell(
		sheet,
		event,
		event.client,
		event.ok ? '✓ done' : '✗ gives up',
		event.ok ? 'accepted' : 'rejected',
		event.ok ? `the program of ${name} is done` : `the program of ${name} ended early`,
		why,
	);
}

function checked(sheet: Sheet, event: Extract<AtProcess, {kind: 'checked'}>): void {
	const words = event.ok ? '✓ check: in time' : '✗ check: too late';
	const sentence = `${visible(event.client)} checked its own clock: ${event.ok ? 'still in time' : 'too late'} for ${visible(event.lock)}`;
	tell(sheet, event, event.client, words, event.ok ? 'accepted' : 'rejected', sentence);
}

function unknown(sheet: Sheet, event: Extract<AtProcess, {kind: 'unknown'}>): void {
	const last = sheet.drafts.at(-1);
	if (isWaiting(sheet, event)) return;
	const words = note(event.client, 'unknown', 'accent');
	const why = `${visible(event.client)} has no answer to its ${visible(event.what)}: it may have happened or not.`;
	if (
		last?.statement === sheet.statement &&
		last.at === event.at &&
		sheet.topic?.client === event.client &&
		last.number !== null
	) {
		amend(sheet, {
			notes: [...last.notes, words],
			why: [...last.why, why],
			said: [...last.said, `for ${visible(event.client)} the outcome is unknown`],
		});
		return;
	}
	add(sheet, event, {
		notes: [words],
		why: [why],
		said: [`for ${visible(event.client)} the outcome of its ${visible(event.what)} is unknown`],
	});
}

/** A client that stands in line waits: its row says so already. */
function isWaiting(sheet: Sheet, event: Extract<AtProcess, {kind: 'unknown'}>): boolean {
	if (event.what !== 'acquire' || !isAbout(sheet, event, 'queue', event.client)) return false;
	const last = sheet.drafts.at(-1);
	amend(sheet, {said: [...(last?.said ?? []), `for ${visible(event.client)} the outcome is unknown until then`]});
	return true;
}

function signed(ms: number): string {
	return `${ms < 0 ? '-' : '+'}${seconds(Math.abs(ms))}`;
}
