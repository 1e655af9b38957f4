import {clipped} from '../text/fit.js';
import type {Row} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {width} from '../text/width.js';

/** The title row and the line under it: what this is on the left, where the learner stands on the right. */
export function header(title: string, aside: string, columns: number): readonly Row[] {
	const right = width(aside) + 4 < columns ? aside : '';
	const left = clipped(title, columns - width(right) - 3);
	const gap = ' '.repeat(Math.max(1, columns - width(left) - width(right) - 2));
	return [
		[
			{text: ` ${left}`, style: 'heading'},
			{text: `${gap}${right} `, style: 'dim'},
		],
		rule(columns),
	];
}

/** A line across the screen. */
export function rule(columns: number): Row {
	return [{text: '─'.repeat(columns), style: 'dim'}];
}

/** A line across the screen with a title in it. */
export function titledRule(title: string, columns: number): Row {
	if (title === '') return rule(columns);
	const short = clipped(title, columns - 6);
	return [
		{text: '── ', style: 'dim'},
		{text: short, style: 'bold'},
		{text: ` ${'─'.repeat(Math.max(0, columns - width(short) - 4))}`, style: 'dim'},
	];
}

/** Keys, each with what it does. */
export type Keys = readonly (readonly [key: string, does: string])[];

/** Keys and what they do, as many as fit, the first the most useful. */
export function keyLine(columns: number, keys: Keys): Row {
	const spans: {readonly text: string; readonly style: 'accent' | 'dim'}[] = [];
	for (const [key, does] of keys) {
		const next = [
			{text: ` ${key}`, style: 'accent'} as const,
			{text: does === '' ? ' ' : ` ${does} `, style: 'dim'} as const,
		];
		if (rowWidth([...spans, ...next]) > columns) break;
		spans.push(...next);
	}
	return spans;
}
