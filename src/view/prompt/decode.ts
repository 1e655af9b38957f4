import {colourAnswer, escapeSequence} from './escape-sequence.js';
import type {Key} from './key.js';
import {press, unmodified} from './key.js';
import {decodeUtf8} from './utf8.js';

/** What has arrived and is not yet a key. A plain value. */
export type Decoder = {
	readonly bytes: readonly number[];
	/** Begins with an escape when not empty, unless a paste is open. */
	readonly text: string;
	/** The text of an open paste. */
	readonly paste: string | null;
	/** The last character was a carriage return: a line feed right after it is the same Enter. */
	readonly returned: boolean;
	/** An escape was taken for Esc, since nothing followed it for a while; it may have been the beginning of a terminal's answer. */
	readonly escaped?: true;
};

/** What the keys of a piece of input are, and what is left over. */
type Decoded = {readonly decoder: Decoder; readonly keys: readonly Key[]};

/** A decoder that has seen nothing. */
export const freshDecoder: Decoder = {bytes: [], text: '', paste: null, returned: false};

/** The keys in the bytes that have arrived. However the bytes are cut into chunks, the keys are the same. */
export const decode = (decoder: Decoder, chunk: Uint8Array): Decoded => {
	const {text, pending} = decodeUtf8(decoder.bytes, chunk);
	const begun = decoder.escaped === true && /^\]1[0-2];r/.test(text) ? '\u001B' : decoder.text;
	return read({...decoder, bytes: pending, text: begun + text}, false);
};

/** The keys in what is left over when nothing more has come for a while: a lone escape is Esc, an open paste ends. */
export const flush = (decoder: Decoder): Decoded => {
	if (decoder.paste === null) {
		const {decoder: next, keys} = read({...decoder, bytes: []}, true);
		return {decoder: decoder.text === '\u001B' ? {...next, escaped: true} : next, keys};
	}
	return {decoder: freshDecoder, keys: [pasted(decoder.paste + decoder.text)]};
};

/** How long to wait for more before `flush`, or null when nothing is left over. Units: real ms. */
export const patience = (decoder: Decoder): number | null => {
	if (decoder.paste !== null) return 1000;
	// The answer of a slow terminal may come in pieces; what it holds must not be taken for typed text.
	if (colourAnswer(decoder.text) !== null) return 3000;
	if (decoder.text.startsWith('\u001B]')) return 500;
	if (decoder.text !== '') return 50;
	return decoder.bytes.length === 0 ? null : 1000;
};

type Step = {readonly length: number; readonly keys: readonly Key[]; readonly opensPaste?: true};

const read = (start: Decoder, final: boolean): Decoded => {
	let {text, paste, returned} = start;
	const keys: Key[] = [];
	while (text !== '') {
		if (paste !== null) {
			const end = text.indexOf(pasteEnd);
			if (end < 0) {
				const kept = Math.max(0, text.length - pasteEnd.length + 1);
				paste += text.slice(0, kept);
				text = text.slice(kept);
				break;
			}
			keys.push(pasted(paste + text.slice(0, end)));
			text = text.slice(end + pasteEnd.length);
			paste = null;
			continue;
		}
		const step = text[0] === '\u001B' ? escaped(text, final) : plain(text, returned);
		if (step === null) break;
		returned = text[0] === '\r';
		keys.push(...step.keys);
		text = text.slice(step.length);
		if (step.opensPaste === true) paste = '';
	}
	return {decoder: {bytes: start.bytes, text, paste, returned}, keys};
};

/** The key at a character that is no escape. */
const plain = (text: string, returned: boolean): Step => {
	const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
	if (character === '\n' && returned) return {length: 1, keys: []};
	return {length: character.length, keys: [keyOf(character, false)]};
};

/** The key at an escape, or null when it is not known yet. */
const escaped = (text: string, final: boolean): Step | null => {
	const second = text[1];
	if (second === undefined) return final ? lone : null;
	if (second === '\u001B') return doubled(text, final);
	const sequence = escapeSequence(text);
	if (sequence === 'unfinished' && !final) return null;
	if (sequence === 'unfinished' && colourAnswer(text) !== null) return {length: text.length, keys: []};
	if (sequence === 'unfinished' && /^..[0-?]/.test(text) && second === '[') return {length: text.length, keys: []};
	if (sequence === 'unfinished' || sequence === 'none') return withAlt(text);
	if (text.startsWith(pasteStart)) return {length: pasteStart.length, keys: [], opensPaste: true};
	return {length: sequence.length, keys: sequence.key(false)};
};

/** Esc before a sequence is how some terminals say Alt; otherwise it is Esc itself. */
const doubled = (text: string, final: boolean): Step | null => {
	const third = text[2];
	if (third === undefined) return final ? lone : null;
	if (third !== '[' && third !== 'O') return lone;
	const sequence = escapeSequence(text.slice(1));
	if (sequence === 'unfinished') return final ? lone : null;
	if (sequence === 'none' || text.startsWith(pasteStart, 1)) return lone;
	return {length: sequence.length + 1, keys: sequence.key(true)};
};

/** Whoever presses Esc and then Ctrl-C wants to leave, however fast. */
const withAlt = (text: string): Step => {
	if (text[1] === '\u0003') return lone;
	const character = String.fromCodePoint(text.codePointAt(1) ?? 0);
	return {length: 1 + character.length, keys: [keyOf(character, true)]};
};

const lone: Step = {length: 1, keys: [press('escape')]};

/** The key that a character is, with or without Alt. Source: the ASCII control codes; Ctrl-H and DEL are both Backspace. */
const keyOf = (character: string, alt: boolean): Key => {
	const named = namedControls[character];
	if (named !== undefined) return press(named, {...unmodified, alt});
	const code = character.codePointAt(0) ?? 0;
	if (code === 0) return press('space', {...unmodified, ctrl: true, alt});
	if (code < 32) return press(String.fromCharCode(code + 64).toLowerCase(), {...unmodified, ctrl: true, alt});
	return alt ? press(character.toLowerCase(), {...unmodified, alt}) : {kind: 'text', text: character};
};

const namedControls: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\b': 'backspace',
	'\u007F': 'backspace',
};

const pasted = (text: string): Key => ({kind: 'paste', text: text.replace(/\r\n?/g, '\n')});

const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';
