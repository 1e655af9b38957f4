import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseProgress, serializeProgress} from '../../src/progress/parse.js';
import {noProgress} from '../../src/progress/record.js';
import {progresses} from './samples.js';

describe('reading a progress file', () => {
	it('reads back what was written', () => {
		fc.assert(
			fc.property(progresses, (progress) => {
				expect(parsed(serializeProgress(progress))).toEqual(plain(progress));
			}),
		);
	});

	it('never throws, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), (text) =>
				['progress', 'newer', 'malformed'].includes(parseProgress(text).kind),
			),
		);
	});

	it('never throws, whatever the JSON', () => {
		fc.assert(
			fc.property(
				fc.json(),
				fc.constantFrom('lessons', 'exercises', 'history', 'settings', 'settingsAt', 'more'),
				(json, field) => {
					expect(() => parseProgress(`{"version": 1, "${field}": ${json}}`)).not.toThrow();
					expect(() => parseProgress(`{"version": 1, "lessons": {"a": ${json}}}`)).not.toThrow();
					expect(() =>
						parseProgress(`{"version": 1, "lessons": {"a": {"bets": ${json}, "${field}": ${json}}}}`),
					).not.toThrow();
				},
			),
		);
	});

	it('never throws when a byte of a real file is damaged', () => {
		fc.assert(
			fc.property(progresses, fc.nat(), fc.string({unit: 'binary', maxLength: 2}), (progress, at, damage) => {
				const text = serializeProgress(progress);
				const place = at % text.length;
				expect(() => parseProgress(text.slice(0, place) + damage + text.slice(place + 1))).not.toThrow();
			}),
		);
	});

	it('reads a file that only says its version as nothing done yet', () => {
		expect(parsed('{"version": 1}')).toEqual(noProgress);
	});

	it('reads a file with a byte order mark', () => {
		expect(parsed('\uFEFF{"version": 1}')).toEqual(noProgress);
	});

	it('keeps fields that it does not know, at every level', () => {
		const text =
			'{"version":1,"lessons":{"zombie":{"step":1,"bets":{"0":{"choice":1,"right":true,"odds":3}},"stars":5}},"exercises":{"advance":{"tries":4}},"streak":7}';
		const written = JSON.parse(serializeProgress(parsed(text))) as Record<string, unknown>;
		expect(written).toMatchObject({
			streak: 7,
			lessons: {zombie: {stars: 5, bets: {'0': {odds: 3}}}},
			exercises: {advance: {tries: 4}},
		});
	});

	it('tells a file of a newer version from a damaged one', () => {
		expect(parseProgress('{"version": 2, "lessons": "in another shape"}').kind).toBe('newer');
	});

	it.each([
		['', 'It is not JSON.'],
		['[]', 'The file must be an object.'],
		['{}', '"version" must be a whole number, 0 or more.'],
		['{"version":0}', '"version" must be at least 1.'],
		[
			'{"version":1,"lessons":{"zombie":{"step":-1}}}',
			'"step" of "zombie" in "lessons" must be a whole number, 0 or more.',
		],
		['{"version":1,"history":[1]}', '"history" must be a list of texts.'],
		[
			'{"version":1,"lessons":{"zombie":{"solvedAt":"yesterday"}}}',
			'"solvedAt" of "zombie" in "lessons" must be a time such as 2026-11-21T08:30:00.000Z, or null.',
		],
	])('says what is wrong with %s', (text, sentence) => {
		expect(parseProgress(text)).toEqual({kind: 'malformed', sentence});
	});

	it('refuses data that nests without end instead of failing on it', () => {
		const deep = `{"version":1,"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
		expect(parseProgress(deep)).toMatchObject({kind: 'malformed'});
	});
});

function parsed(text: string) {
	const result = parseProgress(text);
	if (result.kind !== 'progress') throw new Error(`expected progress, got ${result.kind}: ${result.sentence}`);
	return result.progress;
}

/** The same data without the prototypes that the generator leaves out. */
function plain(data: unknown): unknown {
	return JSON.parse(JSON.stringify(data)) as unknown;
}
