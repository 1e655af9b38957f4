import {asLongAs, type Code, either, forEach, inline, variable} from '../code.js';
import {hasRows, keysOf, type Plan, storeAt} from '../plan.js';
import {type AtStore, ends, named, over, patience, rowStores, rowsAt, waits} from './at-store.js';

/** What a client and a store with transactions have with each other. */
export function sessionVariables(plan: Plan): readonly string[] {
	const {locals, has} = plan;
	return rowStores(plan).flatMap((store) => {
		const none = locals.map(() => 0);
		const nothing = locals.flatMap(() => Array.from({length: Math.max(1, rowsAt(plan, store).length)}, () => 0));
		const session = locals.map(({sessions}) => sessions[store] ?? null);
		return named(plan, store, [
			variable(
				'bit',
				'inside_$',
				session.map((each) => (each?.inside === true ? 1 : 0)),
				'it is in a transaction, as far as it knows',
			),
			variable(
				'byte',
				'begun_$',
				session.map((each) => 1 + (each?.begun ?? 0)),
				'the number of the newest that it has begun, among those that something is left of',
			),
			variable('byte', 'open_$', none, 'the number of the one that is open at the store, or 0'),
			variable('byte', 'ticket_$', none, 'its place among those that have rows or wait for them'),
			variable('byte', 'rows_locked_$', nothing, 'the rows that it has, each by one more than its number'),
			variable('byte', 'rows_granted_$', nothing, 'how the history knows each that was given for update'),
			...(has.cuts ? [variable('bit', 'orphan_$', none, 'its process died while it was cut off')] : []),
			...(patience(plan, store) === null
				? []
				: [variable('int', 'silence_left_$', none, 'how long the store waits for it, if it waits')]),
		]);
	});
}

/** The transaction that a request to a store comes under, as far as its sender knows. */
export function transactionIn(plan: Plan, store: number): readonly Code[] {
	if (!hasRows(plan, store)) return [];
	return named(plan, store, [`m.transaction = (inside_$[me] -> begun_$[me] : 0)`]);
}

/** What a client learns of its transaction from an answer. */
export function learnOfTransaction(plan: Plan, call: AtStore): readonly Code[] {
	if (!hasRows(plan, call.store)) return [];
	const forgets = rowsAt(plan, call.store).flatMap(({words, resource}) => [
		`${plan.name('knows', ...words)}[me] = NONE`,
		...keysOf(plan, resource).map((key) => `${plan.name('remembers', ...words, key)}[me] = 0`),
	]);
	const newest = `m.transaction != 0 && m.transaction == begun_$[me]`;
	const nothing = either(`m.outcome == NO_TRANSACTION && ${newest}`, [`inside_$[me] = 0`, ...forgets]);
	switch (call.kind) {
		case 'begin':
			return named(plan, call.store, [either(`m.outcome == BEGUN && ${newest}`, [`inside_$[me] = 1`]), nothing]);
		case 'commit':
			return named(plan, call.store, [either(`m.outcome == COMMITTED && ${newest}`, [`inside_$[me] = 0`]), nothing]);
		case 'rollback':
			return named(plan, call.store, [
				either(`m.outcome == ROLLED_BACK && ${newest}`, [`inside_$[me] = 0`, ...forgets]),
				nothing,
			]);
		default:
			return named(plan, call.store, [
				...(forgets.length === 0 ? [] : [either('m.outcome == DEADLOCK', forgets)]),
				nothing,
			]);
	}
}

/** What stands at the end of a move of a client, or upon one, where it does not stand after all of them. */
export function settled({has}: Plan): readonly Code[] {
	return has.rows ? [] : ['settle()'];
}

/** What a cut link does to what the client has at its end. */
export function noticeCut(plan: Plan, link: string): readonly Code[] {
	const store = plan.spec.stores.findIndex(({name}) => name === link);
	if (!plan.has.rows) return [];
	const time = store < 0 || !hasRows(plan, store) ? null : patience(plan, store);
	if (time === null) return ['me = _pid'];
	return named(plan, store, ['me = _pid', waits, either('found', [`silence_left_$[me] = ${time}`]), 'found = 0']);
}

/** And what a healed one does. */
export function noticeHealed(plan: Plan, link: string): readonly Code[] {
	const store = plan.spec.stores.findIndex(({name}) => name === link);
	if (!plan.has.rows) return [];
	if (store < 0 || !hasRows(plan, store)) return ['me = _pid'];
	const heard = patience(plan, store) === null ? [] : [waits, either('found', ['silence_left_$[me] = 0']), 'found = 0'];
	return named(plan, store, ['me = _pid', either('orphan_$[me]', [ends], heard)]);
}

/** What goes with the power of a store. */
export function powerLost(plan: Plan, store: number): readonly Code[] {
	if (!hasRows(plan, store)) return [];
	return named(plan, store, [
		'me = 0',
		asLongAs('me < CLIENTS', [
			either(`open_$[me] != 0`, [ends]),
			asLongAs(`standing_$[me * STANDING_$].what != 0`, [`take_standing_$(0)`]),
			'settle()',
			'me++',
		]),
		...forEach('i', 'ROWS_$', [`row_holder_$[i] = 0`]),
		...forEach('i', `ROWS_$ * LINE_$`, [`row_line_$[i] = 0`]),
	]);
}

/** How long each store still waits for a client whose transaction is silent; 0: it does not count. */
export function silences(plan: Plan, client: string): readonly string[] {
	return rowStores(plan).flatMap((store) =>
		patience(plan, store) === null ? [] : [named(plan, store, `silence_left_$[${client}]`)],
	);
}

/** Time goes by for a client's transactions. */
export function silencePasses(plan: Plan): readonly Code[] {
	return rowStores(plan).flatMap((store) => {
		if (patience(plan, store) === null) return [];
		const left = `silence_left_$[me]`;
		return named(plan, store, [either(`${left} > 0`, [`${left} = ${left} - step`, either(`${left} <= 0`, [ends])])]);
	});
}

/** Of transactions nothing counts but which of those that something is left of is the newer. */
export function renumbersTransactions(plan: Plan): readonly Code[] {
	return rowStores(plan).map((store) => named(plan, store, 'renumber_$()'));
}

/** The connections of a client are closed. */
export function hangUpPart(plan: Plan): string {
	return inline(
		'hang_up',
		'Its connections are closed. A store that it cannot reach does not notice.',
		rowStores(plan).flatMap((store): readonly Code[] => {
			const {name} = storeAt(plan, store);
			const left: Code = plan.has.cuts
				? either(`${plan.name('cut_off', name)}[me]`, [`orphan_$[me] = 1`], [ends])
				: ends;
			return named(plan, store, [
				`inside_$[me] = 0`,
				...forEach('i', 'STANDING_$', [
					either(`standing_$[me * STANDING_$ + i].ticket < ${over}`, [`standing_$[me * STANDING_$ + i].waited = 0`]),
				]),
				either(`open_$[me] != 0`, [left]),
			]);
		}),
	);
}
