import type {Cycle} from '../prompt/line.js';
import type {Row, Span} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {visible} from '../text/visible.js';

/** The candidates that Tab goes round in one row, the present one marked and in sight. */
export function choiceRow({candidates, index}: Cycle, columns: number): Row {
	const spans = candidates.map(
		(candidate, at): Span => ({text: ` ${visible(candidate)} `, style: at === index ? 'cursor' : 'dim'}),
	);
	let first = 0;
	while (first < index && rowWidth(spans.slice(first, index + 1)) > columns - 4) first += 1;
	const shown: Span[] = [{text: first > 0 ? ' …' : ' ', style: 'dim'}];
	for (const span of spans.slice(first)) {
		if (rowWidth([...shown, span]) > columns - 2) return [...shown, {text: '…', style: 'dim'}];
		shown.push(span);
	}
	return shown;
}
