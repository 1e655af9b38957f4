import type {Claim} from '../../explore/claim.js';
import {claimText} from '../../language/print.js';
import {printOperation} from '../../language/print-operation.js';
import {at} from '../../sim/client-step.js';
import {factAtoms} from '../../sim/fact.js';
import {machineOf, ttlOf} from '../../sim/lock/registry.js';
import type {OptionValue} from '../../sim/option.js';
import type {Operation, Statement, Value} from '../../sim/statement.js';
import {idleTimeoutOf} from '../../sim/store/transactional.js';
import {forever} from '../../sim/time.js';
import {hasTransactions} from '../../sim/transaction.js';
import type {Local, World} from '../../sim/world.js';
import {saidLocks} from './lock-kinds.js';
import {endless, none, ratesDiffer, text} from './plan.js';
import {hasRounds} from './rounds.js';
import {saidRules} from './store.js';

/** What of a world a model for SPIN cannot say yet: a sentence, and the statement that brings it in. Null: it came about by what the script did. */
type CannotSay = {readonly sentence: string; readonly by: ((statement: Statement) => boolean) | null};

/** Everything in a world and its claims that cannot be said. Empty: a model can be written. Order: as declared. */
export function cannotSay(world: World, claims: readonly Claim[]): readonly CannotSay[] {
	const {spec, shared, locals} = world;
	return [
		...spec.locks.flatMap(({name}, lock) =>
			unsaidLock(world, lock).map((sentence) => ({sentence, by: declares('lock', name)})),
		),
		...spec.stores.flatMap(({name}, store) =>
			unsaidStore(world, store).map((sentence) => ({sentence, by: declares('store', name)})),
		),
		...spec.resources.flatMap(({name, values}) =>
			Object.values(values).every(isSaid)
				? []
				: [
						{
							sentence: `A value of ${name} is too large for SPIN. A whole number below a thousand million is not.`,
							by: puts(name),
						},
					],
		),
		...(spec.latency > 0
			? [
					{
						sentence: 'Messages that take time cannot be said in a model for SPIN yet. Without latency they can.',
						by: ({kind}: Statement) => kind === 'latency',
					},
				]
			: []),
		...spec.clients.flatMap(({name, program, rereads, retries}) => [
			...(rereads
				? [
						{
							sentence: 'A client that rereads the newest token cannot be said in a model for SPIN yet.',
							by: (statement: Statement) => statement.kind === 'rereads' && statement.client === name,
						},
					]
				: []),
			...(program ?? []).flatMap((operation) => {
				const sentence = unsaidOperation(world, operation, retries);
				return sentence === null
					? []
					: [{sentence, by: (statement: Statement) => statement.kind === 'runs' && statement.client === name}];
			}),
		]),
		...(shared.stall === null
			? []
			: [{sentence: 'A lock service that stands still cannot be said in a model for SPIN yet.', by: isStall}]),
		...(locals.some(isUnderWay)
			? [
					{
						sentence: 'What is under way when the schedules begin cannot be said in a model for SPIN yet.',
						by: null,
					},
				]
			: []),
		...claims.flatMap((claim) => {
			const sentence = unsaidClaim(world, claim);
			return sentence === null
				? []
				: [
						{
							sentence,
							by: (statement: Statement) => statement.kind === 'claim' && claimText(statement) === claimText(claim),
						},
					];
		}),
	];
}

/** The longest time that a model can count. Units: ms. */
function most(world: World): {readonly time: number; readonly words: string} {
	return ratesDiffer(world) ? {time: endless / 32, words: '18 hours'} : {time: endless / 2, words: 'twelve days'};
}

function isTooLong(world: World, time: number): boolean {
	return time >= most(world).time && time < forever;
}

function declares(kind: 'lock' | 'store', name: string): (statement: Statement) => boolean {
	return (statement) => statement.kind === kind && statement.name.toLowerCase() === name.toLowerCase();
}

function puts(name: string): (statement: Statement) => boolean {
	return (statement) => statement.kind === 'put' && statement.resource === name;
}

function isStall({kind}: Statement): boolean {
	return kind === 'stall';
}

function unsaidLock(world: World, lock: number): readonly string[] {
	const {service} = at(world.spec.locks, lock);
	const kind = saidLocks[service.kind];
	if (kind === undefined)
		return [
			`A lock of the kind ${service.kind} cannot be said in a model for SPIN yet. ${capital(Object.keys(saidLocks).join(' and '))} can.`,
		];
	const {options} = machineOf(service);
	const unsaid = Object.entries<OptionValue>(service.options).filter(
		([key, value]) => !kind.options.includes(key) && value !== options[key]?.usual,
	);
	const isLong = [ttlOf(service), Number(service.options['min'] ?? 0)].some((time) => isTooLong(world, time));
	return [
		...unsaid.map(([key]) => `The option ${key} of a ${service.kind} cannot be said in a model for SPIN yet.`),
		...(isLong ? [`A lease of more than ${most(world).words} is too long for SPIN.`] : []),
		...[kind.unsaid(world, lock)].filter((sentence) => sentence !== null),
	];
}

function capital(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function unsaidStore(world: World, store: number): readonly string[] {
	const {spec} = world;
	const {rule, options} = at(spec.stores, store);
	const times = [options.forgetsAfter, options.dedupesFor, idleTimeoutOf(at(spec.stores, store))];
	if (saidRules[rule] === undefined) return [`A store with the rule ${rule} cannot be said in a model for SPIN yet.`];
	const isLong = times.some((time) => isTooLong(world, time));
	return [
		...(isLong ? [`A store that waits for more than ${most(world).words} is too long for SPIN.`] : []),
		...(hasRounds(world) && hasTransactions(at(spec.stores, store))
			? ['A store with transactions beside a lock with several nodes cannot be said in a model for SPIN yet.']
			: []),
	];
}

function isSaid(value: Value): boolean {
	return typeof value === 'string' || Math.abs(value) < text / 2;
}

function unsaidOperation(world: World, operation: Operation, retries: boolean): string | null {
	const step = `The step ${printOperation(operation)}`;
	const cannot = 'cannot be said in a model for SPIN yet.';
	switch (operation.kind) {
		case 'works':
		case 'keeps':
			return `${step} ${cannot}`;
		case 'check':
			return null;
		case 'acquire':
			if (operation.within !== undefined) return `${step} ${cannot}`;
			break;
		case 'write':
			if (!isSaid(operation.value) || (operation.ifVersion ?? 0) >= none)
				return `${step} has a number that is too large for SPIN.`;
			break;
		default:
			break;
	}
	if ('ttl' in operation && operation.ttl !== null && isTooLong(world, operation.ttl))
		return `${step} is for longer than ${most(world).words}, which is too long for SPIN.`;
	if ('token' in operation && operation.token.kind === 'number' && operation.token.token >= none)
		return `${step} has a number that is too large for SPIN.`;
	const {delayed, replyDelayed, held} = operation.message;
	if (delayed !== undefined || replyDelayed !== undefined) return `${step} ${cannot}`;
	// What is held and then lost, is held again and again, or is one of a round over nodes is more than a model keeps of a message.
	if (
		held === true &&
		(hasRounds(world) || retries || world.spec.faults.lose > 0 || operation.message.replyLost === true)
	)
		return `${step} ${cannot}`;
	return null;
}

function isUnderWay(local: Local): boolean {
	const {flight, inbox, work, owed, call, lateRounds, clock, locks, sessions} = local;
	return (
		flight.length + inbox.length + owed.length + lateRounds.length > 0 ||
		work !== null ||
		call !== null ||
		![0.5, 1, 2].includes(clock.rate) ||
		sessions.some((session) => session !== null && (session.open !== null || session.standing.length > 0)) ||
		locks.some(({keep, errand, givesUpAt}) => keep !== null || errand !== null || givesUpAt !== null)
	);
}

function unsaidClaim(world: World, {fact}: Claim): string | null {
	for (const atom of factAtoms(fact)) {
		if (atom.kind === 'time' && isTooLong(world, atom.value))
			return `A claim looks further than ${most(world).words}, which is too far for SPIN.`;
		const value = 'value' in atom && typeof atom.value === 'number' ? atom.value : 0;
		const limit = atom.kind === 'token' || atom.kind === 'highest' || atom.kind === 'version' ? none : text;
		if (Math.abs(value) >= limit) return 'A claim has a number that is too large for SPIN.';
	}
	return null;
}
