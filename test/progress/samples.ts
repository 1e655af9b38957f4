import fc from 'fast-check';
import type {Json} from '../../src/progress/json.js';
import type {ExerciseRecord, LessonRecord, Moment, Progress} from '../../src/progress/record.js';
import {historyLimit, version} from '../../src/progress/record.js';

/** Any moment of one hour, so that equal ones are common. */
export const moments: fc.Arbitrary<Moment> = fc
	.integer({min: 0, max: 5})
	.map((minute) => `2026-11-21T08:0${minute}:00.000Z`);

/** Any small piece of plain data that JSON keeps as it is. */
export const json: fc.Arbitrary<Json> = fc
	.jsonValue({maxDepth: 3, noUnicodeString: false})
	.map((value) => JSON.parse(JSON.stringify(value)) as Json);

const names = fc.constantFrom('zombie', 'fence', 'lease', '__proto__', 'constructor', 'ünï');
const texts = fc.array(fc.string({maxLength: 8}), {maxLength: 4});
const more = fc.dictionary(fc.constantFrom('futureField', 'another'), json, {maxKeys: 2});
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, {nil: null});

/** Any record of one lesson. */
export const lessons: fc.Arbitrary<LessonRecord> = fc.record({
	step: fc.nat(9),
	session: json,
	bets: fc.dictionary(names, fc.record({choice: fc.nat(3), right: fc.boolean(), more}), {maxKeys: 3}),
	hints: fc.dictionary(names, fc.nat(3), {maxKeys: 3}),
	runs: fc.dictionary(names, json, {maxKeys: 3}),
	reviews: fc.dictionary(names, fc.record({on: fc.constantFrom('2026-11-21', '2026-11-22'), stage: fc.nat(3), more}), {
		maxKeys: 3,
	}),
	solvedAt: orNull(moments),
	cards: texts.map(unique),
	notes: texts.map(unique),
	savedAt: orNull(moments),
	resetAt: orNull(moments),
	more,
});

/** Any record of one exercise. */
export const exercises: fc.Arbitrary<ExerciseRecord> = fc.record({
	solvedAt: orNull(moments),
	proof: json,
	savedAt: orNull(moments),
	resetAt: orNull(moments),
	more,
});

/** Any progress that a program could have saved. */
export const progresses: fc.Arbitrary<Progress> = fc.record({
	version: fc.constant(version),
	lessons: fc.dictionary(names, lessons, {maxKeys: 4}),
	exercises: fc.dictionary(names, exercises, {maxKeys: 4}),
	history: texts.map(unique).map((lines) => lines.slice(-historyLimit)),
	settings: fc.dictionary(fc.constantFrom('theme', 'motion'), json, {maxKeys: 2}),
	settingsAt: orNull(moments),
	more,
});

function unique(lines: readonly string[]): string[] {
	return [...new Set(lines)];
}
