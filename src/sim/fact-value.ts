import type {Property} from './event.js';
import {type Atom, compare, type Fact} from './fact.js';
import {isTrue} from './formula.js';
import {
	belief,
	contents,
	highest,
	holders,
	isCrashed,
	isDone,
	isPaused,
	lease,
	rowsOf,
	tokenOf,
	waitsFor,
} from './look.js';
import {own} from './own.js';
import {pulse} from './pulse.js';
import type {Value} from './statement.js';
import type {World} from './world.js';

/** Whether a fact is true of a world: of its present state, or of the whole history so far. */
export function evaluate(world: World, fact: Fact): boolean {
	pulse();
	return isTrue(fact, (atom) => evaluateAtom(world, atom));
}

function evaluateAtom(world: World, atom: Atom): boolean {
	switch (atom.kind) {
		case 'holds':
			if (!isLock(world, atom.lock)) return isRowHeld(world, atom.lock, atom.client);
			return atom.client === null ? lease(world, atom.lock) === null : holders(world, atom.lock).includes(atom.client);
		case 'believes':
			return belief(world, atom.client, atom.lock) !== null;
		case 'waits':
			return isLock(world, atom.lock)
				? waitsFor(world, atom.client, atom.lock)
				: rowsOf(world, atom.lock).some(({line}) => line.includes(atom.client));
		case 'process':
			return isInState(world, atom.client, atom.state);
		case 'token':
		case 'highest':
		case 'version':
		case 'value':
		case 'time':
			return compare(quantity(world, atom), atom.is, atom.value);
		case 'last':
			return isLast(world, atom);
		case 'wrote':
			return atom.times === null
				? writes(world, atom) > 0
				: compare(writes(world, atom), atom.times.is, atom.times.count);
		case 'violated':
			return isViolated(world, atom.property, atom.store);
	}
}

/** What a comparing fact looks at: null when it is absent. */
export function quantity(
	world: World,
	atom: Extract<Atom, {kind: 'token' | 'highest' | 'version' | 'value' | 'time'}>,
): Value | null {
	switch (atom.kind) {
		case 'token':
			return tokenOf(world, atom.client, atom.lock);
		case 'highest':
			return highest(world, atom.store, atom.resource);
		case 'version':
			return contents(world, atom.store, atom.resource).version;
		case 'value':
			return own(contents(world, atom.store, atom.resource).values, atom.key) ?? null;
		case 'time':
			return world.now;
	}
}

/** How many writes of a client a store has accepted or rejected. */
export function writes(
	{audit}: World,
	{client, store, outcome}: Pick<Extract<Atom, {kind: 'wrote'}>, 'client' | 'store' | 'outcome'>,
): number {
	return own(audit[outcome], `${client} ${store}`) ?? 0;
}

/** Where no lock of that name is, a row of a store with transactions is one. */
function isLock({spec}: World, name: string): boolean {
	return spec.locks.some((lock) => lock.name === name);
}

/** Whether a row is some client's at any store; null: nobody's at all. */
function isRowHeld(world: World, resource: string, client: string | null): boolean {
	const holders = rowsOf(world, resource).map((row) => row.holder);
	return client === null ? holders.every((each) => each === null) : holders.includes(client);
}

function isInState(world: World, client: string, state: 'paused' | 'crashed' | 'done'): boolean {
	switch (state) {
		case 'paused':
			return isPaused(world, client);
		case 'crashed':
			return isCrashed(world, client);
		case 'done':
			return isDone(world, client);
	}
}

/** Over several stores all must agree. */
function isLast({audit}: World, {outcome, store}: Extract<Atom, {kind: 'last'}>): boolean {
	const answers = audit.last?.answers.filter((answer) => store === null || answer.store === store) ?? [];
	return answers.length > 0 && answers.every((answer) => answer.outcome === outcome);
}

function isViolated({audit}: World, property: Property, store: string | null): boolean {
	return audit.violated.some((each) => each.property === property && (store === null || each.store === store));
}
