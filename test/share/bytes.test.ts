import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {fromBase32, toBase32} from '../../src/share/base32.js';
import {canonicalJson, digestOf} from '../../src/share/digest.js';
import {squeeze, unsqueeze} from '../../src/share/squeeze.js';

describe('The digest', () => {
	it('is SHA-256 in hexadecimal, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
				expect(digestOf(text)).toBe(createHash('sha256').update(text).digest('hex'));
			}),
		);
	});

	it('does not look at the order of fields, and looks at everything else', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (data) => {
				expect(JSON.parse(canonicalJson(data))).toEqual(JSON.parse(JSON.stringify(data)));
				expect(canonicalJson(reversed(data))).toBe(canonicalJson(data));
			}),
		);
		expect(canonicalJson({a: 1, b: 2})).not.toBe(canonicalJson({a: 2, b: 1}));
	});
});

function reversed(data: unknown): unknown {
	if (typeof data !== 'object' || data === null) return data;
	if (Array.isArray(data)) return data.map(reversed);
	return Object.fromEntries(
		Object.entries(data)
			.toReversed()
			.map(([key, value]) => [key, reversed(value)]),
	);
}

describe('Base 32', () => {
	it('gives bytes back, and takes no second text for the same bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 40}), fc.string({unit: 'binary-ascii', maxLength: 40}), (bytes, text) => {
				expect(fromBase32(toBase32(bytes))).toEqual(bytes);
				const read = fromBase32(text);
				if (read !== null) expect(toBase32(read)).toBe(text);
			}),
		);
	});
});

describe('Squeezing', () => {
	it('gives any bytes back', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
				expect(unsqueeze(squeeze(bytes), bytes.length)).toEqual(bytes);
			}),
			{numRuns: 60},
		);
	});

	it('makes of bytes that nobody squeezed as many bytes as were asked for, or none', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 60}), fc.nat(200), (bytes, length) => {
				expect([length, null]).toContain(unsqueeze(bytes, length)?.length ?? null);
			}),
			{numRuns: 200},
		);
	});

	it('does not let a few bytes come to more than was said', () => {
		const bomb = squeeze(new Uint8Array(1_000_000));
		expect(bomb.length).toBeLessThan(2000);
		expect(unsqueeze(bomb, 1000)).toBeNull();
	});
});
