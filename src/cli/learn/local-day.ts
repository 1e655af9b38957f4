import type {Day, Moment} from '../../progress/record.js';

/** The calendar day on which a moment falls where this program runs; a moment that no calendar has keeps its own date. */
export function localDay(moment: Moment): Day {
	const date = new Date(moment);
	if (Number.isNaN(date.getTime())) return moment.slice(0, 10);
	const of = (number: number) => String(number).padStart(2, '0');
	return `${String(date.getFullYear()).padStart(4, '0')}-${of(date.getMonth() + 1)}-${of(date.getDate())}`;
}
