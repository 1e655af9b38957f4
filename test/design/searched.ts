import {designs} from 'fence-tutor:designs';
import {describe, expect, it} from 'vitest';
import {type ProvedDesign, type Row, rows} from '../../src/design/catalogue.js';
import {proveRow} from '../../src/design/prove.js';

/** Searches every schedule anew of some designs, each kind of fault that is not too long for it, and compares. Two files share them, so that two workers do. */
export function searchAgain(isOurs: (index: number) => boolean): void {
	describe('Searched anew, as far as the time of a test goes,', () => {
		it.each(designs.filter((_, index) => isOurs(index)).map((design) => [design.name, design] as const))(
			'%s promises what is written down',
			(_, design) => {
				for (const row of rows)
					if (statesOf(design, row) <= mostStates)
						expect({row, cells: proveRow(design, row)}).toEqual({row, cells: design.table[row]});
			},
		);
	});
}

/** About how many states the searches for a row go through. */
function statesOf({table}: ProvedDesign, row: Row): number {
	return table[row].reduce((sum, cell) => sum + ('states' in cell ? cell.states : 0), 0);
}

/** Longer ones are searched by `npm run designs -- all`. */
const mostStates = 4000;
