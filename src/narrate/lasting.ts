import {visible} from '../language/visible.js';
import {belief, runningGrants} from '../sim/look.js';
import type {World} from '../sim/world.js';

/** Why a world violates a property for as long as it stays as it is, as a sentence, or null: two clients believe, or two grants run. */
export function lastingViolation(world: World): string | null {
	const known = found.get(world);
	if (known !== undefined) return known;
	const sentence = sentenceOf(world);
	found.set(world, sentence);
	return sentence;
}

/** Every line of a row asks. */
const found = new WeakMap<World, string | null>();

function sentenceOf(world: World): string | null {
	const {clients, locks} = world.spec;
	for (const {name: lock} of locks) {
		const believers = clients.filter(({name}) => belief(world, name, lock) !== null);
		if (believers.length > 1)
			return `${believers.map(({name}) => visible(name)).join(' and ')} both believe they hold ${visible(lock)}.`;
		const running = runningGrants(world, lock);
		if (running.length > 1)
			return `${running.map(({client}) => visible(client)).join(' and ')} both have a grant of ${visible(lock)} that has not run out.`;
	}
	return null;
}
