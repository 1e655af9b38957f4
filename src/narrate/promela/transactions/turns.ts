import {at} from '../../../sim/client-step.js';
import {type Code, either, forEach, inline, printed} from '../code.js';
import {mostStanding, serving} from '../message.js';
import {type Plan, storeAt} from '../plan.js';
import {applying} from '../store.js';
import {again, callsAt, isAboutRow, named, patience, rowStores, rowsAt} from './at-store.js';
import {outOfLine} from './rows.js';
import {stages, withRow} from './serving.js';

/** Whose turn has come for a row goes on, and so does what waits behind it: a part of the model of several steps, which stands between no two states. */
export function givingPart(plan: Plan, stores: readonly number[]): string {
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

/** Who waited is told the answer in m, if it can be told. */
export function tellPart(plan: Plan): string {
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

/** Whose turn has come goes on; then what waits behind it in its transaction. */
export function turnParts(plan: Plan, store: number): readonly string[] {
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
