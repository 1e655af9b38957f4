import type {Event} from '../sim/event.js';
import {sha256} from './sha256.js';

/** The SHA-256 of a text in UTF-8, in hexadecimal. */
export function digestOf(text: string): string {
	return Array.from(sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a history comes to, in few characters: two runs with the same events have the same. Shape: 8 hexadecimal digits. */
export function eventsDigest(events: readonly Event[]): string {
	return digestOf(JSON.stringify(events)).slice(0, 8);
}
