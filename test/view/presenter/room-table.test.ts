import {lessons} from 'fence-tutor:lessons';
import {describe, expect, it} from 'vitest';
import {type Attendant, type RoomView, roomFrame} from '../../../src/view/presenter/room-table.js';
import {rowText, rowWidth} from '../../../src/view/text/row.js';

const now = Date.parse('2026-11-21T09:00:00.000Z');

describe('The table of a workshop', () => {
	it('says who is where and for how long, the longest first', () => {
		const text = shown(viewOf([attendant('Ada', 'zombie', 1, 2), attendant('Bob', 'lease', 0, 7)]));
		const lines = text.split('\n').filter((line) => /Ada|Bob/.test(line));
		expect(lines[0]).toMatch(/^ Bob +1 {2}The lock that lets go +1\/4 +0 +7 min/);
		expect(lines[1]).toMatch(/^ Ada +2 {2}The zombie +2\/4 +0 +2 min/);
		expect(text).toContain('2 learners');
	});

	it('marks who has been in one place for five minutes', () => {
		const styles = roomFrame(viewOf([attendant('Ada', 'zombie', 1, 4), attendant('Bob', 'lease', 0, 5)]), room(80, 24))
			.rows.filter((row) => /Ada|Bob/.test(rowText(row)))
			.map((row) => row[1]?.style);
		expect(styles).toEqual(['violation', 'plain']);
	});

	it('tells the line to type while nobody is here', () => {
		expect(shown(viewOf([]))).toContain('fence-tutor learn zombie --workshop NAME --to /mnt/room --name YOURS');
	});

	it('shows how the room has bet, the latest question first, with the right choice', () => {
		const bets = [
			{step: 0, beat: 2, choice: 1, right: 3},
			{step: 0, beat: 2, choice: 3, right: 3},
		];
		const people = bets.map((bet, index) => attendant(`p${index}`, 'zombie', 1, 1, [bet]));
		const text = shown({...viewOf(people), shown: 'bets'});
		expect(text).toMatch(/zombie 1\.3 /);
		expect(text).toMatch(/✓ {3}1 ░+ +A and B/);
		expect(shown({...viewOf([]), shown: 'bets'})).toContain('Nobody has bet yet.');
	});

	it.each([
		[80, 24],
		[60, 20],
		[120, 40],
		[40, 10],
	])('holds forty learners in a terminal of %i by %i, and scrolls to the last', (columns, rows) => {
		const people = Array.from({length: 40}, (_, index) => attendant(`learner ${index}`, 'zombie', 1, index));
		for (const scroll of [0, 7, 1000]) {
			const frame = roomFrame({...viewOf(people), scroll}, room(columns, rows));
			expect(frame.rows).toHaveLength(rows);
			for (const each of frame.rows) expect(rowWidth(each)).toBeLessThanOrEqual(columns);
		}
		const last = roomFrame({...viewOf(people), scroll: 1000}, room(columns, rows))
			.rows.map(rowText)
			.join('\n');
		expect(last).toMatch(/learner 0 /);
	});

	it('obeys no escapes in a name', () => {
		expect(shown(viewOf([attendant('\u001B[2J', 'zombie', 1, 1)]))).not.toContain('\u001B');
	});
});

function attendant(
	name: string,
	lesson: string,
	step: number,
	minutes: number,
	placed: Attendant['grade']['lessons'][number]['placed'] = [],
): Attendant {
	const lessonGrade = {id: lesson, tasks: 2, solved: 0, bets: placed.length, right: 0, placed, length: 0, par: 0};
	return {
		name,
		here: {lesson, step, since: '2026-11-21T08:00:00.000Z'},
		grade: {lessons: [lessonGrade], exercises: [], problems: []},
		since: now - minutes * 60_000,
	};
}

function viewOf(attendants: readonly Attendant[]): RoomView {
	return {
		title: 'The workshop',
		folder: '/mnt/room',
		attendants,
		remark: null,
		lessons,
		now,
		shown: 'people',
		scroll: 0,
	};
}

function room(columns: number, rows: number) {
	return {columns, rows, ascii: false, colorless: false};
}

function shown(view: RoomView): string {
	return roomFrame(view, room(80, 24))
		.rows.map((row) => rowText(row).trimEnd())
		.join('\n');
}
