import type {Reading} from '../../narrate/reading.js';
import {stateLines} from '../../narrate/state.js';
import type {World} from '../../sim/world.js';
import {padRow, type Row} from '../text/row.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** The state of a world in rows: who believes what, what is true, what is in the network. */
export function stateRows(world: World, columns: number, reading: Reading): readonly Row[] {
	return stateLines(world, reading).flatMap((line) => hangingRows([], sentenceRow(line), columns));
}

/** Rows of at most `columns` columns with others to their right, `height` together. Where the others do not fit, their last row says so. */
export function sideBySide(
	left: readonly Row[],
	right: readonly Row[],
	columns: number,
	height: number,
): readonly Row[] {
	const shown =
		right.length <= height
			? right
			: [...right.slice(0, Math.max(0, height - 1)), [{text: '… /state shows all', style: 'dim'} as const]];
	return Array.from(
		{length: height},
		(_, index): Row => [...padRow(left[index] ?? [], columns), {text: ' │ ', style: 'dim'}, ...(shown[index] ?? [])],
	);
}
