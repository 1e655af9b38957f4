import {nearest} from '../language/nearest.js';
import {clipped} from '../language/visible.js';
import type {Report} from './blocks.js';
import {asText, type Fields, fieldsOf} from './fields.js';
import type {Lesson, Role} from './lesson.js';
import type {Datum} from './plain-yaml.js';

/** What the front matter says of a lesson. */
export type Front = Pick<Lesson, 'id' | 'title' | 'role' | 'minutes' | 'part' | 'teaches' | 'uses' | 'reading'>;

/** Returns what the front matter says, or null where something that every lesson needs is missing. Every problem is reported. */
export function frontOf(datum: Datum, report: Report): Front | null {
	const fields = fieldsOf(
		datum,
		'the front matter',
		['id', 'title', 'role', 'minutes', 'part', 'teaches', 'uses', 'reading'],
		report,
	);
	if (fields === null) return null;
	const id = idOf(fields, report);
	const title = fields.text('title')?.text;
	const role = roleOf(fields, report);
	fields.text('minutes');
	const minutes = fields.optionalCount('minutes');
	const lists = {
		teaches: words(fields, 'teaches', report),
		uses: words(fields, 'uses', report),
		reading: texts(fields, 'reading', report),
	};
	const part = fields.optionalText('part')?.text ?? null;
	if (id === null || title === undefined || role === null || minutes === null) return null;
	return {id, title, role, minutes, part, ...lists};
}

/** Whether a lesson may have this id. */
export function isId(text: string): boolean {
	return text.length <= 40 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text);
}

function idOf(fields: Fields, report: Report): string | null {
	const datum = fields.text('id');
	if (datum === null || datum.text.trim() === '') return null;
	if (isId(datum.text)) return datum.text;
	report(
		datum.place,
		`An id has small letters, digits and single hyphens, at most 40, as in stale-write; ${clipped(datum.text)} has not.`,
	);
	return null;
}

function roleOf(fields: Fields, report: Report): Role | null {
	const datum = fields.text('role');
	if (datum === null || datum.text.trim() === '') return null;
	const {text} = datum;
	if (text === 'adversary' || text === 'engineer') return text;
	const near = nearest(text, ['adversary', 'engineer']);
	report(
		datum.place,
		`The role is adversary or engineer, and not ${clipped(text)}${near === null ? '' : `; did you mean ${near}`}.`,
	);
	return null;
}

function words(fields: Fields, name: string, report: Report): readonly string[] {
	return fields.list(name).flatMap((datum) => {
		const text = asText(datum, name, report)?.text ?? '';
		if (/^[a-z0-9<=]+(?:[ -][a-z0-9<=]+)*$/.test(text)) return [text];
		if (text !== '')
			report(
				datum.place,
				`In ${name} stand words in small letters, as in [lease, stale-write]; ${clipped(text)} is none.`,
			);
		return [];
	});
}

function texts(fields: Fields, name: string, report: Report): readonly string[] {
	return fields.list(name).flatMap((datum) => asText(datum, name, report)?.text ?? []);
}
