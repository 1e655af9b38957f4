import {describe, expect, test} from 'vitest';
import {ladderPane} from '../../../src/view/screens/ladder-pane.js';
import {rowText} from '../../../src/view/text/row.js';
import {inSandbox} from '../../session/at-prompt.js';

const lines = [
	'A acquire',
	'A write account balance=90',
	'A release',
	'B acquire',
	'B write account balance=80',
	'B release',
];

function pane(scroll: number, rows = 8): readonly string[] {
	return ladderPane(inSandbox(...lines).session.place, {columns: 80, rows, scroll}).map(rowText);
}

describe('the ladder, scrolled', () => {
	test('says that more rows lie above and how many below', () => {
		const shown = pane(3);
		expect(shown).toHaveLength(8);
		expect(shown[1]).toBe(' ⋮ more rows above, PgUp');
		expect(shown.at(-1)).toBe(' ⋮ 4 more rows below, PgDn');
		expect(shown.slice(2, -1)).toEqual(pane(0, 100).slice(-9, -4));
	});

	test('says nothing of rows above once it is at the first', () => {
		const shown = pane(1000);
		expect(shown[1]).toContain('acquire');
		expect(shown.at(-1)).toMatch(/^ ⋮ \d+ more rows below, PgDn$/);
	});

	test('has no marks at the newest row', () => {
		expect(pane(0).join('\n')).not.toContain('more row');
	});
});
