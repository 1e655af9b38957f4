import type {Step} from '../../../generated/random-scripts.js';
import {ladderDisagreements} from './ladder.js';
import {panelDisagreements} from './panels.js';
import {stripDisagreements} from './strip.js';
import type {Disagreement} from './told.js';

/** Everything in the pictures of a history that is not so in its worlds. `from`: panels are looked at from this step on. */
export function disagreements(steps: readonly Step[], from = 0): readonly Disagreement[] {
	return [
		...ladderDisagreements(steps),
		...stripDisagreements(steps, 100),
		...stripDisagreements(steps, 48),
		...panelDisagreements(steps.slice(from)),
	];
}
