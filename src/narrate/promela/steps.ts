import {at} from '../../sim/client-step.js';
import {takenTtl} from '../../sim/lock/registry.js';
import type {FaultKind} from '../../sim/statement.js';
import {learn} from './belief.js';
import {cutOff} from './client-state.js';
import {eachClient} from './clock.js';
import {type Code, either, oneOf} from './code.js';
import {lastAtLocks, lastAtStore, lastBegins} from './history.js';
import {givesBack} from './holds.js';
import {saidLock, tokenOf} from './lock-kinds.js';
import {type Call, calls, serving} from './message.js';
import type {Move} from './move.js';
import {guardOf, hasRows, type Plan, type Step, targetsOf, timeOf} from './plan.js';
import {aroundMove, nodesSettled, waitsForNodes} from './rounds.js';
import type {Fate as FateKind, LockOperation} from './said-lock.js';
import {named} from './transactions/at-store.js';
import {settled, transactionIn} from './transactions/session.js';

/** Every step of the programs as moves, one for each thing that can become of its messages. */
export function stepMoves(plan: Plan): readonly Move[] {
	return plan.steps.flatMap((step) => fatesOf(plan, step).map((fate) => stepMove(plan, step, fate)));
}

/** What becomes of the messages of a step. */
type Fate = {readonly kind: FateKind; readonly cost: FaultKind | null};

function ready({has}: Plan): string {
	return `${has.stops || has.lives ? ' && process[_pid] == RUNNING' : ''}${has.waits ? ' && awaits[_pid] == 0' : ''}`;
}

function fatesOf({faults}: Plan, {operation}: Step): readonly Fate[] {
	if (!('message' in operation)) return [{kind: 'prompt', cost: null}];
	const {message} = operation;
	const own: FateKind =
		message.lost === true
			? 'lost'
			: message.held === true
				? 'held'
				: message.replyLost === true
					? 'answer lost'
					: 'prompt';
	const cost = operation.kind === 'write' ? 'delay' : 'late';
	const late: readonly Fate[] =
		own === 'prompt'
			? [
					...(faults[cost] > 0 ? [{kind: 'held', cost} as const] : []),
					...(faults.late > 0 ? [{kind: 'answer held', cost: 'late'} as const] : []),
				]
			: [];
	// Where the script itself loses the request or the answer, no fault loses the answer any more.
	const losses: readonly FateKind[] = own === 'lost' || own === 'answer lost' ? ['lost'] : ['lost', 'answer lost'];
	return [
		{kind: own, cost: null},
		...late,
		...(faults.lose > 0 ? losses.map((kind): Fate => ({kind, cost: 'lose'})) : []),
	];
}

const fateWords: Readonly<Record<FateKind, string>> = {
	prompt: '',
	held: ', which the network holds back',
	lost: ', which is lost',
	'answer held': ', whose answer the network holds back',
	'answer lost': ', whose answer is lost',
};

function stepMove(plan: Plan, step: Step, fate: Fate): Move {
	const {has} = plan;
	const does = [...doStep(plan, step, fate), ...(has.stops ? ['catch_up()'] : [])];
	return {
		about: `${step.text}${fateWords[fate.kind]}`,
		when: `next_is_${step.number}(_pid)${ready(plan)}${fate.cost === null ? '' : ` && left_${fate.cost} > 0`}`,
		does: [
			'me = _pid',
			...(fate.cost === null ? [] : [`left_${fate.cost}--`]),
			...(touchesValues(plan, step)
				? aroundMove(plan, does)
				: [...does, ...(forgetsLate(plan, step) ? nodesSettled(plan) : [])]),
			...(waitsForNodes(plan) ? eachClient(['settle()']) : settled(plan)),
		],
	};
}

/** Whether a step forgets what stands on disks that only a clock could have brought back, now that none can step: a step of a client's clock leaves that as it is. */
function forgetsLate({faults}: Plan, {operation}: Step): boolean {
	return faults.clock > 0 && faults.node > 0 && 'message' in operation;
}

/** Whether a step can touch what a client knows of random values. */
function touchesValues({has, spec, ...plan}: Plan, {operation}: Step): boolean {
	const asksNodes = 'lock' in operation && saidLock({has, spec, ...plan}, operation.lock).rounds !== null;
	return asksNodes || has.late || spec.clients.some(({retries}) => retries);
}

function doStep(plan: Plan, step: Step, fate: Fate): readonly Code[] {
	const {operation} = step;
	switch (operation.kind) {
		case 'check': {
			const lock = at(plan.spec.locks, operation.lock).name;
			const holds = `${plan.name('believes', lock)}[me] && ${plan.name('believes_for', lock)}[me] > 0`;
			return [either(holds, ['complete()'], ['fail()'])];
		}
		case 'acquire':
		case 'renew':
		case 'release':
		case 'ask':
			return askLock(plan, operation, fate);
		case 'read':
		case 'advance':
		case 'write':
			return askStores(plan, operation, fate);
		case 'begin':
		case 'commit':
		case 'rollback':
			return askTransaction(plan, operation, fate);
		default:
			throw new Error('a step that cannot be said is refused before');
	}
}

type Operation = Step['operation'];
type StoreOperation = Extract<Operation, {kind: 'read' | 'advance' | 'write'}>;
type TransactionOperation = Extract<Operation, {kind: 'begin' | 'commit' | 'rollback'}>;

function askLock(plan: Plan, operation: LockOperation, fate: Fate): readonly Code[] {
	const {name, has, spec} = plan;
	const lock = at(spec.locks, operation.lock).name;
	const rounds = saidLock(plan, operation.lock).rounds;
	if (rounds !== null) return rounds.asks(plan, operation, fate.kind, concluded(plan, operation.kind));
	if ('ttl' in operation && takenTtl(at(spec.locks, operation.lock).service, operation.ttl).refused)
		return ['refuse()'];
	const call = calls(plan).find((each) => each.kind === operation.kind && each.lock === operation.lock);
	if (call === undefined) throw new Error('every step has its call');
	const needsKnown = operation.kind === 'renew' || operation.kind === 'release';
	const remembers = `(${tokenOf(plan, lock, 'me')} == NONE -> 0 : ${name('grant', lock)}[me])`;
	return [
		...(has.late ? [`${name('sent', lock)}[me]++`] : []),
		...(operation.kind === 'release' ? givesBack(plan, operation.lock) : []),
		'blank()',
		`m.what = ${call.word}`,
		...('ttl' in operation ? [`m.ttl = ${timeOf(plan, operation.lock, operation.ttl)}`] : []),
		...(needsKnown ? [`m.token = ${tokenOf(plan, lock, 'me')}`, `m.grant = ${remembers}`] : []),
		...(has.late && operation.kind !== 'release' ? [`m.operation = ${name('sent', lock)}[me]`] : []),
		...(has.late && operation.kind !== 'release' ? ['m.waited = 1'] : []),
		...(has.lives ? ['m.life = life[me]'] : []),
		...sent(plan, call, fate, 'locks'),
		...concluded(plan, operation.kind),
	];
}

/** The message in m goes to its service, and what comes of it is counted in `denied` or in `unknown`. */
function sent(plan: Plan, call: Call, fate: Fate, link: string): readonly Code[] {
	const {has} = plan;
	const noted = (outcome: 'YES' | 'NO' | 'UNKNOWN') => ('store' in call ? lastAtStore(plan, call.store, outcome) : []);
	const unknown = ['unknown++', ...noted('UNKNOWN')];
	if (fate.kind === 'lost') return unknown;
	const isCut = has.cuts ? cutOff(plan, link, 'me') : null;
	const down = downOf(plan, link);
	const waits = 'store' in call && hasRows(plan, call.store);
	const answered: readonly Code[] = [
		...(fate.kind === 'answer held'
			? [...(waits ? ['m.late_answer = 0'] : []), 'clip()', 'put_flight()', ...unknown]
			: []),
		...(fate.kind === 'answer lost' ? unknown : []),
		...(fate.kind === 'prompt'
			? [...learn(plan, call), either('SAYS_NO', ['denied++', ...noted('NO')], noted('YES'))]
			: []),
	];
	const arrives: readonly Code[] =
		fate.kind === 'held'
			? ['put_flight()', ...unknown]
			: [
					...(waits && fate.kind === 'answer held' ? ['m.late_answer = 1'] : []),
					...(waits && fate.kind === 'answer lost' ? ['m.lost_answer = 1'] : []),
					`${serving(call)}()`,
					...(waits ? [either('stands', ['stands = 0', ...unknown], answered)] : answered),
				];
	const barred = [isCut, fate.kind === 'held' ? null : down].filter((each) => each !== null);
	return barred.length === 0 ? arrives : [either(barred.join(' || '), unknown, arrives)];
}

/** Whether the server at the end of a link has no power; null where it always has. */
export function downOf({has, name}: Plan, link: string): string | null {
	if (link === 'locks') return has.locksFail ? 'locks_down' : null;
	return has.storesFail ? name('down', link) : null;
}

/** How the step comes out: by its answers, or it waits for those that are not in. */
function concluded(plan: Plan, kind: Operation['kind']): readonly Code[] {
	const {has} = plan;
	const isOfLock = kind === 'acquire' || kind === 'renew' || kind === 'release' || kind === 'ask';
	const counts = [...(isOfLock ? lastAtLocks(plan) : []), 'denied = 0', 'unknown = 0'];
	if (kind === 'release') return ['complete()', ...counts];
	if (kind === 'write') return [either('denied > 0', ['fail()'], ['complete()']), ...counts];
	const waits: readonly (readonly [string, readonly Code[]])[] = has.waits
		? [['denied == 0 && unknown > 0', ['awaits[me] = unknown']]]
		: [];
	return [...oneOf([['denied > 0', kind === 'acquire' ? [] : ['fail()']], ...waits], ['complete()']), ...counts];
}

function askTransaction(plan: Plan, operation: TransactionOperation, fate: Fate): readonly Code[] {
	const {has, spec} = plan;
	const call = calls(plan).find((each) => each.kind === operation.kind && each.store === operation.store);
	// A store without transactions.
	if (call === undefined) return ['refuse()'];
	return [
		...lastBegins(plan),
		...(operation.kind === 'begin' ? named(plan, operation.store, ['begun_$[me]++', 'inside_$[me] = 1']) : []),
		'blank()',
		`m.what = ${call.word}`,
		...transactionIn(plan, operation.store),
		'm.waited = 1',
		...(has.lives ? ['m.life = life[me]'] : []),
		...sent(plan, call, fate, at(spec.stores, operation.store).name),
		...concluded(plan, operation.kind),
	];
}

function askStores(plan: Plan, operation: StoreOperation, fate: Fate): readonly Code[] {
	const {name, spec, has} = plan;
	const stores = targetsOf(plan, operation);
	if (stores.length === 0) return ['refuse()'];
	const forUpdate = operation.kind === 'read' && operation.forUpdate === true;
	const guard = guardOf(plan, operation.resource);
	const one = (store: number): readonly Code[] => {
		const words = [at(spec.stores, store).name, at(spec.resources, operation.resource).name] as const;
		const call = callOf(plan, operation, store);
		const token =
			operation.kind !== 'read' && operation.token.kind !== 'last'
				? operation.token.kind === 'none'
					? 'NONE'
					: String(operation.token.token)
				: guard === null
					? 'NONE'
					: tokenOf(plan, guard, 'me');
		return [
			'blank()',
			`m.what = ${call.word}`,
			`m.token = ${token}`,
			...(guard === null ? [] : [`m.grant = ${name('grant', guard)}[me]`]),
			...(operation.kind === 'write'
				? [
						`m.based = ${operation.ifVersion ?? `${name('knows', ...words)}[me]`}`,
						`m.value = ${operation.change === '=' ? plan.number(operation.value) : `${name('remembers', ...words, operation.key)}[me] ${operation.change === '+=' ? '+' : '-'} ${operation.value}`}`,
					]
				: []),
			...transactionIn(plan, store),
			...((has.late || has.rows) && operation.kind !== 'write' ? ['m.waited = 1'] : []),
			...(has.lives ? ['m.life = life[me]'] : []),
			...sent(plan, call, fate, words[0]),
		];
	};
	const insides = stores.map((store) => named(plan, store, 'inside_$[me]'));
	const asks = stores.flatMap((store, index) => (forUpdate ? [either(insides[index] ?? '', one(store))] : one(store)));
	const all = [...lastBegins(plan), ...asks, ...concluded(plan, operation.kind)];
	if (forUpdate) return [either(insides.join(' || '), all, ['refuse()'])];
	if (operation.kind !== 'write' || operation.change === '=') return all;
	const resource = at(spec.resources, operation.resource).name;
	const missing = stores.map((store) => {
		const words = [at(spec.stores, store).name, resource] as const;
		return `${name('knows', ...words)}[me] == NONE || ${name('remembers', ...words, operation.key)}[me] >= TEXT`;
	});
	return [either(missing.join(' || '), ['refuse()'], all)];
}

function callOf(plan: Plan, operation: StoreOperation, store: number): Call {
	const found = calls(plan).find(
		(each) =>
			each.kind === operation.kind &&
			each.store === store &&
			each.resource === operation.resource &&
			(each.kind !== 'read' || operation.kind !== 'read' || each.forUpdate === (operation.forUpdate === true)) &&
			(each.kind !== 'write' ||
				operation.kind !== 'write' ||
				(each.key === operation.key &&
					each.job === operation.job &&
					each.chosen === (operation.token.kind !== 'last'))),
	);
	if (found === undefined) throw new Error('every step has its call');
	return found;
}
