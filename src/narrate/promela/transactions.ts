import {at} from '../../sim/client-step.js';
import {idleTimeoutOf} from '../../sim/store/transactional.js';
import {type Duration, forever} from '../../sim/time.js';
import {asLongAs, type Code, either, forEach, inline, oneOf, printed, variable} from './code.js';
import {asks, violatedIf} from './history.js';
import {answer, type Call, calls, mostStanding, mostWrites, serving} from './message.js';
import {hasRows, keysOf, type Place, type Plan, placesOf, storeAt} from './plan.js';
import {applying, noteRefusal, placeOf, valueIn, type WriteCall} from './store.js';

type AtStore = Extract<Call, {store: number}>;
type RowCall = Extract<Call, {kind: 'read' | 'write'}>;

/** Marks of what waits no longer: it is looked at again, or is turned away, once what is done now is over. No ticket is so high. */
const again = 255;
const over = 254;

/** What is said of a store with transactions, where `$` stands for it in every name. */
export function named<Said>(plan: Plan, store: number, said: Said): Said {
	return JSON.parse(JSON.stringify(said).replaceAll('$', plan.name('at', storeAt(plan, store).name))) as Said;
}

function rowStores(plan: Plan): readonly number[] {
	return [...plan.spec.stores.keys()].filter((store) => hasRows(plan, store));
}

function rowsAt(plan: Plan, store: number): readonly Place[] {
	return placesOf(plan).filter((place) => place.store === store);
}

function rowName(plan: Plan, {words}: Place): string {
	return plan.name('ROW', ...words);
}

function callsAt(plan: Plan, store: number): readonly AtStore[] {
	return calls(plan).flatMap((call) => ('store' in call && call.store === store ? [call] : []));
}

function isAboutRow(call: Call): call is RowCall {
	return call.kind === 'read' || call.kind === 'write';
}

/** How long a store waits for a transaction that is silent; null: for ever. */
function patience(plan: Plan, store: number): Duration | null {
	const time = idleTimeoutOf(storeAt(plan, store));
	return time === forever ? null : time;
}

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

/** What the history keeps of the grants of a row. */
export function rowHistory(plan: Plan, {store, resource, words}: Place): readonly string[] {
	const {newest, keys} = plan.shared.audit.judgement;
	const place = `${at(plan.spec.stores, store).name} ${at(plan.spec.resources, resource).name} row`;
	return [
		...(asks(plan, 'stale-write')
			? [
					variable(
						'byte',
						plan.name('newest_row_at', ...words),
						newest[place]?.grant ?? 0,
						'the history: the newest grant of the row that it has heard of',
					),
				]
			: []),
		...(asks(plan, 'torn-write')
			? keysOf(plan, resource).map((key) =>
					variable(
						'byte',
						plan.name('written_under_row', ...words, key),
						keys[place]?.[key]?.grant ?? 0,
						'the history: the grant of the row that it was last written under, or 0',
					),
				)
			: []),
	];
}

/** What the history makes of a write by the grant of its row, in `title`. */
export function judgedByRow(plan: Plan, place: Place, key: string): readonly Code[] {
	const {store, resource, words} = place;
	const newest = plan.name('newest_row_at', ...words);
	const under = (each: string) => plan.name('written_under_row', ...words, each);
	const others = keysOf(plan, resource).filter((each) => each !== key);
	return named(plan, store, [
		...violatedIf(plan, `title != 0 && ${newest} > title`, 'stale-write', store),
		...violatedIf(plan, `title != 0 && row_grants_$[${rowName(plan, place)}] > title`, 'late-write', store),
		...(others.length === 0
			? []
			: violatedIf(
					plan,
					`title != 0 && (${others.map((each) => `${under(each)} > title`).join(' || ')})`,
					'torn-write',
					store,
				)),
		...(asks(plan, 'stale-write') ? [either(`${newest} < title`, [`${newest} = title`])] : []),
		...(asks(plan, 'torn-write') ? [`${under(key)} = title`] : []),
	]);
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

const waits = 'waits_$()';
const ends = 'end_$()';

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

/** The parts of the model in which stores lock rows. */
export function transactionParts(plan: Plan): readonly string[] {
	const stores = rowStores(plan);
	if (stores.length === 0) return [];
	return [
		...stores.flatMap((store) => rowParts(plan, store)),
		tellPart(plan),
		...stores.flatMap((store) => [...servingParts(plan, store), ...turnParts(plan, store)]),
		givingPart(plan, stores),
	];
}

/** Whose turn has come for a row goes on, and so does what waits behind it: a part of the model of several steps, which stands between no two states. */
function givingPart(plan: Plan, stores: readonly number[]): string {
	const due = stores.map((store) => `(${turnsDue(plan, store).join(' || ')})`);
	const marked = stores.map((store) => markedAt(plan, store));
	const once = '; d_step { if :: stands -> stands = 0 :: else -> tell() fi; settle(); me = 0; asked = 0 }';
	return [
		'/* Whose turn has come for a row goes on, and so does what waits behind it. */',
		'inline give_turns() {',
		'\tdo',
		...stores.flatMap((store, index) => {
			const behind = [...marked.slice(0, index).map((each) => `!${each}`), marked[index]].join(' && ');
			const turn = [...[...marked, ...due.slice(0, index)].map((each) => `!${each}`), due[index]].join(' && ');
			return named(plan, store, [
				`\t:: ${behind} -> d_step { behind_$() }; serve_$()${once}`,
				`\t:: ${turn} -> d_step { turn_$() }; go_on_$()${once}`,
			]);
		}),
		'\t:: else -> break',
		'\tod;',
		'\tskip',
		'}',
		'',
		'/* After each move of a client: what arrives is dealt with, and then whoever that concerns. */',
		'inline go_on() {',
		...(plan.has.network ? ['\tarrive_request();'] : []),
		`\td_step { ${plan.has.network ? 'if :: asked != 0 -> arrive() :: else fi; ' : ''}settle(); asked = 0 };`,
		'\tgive_turns()',
		'}',
	].join('\n');
}

/** A part of the model that does one of several things, each a step of its own, by what is `asked`. */
export function byAsked(
	name: string,
	about: string,
	ways: readonly (readonly [word: string, does: readonly Code[]])[],
): string {
	return [
		`/* ${about} */`,
		`inline ${name}() {`,
		'\tif',
		...ways.flatMap(([word, does]) => [`\t:: asked == ${word} -> d_step {`, ...printed(does, 3), '\t\t}']),
		'\t:: else',
		'\tfi;',
		'\tskip',
		'}',
	].join('\n');
}

/** That something at a store is to be looked at again. */
function markedAt(plan: Plan, store: number): string {
	const slots = plan.spec.clients.length * mostStanding(plan, store);
	const marks = Array.from({length: slots}, (_, slot) => `standing_$[${slot}].ticket == ${again}`);
	return named(plan, store, `(${marks.join(' || ')})`);
}

function turnsDue(plan: Plan, store: number): readonly string[] {
	const rows = Math.max(1, rowsAt(plan, store).length);
	const due = (row: number) => `(row_holder_$[${row}] == 0 && row_line_$[${row} * LINE_$] != 0)`;
	return named(
		plan,
		store,
		Array.from({length: rows}, (_, row) => due(row)),
	);
}

function rowParts(plan: Plan, store: number): readonly string[] {
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
function outOfLine(line: string, most: string): readonly Code[] {
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

/** Who waited is told the answer in m, if it can be told. */
function tellPart(plan: Plan): string {
	const {has, name, spec} = plan;
	const isCut = has.cuts
		? rowStores(plan).map((store) => {
				const words = callsAt(plan, store).map(({word}) => `m.what == ${word}`);
				return `(${name('cut_off', at(spec.stores, store).name)}[me] && (${words.join(' || ') || 'false'}))`;
			})
		: [];
	const received: Code = has.inbox
		? either('process[me] == PAUSED || resumed[me]', ['put_inbox()'], ['read_answer()'])
		: 'read_answer()';
	const alive: Code = has.lives
		? either('process[me] == CRASHED || m.life != life[me]', ['skip'], [received])
		: received;
	const travels: Code = plan.faults.late > 0 ? either('held', ['held = 0', 'put_flight()'], [alive]) : alive;
	return inline('tell', 'Who has waited is told the answer in m, as far as that reaches it.', [
		'm.ticket = 0',
		'lost = m.lost_answer',
		'held = m.late_answer',
		'm.lost_answer = 0',
		'm.late_answer = 0',
		either(['lost', ...isCut].join(' || '), ['skip'], [travels]),
	]);
}

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

/** What is done by which of these m is; once where it is the same for all. */
function byWhat<Each extends AtStore>(here: readonly Each[], does: (call: Each) => readonly Code[]): readonly Code[] {
	const ways = here.map((call) => [`m.what == ${call.word}`, does(call)] as const);
	const [first] = ways;
	const isSame = ways.every(([, each]) => JSON.stringify(each) === JSON.stringify(first?.[1]));
	return isSame ? (first?.[1] ?? []) : oneOf(ways.filter(([, each]) => each.length > 0));
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
function withRow(plan: Plan, call: RowCall): readonly Code[] {
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
function servingParts(plan: Plan, store: number): readonly string[] {
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
function stages(plan: Plan, call: WriteCall): readonly Code[] {
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

/** Whose turn has come goes on; then what waits behind it in its transaction. */
function turnParts(plan: Plan, store: number): readonly string[] {
	const {name} = storeAt(plan, store);
	const waiting = callsAt(plan, store).filter(({kind}) => kind !== 'begin' && kind !== 'rollback');
	const time = patience(plan, store);
	const slot = `standing_$[me * STANDING_$ + i]`;
	const taken = (ticket: string): readonly Code[] => [
		'found = 0',
		...forEach('i', `CLIENTS * STANDING_$`, [
			either(`!found && standing_$[i].ticket == ${ticket}`, [`found = 1; me = i / STANDING_$; place = i % STANDING_$`]),
		]),
		`take_standing_$(place)`,
		'm.ticket = 0; asked = m.what; place = 0; low = 0; found = 0',
	];
	return named(plan, store, [
		inline('turn_$', `Who is the first in line for a row of ${name} that nobody has waits no longer.`, [
			...forEach('i', 'ROWS_$', [
				either(`low == 0 && row_holder_$[i] == 0 && row_line_$[i * LINE_$] != 0`, [
					`low = row_line_$[i * LINE_$]`,
					'row = i',
				]),
			]),
			'j = row',
			...outOfLine('row_line_$', 'LINE_$'),
			...taken('low'),
			either('m.transaction != 0', [
				...forEach('i', 'STANDING_$', [
					either(`${slot}.what != 0 && ${slot}.transaction == m.transaction && ${slot}.ticket == 0`, [
						`${slot}.ticket = ${again}`,
					]),
				]),
				`lock_row_$()`,
				...(time === null ? [] : [`silence_left_$[me] = ${time}`]),
			]),
		]),
		byAsked(
			'go_on_$',
			`What has waited at ${name} is done.`,
			waiting.filter(isAboutRow).flatMap((call) => {
				if (call.kind === 'write')
					return [
						[
							call.word,
							[either('m.transaction == 0', ['title = 0', `${applying(call)}()`], stages(plan, call)), 'low = 0'],
						],
					];
				return call.forUpdate ? [[call.word, [...withRow(plan, call), 'low = 0']]] : [];
			}),
		),
		inline(
			'behind_$',
			`What waited at ${name} behind a request whose turn has come is looked at again.`,
			taken(String(again)),
		),
		byAsked(
			'serve_$',
			`${name} is asked.`,
			waiting.map((call) => [call.word, [`${serving(call)}()`]]),
		),
	]);
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
