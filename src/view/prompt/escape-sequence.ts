import type {Key, Modifiers} from './key.js';
import {press, unmodified} from './key.js';

/** A whole escape sequence: how long it is, and the key it means, none when it is not a key. */
type EscapeSequence = {readonly length: number; readonly key: (alt: boolean) => readonly Key[]};

/** The sequence that a text beginning with an escape starts with; `none` when it starts none. Fails: never; what is malformed is passed over. */
export const escapeSequence = (text: string): EscapeSequence | 'unfinished' | 'none' => {
	const opener = text[1];
	if (opener === '[') return control(text);
	if (opener === 'O') return single(text);
	if (opener === ']' || opener === 'P' || opener === '_') return stringSequence(text);
	return 'none';
};

/** `ESC [ parameters final`. The Linux console sends F1 to F5 as `ESC [ [ letter`. */
const control = (text: string): EscapeSequence | 'unfinished' => {
	const linux = /^..\[(.)?/su.exec(text);
	if (linux) return linux[1] === undefined ? 'unfinished' : {length: linux[0].length, key: noKey};
	const [body = '', parameters = '', final] = /^..([0-?]{0,64})[ -/]{0,8}([@-~])?/.exec(text) ?? [];
	if (final === undefined) return body.length === text.length ? 'unfinished' : {length: body.length, key: noKey};
	return {length: body.length, key: (alt) => controlKey(parameters, final, alt)};
};

const controlKey = (parameters: string, final: string, alt: boolean): readonly Key[] => {
	if (/^[<=>?]/.test(parameters)) return [];
	const parts = parameters.split(';').map((part) => part.split(':').map((number) => Number.parseInt(number, 10)));
	const numbers = parts.map(([number = Number.NaN]) => number);
	// Source: kitty's keyboard protocol: 1 a press, 2 a repeat, 3 a release.
	if (parts[1]?.[1] === 3) return [];
	const modifiers = withAlt(modifiersOf(numbers[1]), alt);
	if (final === 'u') {
		const text = parts[2] ?? [];
		if (
			text.length > 0 &&
			text.every((code) => code >= 32 && code <= 0x10ffff) &&
			!isCommand(numbers[0] ?? 0, modifiers)
		)
			return text.map((code) => ({kind: 'text', text: String.fromCodePoint(code)}));
		return ofCode(modifiers.shift ? (parts[0]?.[1] ?? numbers[0]) : numbers[0], modifiers);
	}
	if (final === '~' && numbers[0] === 27) return ofCode(numbers[2], modifiers);
	if (final === 'Z') return [press('tab', {...modifiers, shift: true})];
	const name = final === '~' ? tildes[numbers[0] ?? 0] : letters[final];
	return name === undefined ? [] : [press(name, modifiers)];
};

/** `ESC O letter`; rxvt sends Ctrl and an arrow as a small letter. */
const single = (text: string): EscapeSequence | 'unfinished' => {
	const [body = '', modifier = '', final] = /^..([1-9]?)([@-~])?/.exec(text) ?? [];
	if (final === undefined) return body.length === text.length ? 'unfinished' : {length: body.length, key: noKey};
	const name = final === 'M' ? 'enter' : letters[final.toUpperCase()];
	if (name === undefined) return {length: body.length, key: noKey};
	const modifiers = final === final.toUpperCase() ? modifiersOf(Number(modifier)) : {...unmodified, ctrl: true};
	return {length: body.length, key: (alt) => [press(name, withAlt(modifiers, alt))]};
};

/** A terminal's answer to a question, up to its terminator; never a key. What cannot be part of an answer for a colour ends it, so that it swallows nothing that is typed. */
const stringSequence = (text: string): EscapeSequence | 'unfinished' | 'none' => {
	const colour = colourAnswer(text);
	if (colour !== null && /^(?:[^\u0007\u001B]|\u001B[^\\])/.test(text.slice(colour)))
		return {length: colour, key: noKey};
	const [body = ''] = /^..[^\u0000-\u001F]{0,1024}/.exec(text) ?? [];
	const [first, second] = text.slice(body.length);
	if (first === undefined) return 'unfinished';
	if (first === '\u0007') return {length: body.length + 1, key: noKey};
	if (first !== '\u001B') return 'none';
	if (second === undefined) return 'unfinished';
	return second === '\\' ? {length: body.length + 2, key: noKey} : 'none';
};

/** How much of a text is the beginning of an answer to the question for a colour, or null where it is none. Source: xterm, OSC 10 to 12, `ESC ] 11 ; rgb : hhhh / hhhh / hhhh`. */
export const colourAnswer = (text: string): number | null => {
	const [found = ''] =
		/^\u001B\]1[0-2];(?:r(?:g(?:b(?:a(?=$|:))?(?::(?:[\da-f]{0,4}(?:\/[\da-f]{0,4}){0,3})?)?)?)?)?/i.exec(text) ?? [];
	return found === '' ? null : found.length;
};

/** The key of a character code, as the kitty protocol and xterm's modifyOtherKeys send it. */
const ofCode = (code: number | undefined, modifiers: Modifiers): readonly Key[] => {
	if (code === undefined || Number.isNaN(code) || code > 0x10ffff) return [];
	const named = codes[code];
	// Shift and Enter is Enter.
	if (named !== undefined) return [press(named, named === 'enter' ? {...modifiers, shift: false} : modifiers)];
	const numpad = numpadKeys.get(code);
	if (numpad !== undefined) return numpad.length > 1 ? [press(numpad, modifiers)] : [{kind: 'text', text: numpad}];
	// The private area is where kitty puts the keys that have no character.
	if (code < 32 || (code >= 0xe000 && code <= 0xf8ff)) return [];
	const text = String.fromCodePoint(code);
	if (isCommand(code, modifiers)) return [press(text.toLowerCase(), {...modifiers, shift: false})];
	return [{kind: 'text', text}];
};

/** Whether a character with these modifiers is a command. With both Ctrl and Alt, which is how AltGr is told, only a letter is one: `@` and `{` are typed so on many keyboards. */
const isCommand = (code: number, {ctrl, alt}: Modifiers): boolean =>
	ctrl && alt ? /^[a-z ]$/i.test(String.fromCodePoint(code)) : ctrl || alt;

const modifiersOf = (parameter: number | undefined): Modifiers => {
	const bits = parameter === undefined || Number.isNaN(parameter) || parameter < 1 ? 0 : parameter - 1;
	return {shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0};
};

const withAlt = (modifiers: Modifiers, alt: boolean): Modifiers => (alt ? {...modifiers, alt} : modifiers);

const noKey = (): readonly Key[] => [];

const letters: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
};

const tildes: Readonly<Record<number, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

/** Source: kitty's keyboard protocol, functional key definitions. */
const numpadKeys: ReadonlyMap<number, string> = new Map(
	[
		...'0123456789./*-+',
		'enter',
		'=',
		',',
		'left',
		'right',
		'up',
		'down',
		'pageup',
		'pagedown',
		'home',
		'end',
		'insert',
		'delete',
	].map((key, index) => [57_399 + index, key]),
);

const codes: Readonly<Record<number, string>> = {8: 'backspace', 9: 'tab', 13: 'enter', 27: 'escape', 127: 'backspace'};
