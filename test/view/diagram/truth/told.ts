import type {Event} from '../../../../src/sim/event.js';
import {emptyWorld} from '../../../../src/sim/setup.js';
import type {Moment, World} from '../../../../src/sim/world.js';
import type {Told} from '../../../../src/view/diagram/plan.js';
import type {Row, Style} from '../../../../src/view/text/row.js';
import {graphemes, width} from '../../../../src/view/text/width.js';
import type {Step} from '../../../generated/random-scripts.js';

/** Something drawn that is not so. `kind`: what sort of thing it is. */
export type Disagreement = {readonly kind: string; readonly detail: string};

/** The history of a run as the pictures take it: statements to which nothing happened are left out. */
export function toldOf(steps: readonly Step[]): readonly Told[] {
	return steps.flatMap(({outcome}) => (outcome.ok && outcome.moments.length > 0 ? [{moments: outcome.moments}] : []));
}

/** Every moment of a run, in order. */
export function momentsOf(steps: readonly Step[]): readonly Moment[] {
	return steps.flatMap(({outcome}) => (outcome.ok ? outcome.moments : []));
}

/** The world at the end of a run. */
export function endOf(steps: readonly Step[]): World {
	return steps.reduce((world, {outcome}) => (outcome.ok ? outcome.world : world), emptyWorld);
}

/** One column of a drawn row. */
export type Cell = {readonly text: string; readonly style: Style};

/** What stands in each column of a drawn row. A wide character has its column and an empty one after it. */
export function cellsOf(row: Row): readonly Cell[] {
	const known = cells.get(row);
	if (known !== undefined) return known;
	const found: Cell[] = [];
	for (const {text, style} of row) {
		if (width(text) === text.length) for (const each of text) found.push({text: each, style});
		else
			for (const each of graphemes(text)) {
				found.push({text: each, style});
				for (let more = width(each) - 1; more > 0; more--) found.push({text: '', style});
			}
	}
	cells.set(row, found);
	return found;
}

const cells = new WeakMap<Row, readonly Cell[]>();

/** An event in a few words, for the detail of a disagreement. */
export function words(event: Event): string {
	return JSON.stringify(event);
}
