import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readLines} from '../../../src/cli/plain/read-lines.js';

async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
	yield* parts;
}

async function linesOf(...parts: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
	const lines: string[] = [];
	for await (const line of readLines(pieces(...parts))) lines.push(line);
	return lines;
}

describe('the lines of standard input', () => {
	it('end with LF or CRLF, and the last one may have no end', async () => {
		expect(await linesOf('a\r\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
		expect(await linesOf('a\n')).toEqual(['a']);
		expect(await linesOf()).toEqual([]);
	});

	it('are the same however the bytes are split', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({unit: 'grapheme'}), fc.nat(), async (text, at) => {
				const bytes = new TextEncoder().encode(text);
				const cut = bytes.length === 0 ? 0 : at % bytes.length;
				expect(await linesOf(bytes.slice(0, cut), bytes.slice(cut))).toEqual(await linesOf(bytes));
			}),
		);
	});

	it('are cut where they get out of hand, so that endless input takes no endless memory', async () => {
		const [line] = await linesOf(...Array.from({length: 100}, () => 'x'.repeat(10_000)));
		expect(line?.length).toBe(16_384);
	});

	it('show bytes that are no text as a mark', async () => {
		expect(await linesOf(new Uint8Array([0x41, 0xff, 0x0a, 0x42]))).toEqual(['A\ufffd', 'B']);
	});
});
