import {locksOf, placesWritten} from './client-state.js';
import {asLongAs, type Code, either, forEach, inline, remark} from './code.js';
import {calls, lists} from './message.js';
import type {Plan} from './plan.js';
import {standingLists} from './transactions/rows.js';

function aboutBelief(plan: Plan, message: string, lock: string): string {
	const {spec} = plan;
	const index = spec.locks.findIndex((each) => each.name === lock);
	const of = calls(plan).filter((call) => 'lock' in call && call.lock === index);
	const parts = of.flatMap((call) => {
		const is = `${message}.what == ${call.word}`;
		switch (call.kind) {
			case 'acquire':
				return [`(${is} && (${message}.outcome == REQUEST || ${message}.outcome == GRANTED))`];
			case 'renew':
			case 'ask':
				return [`(${is})`];
			default:
				return [];
		}
	});
	return parts.length === 0 ? 'false' : `(${parts.join(' || ')})`;
}

/** Of operations nothing counts but which of those still under way are newer. */
export function renumberPart(plan: Plan, lock: string): string {
	const {name} = plan;
	const past = `${name('past', lock)}[me]`;
	const sent = `${name('sent', lock)}[me]`;
	const over = `${name('over', lock)}[me]`;
	const grant = `${name('grant', lock)}[me]`;
	const arrays = lists(plan);
	const eachMessage = (body: (message: string) => readonly Code[]) =>
		arrays.flatMap(([array, most]) =>
			forEach('i', most, [
				either(aboutBelief(plan, `${array}[me * ${most} + i]`, lock), body(`${array}[me * ${most} + i]`)),
			]),
		);
	const isNews = (message: string) => `(${message}.outcome == GRANTED && ${message}.grant > ${grant})`;
	return inline(
		name('renumber', lock),
		`Of the operations on ${lock} nothing counts but which of those still under way are newer.`,
		[
			remark(
				'The oldest operation that is not past; of a grant that it has not heard of it makes no difference whether it is.',
			),
			'low = 255',
			...eachMessage((message) => [
				either(`${message}.operation > ${past} && ${message}.operation < low`, [`low = ${message}.operation`]),
			]),
			'found = 1',
			...eachMessage((message) => [
				either(
					`(${message}.operation == low && !${isNews(message)}) || (${message}.operation <= ${past} && ${isNews(message)})`,
					['found = 0'],
				),
			]),
			'k = 1 - found',
			'j = 128',
			remark('Ranks, in the order of the operations; 128 keeps those apart that have theirs.'),
			asLongAs('low != 255', [
				...eachMessage((message) => [either(`${message}.operation == low`, [`${message}.operation = 128 + k`])]),
				'k++',
				'j = low',
				'low = 255',
				...eachMessage((message) => [
					either(`${message}.operation > j && ${message}.operation < 128 && ${message}.operation < low`, [
						`low = ${message}.operation`,
					]),
				]),
			]),
			...eachMessage((message) => [
				either(
					`${message}.operation >= 128`,
					[`${message}.operation = ${message}.operation - 128`],
					[`${message}.operation = 0`],
				),
			]),
			either('j == 128', [`${sent} = 0`], [`${sent} = k - 1`]),
			`${past} = 0`,
			'j = 0; k = 0; low = 0; found = 0',
			either(`${over} != 0`, [
				...arrays.flatMap(([array, most]) =>
					forEach('i', most, [
						either(
							`${grantedOf(plan, `${array}[me * ${most} + i]`, lock)} && ${array}[me * ${most} + i].grant <= ${over}`,
							['found = 1'],
						),
					]),
				),
				either('!found', [`${over} = 0`]),
				'found = 0',
			]),
		],
	);
}

function grantedOf(plan: Plan, message: string, lock: string): string {
	const index = plan.spec.locks.findIndex((each) => each.name === lock);
	const call = calls(plan).find((each) => each.kind === 'acquire' && each.lock === index);
	return call === undefined ? 'false' : `${message}.what == ${call.word} && ${message}.outcome == GRANTED`;
}

export function livesPart(plan: Plan): string {
	const {name, has} = plan;
	const formers = locksOf(plan).map((lock) => ({
		grant: name('former', lock),
		life: name('former_life', lock),
	}));
	const written = placesWritten(plan).length > 0;
	const standing = standingLists(plan);
	const used = (value: string): readonly Code[] => [
		'found = 0',
		...(has.network
			? forEach('i', 'FLIGHT', [
					either(`flight[me * FLIGHT + i].what != 0 && flight[me * FLIGHT + i].life == ${value}`, ['found = 1']),
				])
			: []),
		...standing.flatMap(([array, most]) =>
			forEach('i', most, [
				either(`${array}[me * ${most} + i].what != 0 && ${array}[me * ${most} + i].life == ${value}`, ['found = 1']),
			]),
		),
		...formers.flatMap(({grant, life}) =>
			forEach('i', 'FORMER', [
				either(`${grant}[me * FORMER + i] != 0 && ${life}[me * FORMER + i] == ${value}`, ['found = 1']),
			]),
		),
		...(written
			? forEach('i', 'WRITES', [
					either(`wrote[me * WRITES + i] != 0 && wrote_life[me * WRITES + i] == ${value}`, ['found = 1']),
				])
			: []),
	];
	const lowered = (place: string, is: string) => either(`${is}${place} > j`, [`${place}--`]);
	return inline(
		'renumber_lives',
		'Of the processes of a client nothing counts but which of those that something is left of is newer.',
		[
			'j = 0',
			asLongAs('j < life[me]', [
				...used('j'),
				either(
					'found',
					['j++'],
					[
						'life[me]--',
						...[...lists(plan), ...standing].flatMap(([array, most]) =>
							forEach('i', most, [lowered(`${array}[me * ${most} + i].life`, '')]),
						),
						...formers.flatMap(({life}) => forEach('i', 'FORMER', [lowered(`${life}[me * FORMER + i]`, '')])),
						...(written ? forEach('i', 'WRITES', [lowered('wrote_life[me * WRITES + i]', '')]) : []),
					],
				),
				'found = 0',
			]),
			'j = 0',
		],
	);
}
