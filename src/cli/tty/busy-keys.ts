import {decode, flush, freshDecoder, patience} from '../../view/prompt/decode.js';
import type {Key} from '../../view/prompt/key.js';

/** What has been typed while work went on: as keys, and, where one of them stops the work, the bytes that are handed over in place of what was typed. */
type BusyKeys = {readonly keys: readonly Key[]; readonly afterStop: Buffer | null};

/** The keys typed while work went on. `quiet`: how long nothing has followed, in ms; an escape that nothing follows for a while is Esc. */
export function busyKeys(typed: Buffer, quiet: number): BusyKeys {
	const {decoder, keys: known} = decode(freshDecoder, typed);
	const wait = patience(decoder);
	const keys = wait === null || quiet < wait ? known : [...known, ...flush(decoder).keys];
	if (keys.some(isChord('ctrl-c'))) return {keys, afterStop: leaving};
	return {keys, afterStop: keys.some(isChord('escape')) ? withoutStop(typed) : null};
}

const isChord =
	(chord: string) =>
	(key: Key): boolean =>
		key.kind === 'press' && key.chord === chord;

/** The line being typed when the last Esc was, without what was entered before it. */
function withoutStop(typed: Buffer): Buffer {
	// As one byte, or as kitty's protocol says it. Bytes stay bytes in Latin-1.
	const text = typed.toString('latin1');
	const stop = [...text.matchAll(/\u001B(\[27(;[\d:;]*)?u)?/g)].at(-1);
	const from = stop?.index ?? text.length;
	const to = from + (stop?.[0].length ?? 0);
	return Buffer.from(text.slice(text.lastIndexOf('\r', from) + 1, from) + text.slice(to), 'latin1');
}

/** Ctrl-C, behind the end of a paste: one that had begun before the work ends with what was typed, which is dropped. */
const leaving = Buffer.from('\u001B[201~\u0003');
