import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import type {World} from '../sim/world.js';
import {isSelfRunning, tellWithPauses, withoutStarts} from './self-running.js';
import type {StoryMove} from './story-moves.js';
import type {ScriptLine} from './story-script.js';
import {appendMove, begin, type StoryScript} from './story-script.js';

/**
 * A story as statements that make the fact true when they are performed on the world.
 * Programs that run by themselves have to be kept from it: by pauses where that comes to the same, else by giving them to their clients anew, without a start.
 * Once such a world has begun, neither may be possible: a program that is overdue takes its step as soon as its client goes on. The story is then empty.
 * Fails: throws when the statements do not make the fact true otherwise, which is our error.
 */
export function scriptOf(world: World, fact: Fact, moves: readonly StoryMove[]): readonly ScriptLine[] {
	const proof = tellings(world, moves).find((script) => script !== null && evaluate(script.world, fact));
	if (proof == null && world.started && isSelfRunning(world)) return [];
	if (proof == null)
		throw new Error(
			`The story does not replay in a world with ${JSON.stringify(world.spec)}: ${JSON.stringify(moves)}`,
		);
	return proof.lines;
}

/** Every way to tell the story; null where a statement is refused. Order: the most readable first. */
function tellings(world: World, moves: readonly StoryMove[]): readonly (StoryScript | null)[] {
	if (!isSelfRunning(world)) return [moves.reduce(appendMove, begin(world))];
	const paused = moves.reduce(tellWithPauses, begin(world));
	return world.started ? [paused] : [paused, moves.reduce(appendMove, withoutStarts(world))];
}
