import {Readable} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {askYes} from '../../src/cli/ask-yes.js';

/** The answer to a question, what was printed, and what is left of the input for who reads next. */
async function asked(...typed: readonly string[]) {
	const stdin = Readable.from(typed);
	let printed = '';
	const stdout = {
		write: (text: string) => {
			printed += text;
		},
	};
	const yes = await askYes('Go on? ', {stdin, stdout});
	const left: string[] = [];
	for await (const chunk of stdin) left.push(String(chunk));
	return {yes, printed, left: left.join('')};
}

describe('A question on the terminal', () => {
	it('leaves what was typed after its answer to who reads next', async () => {
		expect(await asked('y\nacquire\n', 'release\n')).toEqual({
			yes: true,
			printed: 'Go on? ',
			left: 'acquire\nrelease\n',
		});
		expect(await asked('n', 'o\n', 'y\n')).toEqual({yes: false, printed: 'Go on? ', left: 'y\n'});
	});

	it('is answered with no by the end of the input, and ends its line', async () => {
		expect(await asked()).toEqual({yes: false, printed: 'Go on? \n', left: ''});
	});
});
