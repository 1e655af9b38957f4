import type {FaultBudget, Statement} from '../sim/statement.js';
import type {PromiseKind} from './rows.js';

/** What was found out about one promise of a design under one kind of fault. */
export type Cell =
	/** `states`: how many were searched, all there are, in the largest search for it. */
	| {readonly verdict: 'proved'; readonly states: number}
	/** `script`: the shortest schedule that breaks it, performed on the world with the budget of faults. */
	| {
			readonly verdict: 'broken';
			readonly moves: number;
			readonly states: number;
			readonly faults: Partial<FaultBudget>;
			readonly script: readonly Statement[];
	  }
	/** `states`: how many were searched before it gave up. */
	| {readonly verdict: 'unknown'; readonly states: number}
	| {readonly verdict: 'does-not-apply'; readonly because: NoQuestion};

/** Why nothing is asked: what the world has not, or that such a fault can do nothing in it. */
export type NoQuestion = 'no-lock' | 'no-write' | 'no-grant' | 'no-other' | 'idle';

/** The cells of one kind of fault. */
export type Cells = Readonly<Record<PromiseKind, Cell>>;
