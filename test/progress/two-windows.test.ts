import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Library, openLibrary} from '../../src/cli/learn/library.js';
import {changeLesson} from '../../src/progress/change.js';
import type {Disk} from '../../src/progress/disk.js';
import type {Json} from '../../src/progress/json.js';
import {merge} from '../../src/progress/merge.js';
import {lessonOf, noProgress} from '../../src/progress/record.js';
import {openProgress} from '../../src/progress/store.js';
import type {LessonRecord} from '../../src/session/record.js';
import type {Session} from '../../src/session/session.js';
import {lessonIn, update} from '../../src/session/update.js';
import {shortLesson} from '../session/short-lesson.js';

describe('Several windows on one lesson', () => {
	it('end with everything that any of them saved, in whatever order they save, are killed and start again', () => {
		fc.assert(
			fc.property(fc.array(deed, {minLength: 1, maxLength: 24}), (deeds) => {
				const disk = memory();
				const store = openProgress('/home', disk);
				const windows = new Map<number, Run>();
				const saved = {moments: new Set<string>(), solved: new Set<string>(), bets: new Map<string, number>()};
				const moment = clock();
				for (const {window, what, with: value} of deeds) {
					const run = windows.get(window) ?? runOf(lessonOf(store.load().progress, 'lease').session);
					windows.set(window, run);
					if (what === 'kill') windows.delete(window);
					if (what === 'moment') run.add(value);
					if (what === 'undo') run.undo();
					if (what === 'solve') run.solve(value);
					if (what === 'bet') run.bet(value, window);
					if (what !== 'save') continue;
					const mine = changeLesson(store.load().progress, 'lease', moment(), {session: run.record()});
					store.save(mine);
					for (const path of run.paths()) saved.moments.add(path);
					for (const key of run.solved()) saved.solved.add(key);
					for (const [key, choice] of run.bets()) if (!saved.bets.has(key)) saved.bets.set(key, choice);
				}
				const left = runOf(lessonOf(store.load().progress, 'lease').session);
				expect(new Set(left.paths())).toEqual(saved.moments);
				expect(new Set(left.solved())).toEqual(saved.solved);
				expect(new Map(left.bets())).toEqual(saved.bets);
			}),
			{numRuns: 10_000},
		);
	});

	it('keep what is solved, bet and typed when real sessions are saved, killed and taken up again', () => {
		fc.assert(
			fc.property(
				fc.array(fc.record({window: fc.nat(2), line: fc.constantFrom(...lines)}), {maxLength: 30}),
				(typed) => {
					const store = openProgress('/home', memory());
					const windows = new Map<number, {library: ReturnType<typeof open>; session: Session}>();
					const solved = new Set<string>();
					const tick = clock();
					const open = () => shortLibrary(store, tick);
					for (const {window, line} of typed) {
						const {library, session: before} = windows.get(window) ?? newWindow(open());
						if (line === 'kill') {
							windows.delete(window);
							continue;
						}
						const {session} = update(before, {kind: 'line', text: line});
						windows.set(window, {library, session});
						if (library.keep(session)) library.flush();
						for (const key of lessonIn(session)?.standing.solved ?? []) solved.add(key);
					}
					const {session} = lessonOf(store.load().progress, 'short');
					expect(new Set(runOf(session).solved())).toEqual(solved);
				},
			),
			{numRuns: 150},
		);
	});

	it('does not lose what is solved when a window that was opened earlier saves last, says so, and takes over', () => {
		const store = openProgress('/home', memory());
		const tick = clock();
		const open = () => shortLibrary(store, tick);
		const [late, early] = [open(), open()];
		let lateSession = late.open('short');
		let session = early.open('short');
		for (const line of solution) {
			session = update(session, {kind: 'line', text: line}).session;
			if (early.keep(session)) early.flush();
		}
		early.flush();
		expect(lessonIn(session)?.standing.solved).toEqual(['0.2']);

		lateSession = update(lateSession, {kind: 'line', text: ''}).session;
		late.keep(lateSession);
		expect(late.flush()).toBe(
			'Another window has gone on in this lesson. It has solved a task more. Nothing is lost. /takeover goes on from there.',
		);
		late.keep(update(lateSession, {kind: 'line', text: ''}).session);
		expect(late.flush()).toBe(null);
		expect(lessonIn(open().open('short'))?.standing.solved).toEqual(['0.2']);

		const taken = late.takeOver(lateSession);
		expect(lessonIn(taken ?? lateSession)).toMatchObject({standing: {solved: ['0.2']}});
		expect(late.takeOver(lateSession)).toBe(null);
	});

	it('begin anew on purpose without what was done before', () => {
		const first = changeLesson(noProgress, 'lease', at(1), {
			session: {...record([]), standing: {...standing, solved: ['0.3']}},
		});
		const second = changeLesson(noProgress, 'lease', at(2), {session: {...record([]), attempt: 2}});
		for (const merged of [merge(first, second), merge(second, first)])
			expect(lessonOf(merged, 'lease').session).toMatchObject({attempt: 2, standing: {solved: []}});
	});
});

const lines = [
	'',
	'',
	'',
	'wait 11s',
	'B acquire account',
	'A resume',
	'A write account balance-=10',
	'/undo',
	'/skip',
	'1',
	'2',
	'kill',
];
const solution = ['', '', '', '', 'wait 11s', 'B acquire account', 'A resume', 'A write account balance-=10'];

const deed = fc.record({
	window: fc.nat(2),
	what: fc.constantFrom('moment', 'moment', 'undo', 'solve', 'bet', 'save', 'save', 'kill'),
	with: fc.nat(3),
});

const at = (second: number) => `2026-11-21T08:00:0${second}.000Z`;
const standing = {bets: [], hints: {}, solved: [], skipped: [], cards: [], finished: false};
const record = (moments: LessonRecord['moments']): {readonly [key: string]: Json} => ({
	version: 1,
	cursor: 0,
	ahead: [],
	moments: moments.map((each) => ({...each})),
	standing,
});

/** A run in the making, as small as can be: moments in a tree, tasks and bets. */
type Run = {
	add(value: number): void;
	undo(): void;
	solve(value: number): void;
	bet(value: number, choice: number): void;
	record(): Json;
	paths(): readonly string[];
	solved(): readonly string[];
	bets(): readonly (readonly [string, number])[];
};

function runOf(session: Json): Run {
	const kept: LessonRecord =
		session === null ? {version: 1, cursor: 0, ahead: [], moments: [], standing} : JSON.parse(JSON.stringify(session));
	const moments = [...kept.moments];
	const solved = [...kept.standing.solved];
	const bets = [...kept.standing.bets];
	let {cursor} = kept;
	const pathOf = (index: number): string => {
		const moment = moments[index - 1];
		return moment === undefined ? '' : `${pathOf(moment.parent)}/${moment.text}`;
	};
	return {
		add(value) {
			moments.push({parent: cursor, step: 0, beat: 0, did: 'statement', text: `wait ${value}s`});
			cursor = moments.length;
		},
		undo() {
			cursor = moments[cursor - 1]?.parent ?? 0;
		},
		solve(value) {
			if (!solved.includes(`0.${value}`)) solved.push(`0.${value}`);
		},
		bet(value, choice) {
			if (!bets.some(({beat}) => beat === value)) bets.push({step: 1, beat: value, choice, right: null});
		},
		record: () => JSON.parse(JSON.stringify({...kept, cursor, moments, standing: {...kept.standing, solved, bets}})),
		paths: () => moments.map((_, index) => pathOf(index + 1)),
		solved: () => solved,
		bets: () => bets.map(({step, beat, choice}) => [`${step}.${beat}`, choice] as const),
	};
}

/** Moments one after the other, a millisecond apart. */
function clock(): () => string {
	let now = Date.parse('2026-11-21T08:00:00.000Z');
	return () => {
		now += 1;
		return new Date(now).toISOString();
	};
}

/** A disk with nothing on it. */
function memory(): Disk {
	const files = new Map<string, string>();
	return {
		read: (path) => {
			const text = files.get(path);
			return text === undefined ? {kind: 'absent'} : {kind: 'text', text};
		},
		replace: (path, text) => {
			files.set(path, text);
			return {ok: true};
		},
		setAside: (path) => ({ok: true, to: `${path}.bad-1`}),
		freeName: (path, word) => `${path}.${word}-1`,
		alone: (_, work) => work(),
	};
}

/** The lessons that a new window opens, with what is kept of them. */
function shortLibrary(store: ReturnType<typeof openProgress>, tick: () => string): Library {
	const {library} = openLibrary([shortLesson], store, tick);
	return library;
}

function newWindow(library: Library): {readonly library: Library; readonly session: Session} {
	return {library, session: library.open('short')};
}
