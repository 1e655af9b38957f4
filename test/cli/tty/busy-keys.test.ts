import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {busyKeys} from '../../../src/cli/tty/busy-keys.js';
import {decode, flush, freshDecoder, patience} from '../../../src/view/prompt/decode.js';
import type {Key} from '../../../src/view/prompt/key.js';

/** What a terminal sends, a key or a paste at a time. */
const piece = fc.constantFrom(
	'A acq',
	'租д',
	'\r',
	'\u001B[A',
	'\u001B[5~',
	'\u001B[97;1u',
	'\u001B[200~A acquire account\u001B[201~',
	'\u001B[200~租 одна\r\nB read\u001B[201~',
	'\u001B[200~\u001B[201~',
);

/** What is known of the keys before the work, and what they are once it is over: `typed` is handed over then. */
function keysAfter(before: Buffer, typed: Buffer): readonly Key[] {
	const {decoder} = decode(freshDecoder, before);
	const {decoder: left, keys} = decode(decoder, typed);
	return patience(left) === null ? keys : [...keys, ...flush(left).keys];
}

const last = (keys: readonly Key[]): Key | undefined => keys.at(-1);

describe('Keys typed while work goes on', () => {
	it.each(['\u0003', '\u001B[99;5u'])(
		'end with Ctrl-C (%j) where it was typed, wherever the work began, in the middle of a key or a paste too',
		(ctrlC) => {
			fc.assert(
				fc.property(fc.array(piece, {maxLength: 6}), fc.nat(), (pieces, at) => {
					const all = Buffer.from(pieces.join(''));
					const begun = at % (all.length + 1);
					const typed = Buffer.concat([all.subarray(begun), Buffer.from(ctrlC)]);
					const {afterStop} = busyKeys(typed, 0);
					expect(last(keysAfter(all.subarray(0, begun), afterStop ?? typed))).toMatchObject({chord: 'ctrl-c'});
				}),
				{numRuns: 2000},
			);
		},
	);

	it('let Ctrl-C through when the work began within a paste that ended before it', () => {
		const typed = Buffer.from('account\u001B[201~\u0003');
		const {afterStop} = busyKeys(typed, 0);
		expect(afterStop).not.toBe(null);
		const keys = keysAfter(Buffer.from('\u001B[200~A acquire '), afterStop ?? typed);
		expect(keys.map((key) => (key.kind === 'press' ? key.chord : key.kind))).toEqual(['paste', 'ctrl-c']);
	});

	it.each(['\u001B', '\u001B[27u', '\u001B[27;1:1u'])('leave the line being typed after Esc, as %j', (stop) => {
		const {afterStop} = busyKeys(Buffer.from(`A read\rB réad 租${stop}`), 100);
		expect(afterStop?.toString()).toBe('B réad 租');
	});

	it('stop nothing while an escape may still become a key', () => {
		expect(busyKeys(Buffer.from('A\u001B'), 0)).toEqual({keys: [{kind: 'text', text: 'A'}], afterStop: null});
		expect(busyKeys(Buffer.from('A\u001B[A'), 1000).afterStop).toBe(null);
	});
});
