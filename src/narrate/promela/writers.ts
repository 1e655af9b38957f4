import {placesWritten} from './client-state.js';
import {asLongAs, type Code, either, forEach, inline} from './code.js';
import type {Plan} from './plan.js';
import {standingLists} from './transactions/rows.js';

export function writerParts(plan: Plan): readonly string[] {
	const places = placesWritten(plan);
	if (places.length === 0) return [];
	const {has} = plan;
	const here = 'me * WRITES + i';
	const same = has.lives ? ` && wrote_life[${here}] == m.life` : '';
	const moved = (to: string, from: string): readonly Code[] => [
		`wrote[${to}] = wrote[${from}]`,
		`wrote_version[${to}] = wrote_version[${from}]`,
		...(has.lives ? [`wrote_life[${to}] = wrote_life[${from}]`] : []),
	];
	const cleared = (place: string): readonly Code[] => [
		`wrote[${place}] = 0`,
		`wrote_version[${place}] = 0`,
		...(has.lives ? [`wrote_life[${place}] = 0`] : []),
	];
	const compacted = (stays: string): readonly Code[] => [
		'j = 0',
		...forEach('i', 'WRITES', [
			either(stays, [either('i != j', [...moved('me * WRITES + j', here), ...cleared(here)]), 'j++'], cleared(here)),
		]),
	];
	return [
		inline(
			'wrote_before',
			'Into found: the version of what that the process which has sent m wrote last, or 0.',
			[
				'found = 0',
				...forEach('i', 'WRITES', [either(`wrote[${here}] == what${same}`, [`found = wrote_version[${here}]`])]),
			],
			'what',
		),
		inline(
			'note_write',
			'The process which has sent m has written a version of what.',
			[
				...compacted(`wrote[${here}] != 0 && !(wrote[${here}] == what${same})`),
				'wrote[me * WRITES + j] = what',
				'wrote_version[me * WRITES + j] = which',
				...(has.lives ? ['wrote_life[me * WRITES + j] = m.life'] : []),
				'j = 0',
			],
			'what, which',
		),
		inline('forget_writes', 'A write counts no longer once its client knows of a newer version.', [
			...compacted(
				places
					.map(
						({words}) =>
							`(wrote[${here}] == ${plan.name('WROTE', ...words)} && (${plan.name('knows', ...words)}[me] == NONE || wrote_version[${here}] >= ${plan.name('knows', ...words)}[me]))`,
					)
					.join(' || '),
			),
			'j = 0',
		]),
	];
}

/** Of what dead processes wrote that counts whose messages still travel. */
export function forgetDeadWrites(plan: Plan): readonly Code[] {
	const {has} = plan;
	const here = 'me * WRITES + j';
	const gone: readonly Code[] = [
		asLongAs('k + 1 < WRITES', [
			'wrote[me * WRITES + k] = wrote[me * WRITES + k + 1]',
			'wrote_version[me * WRITES + k] = wrote_version[me * WRITES + k + 1]',
			'wrote_life[me * WRITES + k] = wrote_life[me * WRITES + k + 1]',
			'k++',
		]),
		'wrote[me * WRITES + WRITES - 1] = 0',
		'wrote_version[me * WRITES + WRITES - 1] = 0',
		'wrote_life[me * WRITES + WRITES - 1] = 0',
	];
	return [
		'j = 0',
		asLongAs(`j < WRITES && wrote[${here}] != 0`, [
			'found = 0',
			...[...(has.network ? [['flight', 'FLIGHT'] as const] : []), ...standingLists(plan)].flatMap(([array, most]) =>
				forEach('i', most, [
					either(`${array}[me * ${most} + i].what != 0 && ${array}[me * ${most} + i].life == wrote_life[${here}]`, [
						'found = 1',
					]),
				]),
			),
			either('found', ['j++'], ['k = j', ...gone]),
		]),
		'j = 0; k = 0; found = 0',
	];
}
