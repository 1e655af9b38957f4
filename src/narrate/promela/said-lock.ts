import type {AddressedOperation} from '../../sim/address.js';
import type {World} from '../../sim/world.js';
import type {Code} from './code.js';
import type {Plan} from './plan.js';

/** When something ends by itself: the condition that it will, and in how long. */
export type Due = {readonly when: string; readonly left: string};

/** An operation on a lock that sends something. */
export type LockOperation = Extract<AddressedOperation, {kind: 'acquire' | 'renew' | 'release' | 'ask'}>;

/** What becomes of the messages of a step. */
export type Fate = 'prompt' | 'held' | 'lost' | 'answer held' | 'answer lost';

/**
 * How a lock of a kind is said in a model; `lock` is its position in the spec. A new kind is one file with one of these, and one row in the table of kinds.
 */
export type SaidLock = {
	/** The options that can be said. */
	readonly options: readonly string[];
	/** What of a world with such a lock cannot be said; null: everything. */
	readonly unsaid: (world: World, lock: number) => string | null;
	/** The service stands and falls with `locks`. */
	readonly hasCentre: boolean;
	/** The variables of the service. */
	readonly variables: (plan: Plan, lock: number) => readonly string[];
	/** The variables of what each client knows of it, besides what it knows of a lock of any kind. */
	readonly known: (plan: Plan, lock: number) => readonly string[];
	/** What the service does, as parts that others use. */
	readonly parts: (plan: Plan, lock: number) => readonly string[];
	readonly dues: (plan: Plan, lock: number) => readonly Due[];
	/** What the passing of `step` ms does to it, and to the grants of the history. */
	readonly passes: (plan: Plan, lock: number) => readonly Code[];
	/** An operator takes it away. */
	readonly revoked: (plan: Plan, lock: number) => {readonly when: string; readonly does: readonly Code[]};
	/** The loss of power of the whole service, the death of its process, and its return. */
	readonly crashes: (plan: Plan, lock: number) => readonly Code[];
	readonly killed: (plan: Plan, lock: number) => readonly Code[];
	readonly restarts: (plan: Plan, lock: number) => readonly Code[];
	/** The grant that holds by the service's truth, or 0. */
	readonly holder: (plan: Plan, lock: number) => string;
	/** That a client, known by its name in the model, holds it, and that nobody does. */
	readonly isHeldBy: (plan: Plan, lock: number, client: string) => string;
	readonly isFree: (plan: Plan, lock: number) => string;
	/** The token that the client `me` last got. */
	readonly token: (plan: Plan, lock: number, client: string) => string;
	/** What a process forgets of it that dies, or starts over. */
	readonly forgets: (plan: Plan, lock: number) => readonly Code[];
	/** What its clients ask of each node by themselves; null where they ask one service. */
	readonly rounds: SaidRounds | null;
};

/** How a lock is said that its clients ask of each of its nodes. */
type SaidRounds = {
	/** How many nodes there are. */
	readonly nodes: (plan: Plan, lock: number) => number;
	/** A step of a program; `conclude`: how the step comes out by what is counted in `denied` and in `unknown`. */
	readonly asks: (plan: Plan, operation: LockOperation, fate: Fate, conclude: readonly Code[]) => readonly Code[];
	/** The request in m arrives at the node m.node, which answers or is silent. */
	readonly arrives: (plan: Plan, lock: number) => readonly Code[];
	/** What clients do, as parts that others use. Order: after what a step comes to. */
	readonly clientParts: (plan: Plan, lock: number) => readonly string[];
	/** How its operations are renumbered. */
	readonly renumberPart: (plan: Plan, lock: number) => string;
	/** A single node loses power, comes back, its clock steps. */
	readonly nodeCrashes: (plan: Plan, lock: number, node: number) => readonly Code[];
	readonly nodeRestarts: (plan: Plan, lock: number, node: number) => readonly Code[];
	readonly nodeClock: (plan: Plan, lock: number, node: number, by: number) => readonly Code[];
	/** Whether a node has power. */
	readonly isUp: (plan: Plan, lock: number, node: number) => string;
};
