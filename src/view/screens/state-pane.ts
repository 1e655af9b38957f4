import {stateLines} from '../../session/state.js';
import type {World} from '../../sim/world.js';
import {padRow, type Row} from '../text/row.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** The state of a world beside other rows: who believes what, what is true, what is in the network. `left` is how wide those rows are; both together are `columns` wide. */
export function besideState(rows: readonly Row[], world: World, left: number, columns: number): readonly Row[] {
	const state = stateLines(world).flatMap((line) => hangingRows([], sentenceRow(line), columns - left - 3));
	const height = Math.max(rows.length, 1);
	const shown = state.length <= height ? state : [...state.slice(0, height - 1), [{text: '… /state shows all', style: 'dim'} as const]];
	return rows.map((row, index): Row => [...padRow(row, left), {text: ' │ ', style: 'dim'}, ...(shown[index] ?? [])]);
}
