import {head} from '../text/fit.js';
import {padRow, type Row, type Style} from '../text/row.js';

/** A bar of `columns` that is full up to a share of it, in one style; never empty while anything is left, and never full while anything is gone. */
export function meter(share: number, columns: number, style: Style): Row {
	const exact = Math.max(0, Math.min(1, share)) * columns;
	const full = exact <= 0 ? 0 : exact >= columns ? columns : Math.max(1, Math.min(columns - 1, Math.round(exact)));
	const mark = style === 'lease' ? '═' : '━';
	return [
		{text: mark.repeat(full), style},
		{text: '┄'.repeat(columns - full), style: 'dim' as const},
	].filter(({text}) => text !== '');
}

/** A text at the start of a row of `columns`. */
export function labelled(text: string, columns: number, style: Style): Row {
	return padRow([{text: head(text, columns), style}], columns);
}
