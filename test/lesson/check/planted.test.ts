import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {inProject} from '../../../src/build/project.js';
import {checkLessons} from '../../../src/lesson/check/check.js';
import {everySchedule} from '../../../src/lesson/check/every-schedule.js';
import {remarksOn, remarkText} from '../../../src/lesson/check/remarks.js';
import {parseLesson} from '../../../src/lesson/parse.js';
import {lessonPage} from '../../../src/view/screens/lesson-page.js';

/** A lesson without a fault, into which faults are planted. */
const sound = `---
id: planted
title: Planted
role: adversary
minutes: 5
teaches: [zombie]
---

\`\`\`world
client A
client B
lock account lease ttl 10s
store ledger unfenced
put account balance=100
A runs acquire account; read account; write account balance-=10; release account
B runs acquire account; read account; write account balance-=20; release account
\`\`\`

## The gap

\`\`\`notes
Minutes: 2. Ask who is slow.
\`\`\`

A reads and is late. There is nobody else yet.

\`\`\`predict
question: A runs from start to end. What does ledger hold then?
run: run A
choices:
  - say: 100, because nothing was checked
    when: value of ledger balance = 100
    because: The program writes.
    misconception: 1
  - say: 90, because A takes 10 out
    when: value of ledger balance = 90
    because: It reads 100 and writes 90.
\`\`\`

## Your turn

Let A be late, and let B work in the gap. Both believe then, which is called two-believers.

\`\`\`task
goal:
  - show: A's late write lands on top of B's
    when: stale-write on ledger
allow: [step, run, pause, resume, wait]
hints:
  - Who is slow, and when?
  - Let A stop between its read and its write.
  - - when: A paused and B done
      say: A resume; step A
    - when: A paused
      say: wait 11s; run B; A resume; step A
    - say: step A 2; A pause; wait 11s; run B; A resume; step A
solution: |
  step A 2
  wait 11s
  run B
  step A
reject:
  - run A; run B
\`\`\`

\`\`\`claims
faults delay 1
claim possible stale-write on ledger
\`\`\`

## What you saw

\`\`\`debrief
A pause fits between two steps. The flags are stale-write, lost-update and late-write.
card: A check and a write are two steps.
\`\`\`
`;

/** What is planted: the number that trial.md and docs/authoring.md give to its kind, what it replaces, and what says so. \`look\`: only --look does. */
type Plant = {
	readonly kind: string;
	readonly is: string;
	readonly from: string | RegExp;
	readonly to: string;
	readonly says: RegExp;
	readonly look?: true;
	readonly searched?: true;
	readonly around?: 'earlier' | 'later';
};

const plants: readonly Plant[] = [
	{
		kind: '1',
		is: 'a claim that is not so',
		from: 'claim possible stale-write on ledger',
		to: 'claim never stale-write on ledger',
		says: /this is not so; the shortest way takes \d+ moves/,
		searched: true,
	},
	{
		kind: '1',
		is: 'a claim that holds only because the fault of the step is not searched',
		from: 'faults delay 1\nclaim possible stale-write on ledger',
		to: 'claim never stale-write on ledger',
		says: /what the learner does in this step shows it/,
	},
	{
		kind: '3',
		is: 'a sentence that is not so in the panel beside it',
		from: 'Let A be late, and let B work in the gap.',
		to: 'A has the lock. Let B work in the gap.',
		says: /shows at no moment/,
		look: true,
	},
	{
		kind: '3',
		is: 'a par that is not the least',
		from: 'solution: |\n',
		to: 'par: 5\nsolution: |\n',
		says: /There is a shorter way: par says 5/,
		searched: true,
	},
	{
		kind: '3',
		is: 'a statement of the solution that does nothing',
		from: '  run B\n',
		to: '  A pause\n  A resume\n  run B\n',
		says: /The solution works without this statement/,
	},
	{
		kind: '3',
		is: 'a red flag in the solution of which no text speaks',
		from: ' The flags are stale-write, lost-update and late-write.',
		to: ' It is over.',
		says: /flagged as lost-update/,
		look: true,
	},
	{
		kind: '3',
		is: 'goals that reward a harm of which they do not speak',
		from: /Let A be late, [\s\S]*?```claims[\s\S]*?```\n/,
		to: `A has read, and B writes 80.

\`\`\`try
A acquire account; A read account; wait 11s; B acquire account; B read account; B write account balance=80; B release account
\`\`\`

A wants to take its 10 out of the 80.

\`\`\`task
goal:
  - show: 70 are left, and A holds the lock
    when: value of ledger balance = 70 and A holds account
allow: [A acquire, A read, A write]
par: 2
hints:
  - What is out of date?
  - What A has read.
  - A acquire account; A read account; A write account balance-=10
solution: |
  A acquire account
  A read account
  A write account balance-=10
\`\`\`
`,
		says: /there is a lost-update in it, of which no goal speaks: A acquire account; A write account balance=70/,
		look: true,
	},
	{
		kind: '5',
		is: 'a real system without a line of code for it',
		from: 'lock account lease ttl 10s',
		to: 'lock account redis ttl 10s',
		says: /no card has the lines of code/,
		look: true,
	},
	{
		kind: '8',
		is: 'a word that nobody has taught',
		from: 'teaches: [zombie]\n',
		to: 'teaches: [zombie]\nuses: [quorum]\n',
		says: /uses quorum, which no earlier lesson teaches/,
	},
	{
		kind: '8',
		is: 'a term that only a later lesson teaches',
		from: 'A pause fits',
		to: 'This is a lease hand-over. A pause fits',
		says: /"hand-over", which only later teaches/,
		look: true,
		around: 'later',
	},
	{
		kind: '9',
		is: 'a store with a name that reads as a word',
		from: /ledger/g,
		to: 'first',
		says: /the name first reads as a word/,
		look: true,
	},
	{
		kind: '10',
		is: 'a task that repeats the moves of an earlier lesson',
		from: 'Minutes: 2.',
		to: 'Minutes: 3.',
		says: /solved by the same moves as "Your turn" of earlier/,
		look: true,
		around: 'earlier',
	},
	{
		kind: '10',
		is: 'a choice that nobody would choose',
		from: '    misconception: 1\n',
		to: '',
		says: /choice 1 is wrong and names no misconception/,
		look: true,
	},
	{
		kind: '10',
		is: 'two choices that are right',
		from: 'when: value of ledger balance = 100',
		to: 'when: A done',
		says: /are all right/,
	},
	{
		kind: '10',
		is: 'no choice that is right',
		from: 'balance = 90\n    because: It',
		to: 'balance = 95\n    because: It',
		says: /No choice of this bet is right/,
	},
	{
		kind: '11',
		is: 'a goal that the solution does not meet',
		from: 'when: stale-write on ledger\nallow',
		to: 'when: stale-write on ledger and B believes account\nallow',
		says: /The solution does not meet the goal/,
	},
	{
		kind: '12',
		is: 'a line that makes more events than anybody can follow',
		from: /A runs acquire[\s\S]*?run: run A\n/,
		to: `A runs acquire account
A retries
A starts at 0s
\`\`\`

## The gap

\`\`\`predict
question: B holds the lock for a year, and A asks each second. Who has it?
run: B acquire account ttl 9000h; wait 9000h
`,
		says: /more than 100,000 events|makes more than/,
	},
	{
		kind: '13',
		is: 'more text than the screen has room for',
		from: 'A reads and is late.',
		to: `A reads and is late. ${'It is late, and nobody knows. '.repeat(20)}`,
		says: /lines of prose are more than 6/,
	},
	{
		kind: '15',
		is: 'a solution that the task does not take',
		from: 'allow: [step, run, pause, resume, wait]',
		to: 'allow: [run, pause, resume, wait]',
		says: /The task does not allow this statement/,
	},
	{
		kind: '18',
		is: 'a hint that leads nowhere',
		from: 'say: step A 2; A pause; wait 11s; run B; A resume; step A',
		to: 'say: wait 10s',
		says: /does not bring the learner nearer/,
	},
	{
		kind: '18',
		is: 'a wrong way that solves the task',
		from: '  - run A; run B\n',
		to: '  - step A 2; A pause; wait 11s; run B; A resume; step A\n',
		says: /is to be rejected, but it meets every goal/,
	},
	{
		kind: '19',
		is: 'a title that is cut',
		from: 'title: Planted',
		to: `title: ${'A very long title '.repeat(5)}`,
		says: /The title of a lesson has \d+ columns/,
	},
	{
		kind: '20',
		is: 'a task without a goal that is open',
		from: 'when: stale-write on ledger\nallow',
		to: 'when: value of ledger balance = 100\nallow',
		says: /The goals are all met before the learner does anything/,
	},
	{
		kind: '20',
		is: 'a name in allow that the world has not',
		from: 'allow: [step, run, pause, resume, wait]',
		to: 'allow: [host1, step, run, pause, resume, wait]',
		says: /host1/,
	},
	{
		kind: '22',
		is: 'no notes for a speaker',
		from: /```notes[\s\S]*?```\n/,
		to: '',
		says: /no step has notes for a speaker/,
		look: true,
	},
	{
		kind: 'English',
		is: 'a sentence that is too long',
		from: 'A pause fits between two steps.',
		to: 'A pause fits between two steps of a program that reads and writes and does a great many other things in the time that lies between the one and the other of them.',
		says: /this sentence has \d+ words/,
		look: true,
	},
];

const earlier = sound.replace('id: planted', 'id: earlier');
const later = sound.replace('id: planted', 'id: later').replace('[zombie]', '[hand-over]');

function lessonOf(text: string) {
	const parsed = parseLesson('planted.md', text);
	return parsed.ok ? {lesson: parsed.lesson, problems: []} : {lesson: null, problems: parsed.problems};
}

/** What the check says of a text, and what --look says. */
function said(
	text: string,
	{around, look, searched}: Pick<Plant, 'around' | 'look' | 'searched'> = {look: true, searched: true},
): {readonly check: readonly string[]; readonly look: readonly string[]} {
	const {lesson, problems} = lessonOf(text);
	if (lesson === null) return {check: problems.map(({message}) => message), look: []};
	const others = (one: Plant['around'], other: string) => (around === one ? [lessonOf(other).lesson ?? lesson] : []);
	const search = searched === true ? everySchedule : undefined;
	const [found = []] = checkLessons([lesson], [], search, lessonPage);
	if (look !== true) return {check: found.map(({message}) => message), look: []};
	const remarks = remarksOn(lesson, {earlier: others('earlier', earlier), later: others('later', later)});
	return {check: found.map(({message}) => message), look: remarks.map(remarkText)};
}

describe('A fault that is planted in a lesson', () => {
	it('is the only one: the lesson without it is sound', () => {
		expect(said(sound)).toEqual({check: [], look: []});
	});

	it.each(plants.map((plant) => [plant.is, plant] as const))('is found: %s', (_, plant) => {
		const {from, to, says, look} = plant;
		const text = sound.replace(from, to);
		expect(text).not.toBe(sound);
		const {check, look: looked} = said(text, plant);
		expect([check, looked]).toSatisfy(() => (look === true ? looked : check).some((each) => says.test(each)));
		if (look === true) expect(check).toEqual([]);
	});

	it('stands in the page for authors, with what finds it', () => {
		const page = readFileSync(inProject('docs', 'authoring.md'), 'utf8');
		for (const {is, kind} of plants) expect(page).toContain(`| ${kind} | ${is} |`);
		for (let kind = 1; kind <= 24; kind += 1) expect(page, `${kind}`).toMatch(new RegExp(`^\\| ${kind} \\|`, 'm'));
	});
});
