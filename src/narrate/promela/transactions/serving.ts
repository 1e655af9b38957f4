import {asLongAs, type Code, either, forEach, inline} from '../code.js';
import {answer, calls, serving} from '../message.js';
import {keysOf, type Plan, storeAt} from '../plan.js';
import {applying, noteRefusal, placeOf, valueIn, type WriteCall} from '../store.js';
import {
	type AtStore,
	byWhat,
	callsAt,
	ends,
	isAboutRow,
	named,
	over,
	patience,
	type RowCall,
	rowName,
	waits,
} from './at-store.js';

/** The request in m, one of these, is of no transaction that is open. */
function noTransaction(plan: Plan, here: readonly AtStore[]): readonly Code[] {
	const [, ...others] = answer(plan, 'NO_TRANSACTION', {transaction: 'm.transaction'}, here[0] ?? null);
	const [first] = here.length === 0 ? [] : callsAt(plan, here[0]?.store ?? 0);
	return [
		...byWhat(here, (call) => (call.kind === 'write' ? noteRefusal(plan, call) : [])),
		'm.outcome = NO_TRANSACTION',
		...others,
		...(plan.has.answers && here.length > 1 && first !== undefined ? [`m.what = ${first.word}`] : []),
	];
}

/** One of two things, by whether m is one of some of these. */
function branch(
	here: readonly AtStore[],
	some: readonly AtStore[],
	does: readonly Code[],
	otherwise: readonly Code[],
): readonly Code[] {
	if (some.length === 0) return otherwise;
	return some.length === here.length
		? does
		: [either(some.map(({word}) => `m.what == ${word}`).join(' || '), does, otherwise)];
}

/** What a store with transactions does with m, which is one of these. Source: sim/transaction.ts. */
function serves(plan: Plan, store: number, here: readonly AtStore[]): readonly Code[] {
	const {name} = storeAt(plan, store);
	const time = patience(plan, store);
	const begin = here.filter(({kind}) => kind === 'begin');
	const rollback = here.filter(({kind}) => kind === 'rollback');
	const commit = here.filter(({kind}) => kind === 'commit');
	const rest = here.filter(({kind}) => kind !== 'begin' && kind !== 'rollback');
	const about = rest.filter(isAboutRow);
	const locking = about.filter((call) => call.kind === 'write' || call.forUpdate);
	const plain = about.filter((call) => !locking.includes(call));
	const stands = (place: string): readonly Code[] => [`m.ticket = ${place}`, 'stands = 1'];
	const inLine: readonly Code[] = [
		'i = 0',
		asLongAs(`row_line_$[row * LINE_$ + i] != 0`, ['i++', `assert(i < LINE_$)`]),
		`row_line_$[row * LINE_$ + i] = low`,
		'i = 0',
		...stands('low'),
	];
	const isFree = `(row_holder_$[row] == 0 && row_line_$[row * LINE_$] == 0)`;
	const freeTicket = `free_ticket_$()`;
	const heard = time === null ? [] : [`silence_left_$[me] = ${time}`];
	const locks: readonly Code[] = [
		'found = 0',
		...forEach('i', 'ROWS_$', [either(`rows_locked_$[me * ROWS_$ + i] == row + 1`, ['found = 1'])]),
		either(
			`!found && !${isFree}`,
			[
				`low = ticket_$[me]`,
				either('low == 0', [freeTicket]),
				`closes_circle_$()`,
				either(
					'found',
					[
						...byWhat(locking, (call) => (call.kind === 'write' ? noteRefusal(plan, call) : [])),
						ends,
						...byWhat(locking, (call) => answer(plan, 'DEADLOCK', {token: 'm.token'}, call)),
					],
					[
						`ticket_$[me] = low`,
						...(time === null
							? []
							: [`silence_left_$[me] = ${plan.has.cuts ? `(${plan.name('cut_off', name)}[me] -> ${time} : 0)` : '0'}`]),
						...inLine,
					],
				),
			],
			[either('!found', [`lock_row_$()`]), ...byWhat(locking, (call) => withRow(plan, call)), ...heard],
		),
	];
	const inside = branch(
		rest,
		commit,
		commits(plan, store),
		branch(
			about,
			plain,
			[...byWhat(plain, (call) => (call.kind === 'read' ? reads(plan, call, true) : [])), ...heard],
			locks,
		),
	);
	const alone = branch(
		about,
		about.filter(({kind}) => kind === 'write'),
		[
			either(
				isFree,
				['title = 0', ...byWhat(about, (call) => (call.kind === 'write' ? [`${applying(call)}()`] : []))],
				[freeTicket, ...inLine],
			),
		],
		byWhat(
			about.filter((call) => call.kind === 'read'),
			(call) => reads(plan, call, false),
		),
	);
	const own: Code = either(`open_$[me] == 0 || m.transaction != open_$[me]`, noTransaction(plan, rest), [
		either('found', stands('0'), inside),
	]);
	return branch(
		here,
		begin,
		begins(plan, begin[0], store),
		branch(
			here.filter((call) => !begin.includes(call)),
			rollback,
			rollsBack(plan, rollback[0]),
			[
				...byWhat(about, (call) => [`row = ${rowName(plan, placeOf(plan, call))}`]),
				waits,
				...branch(rest, commit, [own], [either('m.transaction == 0', alone, [own])]),
				either('stands', [`put_standing_$()`]),
				'found = 0; low = 0',
			],
		),
	);
}

/** What is done with the row once it is the transaction's own. */
export function withRow(plan: Plan, call: RowCall): readonly Code[] {
	return call.kind === 'write' ? stages(plan, call) : [...grants(plan), ...reads(plan, call, true)];
}

function rollsBack(plan: Plan, call: AtStore | undefined): readonly Code[] {
	return [
		either(`open_$[me] != 0 && m.transaction == open_$[me]`, [`turn_away_$()`]),
		...answer(plan, 'ROLLED_BACK', {transaction: 'm.transaction'}, call ?? null),
	];
}

function commits(plan: Plan, store: number): readonly Code[] {
	const writes = callsAt(plan, store).filter((call) => call.kind === 'write');
	const commit = callsAt(plan, store).find(({kind}) => kind === 'commit');
	return [
		'set_aside()',
		'place = 0',
		asLongAs(`place < STAGED_$ && staged_$[me * STAGED_$ + place].what != 0`, [
			`copy_staged_$(place)`,
			...(plan.has.lives ? ['m.life = aside.life'] : []),
			...byWhat(writes, (write) => [`row = ${rowName(plan, placeOf(plan, write))}`]),
			'title = 0',
			...forEach('i', 'ROWS_$', [
				either(`rows_locked_$[me * ROWS_$ + i] == row + 1`, [`title = rows_granted_$[me * ROWS_$ + i]`]),
			]),
			...byWhat(writes, (write) => [`${applying(write)}()`]),
			'place++',
		]),
		'take_up()',
		'title = 0; place = 0',
		`close_$()`,
		...answer(plan, 'COMMITTED', {transaction: 'm.transaction'}, commit ?? null),
	];
}

/** What a store with transactions does with each request. */
export function servingParts(plan: Plan, store: number): readonly string[] {
	const {name} = storeAt(plan, store);
	const here = callsAt(plan, store);
	const waiting = here.filter(({kind}) => kind !== 'begin' && kind !== 'rollback');
	return named(plan, store, [
		inline('lock_row_$', `The row is the transaction's own. One that has no other takes the lowest ticket.`, [
			`low = ticket_$[me]`,
			either(`low == 0 || rows_locked_$[me * ROWS_$] == 0`, [`free_ticket_$()`]),
			`ticket_$[me] = low`,
			`row_holder_$[row] = low`,
			'i = 0',
			asLongAs(`rows_locked_$[me * ROWS_$ + i] != 0`, ['i++']),
			`rows_locked_$[me * ROWS_$ + i] = row + 1`,
			'i = 0; low = 0',
		]),
		inline('turn_away_$', `The transaction at ${name} is rolled back, and what waits in it is answered.`, [
			'set_aside()',
			`close_$()`,
			...marked(over, [...noTransaction(plan, waiting), 'tell()']),
			'take_up()',
		]),
		...here.map((call) => inline(serving(call), `${name}: ${aboutCall(plan, call)}`, serves(plan, store, [call]))),
	]);
}

function aboutCall(plan: Plan, call: AtStore): string {
	switch (call.kind) {
		case 'begin':
			return 'a transaction begins; one that is open goes on.';
		case 'commit':
			return 'what the transaction has written is applied, and its rows are free.';
		case 'rollback':
			return 'what the transaction has written is gone, and its rows are free.';
		case 'advance':
			return 'it has no fence.';
		case 'write':
			return `a write of ${call.key} of ${placeOf(plan, call).words[1]} stands in its transaction, or is one of its own. The row is locked for it.`;
		case 'read':
			return `a read of ${placeOf(plan, call).words[1]} ${call.forUpdate ? 'locks its row' : 'sees what is committed, and what its own transaction has written'}.`;
	}
}

/** What is done with each request of those that are marked so, oldest first. */
function marked(mark: number, body: readonly Code[]): readonly Code[] {
	return [
		'found = 1',
		asLongAs('found', [
			'found = 0',
			'k = 0',
			...forEach('i', 'STANDING_$', [
				either(`!found && standing_$[me * STANDING_$ + i].ticket == ${mark}`, ['found = 1', 'k = i']),
			]),
			either('found', [`take_standing_$(k)`, 'k = 0', 'm.ticket = 0', ...body, 'found = 1']),
		]),
	];
}

/** The row is given for update, which the history knows by a number. */
function grants(plan: Plan): readonly Code[] {
	return forEach('i', 'ROWS_$', [
		either(`rows_locked_$[me * ROWS_$ + i] == row + 1 && rows_granted_$[me * ROWS_$ + i] == 0`, [
			...(plan.setting.asksForRows
				? [`row_grants_$[row]++`, `rows_granted_$[me * ROWS_$ + i] = row_grants_$[row]`]
				: [`rows_granted_$[me * ROWS_$ + i] = 1`]),
		]),
	]);
}

/** The answer to a read: what is committed, and over it what the transaction itself has written. */
function reads(plan: Plan, call: Extract<RowCall, {kind: 'read'}>, inside: boolean): readonly Code[] {
	const place = placeOf(plan, call);
	const keys = keysOf(plan, call.resource);
	const values = keys.map((key) => valueIn(plan, place, key));
	const slot = `staged_$[me * STAGED_$ + i]`;
	return [
		...answer(
			plan,
			'READ',
			{based: plan.name('version_of', ...place.words), value: values[0] ?? 'ABSENT'},
			call,
			values.slice(1),
		),
		...(inside
			? forEach(
					'i',
					'STAGED_$',
					writesOf(plan, call).map((write) => {
						const field = keys.indexOf(write.key);
						return either(`${slot}.what == ${write.word}`, [
							'm.based++',
							`m.value${field === 0 ? '' : `_${field + 1}`} = ${slot}.value`,
						]);
					}),
				)
			: []),
	];
}

function writesOf(
	plan: Plan,
	{store, resource}: {readonly store: number; readonly resource: number},
): readonly WriteCall[] {
	return calls(plan)
		.filter((each) => each.kind === 'write')
		.filter((each) => each.store === store && each.resource === resource);
}

/** The write stands in its transaction, which alone sees it. */
export function stages(plan: Plan, call: WriteCall): readonly Code[] {
	const version = plan.name('version_of', ...placeOf(plan, call).words);
	const slot = `staged_$[me * STAGED_$ + i]`;
	return [
		`upon = ${version}`,
		...forEach(
			'i',
			'STAGED_$',
			writesOf(plan, call).map((write) => either(`${slot}.what == ${write.word}`, ['upon++'])),
		),
		'set_aside()',
		...(plan.has.lives ? ['m.life = 0'] : []),
		'm.waited = 0; m.ticket = 0; m.late_answer = 0; m.lost_answer = 0',
		`put_staged_$()`,
		'take_up()',
		...answer(plan, 'STAGED', {flag: '(m.based == upon)', value: 'm.value', based: 'upon + 1'}, call),
	];
}

function begins(plan: Plan, call: AtStore | undefined, store: number): readonly Code[] {
	const time = patience(plan, store);
	return [
		...(time === null ? [] : [waits, either('!found', [`silence_left_$[me] = ${time}`]), 'found = 0']),
		either(`m.transaction > open_$[me]`, [
			either(
				`open_$[me] != 0`,
				forEach('i', 'STANDING_$', [
					either(`standing_$[me * STANDING_$ + i].transaction == open_$[me]`, [
						`standing_$[me * STANDING_$ + i].transaction = m.transaction`,
					]),
				]),
			),
			`open_$[me] = m.transaction`,
		]),
		// Whoever sent it is gone already.
		...(plan.has.lives ? [either('process[me] == CRASHED || m.life != life[me]', [`turn_away_$()`])] : []),
		...answer(plan, 'BEGUN', {transaction: 'm.transaction'}, call ?? null),
	];
}
