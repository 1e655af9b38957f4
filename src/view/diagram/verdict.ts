import type {Event, RejectReason, Values} from '../../sim/event.js';
import {ruleOf} from '../../sim/store/registry.js';
import {visible} from '../text/visible.js';
import type {Cast} from './cast.js';
import type {Note} from './draft.js';
import {type LaneState, resourceLane} from './lane-state.js';

export type Accepted = Extract<Event, {kind: 'accepted'}>;
export type Rejected = Extract<Event, {kind: 'rejected'}>;

/** The store's verdict beside its lane: the highest token when it rose, else the value. `before`: the lanes before it. */
export function acceptedNote(cast: Cast, before: LaneState, event: Accepted): Note {
	const old = resourceLane(cast, before, event.store, event.resource).highest;
	const rose = event.highest !== null && event.highest !== old && looksAtTokens(cast, event.store);
	const text = rose ? `highest ${event.highest}` : pair(event.key, event.value);
	return {actor: event.store, text, style: 'accepted', elsewhere: `${visible(event.store)} ✓ ${shown(event.value)}`};
}

/** The store's reason in short, such as `33 < 34`. */
export function rejectedNote(event: Rejected): Note {
	const text = shortReason(event);
	return {actor: event.store, text, style: 'rejected', elsewhere: `${visible(event.store)} ✗ ${text}`};
}

/** Why a store rejected, as a full sentence. */
export function rejectedWhy({store, token, highest, reason, basedOn}: Rejected): string {
	const name = visible(store);
	const sent = token === null ? 'no token' : `token ${token}`;
	const sentences: Record<RejectReason, string> = {
		'token-required': `${name} takes nothing without a token, and none was sent.`,
		'stale-token':
			token !== null && token === highest
				? `${name} has processed token ${token} already and takes each only once.`
				: `${name} has already processed token ${highest ?? '?'}, and ${sent} is lower.`,
		'retired-token': `A newer token has retired ${sent} at ${name}.`,
		'not-equal': `${name} keeps the first token it saw, ${highest ?? '?'}, and ${sent} is another.`,
		'rejected-by-rule': `The rule of ${name} rejects it.`,
		'version-mismatch': `The write is based on ${basedOn === undefined || basedOn === null ? 'no version' : `version ${basedOn}`}, which is not the one in ${name}.`,
	};
	return sentences[reason];
}

/** The values of a resource, as far as one line tells them. */
export function pairs(values: Values): string {
	return Object.entries(values)
		.map(([key, value]) => pair(key, value))
		.join(' ');
}

/** One key with its value. */
export function pair(key: string, value: number | string): string {
	return `${visible(key)}=${shown(value)}`;
}

/** A value as it is shown; an empty text is two quotes. */
export function shown(value: number | string): string {
	return value === '' ? '""' : visible(String(value));
}

/** Whether the store's rule looks at tokens at all. */
export function looksAtTokens({spec}: Cast, store: string): boolean {
	return spec.stores.some((each) => each.name === store && ruleOf(each).looks.tokens);
}

function shortReason({token, highest, reason}: Rejected): string {
	switch (reason) {
		case 'token-required':
			return 'no token';
		case 'stale-token':
			return token !== null && token === highest ? `${token} not > ${highest}` : `${token ?? '-'} < ${highest ?? '-'}`;
		case 'retired-token':
			return `${token ?? '-'} is retired`;
		case 'not-equal':
			return `${token ?? '-'} is not ${highest ?? '-'}`;
		case 'version-mismatch':
			return 'version differs';
		case 'rejected-by-rule':
			return 'against its rule';
	}
}
