import {describe, expect, it} from 'vitest';
import {namesOf} from '../../src/language/names.js';
import {parseScript} from '../../src/language/parse.js';
import {allowed, listed, whyNotAllowed} from '../../src/lesson/allow.js';
import {hintFor} from '../../src/lesson/hint.js';
import {play, rightChoice, standing, worldOf} from '../../src/lesson/judge.js';
import type {Lesson, Script} from '../../src/lesson/lesson.js';
import {plainText} from '../../src/lesson/prose.js';
import {worldsOf} from '../../src/lesson/trail.js';
import {holder} from '../../src/sim/look.js';
import {betOf, block, lessonOf, lessonText, taskOf} from './a-lesson.js';

const running = block(
	'world',
	`client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100
A runs acquire account; read account; write account balance-=10; release account
B runs acquire account; read account; write account balance-=20; release account
A starts at 0s
B starts at 0s`,
);

const task = `goal:
  - show: B holds while A believes
    when: B holds account and A believes account
  - show: A stale write
    when: stale-write on raw
lose:
  - show: A is done in time
    when: A done and not stale-write on raw
allow: [pause, resume, wait, B acquire, B write]
hints:
  - Who?
  - - when: A paused
      say: A sleeps, with token {token of A}
    - say: Nobody sleeps, and raw holds {value of raw balance}
  - wait 1s; A pause
solution: |
  wait 1s
  A pause
  wait 12s
  A resume`;

const lesson = lessonOf(lessonText({world: running, steps: `## Break it\n\n${block('task', task)}`}));
const start = worldOf(lesson.world);

describe('A goal', () => {
	it('is ticked once it has been true at some moment, even inside one wait', () => {
		const {trail} = did(lesson, 'wait 1s; A pause for 12s; wait 30s');
		expect(standing(taskOf(lesson), trail)).toEqual({ticked: [true, true], solved: true, lost: null});
	});

	it('is ticked by a moment inside a run', () => {
		const goal = task.replace('B holds account and A believes account', 'B holds account and version of raw = 1');
		const manual = lessonOf(
			lessonText({world: running.replace(/\n. starts at 0s/g, ''), steps: `## Run\n\n${block('task', goal)}`}),
		);
		const {trail, world} = did(manual, 'run B');
		expect(holder(world, 'account')).toBeNull();
		expect(standing(taskOf(manual), trail).ticked).toEqual([true, false]);
	});

	it('stays open while nothing has met it', () => {
		expect(standing(taskOf(lesson), did(lesson, 'wait 1s').trail)).toEqual({
			ticked: [false, false],
			solved: false,
			lost: null,
		});
	});
});

describe('A task', () => {
	it('is lost when its lose comes true first, whatever comes later', () => {
		const lost = standing(taskOf(lesson), did(lesson, 'wait 12s; A pause; wait 20s').trail);
		expect(lost.solved).toBe(false);
		expect(lost.lost && plainText(lost.lost.show)).toBe('A is done in time');
	});

	it('allows what its list names, for one actor or for all', () => {
		const {allow} = taskOf(lesson);
		const names = namesOf(start);
		const can = (text: string): readonly boolean[] =>
			parseScript(text, names).statements.map(({statement}) => allowed(statement, allow));
		expect(can('A pause; B resume; wait 1s; wait until expiry; B acquire account; expect A paused')).toEqual([
			true,
			true,
			true,
			true,
			true,
			true,
		]);
		expect(can('A acquire account; A crash; store raw fenced; step A')).toEqual([false, false, false, false]);
	});

	it('allows whatever somebody does whom its list names alone', () => {
		const names = namesOf(start);
		const allow = [
			{actor: 'B', verb: null},
			{actor: 'locks', verb: null},
			{actor: null, verb: 'wait'},
		];
		const can = (text: string): readonly boolean[] =>
			parseScript(text, names).statements.map(({statement}) => allowed(statement, allow));
		expect(can('B acquire account; B pause; B crash; B clock +1s; locks crash; locks kill; wait 1s')).toEqual(
			Array(7).fill(true),
		);
		expect(can('A acquire account; A pause; cut A locks; B write account balance=1 token 99')).toEqual(
			Array(4).fill(false),
		);
		expect(whyNotAllowed(script(lesson, 'A pause')[0]?.statement ?? {kind: 'wait', for: 1}, allow)).toContain(
			'Here you may use: B, locks, wait.',
		);
	});

	it('says what may be used as it is typed', () => {
		expect(
			listed([
				{actor: 'A', verb: 'step'},
				{actor: 'B', verb: 'advance'},
				{actor: null, verb: 'run'},
			]),
		).toBe('step A, B advance, run');
	});

	it('lets a write choose its token only where the list says token', () => {
		const [line] = script(lesson, 'B write account balance=1 token 99');
		if (line === undefined) throw new Error('no line');
		expect(whyNotAllowed(line.statement, taskOf(lesson).allow)).toContain('carries the token');
		expect(
			whyNotAllowed(line.statement, [
				{actor: null, verb: 'write'},
				{actor: null, verb: 'token'},
			]),
		).toBeNull();
	});

	it('allows everything without a list', () => {
		expect(
			script(lesson, 'A crash; locks crash; A write account balance=1 token 99').every(({statement}) =>
				allowed(statement, null),
			),
		).toBe(true);
	});
});

describe('A hint', () => {
	it('notices what is already done and speaks of the values of this world', () => {
		const [, idea] = taskOf(lesson).hints;
		if (idea === undefined) throw new Error('no hint');
		expect(plainText(hintFor(idea, start).say)).toBe('Nobody sleeps, and raw holds 100');
		expect(plainText(hintFor(idea, did(lesson, 'wait 1s; A pause').world).say)).toBe('A sleeps, with token 33');
	});

	it('has a line to run in its last place', () => {
		const last = taskOf(lesson).hints.at(-1);
		expect(last && hintFor(last, start).line.map(({text}) => text)).toEqual(['wait 1s', 'A pause']);
	});
});

describe('A bet', () => {
	const bet = (second: string): Lesson =>
		lessonOf(
			lessonText({
				steps: `## Bet\n\n${block('predict', `question: What?\nrun: A acquire account\nchoices:\n  - {say: Granted, when: A holds account}\n  - {say: Denied, when: ${second}}`)}`,
			}),
		);

	it('is graded by the world after its run', () => {
		const one = bet('last denied');
		expect(rightChoice(betOf(one), play(betOf(one).run, worldOf(one.world)).world)).toBe(0);
		expect(rightChoice(betOf(one), worldOf(one.world))).toBeNull();
	});

	it('has no right choice when two are true', () => {
		const both = bet('last granted');
		expect(rightChoice(betOf(both), play(betOf(both).run, worldOf(both.world)).world)).toBeNull();
	});
});

describe('The worlds inside a statement', () => {
	it('end with the world that the statement itself leaves', () => {
		const {trail, world} = did(lesson, 'wait 1s; A pause; wait 12s; A resume; wait 30s');
		const worlds = worldsOf(trail);
		expect(worlds.at(-1)).toBe(world);
		const numbers = worlds.map(({audit, now}) => [now, audit.seq]);
		expect(numbers).toEqual([...numbers].sort(([t1 = 0, s1 = 0], [t2 = 0, s2 = 0]) => t1 - t2 || s1 - s2));
	});
});

function script(of: Lesson, text: string): Script {
	return parseScript(text, namesOf(worldOf(of.world))).statements.map((each) => ({
		text: each.text,
		statement: each.statement,
		optional: false,
		place: each,
	}));
}

function did(of: Lesson, text: string): ReturnType<typeof play> {
	const played = play(script(of, text), worldOf(of.world));
	if (played.refused !== null) throw new Error(played.refused.sentence);
	return played;
}
