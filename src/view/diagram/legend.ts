import {type Row, rowWidth, wrapRow} from '../text/row.js';
import {bars} from './bars.js';

/** The marks in one line; as many as the width has room for, the most needed first. */
export function legendLine(columns: number): Row {
	let line: Row = [];
	for (const [mark, words] of short) {
		const longer: Row = [
			...line,
			...(line.length === 0 ? [] : [{text: '  ', style: 'plain' as const}]),
			{...mark},
			{text: ` ${words}`, style: 'dim'},
		];
		if (rowWidth(longer) > columns) return line;
		line = longer;
	}
	return line;
}

/** Every mark of the ladder, and what it means. Order: the most needed first. */
export function legendList(): readonly {readonly mark: string; readonly means: string}[] {
	return onLadder.map(([{text}, means]) => ({mark: text, means}));
}

/** Every mark of the ladder and of the strip with its meaning, in rows of at most the width. */
export function legendRows(columns: number): readonly Row[] {
	const room = Math.max(8, columns - 6);
	return [...onLadder, ...onStrip].flatMap(([mark, words]) =>
		wrapRow([{text: words, style: 'plain'}], room).map((line, index): Row => {
			const start = index === 0 ? mark.text : '';
			return [
				{text: `${start}${' '.repeat(5 - rowWidth([{text: start, style: 'plain'}]))}`, style: mark.style},
				...line,
			];
		}),
	);
}

const {idle, held, belief, transaction, work, 'work-belief': workBelief, paused, down} = bars;

const marks = {
	lease: {text: held.bar, style: held.style},
	belief: {text: belief.bar, style: belief.style},
	transaction: {text: transaction.bar, style: transaction.style},
	work: {text: work.bar, style: work.style},
	workBelief: {text: workBelief.bar, style: workBelief.style},
	paused: {text: paused.bar, style: paused.style},
	idle: {text: idle.bar, style: idle.style},
	down: {text: down.bar, style: down.style},
	violation: {text: '!', style: 'violation'},
	refused: {text: '✗', style: 'rejected'},
} as const;

const short = [
	[marks.belief, 'believes'],
	[marks.lease, 'lease'],
	[marks.paused, 'paused'],
	[marks.violation, 'violated'],
	[marks.refused, 'refused'],
	[marks.idle, 'idle'],
	[marks.down, 'down'],
] as const;

const onLadder = [
	[marks.belief, 'the client believes that it holds the lock'],
	[marks.lease, 'the lock service knows a lease that has not expired; a store has a row locked'],
	[
		marks.transaction,
		'the client has a transaction open; what stands in brackets at the store is seen by nobody else before the commit',
	],
	[marks.workBelief, 'the client works, and believes that it holds the lock'],
	[marks.work, 'the client works, and believes nothing'],
	[
		marks.paused,
		'the client is paused, or stands still in a schedule; it notices nothing and believes what it believed',
	],
	[marks.idle, 'idle: a client without belief, a lock without lease, a store'],
	[marks.down, 'crashed; or idle in a silence that is not drawn in full'],
	[marks.violation, 'in this row a property of the world is violated'],
	[{text: '─►', style: 'plain'}, 'a message that arrives'],
	[{text: '─✗', style: 'rejected'}, 'a message that arrives and is rejected or denied'],
	[
		{text: '─►', style: 'dim'},
		'short, without a word: a renewal that the client sends in the background; ┄✗ where it is lost',
	],
	[{text: '┄ #7', style: 'plain'}, 'message 7 leaves and stays in the network; #7 on an arrow is where it arrives'],
	[{text: '┄✗', style: 'rejected'}, 'a message that is lost'],
	[
		{text: 'A·✗', style: 'lease'},
		'the nodes of a redlock in order: one that keeps the key of A, a free one, one that is down',
	],
	[{text: '⋮', style: 'dim'}, 'a long silence'],
] as const;

const onStrip = [
	[{text: '━', style: 'belief'}, 'on the strip: the client believes; the number is its token'],
	[{text: '═', style: 'lease'}, 'on the strip: the lease of the client named at its start'],
	[
		{text: '✓', style: 'accepted'},
		'on the strip: a write of the client beside it is accepted; ✗ rejected, ! against a property, * some accepted and some rejected',
	],
	[{text: '▸', style: 'cursor'}, 'where you stand in time; later rows are dim'],
] as const;
