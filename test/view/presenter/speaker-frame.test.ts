import {describe, expect, it} from 'vitest';
import type {SpeakerView} from '../../../src/session/speaker-notes.js';
import {speakerFrame} from '../../../src/view/presenter/speaker-frame.js';
import {rowText, rowWidth} from '../../../src/view/text/row.js';

const view: SpeakerView = {
	talk: {title: 'The zombie', minutes: 8},
	at: 10,
	slides: 21,
	began: '2026-11-21T08:30:00.000Z',
	step: 'Two who are sure',
	notes: ['Point at the two bars.', 'Ask who knows.'],
	now: '> A pause',
	next: 'Bet: Who believes?',
};
const minutes = (count: number) => Date.parse('2026-11-21T08:30:00.000Z') + count * 60_000;

describe('The speaker’s screen', () => {
	it('shows the time used beside the time planned, the notes, what is in view and what comes', () => {
		const text = shown(view, minutes(3));
		expect(text).toContain('Used 3:00 of 8 min. The plan has 4:00 up to this slide.');
		for (const words of ['Point at the two bars.', 'Ask who knows.', 'Now:  > A pause', 'Next: Bet: Who believes?'])
			expect(text).toContain(words);
	});

	it('marks the time once the talk is late, and not before', () => {
		const timeStyle = (now: number) => speakerFrame(view, now, room(80, 24)).rows[2]?.at(0)?.style;
		expect(timeStyle(minutes(4.5))).toBe('bold');
		expect(timeStyle(minutes(5.5))).toBe('violation');
	});

	it('says that there are no notes where there are none, and has no time before the first slide is left', () => {
		const text = shown({...view, notes: [], began: null}, minutes(30));
		expect(text).toContain('There are no notes for this step.');
		expect(text).toContain('Used 0:00 of 8 min.');
	});

	it.each([
		[80, 24],
		[60, 20],
		[120, 40],
	])('fits a terminal of %i by %i, and obeys no escapes', (columns, rows) => {
		const hostile = {...view, notes: ['word '.repeat(300), '\u001B[2J'], now: '\u001B]0;x\u0007'};
		const frame = speakerFrame(hostile, minutes(1), room(columns, rows));
		expect(frame.rows).toHaveLength(rows);
		for (const each of frame.rows) expect(rowWidth(each)).toBeLessThanOrEqual(columns);
		expect(frame.rows.map(rowText).join('\n')).not.toMatch(/[\u001B\u0007]/);
	});
});

function room(columns: number, rows: number) {
	return {columns, rows, ascii: false, colorless: false};
}

function shown(of: SpeakerView, now: number): string {
	return speakerFrame(of, now, room(80, 24)).rows.map(rowText).join('\n');
}
