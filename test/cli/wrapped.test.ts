import {describe, expect, it} from 'vitest';
import type {Io} from '../../src/cli/io.js';
import {wrappedOnTerminal, wrappedText} from '../../src/cli/wrapped.js';

describe('The lines of a run on a terminal', () => {
	it('end between words, and go on below where their text began', () => {
		const line = '    ! 1043 ms  two-believers: B believes that it holds account while A still does.';
		expect(wrappedText(`${line}\n`, 60)).toBe(
			'    ! 1043 ms  two-believers: B believes that it holds\n               account while A still does.\n',
		);
		const row = '      10007 ms    1066 ms  A writes balance=80 with token 33; safe rejects it: the token is lower.';
		expect(wrappedText(row, 80)).toBe(
			'      10007 ms    1066 ms  A writes balance=80 with token 33; safe rejects it:\n                           the token is lower.',
		);
		expect(wrappedText('! lost-update: A wrote over what B had written.', 30)).toBe(
			'! lost-update: A wrote over\n  what B had written.',
		);
		expect(wrappedText('One sentence that has no place of its own in front.', 20)).toBe(
			'One sentence that\nhas no place of its\nown in front.',
		);
	});

	it('stay whole where a caret points at them', () => {
		const pointed = 'a long line of a script, which is wrong\n       ^^^^\n';
		expect(wrappedText(pointed, 20)).toBe(pointed);
	});

	it('stay as they are where there is room', () => {
		expect(wrappedText('  15  expect A holds account  ✓\n\nGo on? [y/N] ', 80)).toBe(
			'  15  expect A holds account  ✓\n\nGo on? [y/N] ',
		);
	});

	it('ask for standard input no sooner than somebody reads it, and hand on all the rest', () => {
		let asked = 0;
		const io = {
			stdout: {isTTY: true, write: () => true},
			stderr: {write: () => true},
			columns: 80,
			get stdin() {
				asked += 1;
				return [];
			},
		} as unknown as Io;
		const wrapped = wrappedOnTerminal(io);
		expect(asked).toBe(0);
		expect(wrapped.stdin).toEqual([]);
		expect({...wrapped}).toHaveProperty('columns', 80);
		expect(wrapped.stderr).toBe(io.stderr);
	});
});
