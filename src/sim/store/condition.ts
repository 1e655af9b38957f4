import {type Comparison, compare} from '../fact.js';

/** What a condition looks at. `base`: the version that the write is based on. Each may be absent. */
export const conditionWords = ['token', 'highest', 'version', 'base'] as const;

export type ConditionWord = (typeof conditionWords)[number];

/** One side of a comparison; null is the word `none`. */
export type Term = ConditionWord | number | null;

/** When a store of one's own rejects: comparisons of what a write carries with what the store has. */
export type Condition =
	| {readonly kind: 'compare'; readonly left: Term; readonly is: Comparison; readonly right: Term}
	| {readonly kind: 'not'; readonly condition: Condition}
	| {readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition};

/** What a store meets when it decides. */
export type Met = Readonly<Record<ConditionWord, number | null>>;

/** Whether a condition is true. What is absent equals only the word `none`, and compares with nothing else. Source: language.md, Lines. */
export function isTrue(condition: Condition, met: Met): boolean {
	switch (condition.kind) {
		case 'not':
			return !isTrue(condition.condition, met);
		case 'and':
			return isTrue(condition.left, met) && isTrue(condition.right, met);
		case 'or':
			return isTrue(condition.left, met) || isTrue(condition.right, met);
		case 'compare': {
			const {left, is, right} = condition;
			const [one, other] = [amountOf(left, met), amountOf(right, met)];
			if (left === null || right === null || (one !== null && other !== null)) return compare(one, is, other);
			return is === '!=';
		}
	}
}

/** The terms of a condition, two and two as they are compared. */
export function comparisonsIn(condition: Condition): readonly (readonly [Term, Term])[] {
	switch (condition.kind) {
		case 'not':
			return comparisonsIn(condition.condition);
		case 'and':
		case 'or':
			return [...comparisonsIn(condition.left), ...comparisonsIn(condition.right)];
		case 'compare':
			return [[condition.left, condition.right]];
	}
}

function amountOf(term: Term, met: Met): number | null {
	return typeof term === 'string' ? met[term] : term;
}
