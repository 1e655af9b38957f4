import {asLongAs, type Code, either, forEach, inline, variable} from '../code.js';
import {mostStanding, mostWrites} from '../message.js';
import {type Place, type Plan, storeAt} from '../plan.js';
import {noteRefusal} from '../store.js';
import {callsAt, named, over, patience, rowName, rowStores, rowsAt} from './at-store.js';

/** What waits at stores, as lists of messages of each client. Shape: as `lists`. */
export function standingLists(plan: Plan): readonly (readonly [array: string, most: string])[] {
	return rowStores(plan).map((store) => {
		return named(plan, store, ['standing_$', 'STANDING_$'] as const);
	});
}

/** The rows of a store. Units: tickets count from 1. */
export function rowVariables(plan: Plan, store: number): readonly string[] {
	const places = rowsAt(plan, store);
	const count = Math.max(1, places.length);
	const waiters = plan.spec.clients.length * mostStanding(plan, store);
	const each = (amount: number) => Array.from({length: amount}, () => 0);
	const given = places.map(({resource}) => plan.shared.shared.stores[store]?.rows[resource]?.grants ?? 0);
	return named(plan, store, [
		`#define ROWS_$ ${count} /* rows at ${storeAt(plan, store).name}; the most that wait for one, that wait of one client, and that one transaction writes: */`,
		`#define LINE_$ ${waiters}`,
		`#define STANDING_$ ${mostStanding(plan, store)}`,
		`#define STAGED_$ ${Math.max(1, mostWrites(plan, store) + plan.faults.duplicate)}`,
		...places.map((place, index) => `#define ${rowName(plan, place)} ${index}`),
		variable('byte', 'row_holder_$', each(count), 'the ticket of the transaction that has the row, or 0'),
		variable('byte', 'row_line_$', each(count * waiters), 'the tickets that wait for it, in line'),
		...(plan.setting.asksForRows
			? [variable('byte', 'row_grants_$', given, 'the history: how often it was given for update')]
			: []),
	]);
}

/** What is done with the rows of a store, and with the transactions that have them. */
export function rowParts(plan: Plan, store: number): readonly string[] {
	const {name} = storeAt(plan, store);
	const part = (word: string, about: string, body: readonly Code[]) => inline(`${word}_$`, about, body);
	const lists = [
		...(plan.has.network ? [['flight', 'FLIGHT'] as const] : []),
		...(plan.has.inbox ? [['inbox', 'INBOX'] as const] : []),
		['standing_$', 'STANDING_$'] as const,
		['staged_$', 'STAGED_$'] as const,
	];
	const isOne = rowStores(plan).length === 1;
	const isHere = (message: string) =>
		isOne
			? ''
			: ` && (${
					callsAt(plan, store)
						.map(({word}) => `${message}.what == ${word}`)
						.join(' || ') || 'false'
				})`;
	const numbered = (body: (message: string) => Code) =>
		lists.flatMap(([array, length]) => forEach('i', length, [body(`${array}[me * ${length} + i]`)]));
	const slot = `standing_$[me * STANDING_$ + place]`;
	return named(plan, store, [
		part('free_ticket', `Into low: the lowest ticket that nobody has at ${name}.`, [
			'low = 0',
			'found = 1',
			asLongAs('found', [
				'low++',
				'found = 0',
				...forEach('i', 'ROWS_$', [either(`row_holder_$[i] == low`, ['found = 1'])]),
				...forEach('i', `ROWS_$ * LINE_$`, [either(`row_line_$[i] == low`, ['found = 1'])]),
			]),
		]),
		part('waits', `Into found: a request of the transaction at ${name} waits for a row.`, [
			'found = 0',
			either(
				`open_$[me] != 0`,
				forEach('i', 'STANDING_$', [
					either(
						`standing_$[me * STANDING_$ + i].transaction == open_$[me] && standing_$[me * STANDING_$ + i].ticket != 0 && standing_$[me * STANDING_$ + i].ticket < ${over}`,
						['found = 1'],
					),
				]),
			),
		]),
		part(
			'closes_circle',
			`Into found: who has the ticket low would wait, over others, for itself, if it waited for the row.`,
			circle(),
		),
		part(
			'close',
			`The transaction at ${name} is over: its rows are free, and what it has written is gone. What waits in it is marked.`,
			[
				'low = ' + `ticket_$[me]`,
				either('low != 0', [
					...forEach('j', 'ROWS_$', [
						either(`row_holder_$[j] == low`, [`row_holder_$[j] = 0`]),
						...outOfLine('row_line_$', 'LINE_$'),
					]),
				]),
				...forEach('i', 'STANDING_$', [
					either(
						`standing_$[me * STANDING_$ + i].what != 0 && standing_$[me * STANDING_$ + i].transaction == open_$[me] && standing_$[me * STANDING_$ + i].ticket < ${over}`,
						[`standing_$[me * STANDING_$ + i].ticket = ${over}`],
					),
				]),
				`open_$[me] = 0`,
				`ticket_$[me] = 0`,
				...(plan.has.cuts ? [`orphan_$[me] = 0`] : []),
				...(patience(plan, store) === null ? [] : [`silence_left_$[me] = 0`]),
				...forEach('i', 'ROWS_$', [`rows_locked_$[me * ROWS_$ + i] = 0`, `rows_granted_$[me * ROWS_$ + i] = 0`]),
				`clear_staged_$()`,
				'low = 0',
			],
		),
		part('end', `The transaction at ${name} is rolled back, and nobody hears of it.`, [
			`close_$()`,
			'place = 0',
			asLongAs(`place < STANDING_$ && ${slot}.what != 0`, [
				either(`${slot}.ticket == ${over}`, [`take_standing_$(place)`, ...refusals(plan, store)], ['place++']),
			]),
			'place = 0',
		]),
		part(
			'renumber',
			`Of transactions at ${name} nothing counts but which of those that something is left of is the newer.`,
			[
				'j = 1',
				asLongAs(`j < begun_$[me]`, [
					`found = (open_$[me] == j)`,
					...numbered((message) => either(`${message}.transaction == j${isHere(message)}`, ['found = 1'])),
					either(
						'found',
						['j++'],
						[
							`begun_$[me]--`,
							either(`open_$[me] > j`, [`open_$[me]--`]),
							...numbered((message) =>
								either(`${message}.transaction > j${isHere(message)}`, [`${message}.transaction--`]),
							),
						],
					),
				]),
				'j = 0',
				'found = 0',
			],
		),
	]);
}

/** The ticket `low` waits no longer in the line of row j. */
export function outOfLine(line: string, most: string): readonly Code[] {
	return [
		'k = 0',
		...forEach('i', most, [
			either(`${line}[j * ${most} + i] == low`, ['k = 1']),
			either('k && i + 1 < ' + most, [`${line}[j * ${most} + i] = ${line}[j * ${most} + i + 1]`]),
			either('k && i + 1 == ' + most, [`${line}[j * ${most} + i] = 0`]),
		]),
		'k = 0',
	];
}

/** Whoever stands before one that is waited for is waited for too. Source: sim/store/rows.ts. */
function circle(): readonly Code[] {
	const here = `row_line_$[j * LINE_$ + i]`;
	return [
		...forEach('i', 255, [`before[i] = 0`]),
		either(`row_holder_$[row] != 0`, [`before[row_holder_$[row]] = 1`]),
		...forEach('i', 'LINE_$', [
			either(`row_line_$[row * LINE_$ + i] != 0`, [`before[row_line_$[row * LINE_$ + i]] = 1`]),
		]),
		'found = 1',
		asLongAs('found', [
			'found = 0',
			...forEach('j', 'ROWS_$', [
				'k = 0',
				`i = LINE_$`,
				asLongAs('i > 0', [
					'i--',
					either(`${here} != 0`, [
						either(`k && !before[${here}]`, [`before[${here}] = 1`, 'found = 1']),
						either(`before[${here}]`, ['k = 1']),
					]),
				]),
				either(`k && row_holder_$[j] != 0`, [
					either(`!before[row_holder_$[j]]`, [`before[row_holder_$[j]] = 1`, 'found = 1']),
				]),
			]),
		]),
		`found = before[low]`,
		'k = 0',
	];
}

/** What the history makes of the request in m, which is of no transaction. */
function refusals(plan: Plan, store: number): readonly Code[] {
	return callsAt(plan, store).flatMap((call) => {
		if (call.kind !== 'write') return [];
		const noted = noteRefusal(plan, call);
		return noted.length === 0 ? [] : [either(`m.what == ${call.word}`, noted)];
	});
}

function rowsOf(plan: Plan, resource: string): readonly {readonly store: number; readonly place: Place}[] {
	return rowStores(plan).flatMap((store) =>
		rowsAt(plan, store)
			.filter(({words}) => words[1] === resource)
			.map((place) => ({store, place})),
	);
}

/** That a client waits in the line for a row at some store. */
export function waitsForRow(plan: Plan, resource: string, client: string): string {
	const lines = rowsOf(plan, resource).map(({store, place}) => {
		const waiters = plan.spec.clients.length * mostStanding(plan, store);
		const here = Array.from(
			{length: waiters},
			(_, index) => `row_line_$[${rowName(plan, place)} * LINE_$ + ${index}] == ticket_$[${client}]`,
		);
		return named(plan, store, `(ticket_$[${client}] != 0 && (${here.join(' || ')}))`);
	});
	return lines.length === 0 ? 'false' : `(${lines.join(' || ')})`;
}

/** That a client has a row at some store; that nobody has it where the client is ''. */
export function rowHeld(plan: Plan, resource: string, client: string): string {
	const holders = rowsOf(plan, resource).map(({store, place}) => {
		const ofRow = `row_holder_$[${rowName(plan, place)}]`;
		return named(plan, store, client === '' ? `${ofRow} == 0` : `(${ofRow} != 0 && ${ofRow} == ticket_$[${client}])`);
	});
	if (holders.length === 0) return client === '' ? 'true' : 'false';
	return `(${holders.join(client === '' ? ' && ' : ' || ')})`;
}
