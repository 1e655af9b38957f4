/** The words that begin a statement; none of them can be a name. */
export const statementWords = [
	'client',
	'lock',
	'store',
	'put',
	'latency',
	'pace',
	'faults',
	'step',
	'run',
	'wait',
	'deliver',
	'drop',
	'duplicate',
	'cut',
	'heal',
	'locks',
	'failover',
	'primary',
	'expect',
	'claim',
] as const;

/** The verbs of a program step: what one client does in one step. */
export const operationVerbs = [
	'acquire',
	'renew',
	'release',
	'check',
	'ask',
	'read',
	'write',
	'advance',
	'begin',
	'commit',
	'rollback',
	'keeps',
	'works',
] as const;

/** Every word that may stand after a client's name. */
export const clientVerbs = [
	...operationVerbs,
	'sends',
	'pause',
	'suspend',
	'resume',
	'crash',
	'restart',
	'clock',
	'runs',
	'retries',
	'rereads',
	'starts',
	'shares',
] as const;

export type OperationVerb = (typeof operationVerbs)[number];

/** Words that no statement can begin with and that the interactive prompt therefore takes as its own, without the `/`. */
export const metaWords = ['help', 'undo', 'quit', 'hint', 'why'] as const;

/** The nodes of a redlock. */
export const nodes = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9'] as const;

/** The replicas of a replicated lock, where it has several; where it has not, a name may be spelled like one. */
export const replicas = ['r1', 'r2', 'r3', 'r4', 'r5'] as const;

/** The servers of a lock that have names of their own. */
export const serverNames: readonly string[] = ['primary', 'replica', ...nodes, ...replicas];

/** Names that mean something already. Source: language.md, Lines. */
export const reservedNames: ReadonlySet<string> = new Set([
	'nobody',
	'none',
	'locks',
	'primary',
	'replica',
	'network',
	...nodes,
	...statementWords,
]);

/** The words that have a meaning of their own in a fact, where a name spelled like one is written in quotes. */
export const factWords: ReadonlySet<string> = new Set([
	'not',
	'and',
	'or',
	'last',
	'token',
	'highest',
	'version',
	'value',
	'time',
	'nobody',
	'in',
	'for',
	'on',
	'of',
	'none',
]);
