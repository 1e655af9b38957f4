import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import {isSent} from '../../sim/statement.js';
import {asLongAs, type Code, forEach, inline} from './code.js';
import {hasRows, keysOf, type Plan, targetsOf} from './plan.js';

/** What can be asked of a service. Shape: `number` counts from 1, and is what a message says of itself. */
export type Call = {readonly number: number; readonly word: string} & (
	| {readonly kind: 'acquire' | 'renew' | 'release' | 'ask'; readonly lock: number}
	| {readonly kind: 'read'; readonly store: number; readonly resource: number; readonly forUpdate: boolean}
	| {readonly kind: 'advance'; readonly store: number; readonly resource: number}
	| {readonly kind: 'begin' | 'commit' | 'rollback'; readonly store: number}
	| {
			readonly kind: 'write';
			readonly store: number;
			readonly resource: number;
			readonly key: string;
			readonly chosen: boolean;
			readonly job: string | null;
	  }
);

type CallBefore = Call extends infer Each ? (Each extends Call ? Omit<Each, 'number' | 'word'> : never) : never;

/** Everything that the programs ask of services. Order: as the steps first ask it. */
export function calls(plan: Plan): readonly Call[] {
	const all = plan.steps.flatMap(({operation}): readonly CallBefore[] => {
		switch (operation.kind) {
			case 'acquire':
			case 'renew':
			case 'release':
			case 'ask':
				return [{kind: operation.kind, lock: operation.lock}];
			case 'read':
				return targetsOf(plan, operation).map((store) => ({
					kind: 'read',
					store,
					resource: operation.resource,
					forUpdate: operation.forUpdate === true,
				}));
			case 'advance':
				return targetsOf(plan, operation).map((store) => ({
					kind: 'advance',
					store,
					resource: operation.resource,
				}));
			case 'begin':
			case 'commit':
			case 'rollback':
				return targetsOf(plan, operation).map((store) => ({kind: operation.kind, store}));
			case 'write':
				return targetsOf(plan, operation).map((store) => ({
					kind: 'write',
					store,
					resource: operation.resource,
					key: operation.key,
					chosen: operation.token.kind !== 'last',
					job: operation.job,
				}));
			default:
				return [];
		}
	});
	const distinct = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
	return distinct.map((each, index): Call => ({...each, number: index + 1, word: wordOf(plan, each)}));
}

function wordOf(plan: Plan, call: CallBefore): string {
	const {spec, name} = plan;
	if ('lock' in call) return name(call.kind.toUpperCase(), spec.locks[call.lock]?.name ?? '');
	const store = spec.stores[call.store]?.name ?? '';
	if (!('resource' in call)) return name(call.kind.toUpperCase(), store);
	const place = [store, spec.resources[call.resource]?.name ?? ''];
	if (call.kind !== 'write')
		return name('forUpdate' in call && call.forUpdate ? 'READ_FOR_UPDATE' : call.kind.toUpperCase(), ...place);
	return name(
		'WRITE',
		...place,
		call.key,
		...(call.chosen ? ['chosen'] : []),
		...(call.job === null ? [] : ['as', call.job]),
	);
}

/** The call of the same words as far as an answer goes, which does not repeat all that was asked. */
function asAnswered(plan: Plan, call: Call, outcome: Outcome): Call {
	if ('lock' in call) return call;
	const saysKey = outcome === 'ACCEPTED' || outcome === 'STAGED';
	return (
		calls(plan).find(
			(each) =>
				'store' in each &&
				each.store === call.store &&
				(outcome === 'NO_TRANSACTION' ||
					(each.kind === call.kind &&
						resourceOf(each) === resourceOf(call) &&
						(!saysKey || (each.kind === 'write' && call.kind === 'write' && each.key === call.key)))),
		) ?? call
	);
}

function resourceOf(call: Call): number | null {
	return 'resource' in call ? call.resource : null;
}

/** The part of the model that serves a call. */
export function serving({word}: Call): string {
	return `serve_${word}`;
}

/** What an answer says. Order: those from the first rejection on are no. */
export const outcomes = [
	'REQUEST',
	'GRANTED',
	'DENIED',
	'RENEWED',
	'RENEW_DENIED',
	'RELEASED',
	'RELEASE_DENIED',
	'ASKED',
	'VOTED',
	'READ',
	'ACCEPTED',
	'REPEATED',
	'ADVANCED',
	'STAGED',
	'BEGUN',
	'COMMITTED',
	'ROLLED_BACK',
	'TOKEN_REQUIRED',
	'STALE_TOKEN',
	'RETIRED_TOKEN',
	'NOT_EQUAL',
	'VERSION_MISMATCH',
	'REJECTED_BY_RULE',
	'DEADLOCK',
	'NO_TRANSACTION',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Answers that end a belief or bring one. */
const aboutBelief: readonly Outcome[] = ['GRANTED', 'RENEWED', 'RENEW_DENIED', 'ASKED'];

/** What an answer carries, by its fields. Order: of the assignments. */
type Load = Readonly<
	Partial<Record<'flag' | 'time' | 'ttl' | 'token' | 'grant' | 'based' | 'value' | 'transaction', string>>
>;

/** The request in `m` becomes its answer. `rest`: further values that it carries. */
export function answer(
	plan: Plan,
	outcome: Outcome,
	load: Load,
	call: Call | null = null,
	rest: readonly string[] = [],
): readonly Code[] {
	const given = Object.entries(load).flatMap(([field, value]) =>
		value === `m.${field}` ? [] : [`m.${field} = ${value}`],
	);
	const said = [`m.outcome = ${outcome}`, ...given, ...rest.map((value, index) => `m.value_${index + 2} = ${value}`)];
	if (!plan.has.answers) return said;
	const others = (['flag', 'time', 'ttl', 'token', 'grant', 'based', 'value', 'transaction'] as const).filter(
		(field) => load[field] === undefined && (field !== 'transaction' || plan.has.rows),
	);
	const saidOf = call === null ? null : asAnswered(plan, call, outcome);
	return [
		...said,
		...others.map((field) => `m.${field} = 0`),
		...moreValues(plan)
			.slice(rest.length)
			.map((field) => `m.${field} = 0`),
		...(plan.has.late && !aboutBelief.includes(outcome) ? ['m.operation = 0'] : []),
		...(saidOf === null || saidOf === call ? [] : [`m.what = ${saidOf.word}`]),
	];
}

/** An answer to a read carries the values of all keys; these are the fields of those after the first. */
function moreValues(plan: Plan): readonly string[] {
	const most = Math.max(1, ...plan.spec.resources.map((_, resource) => keysOf(plan, resource).length));
	return Array.from({length: most - 1}, (_, index) => `value_${index + 2}`);
}

function fields(plan: Plan): readonly (readonly [type: string, name: string, about: string])[] {
	const {has} = plan;
	return [
		['byte', 'what', 'what is asked; 0: there is no message here'],
		['byte', 'outcome', 'what is answered; 0: it is a request'],
		...(has.lives ? [['byte', 'life', 'which process of its client has sent it'] as const] : []),
		['bit', 'waited', 'the program waits for the answer'],
		...(has.late ? [['byte', 'operation', 'which of the operations that are under way is newer'] as const] : []),
		...(hasRounds(plan) ? [['byte', 'node', 'of a redlock: which node it is to or from'] as const] : []),
		['short', 'token', ''],
		['byte', 'grant', 'the grant that it is about, or that its sender last got'],
		['short', 'based', 'the version that a write is based on, or that an answer is about'],
		['int', 'value', hasRounds(plan) ? 'that is written or read; to or from a node, the random value' : ''],
		...moreValues(plan).map((field) => ['int', field, ''] as const),
		['int', 'time', 'of a request: when it was sent, from now; of an answer: until when it lets believe'],
		['int', 'ttl', ''],
		['bit', 'flag', 'yes, again, the next version, or checked already'],
		...(has.rows
			? ([
					['byte', 'transaction', 'the number of the transaction that it is about, or 0'],
					['byte', 'ticket', 'of what waits for a row: its place; 0: behind another of its transaction'],
					['bit', 'late_answer', 'of what waits: the network will hold its answer back'],
					['bit', 'lost_answer', 'of what waits: its answer will be lost'],
				] as const)
			: []),
	];
}

/** The declarations of what messages are. */
/** The lists of messages of each client: in the network, and what it has yet to read. Shape: by name, with the word for how many there can be. */
export function lists({has}: Plan): readonly (readonly [array: string, most: string])[] {
	return [...(has.network ? [['flight', 'FLIGHT'] as const] : []), ...(has.inbox ? [['inbox', 'INBOX'] as const] : [])];
}

export function messageParts(plan: Plan): readonly string[] {
	const {has, spec} = plan;
	const declared = fields(plan);
	const rowStores = [...spec.stores.keys()].filter((store) => hasRows(plan, store));
	const waiting = rowStores.map((store) => spec.stores[store]?.name ?? '');
	const stood = rowStores.reduce((sum, store) => sum + mostStanding(plan, store), 0);
	const copied = (to: string, from: string) => declared.map(([, field]) => `${to}.${field} = ${from}.${field}`);
	const list = (array: string, room: string, about: string) => [
		inline(`put_${array}`, `What is in m goes to the end of ${about}.`, [
			'i = 0',
			asLongAs(`${array}[me * ${room} + i].what != 0`, [`i++`, `assert(i < ${room})`]),
			...copied(`${array}[me * ${room} + i]`, 'm'),
			'i = 0',
		]),
		inline(
			`take_${array}`,
			`The message at a place goes into m, and those behind it move up.`,
			[
				...copied('m', `${array}[me * ${room} + which]`),
				'i = which',
				asLongAs(`i + 1 < ${room}`, [...copied(`${array}[me * ${room} + i]`, `${array}[me * ${room} + i + 1]`), 'i++']),
				...declared.map(([, field]) => `${array}[me * ${room} + i].${field} = 0`),
				'i = 0',
			],
			'which',
		),
	];
	return [
		[
			'/* A message. What it does not need is 0. */',
			'typedef Message {',
			...declared.map(([type, field, about]) => `\t${type} ${field};${about === '' ? '' : ` /* ${about} */`}`),
			'};',
			'hidden Message m; /* the message that is being dealt with; hidden: no part of the state */',
		].join('\n'),
		[
			'/* The answer in m says no. */',
			'#define SAYS_NO (m.outcome == DENIED || m.outcome == RENEW_DENIED || m.outcome == RELEASE_DENIED \\',
			'\t|| (m.outcome == ASKED && !m.flag) || m.outcome >= TOKEN_REQUIRED)',
		].join('\n'),
		inline(
			'blank',
			'Nothing is in m.',
			declared.map(([, field]) => `m.${field} = 0`),
		),
		...(has.network
			? [
					`/* The messages of each client that are in the network, oldest first: ${room(plan)} at most. */\n#define FLIGHT ${room(plan)}\nMessage flight[${plan.spec.clients.length * room(plan)}];`,
					...list('flight', 'FLIGHT', "the client's messages in the network"),
					...(plan.faults.duplicate > 0
						? [
								inline(
									'copy_flight',
									'The message at a place goes into m, and stays.',
									copied('m', 'flight[me * FLIGHT + which]'),
									'which',
								),
							]
						: []),
				]
			: []),
		...(has.inbox
			? [
					`/* The answers that wait for a client that stands still, oldest first: ${room(plan) + stood} at most. */\n#define INBOX ${room(plan) + stood}\nMessage inbox[${plan.spec.clients.length * (room(plan) + stood)}];`,
					...list('inbox', 'INBOX', 'what the client has yet to read'),
				]
			: []),
		...(has.rows
			? [
					'hidden Message aside; /* the message that another goes before; hidden too */',
					inline('set_aside', 'What is in m waits.', copied('aside', 'm')),
					inline('take_up', 'It goes on.', copied('m', 'aside')),
				]
			: []),
		...waiting.flatMap((name) => [
			`/* What waits at ${name} for a row, or behind such, oldest first. */\nMessage standing_${plan.name('at', name)}[CLIENTS * STANDING_${plan.name('at', name)}];`,
			...list(`standing_${plan.name('at', name)}`, `STANDING_${plan.name('at', name)}`, `what waits at ${name}`),
			`/* What is written at ${name} and not yet committed. */\nMessage staged_${plan.name('at', name)}[CLIENTS * STAGED_${plan.name('at', name)}];`,
			...list(
				`staged_${plan.name('at', name)}`,
				`STAGED_${plan.name('at', name)}`,
				`what the transaction at ${name} has written`,
			),
			inline(
				`copy_staged_${plan.name('at', name)}`,
				'What stands at a place goes into m, and stays.',
				copied('m', `staged_${plan.name('at', name)}[me * STAGED_${plan.name('at', name)} + which]`),
				'which',
			),
			inline(
				`clear_staged_${plan.name('at', name)}`,
				'Nothing is written.',
				forEach(
					'i',
					`STAGED_${plan.name('at', name)}`,
					declared.map(
						([, field]) => `staged_${plan.name('at', name)}[me * STAGED_${plan.name('at', name)} + i].${field} = 0`,
					),
				),
			),
		]),
	];
}

/** Whether any lock here is asked for node by node. */
function hasRounds({spec}: Plan): boolean {
	return spec.locks.some(({service}) => machineOf(service).rounds !== null);
}

/** How many nodes an operation on a lock is sent to. */
function nodesOf({spec}: Plan, lock: number): number {
	const {service} = at(spec.locks, lock);
	return machineOf(service).rounds?.nodes(service.options) ?? 1;
}

/** How many requests of one client can wait at a store at once. */
export function mostStanding(plan: Plan, store: number): number {
	return Math.min(9, (mostWrites(plan, store) + 1) * (1 + plan.faults.crash) + plan.faults.duplicate);
}

/** How many writes of one program can go to a store. */
export function mostWrites(plan: Plan, store: number): number {
	const {spec} = plan;
	const {name} = spec.stores[store] ?? {name: ''};
	const counts = spec.clients.map(
		({program}) =>
			(program ?? []).filter((each) => each.kind === 'write' && (each.store === null || each.store === name)).length,
	);
	return Math.max(...counts);
}

/** How many messages of one client can be in the network at once. */
export function room(plan: Plan): number {
	const {delay, late, duplicate} = plan.faults;
	const most = Math.max(
		1,
		...plan.steps.map(({operation}) =>
			'resource' in operation
				? targetsOf(plan, operation).length
				: 'lock' in operation
					? nodesOf(plan, operation.lock)
					: 1,
		),
	);
	const held = plan.spec.clients.map(
		({program}) => (program ?? []).filter((each) => isSent(each) && each.message.held === true).length,
	);
	return (delay + late + Math.max(...held) * (1 + plan.faults.crash)) * most + duplicate;
}
