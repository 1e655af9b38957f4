import type {Deeds} from '../address.js';
import type {Journal} from '../journal.js';
import type {Refusal} from '../refusal.js';
import type {World} from '../world.js';

/** One kind of deed: why it cannot be done now, or null; and how it is done where it can. */
export type Row<Kind extends keyof Deeds> = {
	readonly refuse: (world: World, deed: Deeds[Kind]) => Refusal | null;
	readonly carryOut: (journal: Journal, deed: Deeds[Kind]) => void;
};

/** The rows of some kinds of deeds. */
export type Rows<Kinds extends keyof Deeds> = {readonly [Kind in Kinds]: Row<Kind>};
