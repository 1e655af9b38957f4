import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Lesson} from '../../src/lesson/lesson.js';
import {grade} from '../../src/session/grade.js';
import {lessonDigest} from '../../src/session/lesson-digest.js';
import {openLesson} from '../../src/session/open.js';
import {type Attended, markOf, readReceipt, receiptText} from '../../src/session/receipt.js';
import {newRuns, type Run, runsOf} from '../../src/session/run.js';
import type {LessonPlace, Session} from '../../src/session/session.js';
import {lessonIn, update} from '../../src/session/update.js';
import {rulesVersion} from '../../src/sim/rules-version.js';
import {lessonFrom} from './at-prompt.js';
import {shortLesson} from './short-lesson.js';

const way = ['', '', '', '', 'wait 11s', 'B acquire', 'A resume', 'A write account balance-=10'];
const whole = [...way, '', '2'];

describe('The runs of a lesson', () => {
	it('are the way to each solved task and the first bet on each question, and nothing else that was tried', () => {
		const runs = runsAfter([
			'',
			'',
			'',
			'',
			'wait 3s',
			'undo',
			'wait 1s',
			'/reset',
			...way.slice(4),
			'',
			'2',
			'undo',
			'undo',
			'undo',
			'1',
		]);
		expect(runs.map(({of, lines}) => ({of, lines}))).toEqual([
			{of: '1.0', lines: ['/bet 2']},
			{
				of: '0.2',
				lines: [
					'A acquire account',
					'A read account',
					'/next',
					'A pause',
					'/next',
					'wait 11s',
					'B acquire account',
					'A resume',
					'A write account balance-=10',
				],
			},
		]);
	});

	it('end where the task was solved, whatever was done after', () => {
		expect(runsAfter([...way, 'wait 1s', 'wait 2s'])[0]?.lines.at(-1)).toBe('A write account balance-=10');
	});

	it('are replaced by a shorter way only', () => {
		const long = placeAfter([
			'',
			'',
			'',
			'',
			'wait 11s',
			'B acquire',
			'A resume',
			'wait 1s',
			'expect A paused',
			'A resume',
			'A write account balance-=10',
		]);
		const first = newRuns(long, {});
		const kept = Object.fromEntries(first.map((run) => [run.of, run]));
		expect(newRuns(long, kept)).toEqual([]);
		const shorter = newRuns(placeAfter(way), {
			'0.2': {...runOf('0.2', runsAfter(way)), lines: Array(40).fill('wait 1s')},
		});
		expect(shorter.map(({of}) => of)).toEqual(['0.2']);
	});

	it('are made anew where those that are kept belong to another text of the lesson or to other rules', () => {
		const [run] = runsAfter(way);
		if (run === undefined) throw new Error('expected a run');
		for (const change of [{lesson: 'another'}, {rules: rulesVersion + 1}])
			expect(newRuns(placeAfter(way), {[run.of]: {...run, ...change}})).toEqual([run]);
	});

	it('are read back from plain data, and what is no run is left out', () => {
		const runs = Object.fromEntries(runsAfter(whole).map((run) => [run.of, run]));
		expect(runsOf(JSON.parse(JSON.stringify(runs)))).toEqual(runs);
		expect(
			runsOf({a: null, b: 1, c: {of: 'c'}, d: {...runOf('0.2', Object.values(runs)), of: 'd', lines: [1]}}),
		).toEqual({});
	});
});

describe('The digest of a lesson', () => {
	it('is the same wherever the lesson stands, and another when a word of it is another', () => {
		const moved: Lesson = {...shortLesson, file: 'elsewhere.md', number: 7};
		expect(lessonDigest(moved)).toBe(lessonDigest(shortLesson));
		expect(lessonDigest({...shortLesson, title: 'Another'})).not.toBe(lessonDigest(shortLesson));
	});
});

describe('A receipt', () => {
	it('is worth what was done', () => {
		expect(graded(attended(whole))).toEqual({
			exercises: [],
			lessons: [
				{
					id: 'short',
					tasks: 1,
					solved: 1,
					bets: 1,
					right: 1,
					placed: [{step: 1, beat: 0, choice: 2, right: 2}],
					length: 3,
					par: 3,
				},
			],
			problems: [],
		});
		expect(graded(attended([...way, '', '1']))).toMatchObject({lessons: [{bets: 1, right: 0}], problems: []});
		expect(graded(attended(['', '']))).toMatchObject({
			lessons: [{id: 'short', tasks: 1, solved: 0, bets: 0, right: 0, placed: [], length: 0, par: 0}],
			problems: [],
		});
	});

	it('is worth the same whatever else was done, in any order: random lines before the way, taken back', () => {
		const noise = fc.array(
			fc.constantFrom('wait 1s', 'B acquire', 'A resume', 'A write account balance-=1', '/why', 'nonsense'),
			{maxLength: 8},
		);
		fc.assert(
			fc.property(noise, (lines) => {
				const before = runsAfter(['', '', '', '', 'wait 1s', ...lines, '/reset', ...way.slice(4), '', '2']);
				const {lessons, problems} = gradedRuns(before);
				expect(problems).toEqual([]);
				expect(lessons).toMatchObject([{solved: 1, bets: 1, right: 1}]);
			}),
			{numRuns: 60},
		);
	});

	it('comes back from its text as it was', () => {
		const lesson = attended(whole, '2026-11-21T08:30:00.000Z');
		const here = {lesson: 'short', step: 1, since: '2026-11-21T08:31:00.000Z'};
		const read = readReceipt(receiptText({...aReceipt(lesson), name: 'Ada "λ"', workshop: 'berlin', here}, 'plum'));
		expect(read).toEqual({
			ok: true,
			receipt: {
				name: 'Ada "λ"',
				workshop: 'berlin',
				rules: rulesVersion,
				here,
				lessons: [lesson],
				exercises: [],
				intact: true,
				digest: expect.stringMatching(/^[0-9a-f]{64}$/),
				mark: expect.stringMatching(/^[0-9a-f]{64}$/),
			},
		});
	});

	it('bears the mark of the key that it was made with, whoever it names, and of no other', () => {
		const read = (name: string, key: string | null) => {
			const result = readReceipt(receiptText({...aReceipt(attended(whole)), name}, key));
			if (!result.ok) throw new Error(result.sentence);
			return result.receipt;
		};
		for (const name of ['Ada', 'Bob']) {
			const {mark, digest} = read(name, 'plum');
			expect(mark).toBe(markOf(digest, 'plum'));
			expect(mark).not.toBe(markOf(digest, 'pear'));
		}
		expect(read('Ada', 'plum').mark).not.toBe(read('Bob', 'plum').mark);
		expect(read('Ada', null).mark).toBeNull();
	});

	it.each<[string, (text: string) => string, string]>([
		[
			'a statement edited',
			(text) => text.replace('A write account balance-=10', 'A write account balance-=11'),
			'these lines make other events than it says.',
		],
		['a statement left out', (text) => text.replace(/\s*"B acquire account",/, ''), 'these lines do not solve it.'],
		[
			'a task claimed without any lines',
			(text) => text.replace(/"lines": \[[^\]]*"A resume"[^\]]*\]/, '"lines": []'),
			'these lines do not solve it.',
		],
		[
			'the text of the lesson called another',
			(text) => text.replace(/"text": "\w+"/, '"text": "0123456789abcdef"'),
			'another text of the lesson',
		],
		[
			'the digest of the events changed',
			(text) => text.replace(/"events": "\w+"/g, '"events": "00000000"'),
			'these lines make other events than it says.',
		],
		[
			'the time changed',
			(text) => text.replace('"at": 11000', '"at": 12000'),
			'these lines end at 11000 ms, and not at 12000 ms as it says.',
		],
		[
			'a statement that the task does not allow',
			(text) => text.replace('"A resume"', '"A resume",\n"B release account"'),
			'This step leaves that out on purpose.',
		],
		[
			'a statement that cannot be done',
			(text) => text.replace('"A pause"', '"A pause",\n"A read account"'),
			'A is paused',
		],
		[
			'a page turned too early',
			(text) => text.replace(/"A pause",\s*/, ''),
			'there is something to do first on this page.',
		],
		['a bet on another choice than there is', (text) => text.replace('/bet 2', '/bet 3'), 'there are 2 choices.'],
		[
			'a task called another',
			(text) => text.replace('"of": "0.2"', '"of": "0.1"'),
			'there is no such place in the lesson.',
		],
		['a claim made twice', (text) => text.replace('"of": "1.0"', '"of": "0.2"'), 'it stands in the receipt twice'],
		['a line that is no line', (text) => text.replace('"A pause"', '"/skip"'), 'would not have been taken'],
	])('is found out with %s, also when its own digest was made to fit', (_, forge, problem) => {
		const text = receiptText(aReceipt(attended(whole)));
		const forged = forge(text);
		expect(forged).not.toBe(text);
		const careless = readReceipt(forged);
		if (!careless.ok) throw new Error(careless.sentence);
		expect(careless.receipt.intact).toBe(false);
		expect(grade(careless.receipt, [shortLesson], []).problems[0]).toContain('It is not as it was written');
		const careful = grade({...careless.receipt, intact: true}, [shortLesson], []);
		expect(careful.problems.join('\n')).toContain(problem);
	});

	it('gives nothing for what was found out, and what was really done for the rest', () => {
		const {id, text, runs} = attended(whole);
		const forged = {id, text, runs: runs.map((run) => (run.of === '0.2' ? {...run, lines: []} : run))};
		expect(graded(forged)).toMatchObject({
			lessons: [{solved: 0, length: 0, bets: 1, right: 1}],
			problems: [expect.stringContaining('short, task 1.3')],
		});
	});

	it('gives nothing for a lesson that is not here, or that stands in it twice', () => {
		const lesson = attended(whole);
		expect(graded({...lesson, id: 'no-such'})).toMatchObject({
			lessons: [],
			problems: [expect.stringContaining('There is no lesson no-such here.')],
		});
		const twice = grade({...aReceipt(lesson, lesson), ...asWritten}, [shortLesson], []);
		expect(twice).toMatchObject({
			lessons: [{solved: 1}],
			problems: ['short stands in it twice; the second time does not count.'],
		});
	});

	it('takes any text without throwing', () => {
		const good = receiptText(aReceipt(attended(whole)));
		fc.assert(
			fc.property(
				fc.oneof(fc.string({unit: 'binary'}), fc.json()),
				fc.nat(good.length),
				fc.nat(30),
				(noise, at, length) => {
					expect(readReceipt(noise).ok).toBe(false);
					const read = readReceipt(good.slice(0, at) + noise + good.slice(at + length));
					if (read.ok) grade(read.receipt, [shortLesson], []);
				},
			),
			{numRuns: 200},
		);
	});

	it('takes any value in any field without throwing, and solves nothing by it', () => {
		const deed = fc.record({
			of: fc.constantFrom('0.2', '1.0', '0.0', '9.9'),
			lines: fc.array(
				fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('/next', '/bet 1', 'A pause', 'wait 10y', '; ;')),
			),
			events: fc.string(),
			at: fc.nat(),
			done: fc.constantFrom(null, 'now', '2026-11-21T08:30:00.000Z'),
		});
		fc.assert(
			fc.property(fc.array(deed, {maxLength: 4}), (runs) => {
				const {lessons} = graded({id: 'short', text: lessonDigest(shortLesson), runs});
				expect(lessons).toMatchObject([{solved: 0}]);
			}),
			{numRuns: 200},
		);
	});

	it('judges each step from its own beginning', () => {
		const runs = runsOfLesson(twoTasks, ['A acquire', 'undo', '', 'B acquire']);
		const receipt = {...aReceipt({id: 'two', text: lessonDigest(twoTasks), runs}), ...asWritten};
		expect(runs.map(({of, lines}) => ({of, lines}))).toEqual([
			{of: '0.0', lines: ['A acquire account']},
			{of: '1.0', lines: ['B acquire account']},
		]);
		expect(grade(receipt, [twoTasks], [])).toMatchObject({lessons: [{solved: 2}], problems: []});
	});
});

const task = (who: string): string => `\`\`\`task
goal:
  - show: ${who} holds it
    when: ${who} holds account
hints: [Who?, "The lock.", ${who} acquire account]
solution: ${who} acquire account
\`\`\`
`;

const twoTasks = lessonFrom(
	`---\nid: two\ntitle: Two\nrole: engineer\nminutes: 1\nteaches: [lease]\n---\n\n\`\`\`world\nclient A\nclient B\nlock account lease ttl 10s\n\`\`\`\n\n## Both\n\nA first.\n\n${task('A')}\n## Then the other\n\nThen B.\n\n${task('B')}\n`,
);

function typed(start: Session, lines: readonly string[]): Session {
	return lines.reduce((session, text) => update(session, {kind: 'line', text}).session, start);
}

function placeAfter(lines: readonly string[], lesson = shortLesson): LessonPlace {
	const place = lessonIn(typed(openLesson(lesson).session, lines));
	if (place === null) throw new Error('expected a lesson');
	return place;
}

function runsAfter(lines: readonly string[]): readonly Run[] {
	return newRuns(placeAfter(lines), {});
}

function runsOfLesson(lesson: Lesson, lines: readonly string[]): readonly Run[] {
	return newRuns(placeAfter(lines, lesson), {});
}

function runOf(key: string, runs: readonly Run[]): Run {
	const run = runs.find(({of}) => of === key);
	if (run === undefined) throw new Error(`expected a run of ${key}`);
	return run;
}

function attended(lines: readonly string[], done: string | null = null): Attended {
	return {
		id: 'short',
		text: lessonDigest(shortLesson),
		runs: newRuns(placeAfter(lines), {}, done).map(({lesson: _, rules: __, length: ___, ...deed}) => deed),
	};
}

function aReceipt(...attendedLessons: readonly Attended[]) {
	return {name: null, workshop: null, rules: rulesVersion, here: null, lessons: attendedLessons, exercises: []};
}

const asWritten = {intact: true, mark: null, digest: ''};

function graded(lesson: Attended) {
	return grade({...aReceipt(lesson), ...asWritten}, [shortLesson], []);
}

function gradedRuns(runs: readonly Run[]) {
	return graded({id: 'short', text: lessonDigest(shortLesson), runs});
}
