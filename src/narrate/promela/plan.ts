import {bareLocal} from '../../explore/bare.js';
import type {Claim} from '../../explore/claim.js';
import {firstNumbers} from '../../explore/numbering.js';
import type {LocalPart, Setting, SharedPart} from '../../explore/parts.js';
import {rebaseLocal} from '../../explore/rebase.js';
import {firstShared, settingOf} from '../../explore/world-model.js';
import {claimText} from '../../language/print.js';
import {printOperation} from '../../language/print-operation.js';
import {type AddressedOperation, addressOperation, lockOf} from '../../sim/address.js';
import {at} from '../../sim/client-step.js';
import type {Fact} from '../../sim/fact.js';
import {machineOf, ttlOf} from '../../sim/lock/registry.js';
import {type FaultBudget, isSent} from '../../sim/statement.js';
import {ruleOf} from '../../sim/store/registry.js';
import {forever} from '../../sim/time.js';
import type {Spec, StoreSpec, World} from '../../sim/world.js';

/** What a model is made from: the world as the explorer prepares it for the question of all its claims at once, and what of it is needed. */
export type Plan = {
	readonly spec: Spec;
	readonly setting: Setting;
	readonly faults: FaultBudget;
	readonly shared: SharedPart;
	/** Order: of the clients. */
	readonly locals: readonly LocalPart[];
	readonly claims: readonly Claim[];
	/** Every operation of the programs, once however often it is there. */
	readonly steps: readonly Step[];
	/** A name of the model for a part of the world: always the same, and no other part's. */
	readonly name: (...parts: readonly string[]) => string;
	/** The number that stands for a value in the model: its own, or one of a text. */
	readonly number: (value: number | string | undefined) => number;
	readonly texts: readonly string[];
	readonly has: Needs;
};

/** What the state of the model has to hold. */
type Needs = {
	/** Messages can be in the network. */
	readonly network: boolean;
	/** Answers can be there, or wait for a client that stands still. */
	readonly answers: boolean;
	/** Requests other than writes can be there, and so it counts which operation is newer. */
	readonly late: boolean;
	/** A program can come to wait for an answer that comes late, or never. */
	readonly waits: boolean;
	/** A client can stand still, and catch up afterwards. */
	readonly stops: boolean;
	/** Answers wait to be read by a client that stands still. */
	readonly inbox: boolean;
	/** A client can die, and its next process is another. */
	readonly lives: boolean;
	/** Some store checks a write and applies it in two steps. */
	readonly twoSteps: boolean;
	/** The machine of a client can sleep. */
	readonly sleep: boolean;
	/** The clocks of clients can run at another rate than true time. */
	readonly rate: boolean;
	/** A client can be cut off. */
	readonly cuts: boolean;
	/** The lock service, and stores, can be without power. */
	readonly locksFail: boolean;
	readonly storesFail: boolean;
	/** Some store knows transactions, and locks rows. */
	readonly rows: boolean;
};

/** An operation, where it stands in which programs, and its text. Shape: `number` counts from 1. */
export type Step = {
	readonly number: number;
	readonly text: string;
	readonly operation: AddressedOperation;
	readonly at: readonly {readonly client: number; readonly position: number}[];
};

/** The plan of a world's model that answers these claims. */
export function planOf(world: World, claims: readonly Claim[]): Plan {
	const {setting} = settingOf(world, allOf(claims), false, false);
	const {spec} = setting;
	const {faults} = spec;
	const shared = firstShared(setting, world);
	const locals = world.locals.map((local) =>
		bareLocal(setting, firstNumbers(setting.numbering, rebaseLocal(local, world.now, setting.longest))),
	);
	const stops =
		faults.pause + faults.suspend > 0 || locals.some(({process, justResumed}) => process === 'paused' || justResumed);
	const cuts = faults.cut > 0 || locals.some((local) => local.cuts.length > 0);
	const locksFail = spec.locks.length > 0 && (faults.node + faults.restart > 0 || !shared.shared.locksUp);
	const storesFail = faults.node > 0 || shared.shared.stores.some(({up}) => !up);
	const sending = spec.clients.flatMap(({program}) => (program ?? []).filter(isSent));
	const held = sending.filter(({message}) => message.held === true);
	const network = faults.delay + faults.late > 0 || held.length > 0;
	const late = faults.late > 0 || held.some(({kind}) => kind !== 'write');
	const rows = spec.stores.some((store) => ruleOf(store).transactions === true);
	const texts = textsOf(world);
	return {
		spec,
		setting,
		faults,
		shared,
		locals,
		claims: [...new Map(claims.map((claim) => [claimText(claim), claim])).values()],
		steps: stepsOf(spec),
		name: namer(),
		number: (value) => (value === undefined ? absent : typeof value === 'number' ? value : text + texts.indexOf(value)),
		texts,
		has: {
			network,
			late,
			waits:
				late ||
				faults.lose > 0 ||
				sending.some(({message}) => message.lost === true || message.replyLost === true) ||
				cuts ||
				locksFail ||
				storesFail ||
				rows ||
				locals.some(({program}) => program.awaiting !== null),
			stops,
			inbox: stops && (network || rows),
			answers: late || (stops && (network || rows)),
			lives:
				faults.crash > 0 ||
				locals.some(
					({process, life, locks}) => process === 'crashed' || life > 0 || locks.some(({former}) => former.length > 0),
				),
			rate: ratesDiffer({spec, locals}),
			sleep: faults.suspend > 0 || locals.some(({clock}) => clock.asleep),
			cuts,
			locksFail,
			storesFail,
			rows,
			twoSteps: spec.stores.some(({options}) => options.nonAtomic),
		},
	};
}

/** Whether the clocks of clients can run at another rate than true time. */
export function ratesDiffer({spec, locals}: Pick<World, 'spec' | 'locals'>): boolean {
	return (spec.faults.rate > 0 && spec.locks.length > 0) || locals.some(({clock}) => clock.rate !== 1);
}

/** Values from here on stand for texts; numbers of the script are far below. */
export const text = 1_000_000_000;

/** Stands for the value of a key that is not there. */
export const absent = 2_147_483_647;

/** Stands for a token or a version that is not there. */
export const none = 32_767;

/** Stands for a time without end. */
export const endless = 2_147_483_647;

/** A question that is about all that the claims are about. It may be true or not: nobody asks. */
export function allOf(claims: readonly Claim[]): Fact {
	const [first, ...others] = claims.map(({fact}) => fact);
	if (first === undefined) throw new Error('a model answers some claim');
	return others.reduce<Fact>((left, right) => ({kind: 'and', left, right}), first);
}

function stepsOf(spec: Spec): readonly Step[] {
	const all = spec.clients.flatMap(({program}, client) =>
		(program ?? []).map((operation, position) => ({client, position, operation, text: printOperation(operation)})),
	);
	return [...new Set(all.map((each) => each.text))].map((each, index) => {
		const same = all.filter((other) => other.text === each);
		const [first] = same;
		if (first === undefined) throw new Error('an operation stands in some program');
		return {
			number: index + 1,
			text: each,
			operation: addressOperation(spec, first.operation),
			at: same.map(({client, position}) => ({client, position})),
		};
	});
}

/** The texts among the values, in the order of texts. */
function textsOf({spec, shared, locals}: World): readonly string[] {
	const values = [
		...spec.clients.flatMap(({program}) =>
			(program ?? []).flatMap((operation) => (operation.kind === 'write' ? [operation.value] : [])),
		),
		...shared.stores.flatMap(({resources}) => resources.flatMap((resource) => Object.values(resource.values))),
		...locals.flatMap(({memory}) =>
			memory.flatMap((store) => store.flatMap((remembered) => Object.values(remembered?.values ?? {}))),
		),
	];
	return [...new Set(values.filter((value) => typeof value === 'string'))].sort();
}

/** A claim can be long, and its name has to be typed. */
const longestName = 64;

/** Names of the model are those of the script with a word before them; a sign that Promela does not know is a low line, and a name that is taken gets a number. */
function namer(): (...parts: readonly string[]) => string {
	const given = new Map<string, string>();
	const taken = new Set<string>();
	return (...parts) => {
		const key = parts.join(' ');
		const known = given.get(key);
		if (known !== undefined) return known;
		const plain = parts
			.join('_')
			.replace(/[^A-Za-z0-9_]/g, '_')
			.slice(0, longestName);
		let name = plain;
		for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
		taken.add(name);
		given.set(key, name);
		return name;
	};
}

/** The name of a client as the model has it: a number, by name. */
export function clientName({spec, name}: Plan, client: number): string {
	return name('client', spec.clients[client]?.name ?? '');
}

/** The keys that a resource has at the start or that some program writes, each as the model names its value. */
export function keysOf({spec, shared}: Plan, resource: number): readonly string[] {
	const written = spec.clients.flatMap(({program}) =>
		(program ?? []).flatMap((operation) =>
			operation.kind === 'write' && operation.resource === spec.resources[resource]?.name ? [operation.key] : [],
		),
	);
	const present = shared.shared.stores.flatMap(({resources}) => Object.keys(resources[resource]?.values ?? {}));
	return [...new Set([...present, ...written])];
}

/** A resource at a store: what versions, values and fences are kept for. Shape: the words of its names. */
export type Place = {readonly store: number; readonly resource: number; readonly words: readonly [string, string]};

/** Every resource at every store, as far as a program touches it or it has data. */
export function placesOf(plan: Plan): readonly Place[] {
	return plan.spec.stores.flatMap((store, index) =>
		plan.spec.resources.flatMap((resource, position): readonly Place[] =>
			isUsed(plan, index, position) ? [{store: index, resource: position, words: [store.name, resource.name]}] : [],
		),
	);
}

function isUsed({steps, shared}: Plan, store: number, resource: number): boolean {
	const touched = steps.some(
		({operation}) =>
			'resource' in operation &&
			operation.resource === resource &&
			(operation.store === null || operation.store === store),
	);
	return touched || Object.keys(shared.shared.stores[store]?.resources[resource]?.values ?? {}).length > 0;
}

/** The lock that guards a resource, by its name in the model; null where none does. */
export function guardOf({spec}: Plan, resource: number): string | null {
	const lock = lockOf(spec, resource);
	return lock === null ? null : (spec.locks[lock]?.name ?? null);
}

/** The stores that an operation goes to: an advance to those that have a fence to raise, what is of a transaction to those that know any. */
export function targetsOf(
	plan: Plan,
	{
		kind,
		store,
		forUpdate = false,
	}: {readonly kind: string; readonly store: number | null; readonly forUpdate?: boolean},
): readonly number[] {
	const named = store === null ? [...plan.spec.stores.keys()] : [store];
	if (kind === 'advance') return named.filter((each) => ruleOf(storeAt(plan, each)).ratchets);
	return forUpdate || isOfTransaction(kind) ? named.filter((each) => hasRows(plan, each)) : named;
}

/** Whether a kind of operation begins or ends a transaction. */
function isOfTransaction<Kind extends string>(kind: Kind): kind is Kind & ('begin' | 'commit' | 'rollback') {
	return kind === 'begin' || kind === 'commit' || kind === 'rollback';
}

/** Whether a store knows transactions, and locks rows. */
export function hasRows(plan: Plan, store: number): boolean {
	return ruleOf(storeAt(plan, store)).transactions === true;
}

/** How many dead processes of one client a service can have known. */
export function mostFormer({faults, locals}: Plan): number {
	return faults.crash + 1 + Math.max(0, ...locals.flatMap(({locks}) => locks.map(({former}) => former.length)));
}

/** How long an acquire or a renewal asks for. Units: ms. */
export function timeOf({spec}: Pick<Plan, 'spec'>, lock: number, asked: number | null): number {
	const time = ttlOf(at(spec.locks, lock).service, asked);
	return time === forever ? endless : time;
}

/** The times that grants of a lock can have. Units: ms. */
export function timesOf(plan: Plan, lock: number): readonly number[] {
	const asked = plan.steps.flatMap(({operation}) =>
		'ttl' in operation && operation.lock === lock ? [timeOf(plan, lock, operation.ttl)] : [],
	);
	return [...new Set([timeOf(plan, lock, null), ...asked])];
}

/** Whether a grant of a lock can have no end. */
export function mayBeEndless(plan: Plan, lock: number): boolean {
	return timesOf(plan, lock).includes(endless);
}

/** Whether it counts, of the operations of a client on a lock, which is newer: one may be answered after another, or while it is waited for. */
export function countsOperations({spec, has}: Plan, lock: number): boolean {
	const {service} = at(spec.locks, lock);
	return has.late || (machineOf(service).rounds !== null && machineOf(service).patience(service.options) > 0);
}

/** A store by its position. */
export function storeAt({spec}: Plan, store: number): StoreSpec {
	const found = spec.stores[store];
	if (found === undefined) throw new Error(`there is no store ${store}`);
	return found;
}
