import type {Property} from './event.js';
import {atomsOf, type Formula} from './formula.js';
import type {Value} from './statement.js';
import type {Instant} from './time.js';

/** The signs that compare. Order: longer ones before those that they begin with. */
export const comparisons = ['=', '!=', '<=', '<', '>=', '>'] as const;

export type Comparison = (typeof comparisons)[number];

/** A sentence about the present state or the whole history so far; a fact of the fence language. */
export type Fact = Formula<Atom>;

/** One indivisible fact. `null` in place of a compared value is the word `none`. */
export type Atom =
	| {readonly kind: 'holds'; readonly client: string | null; readonly lock: string}
	| {readonly kind: 'believes'; readonly client: string; readonly lock: string}
	/** The client stands in the line for a lock. */
	| {readonly kind: 'waits'; readonly client: string; readonly lock: string}
	| {readonly kind: 'process'; readonly client: string; readonly state: 'paused' | 'crashed' | 'done'}
	| {
			readonly kind: 'token';
			readonly client: string;
			readonly lock: string;
			readonly is: Comparison;
			readonly value: number | null;
	  }
	| {
			readonly kind: 'highest';
			readonly store: string;
			readonly resource: string;
			readonly is: Comparison;
			readonly value: number | null;
	  }
	| {
			readonly kind: 'version';
			readonly store: string;
			readonly resource: string;
			readonly is: Comparison;
			readonly value: number | null;
	  }
	| {
			readonly kind: 'value';
			readonly store: string;
			readonly resource: string;
			readonly key: string;
			readonly is: Comparison;
			readonly value: Value | null;
	  }
	| {readonly kind: 'time'; readonly is: Comparison; readonly value: Instant}
	| {
			readonly kind: 'last';
			readonly outcome: 'granted' | 'denied' | 'accepted' | 'rejected' | 'unknown';
			readonly store: string | null;
	  }
	| {
			readonly kind: 'wrote';
			readonly client: string;
			readonly outcome: 'accepted' | 'rejected';
			readonly store: string;
			readonly times: {readonly is: Comparison; readonly count: number} | null;
	  }
	| {readonly kind: 'violated'; readonly property: Property; readonly store: string | null};

/** The indivisible facts that a fact is made of, in the order in which they are written. */
export function factAtoms(fact: Fact): readonly Atom[] {
	return atomsOf(fact).map(({atom}) => atom);
}

/** How a comparison with what may be absent comes out. Absent compares unequal to every value, and equal only to `none`. */
export function compare(actual: Value | null, is: Comparison, expected: Value | null): boolean {
	if (is === '=') return actual === expected;
	if (is === '!=') return actual !== expected;
	if (actual === null || expected === null || typeof actual !== typeof expected) return false;
	switch (is) {
		case '<':
			return actual < expected;
		case '<=':
			return actual <= expected;
		case '>':
			return actual > expected;
		case '>=':
			return actual >= expected;
	}
}
