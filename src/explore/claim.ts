import type {Statement} from '../sim/statement.js';
import type {Finding} from './explore.js';

export type Claim = Extract<Statement, {kind: 'claim'}>;

/** What can be said of a claim. */
export type Verdict = 'holds' | 'violated' | 'unknown';

/** What a finding about its fact says of a claim. A search that went deeper than `in N` without finding it has refuted that N is the fewest. */
export function verdictOf({mode, moves}: Claim, finding: Pick<Finding, 'kind' | 'moves' | 'depth'>): Verdict {
	switch (finding.kind) {
		case 'found':
			return mode === 'possible' && (moves === null || moves === finding.moves) ? 'holds' : 'violated';
		case 'none':
			return mode === 'never' ? 'holds' : 'violated';
		case 'gave-up':
			return mode === 'possible' && moves !== null && finding.depth > moves ? 'violated' : 'unknown';
	}
}
