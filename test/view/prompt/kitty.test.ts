import {describe, expect, it} from 'vitest';
import {decode, freshDecoder, patience} from '../../../src/view/prompt/decode.js';

const keys = (text: string) => decode(freshDecoder, Buffer.from(text)).keys;
const typed = (text: string) => [{kind: 'text', text}];

describe('The keys of a terminal that was left in kitty’s protocol', () => {
	it('are the characters and keys of the number pad', () => {
		expect(keys('\u001B[57400u')).toEqual(typed('1'));
		expect(keys('\u001B[57413u')).toEqual(typed('+'));
		expect(keys('\u001B[57414u')).toEqual([{kind: 'press', chord: 'enter'}]);
		expect(keys('\u001B[57417u')).toEqual([{kind: 'press', chord: 'left'}]);
		expect(keys('\u001B[57358u')).toEqual([]);
	});

	it('are pressed once: a release is no key', () => {
		expect(keys('\u001B[97;1:1u\u001B[97;1:3u')).toEqual(typed('a'));
		expect(keys('\u001B[1;1:3A')).toEqual([]);
	});

	it('take Shift and Enter for Enter, and Shift and a letter for the capital', () => {
		expect(keys('\u001B[13;2u')).toEqual([{kind: 'press', chord: 'enter'}]);
		expect(keys('\u001B[97:65;2u')).toEqual(typed('A'));
		expect(keys('\u001B[97;2;65u')).toEqual(typed('A'));
	});

	it('type what AltGr types, and keep commands commands', () => {
		expect(keys('\u001B[64;7u')).toEqual(typed('@'));
		expect(keys('\u001B[27;7;123~')).toEqual(typed('{'));
		expect(keys('\u001B[97;5u')).toEqual([{kind: 'press', chord: 'ctrl-a'}]);
		expect(keys('\u001B[98;3u')).toEqual([{kind: 'press', chord: 'alt-b'}]);
		expect(keys('\u001B[97;7u')).toEqual([{kind: 'press', chord: 'ctrl-alt-a'}]);
	});

	it('let Ctrl-C through right after Esc', () => {
		expect(keys('\u001B\u0003')).toEqual([
			{kind: 'press', chord: 'escape'},
			{kind: 'press', chord: 'ctrl-c'},
		]);
	});

	it('wait longer for the rest of an answer than for the rest of a key', () => {
		const {decoder} = decode(freshDecoder, Buffer.from('\u001B]11;rgb:ff'));
		expect(patience(decoder)).toBe(3000);
		expect(decode(decoder, Buffer.from('ff/ffff/ffff\u0007')).keys).toEqual([]);
	});
});
