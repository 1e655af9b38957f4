import {visible} from '../language/visible.js';
import {belief, runningGrants} from '../sim/look.js';
import type {World} from '../sim/world.js';
import {type Reading, wholeReading} from './reading.js';

/** Why a world violates a property for as long as it stays as it is, as a sentence, or null: two clients believe, or two grants run. */
export function lastingViolation(world: World, {flags}: Reading = wholeReading): string | null {
	const known = found.get(world) ?? lastingIn(world);
	found.set(world, known);
	return (flags.has('two-believers') ? known.believers : null) ?? (flags.has('two-grants') ? known.grants : null);
}

/** A sentence about each of the two, or null. */
type Lasting = {readonly believers: string | null; readonly grants: string | null};

/** Every line of a row asks. */
const found = new WeakMap<World, Lasting>();

function lastingIn(world: World): Lasting {
	const {clients, locks} = world.spec;
	const believers = locks.map(({name: lock}): string | null => {
		const all = clients.filter(({name}) => belief(world, name, lock) !== null);
		return all.length > 1
			? `${all.map(({name}) => visible(name)).join(' and ')} both believe they hold ${visible(lock)}.`
			: null;
	});
	const grants = locks.map(({name: lock}): string | null => {
		const running = runningGrants(world, lock);
		return running.length > 1
			? `${running.map(({client}) => visible(client)).join(' and ')} both have a grant of ${visible(lock)} that has not run out.`
			: null;
	});
	return {believers: firstOf(believers), grants: firstOf(grants)};
}

function firstOf(sentences: readonly (string | null)[]): string | null {
	return sentences.find((sentence) => sentence !== null) ?? null;
}
