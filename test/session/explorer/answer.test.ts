import {describe, expect, it} from 'vitest';
import {answer} from '../../../src/session/explorer/answer.js';
import {inLesson, inSandbox, saidBy, type} from '../at-prompt.js';
import {shortLesson} from '../short-lesson.js';
import {finished, hear, questionOf} from './asking.js';

const programs = [
	'A runs acquire account; read account; write account balance-=10; release account',
	'B runs acquire account; read account; write account balance-=20; release account',
];
const story =
	'A acquire account; A read account; wait 10s; B acquire account; B read account; B write account balance-=20; A write account balance-=10';

describe('A claim at the prompt', () => {
	it('is searched in every schedule, with all claims of its line, and the first that has a schedule shows it', () => {
		const {sentences, script} = hear(
			...programs,
			'faults delay 1',
			'claim never stale-write on safe; claim never stale-write on raw; claim possible late-write on safe',
		);
		expect(sentences).toEqual([
			expect.stringMatching(
				/^`claim never stale-write on safe` holds: all [\d,]+ states searched, with delay 1 and no other fault\.$/,
			),
			expect.stringMatching(/^`claim never stale-write on raw` does not hold: it breaks by a schedule of 7 moves, /),
			expect.stringMatching(/^`claim possible late-write on safe` holds: it is shown by a schedule of 5 moves, /),
		]);
		expect(script).toBe('step A; step A; wait 10s; step B; step B; step B; step A');
	});

	it('says that only the order of steps was tried where no fault is allowed, and needs programs', () => {
		expect(hear(...programs, 'claim possible two-grants').sentences).toEqual([
			expect.stringMatching(/^`claim possible two-grants` does not hold: no schedule makes it true; all /),
			expect.stringContaining('No faults are allowed in this world'),
		]);
		const stale = ['A acquire', 'wait 11s', 'B acquire', 'B write account balance=80', 'A write account balance=90'];
		expect(hear(...programs, ...stale, 'claim never stale-write on raw').sentences[0]).toBe(
			'`claim never stale-write on raw` does not hold: it is broken already.',
		);
		expect(hear('claim never two-grants').sentences).toEqual([expect.stringContaining('no client here has one')]);
	});

	it('may be typed in every task, and is not known where the search stops', () => {
		const typed = inLesson(shortLesson, 'claim never stale-write on raw');
		expect(typed.effects.at(-1)).toMatchObject({kind: 'explore', request: {question: {kind: 'claims'}}});
		const request = questionOf(...programs, 'faults delay 1', 'claim never stale-write on safe');
		expect(finished(request, 10).sentences).toEqual([
			expect.stringMatching(/^Not known: `claim never stale-write on safe`\. The search stopped after \d+ states\.$/),
		]);
	});
});

describe('/explore', () => {
	it('tells what can still break, what cannot, and the shortest story of the worst', () => {
		const {sentences, script} = hear(...programs, 'faults delay 1', '/explore');
		expect(sentences[0]).toBe(
			'Can still break: stale-write on raw (7 moves), late-write on raw (5 moves), late-write on safe (5 moves), lost-update on raw (7 moves), lost-update on safe (7 moves).',
		);
		expect(sentences[1]).toMatch(
			/^Cannot break, whatever the schedule: .*two-grants.*stale-write on safe.* were searched for each\.$/,
		);
		expect(script).toBe('step A; step A; wait 10s; step B; step B; step B; step A');
	});

	it('gives clients without programs the usual one, and tells the story in statements that need none', () => {
		const {sentences, script, typed} = hear('/explore');
		expect(sentences[0]).toContain('two-believers');
		expect(sentences.join(' ')).toContain('No client has a program here');
		expect(script).toBe(story);
		expect(saidBy(type(typed, '/redo 99', 'expect stale-write on raw')).join()).toContain('That is true');
	});

	it('goes on from where the learner is', () => {
		const {sentences} = hear('A acquire', 'A read account', '/explore');
		expect(sentences[0]).toContain('stale-write on raw (5 moves)');
	});

	it('tells what is broken already, and how to shorten it', () => {
		const {sentences} = hear(
			'A acquire',
			'wait 11s',
			'B acquire',
			'B write account balance=80',
			'A write account balance=90',
			'/explore',
		);
		expect(sentences[0]).toBe(
			'Broken already: stale-write on raw, late-write on raw. /explore mine shows how few of your lines do it.',
		);
	});

	it('tells the closest miss where nothing can break', () => {
		const {sentences, script} = hear(
			'store raw fenced',
			'B runs read account',
			'A runs acquire account; write account balance=1',
			'/explore',
		);
		expect(sentences.some((sentence) => sentence.startsWith('Can still break'))).toBe(false);
		expect(script).toBe('');
		const missed = hear('lock account lease ttl 10s', 'store raw fenced', ...programs, '/explore stale-write on raw');
		expect(missed.sentences).toEqual([
			expect.stringMatching(
				/^No: none of the schedules from here makes it true\. All [\d,]+ states were searched\. No fault was searched; not searched: .*cut/,
			),
			'The closest miss: a write comes too late, and raw rejects it, in 7 moves.',
		]);
		expect(missed.script).toBe('step A; step A; wait 10s; step B; step B; step B; step A');
	});

	it('says where something cannot break that no faults are allowed, and how to allow some', () => {
		expect(hear(...programs, '/explore').sentences.join(' ')).toContain('`faults delay 1 pause 1`');
		expect(hear(...programs, 'faults delay 1 pause 1', '/explore').sentences.join(' ')).not.toContain('No faults');
	});

	it('says that it does not know when it is stopped, and never that something cannot break', () => {
		const request = questionOf(...programs, 'faults delay 1', '/explore');
		const answering = answer(request, 100_000);
		let next = answering.next(false);
		while (next.done !== true) next = answering.next(true);
		expect(next.value.sentences.join(' ')).toContain('Not known: ');
		expect(next.value.sentences.join(' ')).not.toContain('stale-write on safe, locked-out');
	});
});

describe('/explore FACT', () => {
	it('gives the shortest schedule that makes any fact true', () => {
		const {sentences, script} = hear(...programs, '/explore value of raw balance = 70 and nobody holds account');
		expect(sentences[0]).toMatch(/^Yes: the shortest schedule that makes it true has 8 moves\./);
		expect(script).toBe('step A; step A; step A; step A; step B; step B; step B; step B');
	});

	it('says that a fact is true already', () => {
		expect(hear('/explore nobody holds account').sentences).toEqual(['It is true already.']);
	});

	it('leaves out as little as it can of what cannot all be true', () => {
		const {sentences} = hear(...programs, '/explore A holds account and B holds account and value of raw balance = 90');
		expect(sentences[1]).toBe('The closest miss: A holds account and value of raw account.balance = 90, in 3 moves.');
	});
});

describe('/explore mine', () => {
	const long = [
		...[
			'A acquire',
			'A read account',
			'A check',
			'A renew',
			'A pause',
			'wait 3s',
			'wait 9s',
			'B acquire',
			'B read account',
			'B check',
			'B write account balance-=20',
		],
		...['B release', 'A resume', 'A write account balance-=10', 'wait 5s', 'A acquire'],
	];

	it('leaves out of the learner’s own run all that is not needed', () => {
		const {sentences, script} = hear(...long, '/explore mine');
		expect(sentences[0]).toBe(
			`Your 16 lines make stale-write on raw true; 7 of them do it: \`${story.replace('10s', '12s')}\``,
		);
		expect(sentences[1]).toMatch(
			/^With these kinds of statement no way of up to 5 is enough; [\d,]+ states were searched/,
		);
		expect(script).toBe(story.replace('10s', '12s'));
	});

	it('grows the shorter run beside the learner’s, from where both begin', () => {
		const {typed} = hear(...long, '/explore mine');
		expect(saidBy(type(typed, '/redo 99', 'expect stale-write on raw')).join()).toContain('That is true');
		expect(saidBy(type(typed, '/timeline')).length).toBeGreaterThan(0);
	});

	it('shows a shorter way than any that the learner’s lines hold', () => {
		const {sentences, script} = hear(
			'A acquire',
			'A release',
			'B acquire',
			'B write account balance=80',
			'A write account balance=90',
			'wait 1s',
			'/explore mine',
		);
		expect(sentences[0]).toContain('Your 6 lines');
		expect(sentences[1]).toMatch(/^A way with 4 statements, waits not counted, does it as well: /);
		expect(script).toMatch(/^A acquire account; wait 10s; B acquire account; /);
	});

	it('says that nothing is broken yet', () => {
		const typed = inSandbox('A acquire', '/explore mine');
		expect(saidBy(typed)).toEqual(['Nothing is broken in your run yet. /explore tells what can still break.']);
	});
});
