import type {FaultBudget} from '../sim/statement.js';

/** What a design is asked: the rows and the columns of its table. Source: world.md, Properties; domain-2.md, section 14. */

/** A kind of fault as a review asks about it, and the budgets that spend one such fault: a promise is kept under it only where it is kept under each. */
type FaultRow = {readonly fault: Fault; readonly budgets: readonly Partial<FaultBudget>[]};

export type Fault = 'pause' | 'delay' | 'clock' | 'rate' | 'crash' | 'restart' | 'failover' | 'cut' | 'revoke';

/** Order: as the table shows them. */
export const faultRows: readonly FaultRow[] = [
	{fault: 'pause', budgets: [{pause: 1}, {suspend: 1}]},
	{fault: 'delay', budgets: [{delay: 1}, {late: 1}]},
	{fault: 'clock', budgets: [{clock: 1}]},
	{fault: 'rate', budgets: [{rate: 1}]},
	{fault: 'crash', budgets: [{crash: 1}]},
	{fault: 'restart', budgets: [{node: 1}, {restart: 1}]},
	{fault: 'failover', budgets: [{failover: 1}]},
	{fault: 'cut', budgets: [{cut: 1}]},
	{fault: 'revoke', budgets: [{revoke: 1}]},
];

/** The columns. Order: as the table shows them. */
export const promises = ['one-believer', 'no-stale-write', 'no-lost-update', 'not-locked-out', 'goes-on'] as const;

export type PromiseKind = (typeof promises)[number];
