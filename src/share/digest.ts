import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex} from '@noble/hashes/utils.js';
import {isObject} from '../language/plain-data.js';
import type {Event} from '../sim/event.js';
import {pulse} from '../sim/pulse.js';

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
export function digestOf(text: string): string {
	return bytesToHex(sha256(new TextEncoder().encode(text)));
}

/** What a history comes to, in few characters: two runs with the same events have the same. It is made of the events' data and of no sentence about them. Shape: 8 hexadecimal digits. */
export function eventsDigest(events: readonly Event[]): string {
	const hash = sha256.create();
	const encoder = new TextEncoder();
	for (const [index, event] of events.entries()) {
		pulse();
		hash.update(encoder.encode(`${index === 0 ? '[' : ','}${canonicalJson(event)}`));
	}
	hash.update(encoder.encode(events.length === 0 ? '[]' : ']'));
	return bytesToHex(hash.digest()).slice(0, 8);
}

/** Some data as JSON in which the order of an object's fields makes no difference: they stand by name. Fields without a value are left out. */
export function canonicalJson(data: unknown): string {
	return JSON.stringify(data, (_, value: unknown) =>
		isObject(value)
			? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
			: value,
	);
}
