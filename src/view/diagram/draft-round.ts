import {type Vote, votesClause} from '../../narrate/event.js';
import {clause} from '../../narrate/row.js';
import type {Event} from '../../sim/event.js';
import {visible} from '../text/visible.js';
import {actorName, lockService} from './cast.js';
import {type Arrow, type Note, note} from './draft.js';
import {isRounds, locksKeptBy, serverCells} from './servers.js';
import {add, amend, type Content, type Flight, isAbout, type Round, type Sheet, worldOf} from './sheet.js';
import {joinedTags, tagOf} from './tag.js';

type Sent = Extract<Event, {kind: 'sent'}>;

/** Draws what a node of a redlock did: all nodes that answer one client at one moment are one row, with a strip of what every node then holds. */
export function draftVote(sheet: Sheet, event: Extract<Event, {kind: 'voted'}>): void {
	const {arriving} = sheet;
	sheet.arriving = null;
	const round = roundOf(sheet, event, event.client);
	if (round !== null && (round.does === null || round.does === event.does)) {
		redraw(sheet, {
			...round,
			does: event.does,
			votes: [...round.votes, event],
			arrived: joined(round.arrived, arriving),
		});
		return;
	}
	// The row of an acquire stands where the client asked.
	const asks: Content =
		event.does === 'set' && arriving === null ? {} : {arrow: asking(event.client, verbs[event.does])};
	open(sheet, event, event.client, {does: event.does, votes: [event], arrived: joined([], arriving)}, asks);
}

/** Draws that a client asks every node of a redlock for its lock. */
export function draftAsk(sheet: Sheet, event: Extract<Event, {kind: 'acquire-sent'}>): void {
	const said = [clause.askedNodes(visible(event.client), visible(event.lock))];
	open(sheet, event, event.client, {does: 'set', said}, {arrow: asking(event.client, 'acquire')});
}

/** Draws that a message to a node, or its answer, is lost or stays in the network: together with the others of its round. */
export function draftNodeMessage(sheet: Sheet, event: Sent, flight: Flight): void {
	const isAnswer = event.what === 'node-answered';
	const [client, node] = isAnswer ? [event.to, event.from] : [event.from, event.to];
	const round = roundOf(sheet, event, client) ?? emptyRound;
	const change: Partial<Round> = flight.lost
		? isAnswer
			? {mute: [...round.mute, node]}
			: {unreached: [...round.unreached, node]}
		: {[isAnswer ? 'answering' : 'leaving']: [...(isAnswer ? round.answering : round.leaving), event.id]};
	if (roundOf(sheet, event, client) !== null) redraw(sheet, {...round, ...change});
	else
		open(sheet, event, client, change, {
			arrow: asking(client, isAbout(sheet, event, 'denial', client) ? 'release' : flight.label),
		});
}

/** Draws what a client makes of the answers to its round. `words`: on the arrow to it. */
export function draftOutcome(
	sheet: Sheet,
	event: Event & {readonly client: string},
	refused: boolean,
	words: string,
	notes: readonly Note[],
	said: string,
	why: readonly string[] = [],
): void {
	add(sheet, event, {
		arrow: {kind: 'arrives', from: lockService, to: [{actor: event.client, refused}], label: words, tag: null},
		notes,
		said: [said],
		why,
	});
}

/** Draws what a client makes of the answers to a round that it opened in the background: on the row of that round, with a small arrow. */
export function draftInBackground(
	sheet: Sheet,
	event: Event & {readonly client: string},
	refused: boolean,
	notes: readonly Note[],
	said: string,
	why: readonly string[],
): void {
	const last = sheet.drafts.at(-1);
	const arrow: Arrow = {
		kind: 'background',
		from: event.client,
		to: [{actor: lockService, refused}],
		label: '',
		tag: last?.arrow?.tag ?? null,
	};
	if (last !== undefined && roundOf(sheet, event, event.client) !== null)
		amend(sheet, {arrow, notes: [...last.notes, ...notes], said: [...last.said, said], why: [...last.why, ...why]});
	else add(sheet, event, {arrow, notes, said: [said], why});
}

/** The strips of all redlocks that an actor is a node of, for a row about it. */
export function stripsAbout(sheet: Sheet, actor: string): readonly Note[] {
	const world = worldOf(sheet);
	return locksKeptBy(world, actor)
		.filter((lock) => isRounds(world, lock))
		.flatMap((lock) => strip(sheet, lock));
}

const emptyRound: Round = {
	does: null,
	votes: [],
	arrived: [],
	leaving: [],
	answering: [],
	unreached: [],
	mute: [],
	said: [],
};

/** What a client asks of a node, by what the node does. */
export const verbs = {set: 'acquire', extend: 'renew', delete: 'release', get: 'ask'} as const satisfies Record<
	Vote['does'],
	string
>;

/** The round that the last row is about, or null. */
function roundOf(sheet: Sheet, event: Event, client: string): Round | null {
	return isAbout(sheet, event, 'round', client) ? sheet.round : null;
}

function open(sheet: Sheet, event: Event, client: string, change: Partial<Round>, content: Content): void {
	add(sheet, event, {...content, topic: {kind: 'round', client, what: ''}});
	redraw(sheet, {...emptyRound, ...change});
}

/** The last row with everything that is known of its round by now. */
function redraw(sheet: Sheet, round: Round): void {
	sheet.round = round;
	const last = sheet.drafts.at(-1);
	const lock = round.votes[0]?.lock;
	const tag = tagOf(round.leaving.length > 0 ? round.leaving : round.arrived);
	const leaves = round.leaving.length > 0 || (round.votes.length === 0 && round.said.length === 0);
	const kind: Arrow['kind'] = !leaves ? 'arrives' : round.leaving.length > 0 ? 'leaves' : 'lost';
	const arrow =
		last?.arrow == null
			? null
			: {...last.arrow, kind, tag, label: round.does === null ? last.arrow.label : verbs[round.does]};
	const notes = [
		...(round.unreached.length === 0
			? []
			: [note(lockService, `✗ ${round.unreached.map(visible).join(' ')} lost`, 'rejected')]),
		...(lock === undefined ? [] : strip(sheet, lock)),
		...(round.mute.length === 0
			? []
			: [note(lockService, `answer ✗ ${round.mute.map(visible).join(' ')}`, 'rejected')]),
		...(round.answering.length === 0 ? [] : [note(lockService, `answers ${tagOf(round.answering) ?? ''} ┄`, 'dim')]),
	];
	const said = [
		...round.said,
		...(round.leaving.length === 0 ? [] : [`messages ${joinedTags(round.leaving)} to the nodes are on their way`]),
		...(round.unreached.length === 0
			? []
			: [
					`the ${requests(round.unreached)} to ${round.unreached.map(actorName).join(', ')} ${isOrAre(round.unreached)} lost`,
				]),
		...(round.votes.length === 0 ? [] : [votesClause(round.votes)]),
		...(round.mute.length === 0
			? []
			: [`the ${answers(round.mute)} of ${round.mute.map(actorName).join(', ')} ${isOrAre(round.mute)} lost`]),
		...(round.answering.length === 0 ? [] : [`their answers ${joinedTags(round.answering)} are on their way`]),
	];
	amend(sheet, {arrow, notes, said});
}

function asking(client: string, label: string): Arrow {
	return {kind: 'arrives', from: client, to: [{actor: lockService, refused: false}], label, tag: null};
}

function strip(sheet: Sheet, lock: string): readonly Note[] {
	const world = worldOf(sheet);
	const cells = serverCells(world, lock);
	if (cells === null) return [];
	const several = sheet.cast.locks.filter((each) => isRounds(world, each)).length > 1;
	return [note(lockService, several ? `${visible(lock)}: ${cells}` : cells, 'lease')];
}

function joined(ids: readonly number[], id: number | null): readonly number[] {
	return id === null ? ids : [...ids, id];
}

function requests(nodes: readonly string[]): string {
	return nodes.length === 1 ? 'request' : 'requests';
}

function answers(nodes: readonly string[]): string {
	return nodes.length === 1 ? 'answer' : 'answers';
}

function isOrAre(nodes: readonly string[]): string {
	return nodes.length === 1 ? 'is' : 'are';
}
