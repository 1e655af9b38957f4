import {printFact} from '../language/print-fact.js';
import type {Property} from '../sim/event.js';
import type {Fact} from '../sim/fact.js';

/** What a fact says as a goal of a task, short enough for a checklist; a fact that no words are known for stands as it is written. */
export function goalWords(fact: Fact): string {
	switch (fact.kind) {
		case 'violated':
			return `${properties[fact.property]}${fact.store === null ? '' : ` on ${fact.store}`}`;
		case 'wrote':
			return fact.client === null
				? printFact(fact)
				: `${fact.store} ${fact.outcome === 'rejected' ? 'rejects' : 'accepts'} a write of ${fact.client}`;
		case 'holds':
			return fact.client === null ? printFact(fact) : `${fact.client} holds ${fact.lock}`;
		case 'believes':
			return `${fact.client} believes that it holds ${fact.lock}`;
		case 'waits':
			return `${fact.client} stands in line for ${fact.lock}`;
		case 'process':
			return `${fact.client} is ${fact.state}`;
		case 'value':
			return fact.is === '=' ? `${fact.store} has ${fact.key} = ${fact.value}` : printFact(fact);
		case 'time':
			return 'Time has passed';
		case 'and':
			return fact.left.kind === 'holds' && fact.right.kind === 'believes' && fact.left.lock === fact.right.lock
				? `${goalWords(fact.left)}, and ${fact.right.client} believes that it does`
				: printFact(fact);
		case 'or':
		case 'not':
		case 'token':
		case 'highest':
		case 'version':
		case 'last':
			return printFact(fact);
	}
}

/** What becomes of the write that a client sends too late, without an end: `the stale write of a paused client lands`. */
export function staleWriteClause(isRefused: boolean): string {
	return `the stale write of a paused client ${isRefused ? 'is refused' : 'lands'}`;
}

const properties: Readonly<Record<Property, string>> = {
	'two-believers': 'Two clients believe that the lock is theirs',
	'two-grants': 'The lock is granted to two clients at once',
	'token-regress': 'A newer grant has a lower token',
	'stale-write': 'A stale write lands',
	'late-write': 'A write lands after the lock has gone to another',
	'lost-update': 'An update is lost',
	'locked-out': 'The holder of the lock is locked out',
	'torn-write': 'Two writes are mixed',
	'double-effect': 'A job takes effect twice',
};
