import type * as fc from 'fast-check';
import type {World} from '../../../src/sim/world.js';
import type {Told} from '../../../src/view/diagram/plan.js';
import {randomScripts} from '../../generated/random-scripts.js';
import {endOf, toldOf} from './truth/told.js';

/** The history of any script, as the pictures take it, with the world at its end. */
export const anyHistory: fc.Arbitrary<{readonly history: readonly Told[]; readonly world: World}> = randomScripts.map(
	({steps}) => ({history: toldOf(steps), world: endOf(steps)}),
);
