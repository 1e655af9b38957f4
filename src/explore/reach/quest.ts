import type {Fact} from '../../sim/fact.js';
import type {Statement} from '../../sim/statement.js';

/** What a learner is after, and with which statements. */
export type Quest = {
	/** Each is reached once it has been true at some moment. */
	readonly goals: readonly Fact[];
	/** Per goal, whether it has been reached already. */
	readonly ticked: readonly boolean[];
	/** When one of these comes true before all goals are reached, it is over. */
	readonly lose: readonly Fact[];
	readonly allows: (statement: Statement) => boolean;
	/** Statements whose arguments nobody could guess from the world: values, durations, rules. They are tried at every moment. */
	readonly examples: readonly Statement[];
};

/** The length of a statement as pars count it: time is free, and a pause with its end is two statements in one. */
export function costOf(statement: Statement): number {
	switch (statement.kind) {
		case 'wait':
		case 'wait-until-expiry':
		case 'expect':
		case 'claim':
			return 0;
		case 'pause':
			return statement.for === null ? 1 : 2;
		default:
			return 1;
	}
}

/** The length of a script. */
export function lengthOf(script: readonly Statement[]): number {
	return script.reduce((sum, statement) => sum + costOf(statement), 0);
}
