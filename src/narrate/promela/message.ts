import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import {type Code, inline} from './code.js';
import {keysOf, type Plan, targetsOf} from './plan.js';

/** What can be asked of a service. Shape: `number` counts from 1, and is what a message says of itself. */
export type Call = {readonly number: number; readonly word: string} & (
	| {readonly kind: 'acquire' | 'renew' | 'release' | 'ask'; readonly lock: number}
	| {readonly kind: 'read' | 'advance'; readonly store: number; readonly resource: number}
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
				}));
			case 'advance':
				return targetsOf(plan, operation).map((store) => ({
					kind: 'advance',
					store,
					resource: operation.resource,
				}));
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
	const place = [spec.stores[call.store]?.name ?? '', spec.resources[call.resource]?.name ?? ''];
	if (call.kind !== 'write') return name(call.kind.toUpperCase(), ...place);
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
	const saysKey = outcome === 'ACCEPTED';
	return (
		calls(plan).find(
			(each) =>
				each.kind === call.kind &&
				each.store === call.store &&
				each.resource === call.resource &&
				(!saysKey || (each.kind === 'write' && call.kind === 'write' && each.key === call.key)),
		) ?? call
	);
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
	'TOKEN_REQUIRED',
	'STALE_TOKEN',
	'RETIRED_TOKEN',
	'NOT_EQUAL',
	'VERSION_MISMATCH',
	'REJECTED_BY_RULE',
] as const;

export type Outcome = (typeof outcomes)[number];

/** Answers that end a belief or bring one. */
const aboutBelief: readonly Outcome[] = ['GRANTED', 'RENEWED', 'RENEW_DENIED', 'ASKED'];

/** What an answer carries, by its fields. Order: of the assignments. */
type Load = Readonly<Partial<Record<'flag' | 'time' | 'ttl' | 'token' | 'grant' | 'based' | 'value', string>>>;

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
	const others = (['flag', 'time', 'ttl', 'token', 'grant', 'based', 'value'] as const).filter(
		(field) => load[field] === undefined,
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
	];
}

/** The declarations of what messages are. */
export function messageParts(plan: Plan): readonly string[] {
	const {has} = plan;
	const declared = fields(plan);
	const copied = (to: string, from: string) => declared.map(([, field]) => `${to}.${field} = ${from}.${field}`);
	const list = (array: string, room: string) => [
		inline(
			`put_${array}`,
			`What is in m goes to the end of ${array === 'flight' ? "the client's messages in the network" : 'what the client has yet to read'}.`,
			[
				'i = 0',
				{
					word: 'do',
					ways: [{when: `${array}[me * ${room} + i].what != 0`, does: [`i++`, `assert(i < ${room})`]}],
					otherwise: ['break'],
				},
				...copied(`${array}[me * ${room} + i]`, 'm'),
				'i = 0',
			],
		),
		inline(
			`take_${array}`,
			`The message at a place goes into m, and those behind it move up.`,
			[
				...copied('m', `${array}[me * ${room} + which]`),
				'i = which',
				{
					word: 'do',
					ways: [
						{
							when: `i + 1 < ${room}`,
							does: [...copied(`${array}[me * ${room} + i]`, `${array}[me * ${room} + i + 1]`), 'i++'],
						},
					],
					otherwise: ['break'],
				},
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
					...list('flight', 'FLIGHT'),
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
					`/* The answers that wait for a client that stands still, oldest first. */\nMessage inbox[${plan.spec.clients.length * room(plan)}];`,
					...list('inbox', 'FLIGHT'),
				]
			: []),
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
	return (delay + late) * most + duplicate;
}
