import type {Row, Style} from '../text/row.js';

/** A bar of `columns` columns, filled by the share of `whole` that is left. What is left at all shows at least one mark. */
export function bar(left: number, whole: number, columns: number, mark: string, style: Style): Row {
	const share = whole <= 0 ? 0 : Math.min(1, Math.max(0, left / whole));
	const filled = left <= 0 ? 0 : Math.max(1, Math.round(share * columns));
	return [
		{text: mark.repeat(filled), style},
		{text: '·'.repeat(columns - filled), style: 'dim'},
	];
}
