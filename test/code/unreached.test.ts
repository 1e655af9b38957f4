import {expect, it} from 'vitest';
import {unreachedLines} from '../../src/code/unreached.js';

it.each(['\n', '\r\n', '\r'])(
	'tells the lines that nothing comes to, by their numbers, whatever ends a line (%j)',
	(end) => {
		const code = ['/* a', ' comment */', "// it's lock.renew(", 'lock.acquire();', 'store.read("x");'].join(end);
		expect(unreachedLines(code, 'mine.mjs', [])).toEqual([4, 5]);
	},
);
