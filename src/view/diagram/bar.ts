import type {Row, Style} from '../text/row.js';

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
