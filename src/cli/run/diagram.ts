import type {Event} from '../../sim/event.js';
import type {World} from '../../sim/world.js';
import type {Io} from '../io.js';

/** One statement as it was typed, and what happened. */
export type Told = {readonly input: string; readonly events: readonly Event[]};

/** The space-time diagram of a history, in the width there is. */
export async function drawn(_history: readonly Told[], _world: World, _io: Io): Promise<string> {
	return '';
}
