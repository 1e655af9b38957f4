import type {Verdict} from '../../explore/claim.js';
import {visible} from '../../language/visible.js';
import {counted} from '../../narrate/counted.js';
import {sentence, sentences} from '../../narrate/event.js';
import {unpointed} from '../../narrate/violation.js';
import type {Event} from '../../sim/event.js';
import type {Duration} from '../../sim/time.js';
import type {World} from '../../sim/world.js';
import {placed} from '../file-position.js';
import type {Count, Entry, Violated} from './play.js';

/** What marks a line of the transcript: true, false, and a violated property. */
type Marks = {readonly held: string; readonly failed: string; readonly violated: string};

/** The marks for a terminal that shows them, or plain words. */
export function marksFor({ascii}: {readonly ascii: boolean}): Marks {
	return ascii ? {held: 'ok', failed: 'FAILED', violated: '!'} : {held: '✓', failed: '✗', violated: '!'};
}

/** The mark of a verdict, of the same sort. */
export function verdictMark(verdict: Verdict, look: {readonly ascii: boolean}): string {
	const {held, failed} = marksFor(look);
	return {holds: held, violated: failed, unknown: '?'}[verdict];
}

/** The entry as lines of the transcript: the statement, and below it what happened. */
export function transcript(entry: Entry, marks: Marks): string {
	switch (entry.kind) {
		case 'step':
			return `${statement(entry.line, entry.input)}\n${entry.remarks.map((remark) => `${indent}${remark}\n`).join('')}${happenings(entry, marks)}${entry.stopped === null ? '' : `${indent}${entry.stopped}\n`}`;
		case 'refusal':
			return `${statement(entry.line, entry.input)}\n${indent}${marks.failed} refused: ${entry.sentence}\n`;
		case 'expect':
			return `${statement(entry.line, entry.input)}${entry.why === null ? `  ${marks.held}\n` : `\n${indent}${marks.failed} false: ${entry.why}\n`}`;
		case 'end':
			return `\n${summary(entry.world, entry.count)}${entry.violations.map((violation) => violated(violation, marks)).join('')}`;
	}
}

/** Only what failed: a line for each expectation that is false. Refusals are told on standard error. */
export function failures(entry: Entry): string {
	return entry.kind === 'expect' && entry.why !== null ? placed(entry, `${entry.fact} is false: ${entry.why}.`) : '';
}

function statement(line: number, input: string): string {
	return `${String(line).padStart(4)}  ${visible(input)}`;
}

function happenings({before, world, events}: Extract<Entry, {kind: 'step'}>, marks: Marks): string {
	const unremarked = prompt(events, world.spec.latency);
	const lines = sentences(
		events.filter((event) => !('id' in event) || !unremarked.has(event.id)),
		unpointed,
		before.spec,
	).map(({event, text}) => {
		const mark = event.kind === 'violated' ? marks.violated : ' ';
		return `    ${mark} ${event.at} ms  ${text}\n`;
	});
	const last = events.at(-1)?.at ?? before.now;
	return lines.join('') + (world.now > last ? `${indent}${world.now} ms  Time has passed.\n` : '');
}

/** The numbers of messages that left and arrived as messages do here: what they carried is told anyway. */
function prompt(events: readonly Event[], latency: Duration): ReadonlySet<number> {
	const left = new Map(events.flatMap((event) => (event.kind === 'sent' ? [[event.id, event.at] as const] : [])));
	return new Set(
		events.flatMap((event) =>
			event.kind === 'delivered' && event.at - (left.get(event.id) ?? Number.NEGATIVE_INFINITY) <= latency
				? [event.id]
				: [],
		),
	);
}

function summary({now}: World, {held, failed, refused}: Count): string {
	const parts = [`${counted(held, 'expectation')} held`, `${failed} failed`];
	return `At ${now} ms: ${parts.join(', ')}${refused === 0 ? '' : `, ${counted(refused, 'statement')} refused`}.\n`;
}

function violated(event: Violated, marks: Marks): string {
	return `${marks.violated} ${sentence(event, unpointed)}\n`;
}

const indent = '      ';
