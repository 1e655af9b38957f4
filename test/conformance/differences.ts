import type {SystemName} from './script.js';

/** A step at which the simulator and the real server answer differently, and are meant to. `why` is the line of docs/differences.md that says so. */
export type Difference = {
	readonly system: SystemName;
	readonly script: string;
	/** Units: steps, from 1. */
	readonly step: number;
	readonly simulated: string;
	readonly real: string;
	readonly why: string;
};

/** All that is known. Everything else that differs is a fault of the simulator. */
export const differences: readonly Difference[] = [];
