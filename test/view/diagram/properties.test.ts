import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Ladder, type LadderOptions, ladderRows} from '../../../src/view/diagram/ladder.js';
import {extendPlan, planLadder} from '../../../src/view/diagram/plan.js';
import {ladderSentences} from '../../../src/view/diagram/sentence.js';
import {stripRows} from '../../../src/view/diagram/strip.js';
import {type Row, rowText, rowWidth} from '../../../src/view/text/row.js';
import {visible} from '../../../src/view/text/visible.js';
import {width} from '../../../src/view/text/width.js';
import {anyHistory} from './any-history.js';

const anyOptions: fc.Arbitrary<LadderOptions> = fc.record({
	width: fc.integer({min: 20, max: 300}),
	selectedStore: fc.constantFrom(null, 'raw', 'nowhere'),
	cursor: fc.option(fc.integer({min: -1, max: 12})),
	ascii: fc.constant(false),
	dimAfterCursor: fc.boolean(),
});

function all({header, rows}: Ladder): readonly Row[] {
	return [...header, ...rows.map(({spans}) => spans)];
}

test('no row of any history is wider than the width, and none holds what a terminal would obey', () => {
	fc.assert(
		fc.property(anyHistory, anyOptions, ({world, history}, options) => {
			for (const row of all(ladderRows(history, world.spec, options))) {
				expect(rowWidth(row)).toBeLessThanOrEqual(options.width);
				expect(width(rowText(row))).toBeLessThanOrEqual(options.width);
				expect(visible(rowText(row))).toBe(rowText(row));
			}
		}),
	);
});

test('a row in ASCII takes the columns it takes in marks', () => {
	fc.assert(
		fc.property(anyHistory, anyOptions, ({world, history}, options) => {
			const marks = all(ladderRows(history, world.spec, options));
			const ascii = all(ladderRows(history, world.spec, {...options, ascii: true}));
			expect(ascii.map(rowWidth)).toEqual(marks.map(rowWidth));
			for (const row of ascii) expect(rowText(row)).toMatch(/^[ -~]*$/);
		}),
	);
});

test('the same history gives the same rows, and its beginning gives the beginning of them', () => {
	fc.assert(
		fc.property(anyHistory, anyOptions, fc.nat(12), ({world, history}, options, count) => {
			const rows = ladderRows(history, world.spec, options).rows.map(({spans, ...rest}) => ({
				...rest,
				text: rowText(spans),
			}));
			expect(
				ladderRows(history, world.spec, options).rows.map(({spans, ...rest}) => ({...rest, text: rowText(spans)})),
			).toEqual(rows);
			const sentences = ladderSentences(history, world.spec);
			const early = ladderSentences(history.slice(0, count), world.spec);
			expect(sentences.slice(0, early.length)).toEqual(early);
		}),
	);
});

test('a plan that is gone on with is the plan of the whole, and the shorter one stays as it was', () => {
	fc.assert(
		fc.property(anyHistory, fc.nat(12), ({world, history}, count) => {
			const early = planLadder(history.slice(0, count), world.spec);
			const before = [...early.drafts];
			expect(extendPlan(early, history.slice(count)).drafts).toEqual(planLadder(history, world.spec).drafts);
			expect(early.drafts).toEqual(before);
		}),
	);
});

test('a window shows consecutive rows of the whole, with the statement it has to show', () => {
	fc.assert(
		fc.property(
			anyHistory,
			anyOptions,
			fc.integer({min: 1, max: 30}),
			fc.option(fc.integer({min: 0, max: 12})),
			({world, history}, options, rows, show) => {
				const whole = ladderRows(history, world.spec, options).rows;
				const part = ladderRows(history, world.spec, {...options, window: {rows, show}});
				const texts = part.rows.map(({spans, seq}) => `${seq} ${rowText(spans)}`);
				const wholeTexts = whole.map(({spans, seq}) => `${seq} ${rowText(spans)}`);
				expect(part.rows.length).toBe(Math.min(rows, whole.length));
				const start = part.above
					? wholeTexts.findIndex(
							(_, index) => index > 0 && texts.every((text, offset) => wholeTexts[index + offset] === text),
						)
					: 0;
				expect(wholeTexts.slice(start, start + texts.length)).toEqual(texts);
				if (!part.below) expect(wholeTexts.slice(-texts.length || wholeTexts.length)).toEqual(texts);
				const before = whole.findLast(({statement}) => show === null || statement <= show);
				if (before !== undefined) expect(part.rows.map(({statement}) => statement)).toContain(before.statement);
			},
		),
	);
});

test('the strip of any history fits every width', () => {
	fc.assert(
		fc.property(anyHistory, fc.integer({min: 10, max: 300}), ({world, history}, columns) => {
			const rows = stripRows(history, world, columns);
			for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
			expect(stripRows(history, world, columns, true).map(rowWidth)).toEqual(rows.map(rowWidth));
		}),
	);
});
