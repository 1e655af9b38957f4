import {type Atom, type Fact, factAtoms} from '../../sim/fact.js';
import {machineOf, ttlOf} from '../../sim/lock/registry.js';
import {inFlight, tokenOf} from '../../sim/look.js';
import {
	type MessageOptions,
	type Operation,
	plain,
	type Statement,
	type TokenChoice,
	type Value,
} from '../../sim/statement.js';
import {usualStore} from '../../sim/store/options.js';
import {storeRules} from '../../sim/store/registry.js';
import {hasTransactions} from '../../sim/transaction.js';
import type {Spec, World} from '../../sim/world.js';
import type {Quest} from './quest.js';

/** The statements that are tried at a moment of a world, beside steps of programs and the passing of time. Some are refused. */
export type Words = (world: World) => readonly Statement[];

/** What a quest lets a learner say: every allowed verb, with the arguments that the world, the goals and the examples offer. */
export function wordsOf(quest: Quest): Words {
	const lasting = new Map<Spec, readonly Statement[]>();
	const allowed = (statements: readonly Statement[]) =>
		statements.filter((statement) => statement.kind !== 'wait' && quest.allows(statement));
	const examples = allowed(unique(quest.examples).filter(({kind}) => kind !== 'step' && kind !== 'run'));
	return (world) => {
		const {spec} = world;
		const known = lasting.get(spec) ?? allowed([...setUps(spec), ...operations(spec, quest), ...faults(spec)]);
		lasting.set(spec, known);
		return [...known, ...allowed([...messages(world), ...tokens(world, quest)]), ...examples];
	};
}

/** How a message may fare when a learner has a say in it: held where messages are delivered by hand, lost where they may be dropped. */
export function fates({allows}: Quest, client: string): readonly MessageOptions[] {
	const delivers = allows({kind: 'deliver', message: 1}) || allows({kind: 'deliver-from', client});
	const drops = allows({kind: 'drop', message: 1});
	return [
		plain,
		...(delivers ? [{held: true} as const] : []),
		...(drops ? [{lost: true} as const, {replyLost: true} as const] : []),
	];
}

function setUps({stores}: Spec): readonly Statement[] {
	return stores.flatMap(({name}) =>
		storeRules().map((rule): Statement => ({kind: 'store', name, rule: rule.name, options: usualStore(rule.options)})),
	);
}

function operations(spec: Spec, quest: Quest): readonly Statement[] {
	return spec.clients.flatMap(({name: client}) => {
		const plainly: readonly Operation[] = [
			...spec.locks.flatMap(({name: lock}): readonly Operation[] => [
				{kind: 'acquire', lock, ttl: null, message: plain},
				{kind: 'renew', lock, ttl: null, message: plain},
				{kind: 'release', lock, message: plain},
				{kind: 'check', lock},
				{kind: 'ask', lock, message: plain},
			]),
			...spec.stores.filter(hasTransactions).flatMap(({name: store}): readonly Operation[] => [
				{kind: 'begin', store, message: plain},
				{kind: 'commit', store, message: plain},
				{kind: 'rollback', store, message: plain},
			]),
			...spec.resources.flatMap(({name: resource}): readonly Operation[] => [
				...(spec.stores.some(hasTransactions)
					? [{kind: 'read' as const, resource, store: null, forUpdate: true as const, message: plain}]
					: []),
				{kind: 'read', resource, store: null, message: plain},
				...writes(spec, quest, resource),
				{kind: 'advance', resource, store: null, token: {kind: 'last'}, message: plain},
			]),
		];
		return plainly.flatMap((operation) => fared(quest, client, storesOf(spec, operation)));
	});
}

/** The operation at every store, and at each alone. */
function storesOf({stores}: Spec, operation: Operation): readonly Operation[] {
	const isOfOne = operation.kind === 'begin' || operation.kind === 'commit' || operation.kind === 'rollback';
	if (isOfOne || !('store' in operation) || stores.length < 2) return [operation];
	return [operation, ...stores.map(({name}) => ({...operation, store: name}))];
}

function fared(quest: Quest, client: string, operations: readonly Operation[]): readonly Statement[] {
	return operations.flatMap((operation): readonly Statement[] =>
		operation.kind === 'check'
			? [{kind: 'do', client, operation}]
			: fates(quest, client).map((message) => ({kind: 'do', client, operation: {...operation, message}})),
	);
}

/** The values that goals compare with, and the changes that programs make. */
function writes({clients}: Spec, {goals, lose}: Quest, resource: string): readonly Operation[] {
	const planned = clients
		.flatMap(({program}) => program ?? [])
		.filter((each) => each.kind === 'write' && each.resource === resource);
	const aimed = [...goals, ...lose]
		.flatMap(valuesIn)
		.flatMap(([of, key, value]) => (of === resource ? [write(resource, key, value)] : []));
	return unique([...planned.map((each) => ('message' in each ? {...each, message: plain} : each)), ...aimed]);
}

function write(resource: string, key: string, value: Value): Operation {
	return {
		kind: 'write',
		resource,
		key,
		change: '=',
		value,
		store: null,
		token: {kind: 'last'},
		ifVersion: null,
		job: null,
		message: plain,
	};
}

function valuesIn(fact: Fact): readonly (readonly [resource: string, key: string, value: Value])[] {
	return factAtoms(fact).flatMap((atom: Atom) =>
		atom.kind === 'value' && atom.value !== null ? [[atom.resource, atom.key, atom.value] as const] : [],
	);
}

/** What the adversary does to processes, servers, clocks and links. */
function faults(spec: Spec): readonly Statement[] {
	const {clients, locks, stores} = spec;
	const names = clients.map(({name}) => name);
	const own = locks.flatMap(({service}) => machineOf(service).servers(machineOf(service).initial(service.options), 0));
	const keepers = [...new Set(own.map(({name}) => name))];
	const servers = ['locks', ...keepers, ...stores.map(({name}) => name)];
	const nodes = own.filter(({isEndpoint}) => isEndpoint).map(({name}) => name);
	const ends = ['locks', ...new Set(nodes), ...stores.map(({name}) => name)];
	const jumps = locks.flatMap(({service}) => [ttlOf(service), -ttlOf(service)]);
	return [
		...names.flatMap((client): readonly Statement[] => [
			{kind: 'pause', client, for: null},
			{kind: 'resume', client},
		]),
		...[...names, ...servers].flatMap((actor): readonly Statement[] => [
			{kind: 'crash', actor},
			{kind: 'restart', actor},
		]),
		...[...names, ...servers].flatMap((actor) => jumps.map((by): Statement => ({kind: 'clock', actor, by}))),
		...names.flatMap((from) =>
			ends.flatMap((to): readonly Statement[] => [
				{kind: 'cut', from, to: [to]},
				{kind: 'heal', from, to: [to]},
			]),
		),
		{kind: 'failover'},
	];
}

function messages(world: World): readonly Statement[] {
	return inFlight(world).flatMap(({id: message}): readonly Statement[] => [
		{kind: 'deliver', message},
		{kind: 'drop', message},
		{kind: 'duplicate', message},
	]);
}

/** Writes and advances under each token that is about, and under none, where a token may be chosen. */
function tokens(world: World, quest: Quest): readonly Statement[] {
	const {spec} = world;
	const got = spec.clients.flatMap(({name}) => spec.locks.map((lock) => tokenOf(world, name, lock.name)));
	const choices: readonly TokenChoice[] = [...new Set(got)].map((token) =>
		token === null ? {kind: 'none'} : {kind: 'number', token},
	);
	return spec.clients.flatMap(({name: client}) =>
		spec.resources.flatMap(({name: resource}) =>
			choices.flatMap((token): readonly Statement[] => [
				{kind: 'do', client, operation: {kind: 'advance', resource, store: null, token, message: plain}},
				...writes(spec, quest, resource).map(
					(operation): Statement => ({
						kind: 'do',
						client,
						operation: operation.kind === 'write' ? {...operation, token} : operation,
					}),
				),
			]),
		),
	);
}

function unique<Each>(list: readonly Each[]): readonly Each[] {
	return [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];
}
