import type {Verdict} from '../../explore/claim.js';
import type {Finding} from '../../explore/explore.js';

/** What the explorer says of one claim. `line` is null for a fact that was asked for on the command line; `claim` is without the word itself. */
export type Answer = {
	readonly file: string;
	readonly line: number | null;
	readonly claim: string;
	readonly mode: 'never' | 'possible';
	readonly verdict: Verdict;
	readonly finding: Finding;
};
