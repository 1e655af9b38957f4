import {sayDuration} from '../language/duration.js';
import {counted} from '../narrate/counted.js';
import type {Moment, Tree} from './session.js';
import {describe} from './travel.js';
import {ahead, fork, past, pastOf, tips} from './tree.js';

/** One line of the timeline. `mark`: where the cursor is, what lies ahead of it, or the past. */
export type TimelineEntry = {readonly moment: Moment; readonly mark: 'past' | 'here' | 'ahead'};

/** A line of moments that the learner is not on. `name` is what /goto takes; `from` is the moment it leaves the present line at. */
export type Branch = {readonly name: string; readonly from: Moment; readonly tip: Moment; readonly length: number};

/** The line the learner is on, as far as it goes. Order: oldest first. */
export function lineEntries(tree: Tree): readonly TimelineEntry[] {
	return [
		...past(tree).map((moment): TimelineEntry => ({moment, mark: moment.id === tree.cursor ? 'here' : 'past'})),
		...ahead(tree).map((moment): TimelineEntry => ({moment, mark: 'ahead'})),
	].filter(({moment: {did}, mark}) => did.kind === 'statement' || mark === 'here');
}

/** All other lines. Order: by their names b1, b2. */
export function branchesOf(tree: Tree): readonly Branch[] {
	return tips(tree).flatMap((tip, index) => {
		const from = fork(tree, tip.id);
		return from === null ? [] : [{name: `b${index + 1}`, from, tip, length: statementsAfter(tree, from, tip)}];
	});
}

/** The branches as sentences. */
export function branchLines(tree: Tree): readonly string[] {
	return branchesOf(tree).map(
		({name, from, tip, length}) =>
			`${name}: ${counted(length, 'statement')} after ${describe(from)}, up to ${describe(tip)} at ${sayDuration(tip.world.now)}. To go there: /goto ${name}`,
	);
}

function statementsAfter(tree: Tree, from: Moment, tip: Moment): number {
	return pastOf(tree, tip.id).filter(({id, did}) => id > from.id && did.kind === 'statement').length;
}
