import {describe, expect, test} from 'vitest';
import {cell, cellText, columns, rows} from './matrix.js';

/** Source: the oracle matrix of the field, with A as the zombie; in S13 A is the only live holder. Versions are per resource here, so CAS rejects in S14 where versions per key would accept, and the zombie's write loses what came since its read. */
const oracle: Readonly<Record<string, readonly string[]>> = {
	's01-pause.fence': ['accept / lost', 'reject', 'reject', 'reject', 'reject'],
	's07-duplicate-token.fence': ['accept / lost', 'accept / lost', 'accept / lost', 'reject', 'reject'],
	's11-hole.fence': ['accept / lost', 'accept / lost', 'reject', 'accept', 'accept'],
	's13-reset-counter.fence': ['accept', 'reject', 'reject', 'accept', 'reject'],
	's14-per-key.fence': ['accept / lost / torn', 'accept / lost / torn', 'reject', 'reject', 'reject'],
	's15b-own-reorder.fence': ['accept', 'accept', 'accept', 'reject', 'reject'],
	's20-reread-token.fence': ['accept / lost', 'accept / lost', 'accept / lost', 'reject', 'reject'],
	's26-fresh-read.fence': ['accept', 'reject', 'reject', 'accept', 'reject'],
};

describe('the oracle matrix', () => {
	test('has a row for every scenario', () => {
		expect(rows()).toEqual(Object.keys(oracle));
	});

	test.each(Object.entries(oracle))('%s comes out under every rule as the field says', (row, expected) => {
		expect(columns.map((column) => cellText(cell(row, column)))).toEqual(expected);
	});
});
