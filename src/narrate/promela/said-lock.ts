import type {Code} from './code.js';
import type {Plan} from './plan.js';

/** When something ends by itself: the condition that it will, and in how long. */
export type Due = {readonly when: string; readonly left: string};

/**
 * How a lock of a kind is said in a model; `lock` is its position in the spec. A new kind is one file with one of these, and one row in the table of kinds.
 */
export type SaidLock = {
	/** The options that can be said. */
	readonly options: readonly string[];
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
};
