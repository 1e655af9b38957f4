import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {fromBase32, toBase32} from '../../src/share/base32.js';
import {sha256} from '../../src/share/sha256.js';
import {squeeze, unsqueeze} from '../../src/share/squeeze.js';

describe('The digest', () => {
	it('is SHA-256, whatever the bytes and however many', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
				expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
			}),
		);
	});
});

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

	it('makes of bytes that nobody squeezed as many bytes as were asked for', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 60}), fc.nat(200), (bytes, length) => {
				expect(unsqueeze(bytes, length)).toHaveLength(length);
			}),
			{numRuns: 60},
		);
	});
});
