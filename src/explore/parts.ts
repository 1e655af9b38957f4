import type {FaultBudget} from '../sim/statement.js';
import type {Duration, Instant} from '../sim/time.js';
import type {Audit, Local, Shared, Spec} from '../sim/world.js';
import type {FactFootprint} from './fact-footprint.js';
import type {Numbering} from './numbering.js';

/**
 * The part of a state that every client may touch, as the explorer keeps it: times are relative to now, messages have no numbers,
 * and of the history there is only what the question asks about. It names no client but those that the question names.
 */
export type SharedPart = {
	readonly shared: Shared;
	readonly audit: Audit;
	/** Faults that may still be spent. */
	readonly left: FaultBudget;
	/** The clock, up to just past the last moment that the question asks about; 0 when it asks about none. */
	readonly now: Instant;
	/** The power of the lock services came or went, and the clients have yet to notice. */
	readonly unnoticed: boolean;
};

/** One client's part, with times relative to now and messages without their numbers. */
export type LocalPart = Local;

/** What is the same in every state of one exploration. */
export type Setting = {
	/** Its programs do not run by themselves: any client may take its next step at any moment. */
	readonly spec: Spec;
	readonly footprint: FactFootprint;
	/** Per store, whether the question may come to who wrote what since a version. */
	readonly asksWhoWrote: readonly boolean[];
	/** Whether it may come to the order in which rows were given `for update`. */
	readonly asksForRows: boolean;
	readonly numbering: Numbering;
	/** Whether anything here asks for a token as a number, rather than which of two is greater. */
	readonly numbersAsked: boolean;
	/** The nodes of a redlock may change places. */
	readonly nodesAreAlike: boolean;
	/** Per actor, its client. */
	readonly order: readonly number[];
	/** Per sort of actor, one client that stands for all. */
	readonly standIns: readonly number[];
	/** The longest time that any grant here has. */
	readonly longest: Duration;
};
