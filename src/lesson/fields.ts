import {nearest} from '../language/nearest.js';
import {clipped} from '../language/visible.js';
import type {Report} from './blocks.js';
import type {TextPosition} from './lesson.js';
import type {Datum, MapDatum, TextDatum} from './plain-yaml.js';

/** The fields of one map, asked for by name. What is missing or of the wrong shape is reported where it stands, and comes back as null or empty. */
export type Fields = {
	readonly place: TextPosition;
	readonly has: (name: string) => boolean;
	/** What the field holds, or null where it is missing. */
	readonly optional: (name: string) => Datum | null;
	/** Text that must be there. */
	readonly text: (name: string) => TextDatum | null;
	/** Text that may be missing. */
	readonly optionalText: (name: string) => TextDatum | null;
	/** A whole number of at least 1 that may be missing. */
	readonly optionalCount: (name: string) => number | null;
	/** The items of a list; a single text counts as a list of one. Empty where the field is missing. */
	readonly list: (name: string) => readonly Datum[];
};

/** Returns the fields of a map that may have the `known` names only, or null where the data is no map. `what` names it in messages: "a task". */
export function fieldsOf(datum: Datum, what: string, known: readonly string[], report: Report): Fields | null {
	if (datum.kind !== 'map') {
		report(datum.place, `Here ${what} is expected, with the fields ${known.join(', ')}.`);
		return null;
	}
	for (const {key, place} of datum.entries) if (!known.includes(key)) report(place, unknownField(key, what, known));
	return reader(datum, what, report);
}

function reader(map: MapDatum, what: string, report: Report): Fields {
	const find = (name: string): Datum | null => map.entries.find(({key}) => key === name)?.value ?? null;
	const optionalText = (name: string): TextDatum | null => {
		const value = find(name);
		if (value === null) return null;
		const text = asText(value, name, report);
		if (text?.text.trim() === '')
			report(
				value.place,
				`The field ${name} is empty. Fill it in${/^(id|title|role|minutes)$/.test(name) ? '' : ', or take it out'}.`,
			);
		return text;
	};
	return {
		place: map.place,
		has: (name) => find(name) !== null,
		optional: find,
		optionalText,
		text(name) {
			if (find(name) === null) report(map.place, `${capital(what)} needs the field ${name}.`);
			return optionalText(name);
		},
		optionalCount(name) {
			const text = optionalText(name);
			if (text === null || text.text.trim() === '') return null;
			if (/^[1-9]\d{0,5}$/.test(text.text)) return Number(text.text);
			report(text.place, `The field ${name} is a whole number from 1, and not ${clipped(text.text)}.`);
			return null;
		},
		list(name) {
			const value = find(name);
			if (value === null) return [];
			return value.kind === 'list' ? value.items : [value];
		},
	};
}

/** Returns the data as text, or reports that it is none. */
export function asText(datum: Datum, name: string, report: Report): TextDatum | null {
	if (datum.kind === 'text') return datum;
	report(
		datum.place,
		`${capital(name)} is one text here. If it has a colon or begins with a bracket, put it in quotes.`,
	);
	return null;
}

function unknownField(key: string, what: string, known: readonly string[]): string {
	const near = nearest(key, known);
	return `${capital(what)} has no field ${clipped(key) || '""'}${near === null ? '' : `; did you mean ${near}`}. It may have: ${known.join(', ')}.`;
}

function capital(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
