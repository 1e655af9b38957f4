import {spoken, violationSentence} from '../../narrate/violation.js';
import {jsonLine} from '../json-line.js';
import {type Entry, falsehood} from './play.js';
import {stateOf} from './state.js';

/** The entry as one line of JSON. Order: the fields stand as the contract shows them. Source: the page on the language, Headless. */
export function entryLine(entry: Entry): string {
	return jsonLine(shape(entry));
}

function shape(entry: Entry) {
	switch (entry.kind) {
		case 'step': {
			const {file, line, column, input, world, events, stopped} = entry;
			const remarks = [...entry.remarks, ...(stopped === null ? [] : [stopped])];
			const told = remarks.length === 0 ? {} : {remarks};
			return {type: 'step', file, line, column, input, at: world.now, ok: true, ...told, events: events.map(spoken)};
		}
		case 'refusal': {
			const {file, line, column, input, at, sentence} = entry;
			return {type: 'step', file, line, column, input, at, ok: false, refusal: sentence};
		}
		case 'expect': {
			const {file, line, column, fact, why} = entry;
			return {
				type: 'expect',
				file,
				line,
				column,
				fact,
				held: why === null,
				...(why === null ? {} : {message: falsehood(entry)}),
			};
		}
		case 'end': {
			const {file, world, violations, count} = entry;
			return {
				type: 'end',
				file,
				at: world.now,
				violations: violations.map((event) => {
					const {property, store, seq} = event;
					return {property, store, because: violationSentence(event), seq};
				}),
				expectations: {held: count.held, failed: count.failed},
				state: stateOf(world),
			};
		}
	}
}
