import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Message} from '../../src/session/message.js';
import {ladderEvents} from '../../src/view/screens/ladder-pane.js';
import {inLesson, inSandbox, lessonFrom, saidBy, type Typed, type} from './at-prompt.js';

const lesson = lessonFrom(readFileSync(new URL('../../lessons/12-first-word.md', import.meta.url), 'utf8'));
const bet = () => inLesson(lesson);
const task = () => inLesson(lesson, '2', '');
const right = 'store safe fenced ratchet read';
const first = (typed: Typed): Message | undefined => typed.session.said[0];
const refusal = (typed: Typed): string => {
	const said = first(typed);
	return said?.kind === 'refused' ? said.sentence : '';
};

describe('at an open bet', () => {
	it.each(['nobody', 'It refuses A', 'B', 'a', 'B is refused'])('%s asks for the number of a choice', (words) => {
		const typed = type(bet(), words);
		expect(saidBy(typed)).toEqual(['A bet is open: type the number of your choice, from 1 to 3.']);
		expect(typed.session.draft).toBeNull();
	});
});

describe('in a task whose clients have programs', () => {
	it('the next step of a program, typed by hand, is refused with the way to take it', () => {
		expect(refusal(type(task(), 'A acquire'))).toBe("That is the next step of A's program. To take it, type: step A");
		expect(refusal(type(task(), 'A read'))).toMatch(/leaves that out on purpose/);
	});

	it('a word of another program is not led to what the task leaves out', () => {
		const typed = type(task(), 'kill A');
		expect(refusal(typed)).toMatch(/^Here that is `A crash`\. This step leaves that out on purpose\./);
		expect(typed.session.draft).toBe('kill A');
		expect(type(task(), 'sleep 11').session.draft).toBe('wait 11s');
	});
});

describe('the last hint', () => {
	const asked = (...lines: readonly string[]) => type(task(), ...lines, '/hint', '/hint', '/hint');

	it('leaves out the wait for a lease that has run out', () => {
		const line = 'step B 2; step A; run B';
		expect(first(asked(right, 'step A 2', 'wait 11s'))).toMatchObject({kind: 'hint', text: line, line});
	});

	it('is given once more with its line, which can be taken', () => {
		const again = type(asked(right, 'step A 2'), '/hint');
		expect(first(again)).toMatchObject({kind: 'hint', number: 3, line: 'wait until expiry; step B 2; step A; run B'});
		expect(saidBy(again).at(-1)).toBe('/show plays the solution on a copy.');
	});

	it('offers no line where its line would lose the task or be refused', () => {
		expect(first(asked('store safe fenced check read', 'step A 2'))).toMatchObject({
			kind: 'hint',
			line: null,
			text: 'From here no hint leads on: /undo takes back, /reset starts again.',
		});
		expect(saidBy(type(task(), right, 'step A 2', 'run B', 'step A', '/hint'))).not.toContain('step B 2');
	});
});

describe('/why with a row', () => {
	it('tells of a refused write at the row of the request and at that of the answer', () => {
		const {place} = inSandbox(
			'A acquire',
			'wait 11s',
			'B acquire',
			'B write account balance=80',
			'A write account balance=90',
		).session;
		const rows = Array.from({length: 20}, (_, row) => ladderEvents(place, row + 1)).filter((each) => each !== null);
		expect(rows.every((events) => events.length > 0)).toBe(true);
	});
});
