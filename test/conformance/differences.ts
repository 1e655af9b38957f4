import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Case, SystemName} from './script.js';

/** A step at which the simulator and the real server answer differently. `why` is the line of docs/differences.md that says so. Units: steps, from 1. */
export type Difference = {
	readonly system: SystemName;
	readonly script: string;
	readonly step: number;
	readonly simulated: string;
	readonly real: string;
	readonly why: string;
};

/** All that is known. Everything else that differs is a fault of the simulator, and fails. */
export const differences = JSON.parse(
	readFileSync(resolve(import.meta.dirname, 'recorded/differences.json'), 'utf8'),
) as readonly Difference[];

/** The simulator's outcomes, with the real ones in place of those that are meant to differ. */
export function asMeant(script: Case, simulated: readonly string[]): readonly string[] {
	return simulated.map((outcome, index) => {
		const known = differences.find((each) => each.script === script.name && each.step === index + 1);
		return known !== undefined && known.simulated === outcome ? known.real : outcome;
	});
}
