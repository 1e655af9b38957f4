import {describe, expect, it} from 'vitest';
import {roomRows, summary} from '../../src/cli/live/room-rows.js';
import {emptyNames} from '../../src/language/names.js';
import {parseLine} from '../../src/language/parse.js';
import {lineOf} from '../../src/live/room/room.js';
import {after, afterLine, emptyRoom, endOf, type RoomState} from '../../src/live/room/room-state.js';
import type {Happening} from '../../src/sim/event.js';
import {rowText, rowWidth} from '../../src/view/text/row.js';

const granted = (client: string, token: number): Happening => ({
	kind: 'granted',
	client,
	lock: 'account',
	token,
	expiresAt: null,
});
const title = {name: 'The room', workshop: null, shown: 'redis://lab:6379', lock: 'redis', stores: true};

function room(...happenings: readonly Happening[]): RoomState {
	return happenings.reduce((state, happening, at) => after(state, happening, at), emptyRoom);
}

describe('What the presenter of a room knows', () => {
	it('is who holds the lock, until it is given back or is over', () => {
		expect(room(granted('Ann', 33)).holder).toEqual({name: 'Ann', token: 33});
		expect(room(granted('Ann', 33), endOf('Ann')).holder).toBeNull();
		expect(room(granted('Ann', 33), endOf('Bob')).holder).toEqual({name: 'Ann', token: 33});
	});

	it('is that a lease was over before somebody else was granted the lock', () => {
		const {recent, holder} = room(granted('Ann', 33), granted('Bob', 34));
		expect(recent.map(({happening}) => happening.kind)).toEqual(['granted', 'expired', 'granted']);
		expect(holder?.name).toBe('Bob');
	});

	it('counts grants, tokens that do not rise, and stale writes that land or are refused', () => {
		const write = {client: 'Ann', resource: 'account', key: 'n', value: 1, token: 33, basedOn: null} as const;
		const {counts} = room(
			granted('Ann', 33),
			granted('Bob', 34),
			{kind: 'accepted', ...write, store: 'raw', highest: null, version: 1},
			{kind: 'rejected', ...write, store: 'safe', what: 'write', highest: 34, reason: 'stale-token'},
			granted('Cid', 34),
		);
		expect(counts).toEqual({operations: 4, grants: 3, regressed: 1, refused: 1, landed: 1});
	});

	it('counts it as an operation to leave the line', () => {
		const {counts, latest} = room(granted('Ann', 33), {kind: 'left', client: 'Bob', lock: 'account'});
		expect([counts.operations, latest]).toEqual([2, [0, 1]]);
	});

	it('is not what somebody else has written into the log', () => {
		expect(lineOf('no JSON')).toBeNull();
		expect(lineOf('{"name":"a\u001b[2J","happenings":[]}')).toBeNull();
		expect(lineOf(JSON.stringify({name: 'Ann', happenings: [granted('Bob', 1), granted('Ann', 33)]}))).toEqual({
			name: 'Ann',
			happenings: [granted('Ann', 33)],
		});
	});
});

describe('The screen of a room', () => {
	it.each([60, 80, 120])(
		'is as large as it may be, with the ladder of those who did something last: %i columns',
		(columns) => {
			const names = Array.from({length: 40}, (_, index) => `L${index + 1}`);
			const state = names.reduce(
				(now, name, index) =>
					afterLine(
						afterLine(now, {name, happenings: [], here: true}, index),
						{name, happenings: [granted(name, 33 + index)]},
						index,
					),
				emptyRoom,
			);
			const rows = roomRows(title, state, 50, {columns, rows: 24, ascii: false});
			expect(rows).toHaveLength(24);
			expect(Math.max(...rows.map(rowWidth))).toBeLessThanOrEqual(columns);
			const text = rows.map(rowText).join('\n');
			expect(text).toContain('granted 72');
			expect(text.replaceAll(/\s+/g, ' ')).toContain(
				'L40 holds the lock, token 72. 40 learners, 40 operations, 8.0 a second, 40 grants. Stale writes: raw accepted 0, safe refused 0.',
			);
		},
	);

	it('always has the lane of who holds the lock, however long ago that was', () => {
		const names = Array.from({length: 40}, (_, index) => `L${index + 1}`);
		const others = names.map((name): Happening => ({kind: 'acquire-sent', client: name, lock: 'account'}));
		const rows = roomRows(title, room(granted('Zoe', 33), ...others), 50, {columns: 80, rows: 24, ascii: false});
		expect(rowText(rows[2] ?? [])).toMatch(/L40 .*Zoe/);
	});

	it('adds no word to the language: the kind of a lock that was only seen cannot be typed', () => {
		expect(roomRows(title, room(granted('Ann', 33)), 1, {columns: 80, rows: 24, ascii: false}).length).toBeGreaterThan(
			0,
		);
		expect(parseLine('lock account observed', emptyNames).ok).toBe(false);
	});

	it('says how to come in while nobody is here', () => {
		const rows = roomRows(title, emptyRoom, 0, {columns: 80, rows: 24, ascii: false});
		expect(rows.map(rowText).join('\n')).toContain('fence-tutor live --room redis://lab:6379');
	});

	it('says nothing of stores where the room has none', () => {
		expect(summary(emptyRoom, 0, false)).toHaveLength(1);
	});
});
