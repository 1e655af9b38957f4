import {meanings} from '../help/glossary.js';
import {sentence} from '../narrate/event.js';
import {lastingViolation} from '../narrate/lasting.js';
import type {Violated} from '../narrate/notice.js';
import {asRead, momentsAsRead} from '../narrate/reading.js';
import {byNumber, unpointed} from '../narrate/violation.js';
import {whyBeside, whyRefused} from '../narrate/why.js';
import type {Event} from '../sim/event.js';
import {whyNot} from '../sim/perform.js';
import {isSetup} from '../sim/setup.js';
import {judged} from './beat.js';
import type {Message} from './message.js';
import {readingAt} from './reading-at.js';
import type {Place, Session, Setback, Turn} from './session.js';
import {bySeverity} from './severity.js';
import {plain} from './text.js';
import {history, past, present, worldMoments} from './tree.js';
import {say} from './turn.js';

/** The session after /why, or after /why with a row of the ladder, which the shell looks up. */
export function whyNamed(session: Session, word: string): Turn {
	if (word === '') return why(session);
	const row = /^#?(\d{1,9})$/.exec(word)?.[1];
	return row === undefined
		? say(session, [told('Say which row of the ladder: /why 9. /why alone explains what was announced last.')])
		: say(session, [], [{kind: 'explain-row', row: Number(row)}]);
}

/** What happened in a row of the ladder, and the rule behind each of its events; what is violated there, whether it began there or goes on. */
export function whyRow(session: Session, row: number, seqs: readonly number[]): Turn {
	const {tree} = session.place;
	const reading = readingAt(session.place);
	const {spec} = present(tree).world;
	const moments = momentsAsRead(
		worldMoments(tree).filter(({event}) => seqs.includes(event.seq)),
		reading,
	);
	const said = moments.flatMap(({event}): readonly Message[] => {
		if (event.kind === 'violated') return whyViolated(event);
		const [said, reason] = [sentence(event, unpointed, spec, reading), whyBeside(event, spec, reading)];
		return [told(reason === null ? said : `${said} ${reason}`)];
	});
	const last = moments.at(-1);
	const lasting =
		last === undefined || moments.some(({event}) => event.kind === 'violated')
			? null
			: lastingViolation(last.world, reading);
	return say(session, [
		...(said.length === 0 ? [told(`Nothing but time happens in row ${row}.`)] : said),
		...(lasting === null ? [] : [told(lasting)]),
	]);
}

/** The session after /why: the rule behind the latest line that was refused or not understood, else behind the latest denial, rejection or violation of the history. */
function why(session: Session): Turn {
	const {setback, place} = session;
	if (setback !== null) return say(session, whySetback(session, setback).map(told));
	const reasons = [...whyLatest(place), ...whyLost(place).map(told)];
	return say(
		session,
		reasons.length === 0 ? [told('Nothing has been denied, rejected or refused here yet.')] : reasons,
	);
}

function told(text: string): Message {
	return {kind: 'told', text};
}

function whyLost(place: Place): readonly string[] {
	const lost = judged(place)?.lost ?? null;
	return lost === null
		? []
		: [`${plain(lost.show)}: after that the task cannot be solved. /undo takes the last line back.`];
}

function whyLatest(place: Place): readonly Message[] {
	const {tree} = place;
	const reading = readingAt(place);
	const events = history(tree).flatMap((event) => asRead(event, reading) ?? []);
	const no = events.findLast(asksWhy);
	if (no === undefined) return [];
	const event = placeInLine(events, no) ?? announced(place, events, no) ?? no;
	if (event.kind === 'violated') return violatedWith(events, event).flatMap(whyViolated);
	const {spec} = present(tree).world;
	const [said, reason] = [sentence(event, byNumber, spec, reading), whyBeside(event, spec, reading)];
	return [told(reason === null ? said : `${said} ${reason}`)];
}

/** Why a client has no answer that stands in a line: not that its message may be lost. */
function placeInLine(events: readonly Event[], no: Event): Event | undefined {
	const before = events[events.indexOf(no) - 1];
	return no.kind === 'unknown' && before?.kind === 'queued' && before.client === no.client ? before : undefined;
}

/** What the latest statement violated, of which more is told than of an answer that it left open. */
function announced({tree}: Place, events: readonly Event[], no: Event): Event | undefined {
	const latest = past(tree).at(-1)?.events ?? [];
	return no.kind === 'unknown'
		? events.findLast(({kind, seq}) => kind === 'violated' && latest.some((event) => event.seq === seq))
		: undefined;
}

/** What was violated at the same instant as the latest violation, each property as it was last. Order: what harms most first. */
function violatedWith(events: readonly Event[], latest: Event): readonly Violated[] {
	const together = events.filter((event): event is Violated => event.kind === 'violated' && event.at === latest.at);
	return bySeverity.flatMap((property) => together.findLast((event) => event.property === property) ?? []);
}

function whyViolated(event: Violated): readonly Message[] {
	return [
		{kind: 'told', text: sentence(event, unpointed), violation: event},
		told(`${event.property} means: ${meanings[event.property]}`),
	];
}

function whySetback({place}: Session, setback: Setback): readonly string[] {
	if (setback.kind === 'syntax')
		return [`The line is not in the language, so nothing was done. ${setback.message} /help lists what can be typed.`];
	if (setback.statement === null) return [setback.sentence];
	const {statement} = setback;
	const rule = whyRefused(whyNot(present(place.tree).world, statement) === null, isSetup(statement));
	return [setback.sentence, rule];
}

function asksWhy(event: Event): boolean {
	return event.kind === 'asked' ? !event.ok : kindsOfNo.has(event.kind);
}

const kindsOfNo: ReadonlySet<Event['kind']> = new Set([
	'denied',
	'renew-denied',
	'release-denied',
	'rejected',
	'unknown',
	'violated',
]);
