import {describe, expect, it} from 'vitest';
import {fewer, rowsOfMessages} from '../../../src/view/screens/message-rows.js';
import {rowText} from '../../../src/view/text/row.js';
import {inSandbox} from '../../session/at-prompt.js';

const {said} = inSandbox('client A', 'wait').session;

describe('What was said, in few rows', () => {
	it('has the line that was not understood, the place in it and the reason, where there is room', () => {
		expect(rowsOfMessages(said, 80).map(rowText)).toEqual([
			'   wait',
			'       ^',
			' ✗ Expected a duration such as 6s, but the statement ends here.',
		]);
	});

	it('keeps the reason where there is room for one row or two: the line stands at the prompt as well', () => {
		const reason = expect.stringContaining('Expected a duration such as 6s');
		expect(fewer(said, 80, 1).map(rowText)).toEqual([reason]);
		expect(fewer(said, 40, 2).map(rowText)[0]).toEqual(reason);
	});
});
