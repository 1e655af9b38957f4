import type {Event} from '../sim/event.js';
import type {World} from '../sim/world.js';

/** One sentence about a change: who did something, who noticed, or who did not. */
export type Notice = {
	/** `change`: what happened; `noticed`: an actor has learnt of it; `unaware`: belief and truth part here; `violation`: a property is broken. */
	readonly kind: 'change' | 'noticed' | 'unaware' | 'violation';
	readonly text: string;
};

/** What changed between two worlds, who noticed, and who did not. Order: changes, noticed, unaware, violations, each as they happened. */
export declare function notice(before: World, after: World, events: readonly Event[]): readonly Notice[];
