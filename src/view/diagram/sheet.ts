import type {Vote} from '../../narrate/event.js';
import {violationSentence} from '../../narrate/violation.js';
import type {Event} from '../../sim/event.js';
import type {Moment, World} from '../../sim/world.js';
import type {Cast} from './cast.js';
import type {Arrow, Draft, Note} from './draft.js';
import {type Numbered, pointerAt} from './row-numbers.js';

/** The drafts in the making. It is filled by one call of `planLadder` and seen by nobody else until then. */
export type Sheet = {
	readonly cast: Cast;
	readonly drafts: Draft[];
	/** The world right after the event that is being drawn, and the one before it; null before the first. */
	world: World | null;
	before: World | null;
	/** Clients that could go on and are given no step. */
	still: readonly string[];
	/** Number of rows with a number so far. */
	rows: number;
	statement: number;
	/** Messages in the network, by number. */
	readonly messages: Map<number, Flight>;
	/** The number of a message that has just arrived and whose effect comes next. */
	arriving: number | null;
	/** Stores that have rejected something whose answer is drawn after the other stores' verdicts. */
	reply: Reply | null;
	/** What the last draft was about, for events that only complete it. */
	topic: Topic | null;
	/** A belief has ended by what the next row tells, so the last row still shows it. */
	isEnding: boolean;
	/** When something last happened. */
	lastAt: number;
	/** What the last row is about when that is a round over the nodes of a redlock. */
	round: Round | null;
	/** The numbered rows by the events they begin with. */
	readonly numbered: Numbered[];
};

/** A client's round over the nodes of a redlock at one moment. Shape: numbers of messages that arrived, left, or answer later; names of nodes that were not reached, or whose answer is lost. */
export type Round = {
	readonly does: Vote['does'] | null;
	readonly votes: readonly Vote[];
	readonly arrived: readonly number[];
	readonly leaving: readonly number[];
	readonly answering: readonly number[];
	readonly unreached: readonly string[];
	readonly mute: readonly string[];
	readonly said: readonly string[];
};

/** `label`: its words on an arrow. `prompt`: it arrives within the plain latency, so it is drawn once. `byItself`: its client sent it in the background. `lost`: it is lost where it leaves; in the background anywhere, before the statement is over. */
export type Flight = {
	readonly from: string;
	readonly to: string;
	readonly what: string;
	readonly label: string;
	readonly prompt: boolean;
	readonly lost: boolean;
	readonly byItself: boolean;
};

type Reply = {
	readonly client: string;
	readonly resource: string;
	readonly stores: readonly string[];
	readonly event: Event;
};

type Topic = {
	readonly kind: 'grant' | 'renewal' | 'store' | 'sobering' | 'message' | 'denial' | 'round' | 'queue' | 'still';
	readonly client: string;
	readonly what: string;
};

/** What a new draft says beside its place and time. */
export type Content = {
	readonly arrow?: Arrow;
	readonly notes?: readonly Note[];
	readonly why?: readonly string[];
	readonly said?: readonly string[];
	/** It belongs to the row above it. */
	readonly continues?: true;
	readonly topic?: Topic;
};

/** An empty sheet. */
export function emptySheet(cast: Cast): Sheet {
	return {
		cast,
		drafts: [],
		world: null,
		before: null,
		still: [],
		rows: 0,
		statement: 0,
		messages: new Map(),
		arriving: null,
		reply: null,
		topic: null,
		isEnding: false,
		lastAt: 0,
		round: null,
		numbered: [],
	};
}

/** Adds a draft for an event, after a gap when it was silent for long. `world`: what its lanes show until the instant goes on. */
export function add(sheet: Sheet, event: Event, content: Content, world: World = worldOf(sheet)): void {
	const last = sheet.drafts.at(-1);
	if (last !== undefined && event.at - sheet.lastAt >= sheet.cast.longSilence)
		sheet.drafts.push(silence(sheet, event.at, last));
	const number = content.continues === true ? null : sheet.rows + 1;
	sheet.rows = number ?? sheet.rows;
	sheet.lastAt = event.at;
	if (number !== null && content.topic?.kind !== 'still') sheet.numbered.push({seq: event.seq, number});
	sheet.topic = content.topic ?? null;
	sheet.isEnding = false;
	sheet.drafts.push({
		statement: sheet.statement,
		seq: event.seq,
		at: event.at,
		number,
		gap: false,
		world,
		still: sheet.still,
		arrow: content.arrow ?? null,
		notes: content.notes ?? [],
		violations: [],
		why: content.why ?? [],
		said: content.said ?? [],
	});
}

function silence({statement}: Sheet, at: number, {world, still}: Draft): Draft {
	return {
		statement,
		seq: null,
		at,
		number: null,
		gap: true,
		world,
		still,
		arrow: null,
		notes: [],
		violations: [],
		why: [],
		said: [],
	};
}

/** Completes the last draft. */
export function amend(sheet: Sheet, change: Change): void {
	const last = sheet.drafts.at(-1);
	if (last !== undefined) sheet.drafts[sheet.drafts.length - 1] = {...last, ...change};
}

/** The world right after the event that is being drawn. */
export function worldOf({world}: Sheet): World {
	if (world === null) throw new Error('nothing has happened yet');
	return world;
}

/** Goes on to the world after an event. */
export function goOn(sheet: Sheet, {world}: Moment): void {
	sheet.before = sheet.world;
	sheet.world = world;
}

/** Lets the last row show the world as it is now where it is of the same statement and instant: what has no row of its own happened in that one. */
export function settle(sheet: Sheet, {event, world}: Moment): void {
	const last = sheet.drafts.at(-1);
	if (
		!sheet.isEnding &&
		last !== undefined &&
		!last.gap &&
		last.statement === sheet.statement &&
		last.at === event.at &&
		last.world !== world
	)
		amend(sheet, {world});
}

type Change = Partial<Pick<Draft, 'arrow' | 'notes' | 'why' | 'said' | 'violations' | 'world'>>;

/** Notes a violation on the last draft; its reason points at rows. */
export function blame(sheet: Sheet, event: Extract<Event, {kind: 'violated'}>): void {
	const {property, store} = event;
	const because = violationSentence(event, pointerAt(sheet.numbered));
	const violation = {property, store, because};
	const last = sheet.drafts.at(-1);
	if (last !== undefined) amend(sheet, {violations: [...last.violations, violation]});
}

/** Whether the last draft is of this statement and moment and about this. */
export function isAbout(sheet: Sheet, event: Event, kind: Topic['kind'], client: string): boolean {
	const last = sheet.drafts.at(-1);
	return (
		last?.statement === sheet.statement &&
		last.at === event.at &&
		sheet.topic?.kind === kind &&
		sheet.topic.client === client
	);
}
