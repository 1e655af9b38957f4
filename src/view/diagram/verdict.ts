import {fenceWords} from '../../narrate/fence.js';
import type {Event, Values} from '../../sim/event.js';
import type {World} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import type {Note} from './draft.js';

export type Accepted = Extract<Event, {kind: 'accepted'}>;
export type Staged = Extract<Event, {kind: 'staged'}>;
export type Rejected = Extract<Event, {kind: 'rejected'}>;

/** The store's verdict beside its lane: the new value, and where the store keeps a fence what that is now. */
export function acceptedNotes(world: World, {store, resource, key, value}: Accepted): readonly Note[] {
	const elsewhere = `${visible(store)} ✓ ${shown(value)}`;
	return [
		{actor: store, text: pair(key, value), style: 'accepted', elsewhere},
		...fenceNotes(world, store, resource, key),
	];
}

/** What a store's fence is now, beside its lane only. */
export function fenceNotes(world: World, store: string, resource: string, key: string | null = null): readonly Note[] {
	const words = fenceWords(world, store, resource, key);
	return words === null ? [] : [{actor: store, text: words, style: 'accepted', elsewhere: ''}];
}

/** Whether a store's fence has changed from one world to another. */
export function hasRaised(before: World, after: World, store: string): boolean {
	const words = (world: World): string =>
		world.spec.resources.map(({name}) => fenceWords(world, store, name) ?? '').join(' ');
	return words(before) !== words(after);
}

/** The store's reason in short, such as `33 < 34`. */
export function rejectedNote(event: Rejected): Note {
	const text = shortReason(event);
	return {actor: event.store, text, style: 'rejected', elsewhere: `${visible(event.store)} ✗ ${text}`};
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
		case 'no-transaction':
			return 'no transaction';
		case 'deadlock':
			return 'deadlock';
	}
}
