import {meanings} from '../help/glossary.js';
import {sentence} from '../narrate/event.js';
import {whyReason} from '../narrate/why.js';
import type {Event} from '../sim/event.js';
import {whyNot} from '../sim/perform.js';
import {judged} from './beat.js';
import type {Place, Session, Setback, Turn} from './session.js';
import {bySeverity} from './severity.js';
import {plain} from './text.js';
import {history, present} from './tree.js';
import {say} from './turn.js';

/** The session after /why: the rule behind the latest line that was refused or not understood, else behind the latest denial, rejection or violation of the history. */
export function why(session: Session): Turn {
	const {setback, place} = session;
	if (setback !== null) return saySentences(session, whySetback(session, setback));
	const reasons = [...whyLost(place), ...whyLatest(place)];
	return saySentences(
		session,
		reasons.length === 0 ? ['Nothing has been denied, rejected or refused here yet.'] : reasons,
	);
}

function whyLost(place: Place): readonly string[] {
	const lost = judged(place)?.lost ?? null;
	return lost === null
		? []
		: [`${plain(lost.show)}: after that the task cannot be solved. /undo takes the last line back.`];
}

function whyLatest({tree}: Place): readonly string[] {
	const events = history(tree);
	const event = events.findLast(asksWhy);
	if (event === undefined) return [];
	if (event.kind === 'violated') return violatedWith(events, event).flatMap(whyViolated);
	const reason = whyReason(event, present(tree).world.spec);
	return [reason === null ? sentence(event) : `${sentence(event)} ${reason}`];
}

/** What was violated at the same instant as the latest violation. Order: what harms most first. */
function violatedWith(events: readonly Event[], latest: Event): readonly Violation[] {
	const together = events.filter((event) => event.kind === 'violated' && event.at === latest.at);
	return bySeverity.flatMap((property) =>
		together.filter((event): event is Violation => event.kind === 'violated' && event.property === property),
	);
}

type Violation = Extract<Event, {readonly kind: 'violated'}>;

function whyViolated(event: Violation): readonly string[] {
	return [sentence(event), `${event.property} means: ${meanings[event.property]}`];
}

function whySetback({place}: Session, setback: Setback): readonly string[] {
	if (setback.kind === 'syntax')
		return [`The line is not in the language, so nothing was done. ${setback.message} /help lists what can be typed.`];
	if (setback.statement === null) return [setback.sentence];
	const rule =
		whyNot(present(place.tree).world, setback.statement) === null
			? 'The task leaves it out; the world itself would take it.'
			: 'That is so in the world as it is now: nothing was changed, and later the same line may be taken.';
	return [setback.sentence, rule];
}

function saySentences(session: Session, sentences: readonly string[]): Turn {
	return say(
		session,
		sentences.map((text) => ({kind: 'told', text})),
	);
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
