import type {Event} from '../sim/event.js';
import type {Instant} from '../sim/time.js';
import type {GrantShown, Violation} from '../sim/violation.js';
import {refusalSentence} from './refusal.js';

/** How a sentence points at an event, with the space before it. */
export type Pointer = (event: number) => string;

/** Points at an event by its number in the history. */
export const byNumber: Pointer = (event) => ` (event ${event})`;

/** Points at nothing: for a reader who cannot see any events. */
export const unpointed: Pointer = () => '';

/** Why a property is violated, as one sentence made of the facts. */
export function violationSentence(violation: Violation, pointer: Pointer = byNumber): string {
	const {store, of} = violation;
	const {resource} = of;
	const [now, before] = of.grants;
	const {client} = now;
	const [here, there] = [pointer(now.event), pointer(before.event)];
	switch (violation.property) {
		case 'two-believers':
			return `${client} believes that it holds ${resource}${here} while ${before.client} still does${there}.`;
		case 'two-grants':
			return `${resource} was granted to ${client}${here} while the grant to ${before.client}${there} had not expired.`;
		case 'token-regress':
			return `${client} was granted ${resource}${withToken(now)}${here}, which is not greater than token ${before.token} granted before${there}.`;
		case 'stale-write':
			return `${store} accepted ${client}'s write${withToken(now)}${here} after it had heard from ${before.client}${withToken(before)}${there}, whose grant is newer.`;
		case 'late-write':
			return `${store} accepted ${client}'s write${withToken(now)}${here} after ${resource} had been granted to ${before.client}${withToken(before)}${there}.`;
		case 'lost-update': {
			const {basedOn, version} = violation.of;
			const base = basedOn === null ? 'no version' : `version ${basedOn}`;
			return `${store} accepted ${client}'s write based on ${base}${here} when it was at version ${version}, so the write of ${before.client} in between${there} is lost.`;
		}
		case 'torn-write': {
			const [key, other] = violation.of.keys;
			return `${client} wrote ${key}${withToken(now)}${here} after ${before.client} had written ${other}${withToken(before)}${there} under a newer grant, so ${resource} in ${store} is part one and part the other.`;
		}
		case 'double-effect':
			return `${store} applied ${violation.of.job} for ${client}${here} although it had applied it before${there}.`;
		case 'locked-out':
			return `${store} rejected ${client}'s write${withToken(now)} as ${violation.of.reason}${here} although ${client} holds the current grant of ${resource}${there}.`;
	}
}

/** An event with whatever fields its kind has. */
type SpokenEvent = {
	readonly seq: number;
	readonly at: Instant;
	readonly kind: Event['kind'];
	readonly [field: string]: unknown;
};

/** An event as a reader of JSON gets it: what only data tells is said in one sentence too. Order: of the fields, as the contract has them. */
export function spoken(event: Event): SpokenEvent {
	switch (event.kind) {
		case 'violated': {
			const {of, ...named} = event;
			return {...named, because: violationSentence(event), of};
		}
		case 'done': {
			const {refusal, ...plain} = event;
			return refusal === undefined ? plain : {...plain, because: refusalSentence(refusal)};
		}
		default:
			return event;
	}
}

function withToken({token}: GrantShown): string {
	return token === null ? '' : ` with token ${token}`;
}
