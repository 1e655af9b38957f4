import {namesOf} from '../../../../src/language/names.js';
import {parseFact} from '../../../../src/language/parse.js';
import {evaluate, quantity} from '../../../../src/sim/fact-value.js';
import {lease, serversOf} from '../../../../src/sim/look.js';
import type {Value} from '../../../../src/sim/statement.js';
import type {World} from '../../../../src/sim/world.js';

/** How a lane stands: what its bar has to say. */
export type Bar = 'idle' | 'lease' | 'work' | 'work-belief' | 'belief' | 'transaction' | 'paused' | 'down';

/** The bar of a client: dead, paused (whatever it believes), at work with a belief or without, believing, in a transaction, or none of it. */
export function barOfClient(world: World, client: string): Bar {
	if (isSo(world, `${client} crashed`)) return 'down';
	if (isSo(world, `${client} paused`)) return 'paused';
	const index = world.spec.clients.findIndex(({name}) => name === client);
	const believes = world.spec.locks.some(({name}) => isSo(world, `${client} believes ${name}`));
	if (world.locals[index]?.work != null) return believes ? 'work-belief' : 'work';
	if (believes) return 'belief';
	return (world.locals[index]?.sessions ?? []).some((session) => session?.open != null) ? 'transaction' : 'idle';
}

/** The bar of one lock: its service, or the server that leads it, has no power; it stands still; or somebody holds it. */
export function barOfLock(world: World, lock: string): Bar {
	const servers = serversOf(world, lock);
	// Servers that know nothing of each other have no centre that could fail: all of them must.
	const isAlone = servers.length > 0 && servers.every(({leads}) => !leads);
	const isDown = isAlone
		? servers.every(({up}) => !up)
		: !world.shared.locksUp || servers.some(({leads, up}) => leads && !up);
	if (isDown) return 'down';
	// What stands still knows nothing of what it keeps, as a client that is paused.
	if (world.shared.stall !== null) return 'paused';
	return holderOf(world, lock) !== null ? 'lease' : 'idle';
}

/** The bar of the lock service: paused where it stands still, held where one of its locks is, dead where all of them are. */
export function barOfLocks(world: World): Bar {
	const all = world.spec.locks.map(({name}) => barOfLock(world, name));
	return all.includes('paused')
		? 'paused'
		: all.includes('lease')
			? 'lease'
			: all.includes('idle')
				? 'idle'
				: (all[0] ?? (world.shared.stall !== null ? 'paused' : world.shared.locksUp ? 'idle' : 'down'));
}

/** The bar of a store: dead, with a row that a transaction has, or neither. */
export function barOfStore(world: World, store: string): Bar {
	const index = world.spec.stores.findIndex(({name}) => name === store);
	if (world.shared.stores[index]?.up === false) return 'down';
	const hasRow = world.locals.some(({sessions}) => (sessions[index]?.open?.rows.length ?? 0) > 0);
	return hasRow ? 'lease' : 'idle';
}

/** Who holds a lock by the service's truth, found by asking of everybody. */
export function holderOf(world: World, lock: string): string | null {
	const known = holders.get(world) ?? new Map<string, string | null>();
	holders.set(world, known);
	const before = known.get(lock);
	if (before !== undefined) return before;
	const found =
		world.spec.clients.find(({name}) => isSo(world, `${name} holds ${lock}`))?.name ?? deadHolderOf(world, lock);
	known.set(lock, found);
	return found;
}

/** Whose dead process still holds a lock: nobody that lives does, and yet it is not so that nobody holds it. */
function deadHolderOf(world: World, lock: string): string | null {
	return isSo(world, `nobody holds ${lock}`) ? null : (lease(world, lock)?.holder ?? null);
}

const holders = new WeakMap<World, Map<string, string | null>>();

/** Who believes that it holds a lock. */
export function believersOf(world: World, lock: string): readonly string[] {
	return world.spec.clients.map(({name}) => name).filter((name) => isSo(world, `${name} believes ${lock}`));
}

/** A number or value of the world: `highest of s for account`, `value of s account.n`, `token of A for account`; null when there is none. */
export function quantityOf(world: World, what: string): Value | null {
	const fact = factOf(world, `${what} = none`);
	if (
		fact.kind !== 'token' &&
		fact.kind !== 'highest' &&
		fact.kind !== 'version' &&
		fact.kind !== 'value' &&
		fact.kind !== 'time'
	)
		throw new Error(`${what} is no value`);
	return quantity(world, fact);
}

/** Every key and value of a resource in a store. */
export function valuesOf(world: World, store: string, resource: string): readonly (readonly [string, Value])[] {
	const index = world.spec.resources.findIndex(({name}) => name === resource);
	const kept = world.shared.stores[world.spec.stores.findIndex(({name}) => name === store)]?.resources[index];
	return Object.entries(kept?.values ?? {});
}

/** The highest tokens of a store for a resource: one, or one for each key or sort of scope that has any. */
export function tokensOf(world: World, store: string): readonly number[] {
	const kept = world.shared.stores[world.spec.stores.findIndex(({name}) => name === store)];
	return Object.values(kept?.highest ?? {});
}

/** Whether a fact is so. */
export function isSo(world: World, fact: string): boolean {
	return evaluate(world, factOf(world, fact));
}

const facts = new WeakMap<World['spec'], Map<string, ReturnType<typeof parse>>>();

/** A fact of a world, parsed once. */
function factOf(world: World, text: string): ReturnType<typeof parse> {
	const known = facts.get(world.spec) ?? new Map<string, ReturnType<typeof parse>>();
	facts.set(world.spec, known);
	const fact = known.get(text) ?? parse(world, text);
	known.set(text, fact);
	return fact;
}

function parse(world: World, text: string) {
	const parsed = parseFact(text, namesOf(world));
	if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
	return parsed.fact;
}

/** Whether a rule takes tokens for names, of which none is higher than another. */
export function areNames(rule: string): boolean {
	return rule === 'uuid' || rule === 'equal';
}
