/** One way a move can come out: the two parts after it. A part that did not change is the same object. */
export type Next<Shared, Local> = {
	readonly shared: Shared;
	readonly local: Local;
	/** The move was made upon the actor, not by it: its message arrives, it is stopped. */
	readonly outside?: true;
};

/**
 * A system whose every schedule can be searched: one shared part, and one local part per actor that no other actor sees.
 * Every function is pure and depends on its arguments alone. Parts are plain data that JSON could hold, with whole numbers.
 */
export type Model<Shared, Local> = {
	readonly shared: Shared;
	readonly locals: readonly Local[];
	/** Per actor, its sort: actors of one sort behave alike, and their parts may be exchanged. Order: actors of one sort stand side by side. */
	readonly sorts: readonly number[];
	/** Every way the next move of an actor can come out; none when it cannot move. */
	readonly step: (sort: number, local: Local, shared: Shared) => readonly Next<Shared, Local>[];
	/** Every shared part that the surroundings can turn this one into by a move of their own. */
	readonly surroundings: (shared: Shared) => readonly Shared[];
	/** Null when nothing in the model depends on the passing of time. */
	readonly clock: Clock<Shared, Local> | null;
	/** Null when a move touches no part of an actor but of the one that makes it. */
	readonly deliverOwed: DeliverOwed<Shared, Local> | null;
	/** Null when no move takes time. */
	readonly outlast: Outlast<Shared, Local> | null;
};

/** A move that takes time: nobody else moves until it is over, but what falls due meanwhile happens. */
export type Outlast<Shared, Local> = {
	/** True of an actor's part while a move of the actor is under way. */
	readonly isUnderWay: (local: Local) => boolean;
	/** Every part once the move of an actor, known by its index, is over. `before`: the shared part before the move. */
	readonly end: (
		shared: Shared,
		locals: readonly Local[],
		mover: number,
		before: Shared,
	) => {readonly shared: Shared; readonly locals: readonly Local[]};
};

/** What a move does to the other actors, in the same moment. */
export type DeliverOwed<Shared, Local> = {
	/** True of a shared part that holds something for other actors. */
	readonly isDue: (shared: Shared) => boolean;
	/** What it does to one of them. Order: actor by actor. */
	readonly reach: (sort: number, local: Local, shared: Shared) => Next<Shared, Local>;
	/** The shared part once all have been reached. */
	readonly end: (shared: Shared) => Shared;
};

/**
 * How time passes: as one move, up to the next moment at which anything happens by itself. Units: any, whole numbers.
 * A clock that goes by parts is fast, because what it does to a part is remembered; one that needs to see everything at once is not.
 */
export type Clock<Shared, Local> = PartsClock<Shared, Local> | WholeClock<Shared, Local>;

export type PartsClock<Shared, Local> = {
	readonly kind: 'parts';
	/** How long until something happens in the shared part by itself; null when nothing will. */
	readonly sharedDue: (shared: Shared) => number | null;
	/** The same for an actor's part. */
	readonly localDue: (local: Local) => number | null;
	/** The shared part when that much time has passed. */
	readonly passShared: (shared: Shared, time: number) => Shared;
	/** An actor's part when that much time has passed, and what this does to the shared part. Order: after `passShared`, actor by actor. */
	readonly passLocal: (sort: number, local: Local, shared: Shared, time: number) => Next<Shared, Local>;
	/** Time does the same to an actor's part whatever the shared part is, and leaves the shared part as it is. */
	readonly alone: boolean;
};

export type WholeClock<Shared, Local> = {
	readonly kind: 'whole';
	/** Every part when time has passed, and how much did; null when nothing will happen by itself. */
	readonly pass: (shared: Shared, locals: readonly Local[]) => Passed<Shared, Local> | null;
	/** Null where all parts always have to do with each other. */
	readonly apart: Apart<Shared, Local> | null;
};

/** What a whole clock does to parts that have nothing to do with each other while time passes; null to those that have. It is remembered. */
export type Apart<Shared, Local> = Pick<PartsClock<Shared, Local>, 'sharedDue' | 'localDue'> & {
	readonly passShared: (shared: Shared, time: number) => Shared | null;
	readonly passLocal: (sort: number, local: Local, time: number) => Local | null;
};

export type Passed<Shared, Local> = {readonly time: number; readonly shared: Shared; readonly locals: readonly Local[]};

/** What is looked for: a state of which this is true. */
export type Goal<Shared, Local> = {
	/** Null where the shared part alone does not decide it. */
	readonly shared: (shared: Shared) => boolean | null;
	/** Asked only where `shared` gave null. */
	readonly whole: (shared: Shared, locals: readonly Local[]) => boolean;
};
