import type {Parsed, Script} from '../../language/parse.js';
import type {ParseError} from '../../language/parse-error.js';
import {explainFact} from '../../narrate/fact.js';
import {refusalSentence} from '../../narrate/refusal.js';
import {cameBackSentence, remarks} from '../../narrate/remark.js';
import type {Event} from '../../sim/event.js';
import {evaluate} from '../../sim/fact-value.js';
import {perform} from '../../sim/perform.js';
import {emptyWorld} from '../../sim/setup.js';
import type {Instant} from '../../sim/time.js';
import type {Moment, World} from '../../sim/world.js';
import type {FilePosition} from '../file-position.js';

/** A property that was violated: the event that says so. */
export type Violated = Extract<Event, {kind: 'violated'}>;

/** What a script did, entry by entry. */
export type Entry =
	| (FilePosition & {
			readonly kind: 'step';
			readonly input: string;
			readonly before: World;
			readonly world: World;
			readonly moments: readonly Moment[];
			/** What is told besides what happened. */
			readonly remarks: readonly string[];
			readonly events: readonly Event[];
			/** Why a `run` stopped where its program did not end, or null. */
			readonly stopped: string | null;
	  })
	| (FilePosition & {readonly kind: 'refusal'; readonly input: string; readonly at: Instant; readonly sentence: string})
	/** `why`: what its parts are instead, or null when it holds. */
	| (FilePosition & {
			readonly kind: 'expect';
			readonly input: string;
			readonly fact: string;
			readonly why: string | null;
	  })
	| {
			readonly kind: 'end';
			readonly file: string;
			readonly world: World;
			readonly violations: readonly Violated[];
			readonly count: Count;
	  };

/** How many expectations held and failed, and how many statements were refused. */
export type Count = {readonly held: number; readonly failed: number; readonly refused: number};

/** Runs a script without syntax errors in a world of its own; a refusal or a failed expectation does not stop it. Order: as in the file, the end last. */
export function* play(file: string, script: Script): Generator<Entry, void> {
	const tally = {held: 0, failed: 0, refused: 0};
	const violations: Violated[] = [];
	let world = emptyWorld;
	for (const item of inOrder(script)) {
		const entry = 'message' in item ? refused(file, item, world) : done(file, item, world);
		if (entry === null) continue;
		if (entry.kind === 'step') {
			world = entry.world;
			violations.push(...entry.events.filter((event) => event.kind === 'violated'));
		}
		if (entry.kind === 'refusal') tally.refused += 1;
		if (entry.kind === 'expect') tally[entry.why === null ? 'held' : 'failed'] += 1;
		yield entry;
	}
	yield {kind: 'end', file, world, violations, count: {...tally}};
}

/** What is said of an expectation that is false: the line, the fact and the value of each of its parts. */
export function falsehood({line, fact, why}: Extract<Entry, {kind: 'expect'}>): string {
	return `Line ${line}: ${fact} is false: ${why ?? ''}.`;
}

/** What the real systems do not do is refused where it stands. */
function inOrder({statements, errors}: Script): readonly (Parsed | ParseError)[] {
	const refusals = errors.filter(({kind}) => kind === 'refusal');
	if (refusals.length === 0) return statements;
	return [...statements, ...refusals].sort((one, other) => one.line - other.line || one.column - other.column);
}

function refused(file: string, {line, column, text, message}: ParseError, {now}: World): Entry {
	return {kind: 'refusal', file, line, column, input: text, at: now, sentence: message};
}

/** Null for a claim, which is for the explorer. */
function done(
	file: string,
	{statement, text, line, column}: Parsed,
	world: World,
): Extract<Entry, FilePosition> | null {
	const place = {file, line, column, input: text};
	if (statement.kind === 'claim') return null;
	const outcome = perform(world, statement);
	if (!outcome.ok) return {kind: 'refusal', ...place, at: world.now, sentence: refusalSentence(outcome.refusal)};
	if (statement.kind === 'expect')
		return {
			kind: 'expect',
			...place,
			fact: factOf(text),
			why: evaluate(world, statement.fact) ? null : explainFact(world, statement.fact),
		};
	const {moments, events, cameBack} = outcome;
	return {
		kind: 'step',
		...place,
		before: world,
		world: outcome.world,
		moments,
		events,
		remarks: remarks(world, statement),
		stopped: cameBack === null ? null : cameBackSentence(cameBack, outcome.world.now),
	};
}

function factOf(text: string): string {
	return text.replace(/^expect\s+/i, '');
}
