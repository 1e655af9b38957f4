/** Something that plays sequences of calls on a class of the learner's. Fails: with Unusable where the code cannot be run. */
export type ClassRunner = {
	/** Per sequence its answers, up to the first call that throws, from a fresh instance. */
	readonly play: (name: string, sequences: readonly (readonly Call[])[]) => readonly (readonly unknown[])[];
};

/** A method and its arguments; `{last: 'A'}` stands for the token that A last got. The method `wait` lets that much time pass. Units: ms. */
export type Call = readonly [method: string, ...args: readonly unknown[]];
