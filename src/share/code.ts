import {sha256} from '@noble/hashes/sha2.js';
import {grouped} from '../language/grouped.js';
import {longestScript} from '../language/limits.js';
import {parseScript} from '../language/parse.js';
import {print} from '../language/print.js';
import {visible} from '../language/visible.js';
import {rulesVersion} from '../sim/rules-version.js';
import type {Statement} from '../sim/statement.js';
import {fromBase32, toBase32} from './base32.js';
import {eventsDigest} from './digest.js';
import {playThrough} from './play-through.js';
import {squeeze, unsqueeze} from './squeeze.js';

/** The code of a run, or the sentence that says why it has none. */
export type Coded = {readonly ok: true; readonly code: string} | {readonly ok: false; readonly sentence: string};

/** What a code holds: the statements, and the digest of the events that they gave where it was made. */
export type Decoded =
	| {readonly ok: true; readonly statements: readonly Statement[]; readonly digest: string}
	| {readonly ok: false; readonly sentence: string};

/**
 * The short code of a run, for whoever wants to see it elsewhere. The same statements have the same code.
 * Shape: `ft1.` and digits and small letters, which stand for: the version of the rules, four bytes of the digest of the events, the length of the canonical
 * text of the statements, that text squeezed, and four bytes of the digest of all this.
 */
export function codeOf(statements: readonly Statement[]): Coded {
	if (statements.length === 0) return {ok: false, sentence: 'There is nothing to share yet. Do something first.'};
	const text = textOf(statements);
	const bytes = new TextEncoder().encode(text);
	if (bytes.length > longestText || statements.length > longestScript) return {ok: false, sentence: tooLong};
	if (!isReadable(text, new TextDecoder().decode(bytes))) return {ok: false, sentence: unwritable};
	const played = playThrough(statements);
	if (!played.ok) return {ok: false, sentence: `\`${visible(print(played.statement))}\`: ${played.sentence}`};
	return {ok: true, code: written(bytes, eventsDigest(played.events), rulesVersion)};
}

/** Whether a text is meant to be a code, whole or damaged, of this form or another. */
export function looksLikeCode(text: string): boolean {
	return /^ft\d{1,4}\./.test(text.trimStart());
}

/** What a code holds; whole, or the sentence that says why it cannot be used. Never throws, whatever the text. */
export function readCode(typed: string): Decoded {
	const code = typed.trim();
	const [, form, body = ''] = /^ft(\d{1,4})\.(.*)$/s.exec(code) ?? [];
	if (form === undefined) return {ok: false, sentence: noCode};
	if (form !== '1')
		return {
			ok: false,
			sentence: `This code is of the form ft${form}, and this program reads the form ft1. Open it with the fence-tutor that made it.`,
		};
	if (code.length > longestCode)
		return {ok: false, sentence: 'This is longer than any code of a run. Copy the code again, whole and alone.'};
	const strange = /[^0-9a-hjkmnp-tv-z]/u.exec(body);
	if (strange !== null)
		return {
			ok: false,
			sentence: `The code is damaged: no code holds the character "${visible(strange[0])}". Copy it again, whole and alone.`,
		};
	return unpacked(body);
}

/** The code of a text under some rules; for tests of what is refused. */
export function written(text: Uint8Array, digest: string, rules: number): string {
	const bytes = Uint8Array.from([...varint(rules), ...fromHex(digest), ...varint(text.length), ...squeeze(text)]);
	return prefix + toBase32(Uint8Array.from([...bytes, ...checksum(bytes)]));
}

function unpacked(body: string): Decoded {
	const bytes = fromBase32(body);
	if (bytes === null || bytes.length < checksumLength + 1) return {ok: false, sentence: damaged};
	const content = bytes.subarray(0, -checksumLength);
	if (checksum(content).join() !== bytes.subarray(-checksumLength).join()) return {ok: false, sentence: damaged};
	const rules = readVarint(content, 0);
	if (rules === null) return {ok: false, sentence: damaged};
	if (rules.value !== rulesVersion) return {ok: false, sentence: otherRules(rules.value)};
	const digest = content.subarray(rules.next, rules.next + digestLength);
	const length = readVarint(content, rules.next + digestLength);
	if (length === null || length.value > longestText) return {ok: false, sentence: damaged};
	const text = unsqueeze(content.subarray(length.next), length.value);
	return text === null ? {ok: false, sentence: damaged} : statementsIn(text, toHex(digest), prefix + body);
}

/** The one code that `codeOf` makes of these statements is the only one that is taken: nothing else can be smuggled in beside them. */
function statementsIn(bytes: Uint8Array, digest: string, code: string): Decoded {
	const {statements, errors} = parseScript(new TextDecoder().decode(bytes));
	const parsed = statements.map(({statement}) => statement);
	const [error] = errors;
	if (error !== undefined)
		return {ok: false, sentence: `The code holds a line that is not in the language. ${error.message}`};
	const canonical = new TextEncoder().encode(textOf(parsed));
	if (parsed.length === 0 || canonical.length > longestText || written(canonical, digest, rulesVersion) !== code)
		return {ok: false, sentence: damaged};
	return {ok: true, statements: parsed, digest};
}

function textOf(statements: readonly Statement[]): string {
	return statements.map((statement) => `${print(statement)}\n`).join('');
}

/** Whether a text comes back from its bytes, and from the parser, as it is: a quoted line break or half a character does not. */
function isReadable(text: string, decoded: string): boolean {
	if (decoded !== text) return false;
	const {statements, errors} = parseScript(text);
	return errors.length === 0 && textOf(statements.map(({statement}) => statement)) === text;
}

function checksum(bytes: Uint8Array): Uint8Array {
	return sha256(Uint8Array.from([...new TextEncoder().encode(prefix), ...bytes])).subarray(0, checksumLength);
}

/** Seven bits a byte, the lowest first; the highest bit says that there are more. */
function varint(value: number): readonly number[] {
	return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function readVarint(bytes: Uint8Array, from: number): {readonly value: number; readonly next: number} | null {
	let value = 0;
	for (let index = 0; index < 4; index++) {
		const byte = bytes[from + index];
		if (byte === undefined) return null;
		value += (byte % 128) * 128 ** index;
		if (byte < 128) return {value, next: from + index + 1};
	}
	return null;
}

function fromHex(text: string): readonly number[] {
	return Array.from({length: digestLength}, (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16));
}

function toHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What other rules make of the same statements cannot be known here. */
export function otherRules(version: number): string {
	return `This was made under version ${version} of the rules of the simulated world, and this program has version ${rulesVersion}: the same statements could come to something else. Open it with the fence-tutor that made it.`;
}

const prefix = 'ft1.';
const digestLength = 4;
const checksumLength = 4;
/** Units: bytes of UTF-8. */
const longestText = 262_144;
const longestCode = 524_288;

const noCode = 'This is no code of a run. A code begins with ft1. and is made by: fence-tutor share';
const damaged = 'The code is damaged: it is not as it was when it was shared. Copy it again, whole and alone.';
const tooLong = `This run is too long for a code: it has more than ${grouped(longestScript)} statements or ${grouped(longestText)} characters. /save FILE writes it as a script.`;
const unwritable =
	'This run holds a value that no single line of text can hold, such as a line break or half a character. Undo that write, then share.';
