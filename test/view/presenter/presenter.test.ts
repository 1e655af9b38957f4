import {lessons} from 'fence-tutor:lessons';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isQuit} from '../../../src/cli/tty/quit-key.js';
import {plainText} from '../../../src/lesson/prose.js';
import {type Slide, slidesOf} from '../../../src/session/slides.js';
import {openPresenter, type Presenter, presenterKey, slideOf} from '../../../src/view/presenter/presenter.js';
import {presenterFrame} from '../../../src/view/presenter/presenter-frame.js';
import {type Key, press} from '../../../src/view/prompt/key.js';
import {rowText} from '../../../src/view/text/row.js';
import {width} from '../../../src/view/text/width.js';

const decks = lessons.map(slidesOf);
const zombie = slidesOf(lessonOf('zombie'));

describe('A presentation', () => {
	it('goes forward with Space and Right and back with Left, and stays at its ends', () => {
		expect(keys('<left>').at).toBe(0);
		expect(keys(' ', '<right>', '<enter>', '<pagedown>').at).toBe(4);
		expect(keys(' ', ' ', '<left>').at).toBe(1);
		expect(keys(' ', ' ', '<pageup>', '<home>').at).toBe(0);
		expect(keys('<end>', ' ', ' ').at).toBe(zombie.length - 1);
	});

	it('shows a bet, takes the hands for each choice, and reveals what happens with them', () => {
		const asked = toFirstBet();
		expect(shown(asked)).toContain('B acquires the lock and publishes B1. Who believes now that it holds the');
		const counted = keys.from(asked, '1', '2', '<down>', '3', '<down>', '4', '5', '<backspace>');
		expect(shown(counted)).toMatch(/1 {2} 12 {2}B alone/);
		expect(shown(counted)).toMatch(/2 {4}3 {2}A alone/);
		const revealed = toAnswer(counted);
		expect(shown(revealed)).toMatch(/✗ 1 {2} 12 {2}B alone/);
		expect(shown(revealed)).toMatch(/✓ 3 {4}4 {2}A and B, both/);
		expect(shown(revealed)).toContain('░░░░░░░░░░░░░░░░░░░░');
		expect(shown(revealed)).toContain("A's clock does say 6 s.");
	});

	it('counts hands of a bet only while it is asked, and keeps them when it goes back', () => {
		const counted = keys.from(toFirstBet(), '7', ' ', '9', '<left>');
		expect(shown(counted)).toMatch(/1 {4}7 {2}B alone/);
		expect(keys('5').counts).toEqual({});
	});

	it('shows what was done with the ladder, and what it breaks', () => {
		const late = zombie.findIndex(({body}) => body.kind === 'statement' && body.text === 'A write report text=A2');
		expect(shown({...openPresenter(zombie), at: late})).toMatch(
			/▸ A write report text=A2[\s\S]*! stale-write[\s\S]*LOCK/,
		);
	});

	it('never shows the speaker’s notes, whatever is pressed', () => {
		const [first] = zombie;
		if (first === undefined) throw new Error('a deck has a slide');
		const slide: Slide = {...first, notes: [{kind: 'paragraph', text: [{kind: 'plain', text: 'Ask them first.'}]}]};
		for (const text of ['', 'n', 'N', '?', ' '])
			expect(shown(presenterKey(openPresenter([slide]), {kind: 'text', text}))).not.toContain('Ask them');
	});

	it.each([
		[80, 24],
		[200, 50],
		[60, 20],
	])(
		'fits a projector of %i by %i on every slide of every lesson, with every choice of a bet in sight and its answer',
		(columns, rows) => {
			for (const slides of decks) {
				for (const [at] of slides.entries()) {
					const presenter = {...openPresenter(slides), at};
					const room = {columns, rows: rows - 1, ascii: false};
					const frame = presenterFrame(presenter, room);
					expect(frame.rows).toHaveLength(rows - 1);
					expect(frame.rows.filter((row) => width(rowText(row)) > columns)).toEqual([]);
					const text = squeezed(frame.rows.map(rowText).join(' '));
					const {body} = slideOf(presenter);
					if (rows > 20 && (body.kind === 'question' || body.kind === 'answer'))
						for (const {say} of body.predict.choices) expect(text).toContain(squeezed(plainText(say)));
					if (rows > 20 && body.kind === 'statement') expect(text).toContain(squeezed(body.text));
				}
			}
		},
	);

	it('ends every answer of every lesson with exactly one right choice', () => {
		for (const {body} of decks.flat()) if (body.kind === 'answer') expect(body.right).not.toBeNull();
	});

	it('is ASCII where that is asked for', () => {
		const {rows} = presenterFrame(toFirstBet(), {columns: 80, rows: 23, ascii: true});
		expect(rows.map(rowText).join('')).toMatch(/^[ -~]*$/);
	});

	it('takes any keys, and is where they say', () => {
		const key: fc.Arbitrary<Key> = fc.oneof(
			fc
				.constantFrom('left', 'right', 'up', 'down', 'backspace', 'home', 'end', 'tab', 'escape', 'f1')
				.map((chord) => press(chord)),
			fc.constantFrom(' ', 'n', '0', '9', 'x', 'é').map((text): Key => ({kind: 'text', text})),
			fc.string().map((text): Key => ({kind: 'paste', text})),
		);
		fc.assert(
			fc.property(fc.array(key, {maxLength: 60}), (typed) => {
				const presenter = typed.reduce((now, each) => presenterKey(now, each), openPresenter(zombie));
				expect(presenterFrame(presenter, {columns: 80, rows: 23, ascii: false}).rows).toHaveLength(23);
				expect(Object.values(presenter.counts).every((count) => count >= 0 && count < 1000)).toBe(true);
			}),
		);
	});

	it('is left with q, Ctrl-C and Ctrl-D', () => {
		for (const key of [{kind: 'text', text: 'q'}, press('ctrl-c'), press('ctrl-d')] as const)
			expect([isQuit(key), presenterKey(openPresenter(zombie), key)]).toEqual([true, openPresenter(zombie)]);
	});
});

const keys = Object.assign((...typed: readonly string[]) => keysFrom(openPresenter(zombie), ...typed), {
	from: keysFrom,
});

function keysFrom(start: Presenter, ...typed: readonly string[]): Presenter {
	return typed.reduce((presenter, each) => {
		const chord = /^<(.+)>$/.exec(each)?.[1];
		return presenterKey(presenter, chord === undefined ? {kind: 'text', text: each} : press(chord));
	}, start);
}

function toFirstBet(): Presenter {
	return {...openPresenter(zombie), at: zombie.findIndex(({body}) => body.kind === 'question')};
}

function toAnswer(presenter: Presenter): Presenter {
	return {...presenter, at: zombie.findIndex(({body}) => body.kind === 'answer')};
}

function shown(presenter: Presenter): string {
	return presenterFrame(presenter, {columns: 80, rows: 23, ascii: false}).rows.map(rowText).join('\n');
}

function squeezed(text: string): string {
	return text.replace(/\s+/g, '');
}

function lessonOf(id: string) {
	const lesson = lessons.find((each) => each.id === id);
	if (lesson === undefined) throw new Error(`there is no lesson ${id}`);
	return lesson;
}
