import {sayDuration} from '../../language/duration.js';
import {counted} from '../../narrate/counted.js';
import type {Tree} from '../../session/session.js';
import {type Branch, branchesOf, lineEntries, type TimelineEntry} from '../../session/timeline.js';
import {describe} from '../../session/travel.js';
import {cutRow, type Row, restyle} from '../text/row.js';
import {sentenceRow} from './prose-rows.js';

/** Everything that was done in this world, oldest first: the present line with its cursor, what was undone dim after it, and each branch where it left the line. */
export function timelineRows(tree: Tree, columns: number): readonly Row[] {
	const entries = lineEntries(tree);
	const branches = branchesOf(tree);
	const placed = new Set(entries.map(({moment}) => moment.id));
	const early = branches.filter(({from}) => !placed.has(from.id)).map(branchRow);
	const line = entries.flatMap((entry) => [
		momentRow(entry),
		...branches.filter(({from}) => from.id === entry.moment.id).map(branchRow),
	]);
	return [...early, ...line].map((row) => cutRow(row, columns));
}

function momentRow({moment, mark}: TimelineEntry): Row {
	const words = sentenceRow(describe(moment));
	return [
		{text: mark === 'here' ? ' ▸ ' : '   ', style: 'accent'},
		{text: `${sayDuration(moment.world.now).padStart(9)}  `, style: 'dim'},
		...(mark === 'ahead' ? restyle(words, 'dim') : words),
		{
			text: mark === 'here' ? '   you are here' : mark === 'ahead' ? '   undone' : '',
			style: mark === 'here' ? 'accent' : 'dim',
		},
	];
}

function branchRow({tip, name, length}: Branch): Row {
	return [
		{text: `              └─ ${name}  `, style: 'accent'},
		...sentenceRow(
			`${counted(length, 'statement')}, up to ${describe(tip)} at ${sayDuration(tip.world.now)}: \`/goto ${name}\``,
		),
	];
}
