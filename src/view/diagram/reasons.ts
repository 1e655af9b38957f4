import {type Row, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';
import type {Plan} from './plan.js';

/** One sentence for every violation of a history, below a ladder that has no column for them; each with the number of its row. */
export function reasonRows({drafts}: Plan, columns: number): readonly Row[] {
	let row = 0;
	return drafts.flatMap(({number, violations}) => {
		row = number ?? row;
		return violations.flatMap(({property, because}) => {
			const label = `! ${row} `;
			const lines = wrapRow(
				[
					{text: `${property}: `, style: 'violation'},
					{text: visible(because), style: 'plain'},
				],
				Math.max(1, columns - label.length),
			);
			return lines.map(
				(line, index): Row => [{text: index === 0 ? label : ' '.repeat(label.length), style: 'violation'}, ...line],
			);
		});
	});
}
