import {type Comparison, compare} from '../fact.js';
import {type Formula, isTrue} from '../formula.js';

/** What a condition looks at. `base`: the version that the write is based on. Each may be absent. */
export const conditionWords = ['token', 'highest', 'version', 'base'] as const;

export type ConditionWord = (typeof conditionWords)[number];

/** One side of a comparison; null is the word `none`. */
export type Term = ConditionWord | number | null;

/** One comparison of a condition. */
export type Comparing = {readonly kind: 'compare'; readonly left: Term; readonly is: Comparison; readonly right: Term};

/** When a store of one's own rejects: comparisons of what a write carries with what the store has. */
export type Condition = Formula<Comparing>;

/** What a store meets when it decides. */
type Met = Readonly<Record<ConditionWord, number | null>>;

/** Whether a condition is true. What is absent equals only the word `none`, and compares with nothing else. Source: language.md, Lines. */
export function isMet(condition: Condition, met: Met): boolean {
	return isTrue(condition, ({left, is, right}) => {
		const [one, other] = [amountOf(left, met), amountOf(right, met)];
		if (left === null || right === null || (one !== null && other !== null)) return compare(one, is, other);
		return is === '!=';
	});
}

function amountOf(term: Term, met: Met): number | null {
	return typeof term === 'string' ? met[term] : term;
}
