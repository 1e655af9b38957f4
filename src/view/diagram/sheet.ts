import type {Vote} from '../../narrate/event.js';
import {violationSentence} from '../../narrate/violation.js';
import type {Event} from '../../sim/event.js';
import {visible} from '../text/visible.js';
import type {Cast} from './cast.js';
import type {Arrow, Draft, Note} from './draft.js';
import {believers, elapsed, firstState, type LaneState, runningLeases} from './lane-state.js';
import {type Numbered, pointerAt} from './row-numbers.js';

/** The drafts in the making. It is filled by one call of `planLadder` and seen by nobody else until then. */
export type Sheet = {
	readonly cast: Cast;
	readonly drafts: Draft[];
	state: LaneState;
	/** Number of rows with a number so far. */
	rows: number;
	statement: number;
	input: string;
	/** Messages in the network, by number. */
	readonly messages: Map<number, Flight>;
	/** The number of a message that has just arrived and whose effect comes next. */
	arriving: number | null;
	/** Stores that have rejected something whose answer is drawn after the other stores' verdicts. */
	reply: Reply | null;
	/** What the last draft was about, for events that only complete it. */
	topic: Topic | null;
	/** When something last happened. */
	lastAt: number;
	/** The latest reason given for each lasting violation. */
	readonly reasons: Map<string, string>;
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

/** `label`: its words on an arrow. `prompt`: it arrives within the plain latency, so it is drawn once. `lost`: it is lost where it leaves. */
export type Flight = {
	readonly from: string;
	readonly to: string;
	readonly what: string;
	readonly label: string;
	readonly prompt: boolean;
	readonly lost: boolean;
};

export type Reply = {
	readonly client: string;
	readonly resource: string;
	readonly stores: readonly string[];
	readonly event: Event;
};

export type Topic = {
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
		state: firstState(cast),
		rows: 0,
		statement: 0,
		input: '',
		messages: new Map(),
		arriving: null,
		reply: null,
		topic: null,
		lastAt: 0,
		reasons: new Map(),
		round: null,
		numbered: [],
	};
}

/** Adds a draft for an event, after a gap when it was silent for long. */
export function add(sheet: Sheet, event: Event, content: Content): void {
	const last = sheet.drafts.at(-1);
	if (last !== undefined && event.at - sheet.lastAt >= sheet.cast.longSilence)
		sheet.drafts.push(silence(sheet, event.at, last));
	const number = content.continues === true ? null : sheet.rows + 1;
	sheet.rows = number ?? sheet.rows;
	sheet.lastAt = event.at;
	if (number !== null && content.topic?.kind !== 'still') sheet.numbered.push({seq: event.seq, number});
	sheet.topic = content.topic ?? null;
	sheet.state = elapsed(sheet.cast, sheet.state, event.at);
	sheet.drafts.push({
		statement: sheet.statement,
		seq: event.seq,
		at: event.at,
		number,
		gap: false,
		state: sheet.state,
		arrow: content.arrow ?? null,
		notes: content.notes ?? [],
		violations: [],
		standing: standing(sheet, sheet.state, event.at),
		why: content.why ?? [],
		said: content.said ?? [],
	});
}

function silence({statement}: Sheet, at: number, {state, standing}: Draft): Draft {
	return {
		statement,
		seq: null,
		at,
		number: null,
		gap: true,
		state,
		arrow: null,
		notes: [],
		violations: [],
		standing,
		why: [],
		said: [],
	};
}

/** Completes the last draft: it shows the lanes as they are now, and whatever is added. */
export function amend(sheet: Sheet, change: Change = {}): void {
	const last = sheet.drafts.at(-1);
	if (last !== undefined)
		sheet.drafts[sheet.drafts.length - 1] = {
			...last,
			...change,
			state: sheet.state,
			standing: standing(sheet, sheet.state, last.at),
		};
}

/** Adds to the last draft, which shows the lanes as it did. */
export function annotate(sheet: Sheet, change: Change): void {
	const last = sheet.drafts.at(-1);
	if (last !== undefined)
		sheet.drafts[sheet.drafts.length - 1] = {...last, ...change, standing: standing(sheet, last.state, last.at)};
}

type Change = Partial<Pick<Draft, 'arrow' | 'notes' | 'why' | 'said' | 'violations'>>;

/** Notes a violation on the last draft; its reason points at rows. */
export function blame(sheet: Sheet, event: Extract<Event, {kind: 'violated'}>): void {
	const {property, store} = event;
	const because = violationSentence(event, pointerAt(sheet.numbered));
	const violation = {property, store, because};
	if (property === 'two-believers' || property === 'two-grants')
		sheet.reasons.set(property, visible(violation.because));
	const last = sheet.drafts.at(-1);
	if (last !== undefined) annotate(sheet, {violations: [...last.violations, violation]});
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

function standing({cast, reasons}: Sheet, state: LaneState, now: number): string | null {
	if (!isCrowded(state)) return null;
	for (const lock of cast.locks) {
		const together = believers(cast, state, lock);
		if (together.length > 1)
			return (
				reasons.get('two-believers') ??
				`${together.map(visible).join(' and ')} both believe they hold ${visible(lock)}.`
			);
		const running = runningLeases(state, lock, now);
		if (running.length > 1)
			return (
				reasons.get('two-grants') ??
				`${running.map(({client}) => visible(client)).join(' and ')} both have a grant of ${visible(lock)} that has not run out.`
			);
	}
	return null;
}

/** Whether it can be at all that two clients believe, or two grants run; asked for every row. */
function isCrowded({clients, leases}: LaneState): boolean {
	let believing = 0;
	for (const {beliefs} of clients) if (beliefs.length > 0) believing += 1;
	return believing > 1 || leases.length > 1;
}
