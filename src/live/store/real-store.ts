import type {Value} from '../../sim/statement.js';

/** The rules that a real store has here. */
export const realRules = ['unfenced', 'fenced', 'fenced-strict', 'cas', 'fenced-cas'] as const;
export type RealRule = (typeof realRules)[number];

/** What a real store can be: a row that is checked in one statement, or rows with transactions, which PostgreSQL alone has. */
export type LiveRule = RealRule | 'transactional';

/** A write as it reaches the store. `base`: the version it is based on. */
type RealWrite = {
	readonly resource: string;
	readonly key: string;
	readonly value: Value;
	readonly token: number | null;
	readonly base: number | null;
};

/** What the store has decided, and what it holds now. */
export type Decision = {readonly accepted: boolean; readonly version: number; readonly highest: number | null};

/** One client's way to one store. Each request is one atomic step at the server. Fails: when no answer can come. */
export type RealStore = {
	readonly read: (
		resource: string,
	) => Promise<{readonly version: number; readonly values: Readonly<Record<string, Value>>}>;
	readonly write: (write: RealWrite) => Promise<Decision>;
	readonly advance: (resource: string, token: number | null) => Promise<Decision>;
	readonly connect: () => Promise<void>;
	readonly close: () => void;
};

/** Whether a rule looks at tokens, and whether at versions. */
export function looksAt(rule: LiveRule): {readonly tokens: boolean; readonly versions: boolean} {
	return {
		tokens: rule === 'fenced' || rule === 'fenced-strict' || rule === 'fenced-cas',
		versions: rule === 'cas' || rule === 'fenced-cas',
	};
}

/** Why a store has rejected a write: tokens are looked at before versions. */
export function reasonOf(
	rule: RealRule,
	token: number | null,
	{highest}: Decision,
): 'token-required' | 'stale-token' | 'version-mismatch' {
	if (!looksAt(rule).tokens) return 'version-mismatch';
	if (token === null) return 'token-required';
	const isStale = highest !== null && (rule === 'fenced-strict' ? token <= highest : token < highest);
	return isStale ? 'stale-token' : 'version-mismatch';
}
