import {type Addressed, address, type Deeds, refusalOfUnknownName} from './address.js';
import {faultRows} from './deed/faults.js';
import {messageRows} from './deed/messages.js';
import {operationRows} from './deed/operations.js';
import type {Row, Rows} from './deed/row.js';
import {timeRows} from './deed/time.js';
import {type Journal, mostEvents, payOwed, TooManyEvents} from './journal.js';
import type {Refusal} from './refusal.js';
import {isSetup, refusalOfSetup, setUp} from './setup.js';
import type {Statement} from './statement.js';
import type {Outcome, World} from './world.js';

/** Every kind of deed: what refuses it beside what does it. */
const rows: Rows<keyof Deeds> = {...operationRows, ...faultRows, ...timeRows, ...messageRows};

/** The world after a statement and the events that happened, or a refusal; on a refusal nothing has changed. `expect` and `claim` change nothing. */
export function perform(world: World, statement: Statement): Outcome {
	const judged = judge(world, statement);
	if (judged.kind === 'refused') return {ok: false, refusal: judged.refusal};
	return judged.kind === 'deed' ? attempt(world, judged.deed) : unmoved(judged.world);
}

/** The refusal of a statement in this world, or null when it can be done. */
export function whyNot(world: World, statement: Statement): Refusal | null {
	const refusal = refusalAtSight(world, statement);
	if (refusal !== null || !mayHitEventLimit(statement)) return refusal;
	const outcome = perform(world, statement);
	return outcome.ok ? null : outcome.refusal;
}

/** The refusal that a statement gets before anything is tried, or null. Only a statement with no end in sight can still be refused later, for its length. */
export function refusalAtSight(world: World, statement: Statement): Refusal | null {
	const judged = judge(world, statement);
	return judged.kind === 'refused' ? judged.refusal : null;
}

/** What becomes of a statement at first sight. */
type Judged =
	| {readonly kind: 'refused'; readonly refusal: Refusal}
	/** It is done as soon as it is allowed. */
	| {readonly kind: 'still'; readonly world: World}
	| {readonly kind: 'deed'; readonly deed: Addressed};

/** The one place that decides whether a statement can be done. */
function judge(world: World, statement: Statement): Judged {
	if (isSetup(statement)) {
		// `put` declares what it names.
		const unknown = statement.kind === 'put' ? null : refusalOfUnknownName(world.spec, statement);
		const refusal = unknown ?? refusalOfSetup(world, statement);
		return refusal === null ? {kind: 'still', world: setUp(world, statement)} : {kind: 'refused', refusal};
	}
	if (statement.kind === 'expect' || statement.kind === 'claim') {
		const refusal = refusalOfUnknownName(world.spec, statement);
		return refusal === null ? {kind: 'still', world} : {kind: 'refused', refusal};
	}
	const addressed = address(world, statement);
	if (!addressed.ok) return {kind: 'refused', refusal: addressed.refusal};
	const {deed} = addressed;
	const refusal = rowOf(deed).refuse(world, deed);
	return refusal === null ? {kind: 'deed', deed} : {kind: 'refused', refusal};
}

function rowOf<Kind extends keyof Deeds>(deed: Addressed<Kind>): Row<Kind> {
	return rows[deed.kind];
}

function attempt(world: World, deed: Addressed): Outcome {
	const journal: Journal = {world: {...world, started: true}, moments: []};
	try {
		rowOf(deed).carryOut(journal, deed);
		// Time pays what is owed while it passes.
		if (!(deed.kind in timeRows)) payOwed(journal);
	} catch (error) {
		if (!(error instanceof TooManyEvents)) throw error;
		return {ok: false, refusal: {kind: 'too-many-events', most: mostEvents}};
	}
	const {moments, cameBack = null} = journal;
	return {ok: true, world: journal.world, moments, events: moments.map(({event}) => event), cameBack};
}

/** The outcome of a statement to which nothing happens. */
function unmoved(world: World): Outcome {
	return {ok: true, world, moments: [], events: [], cameBack: null};
}

function mayHitEventLimit({kind}: Statement): boolean {
	return kind === 'wait' || kind === 'wait-until-expiry' || kind === 'run' || kind === 'step';
}
