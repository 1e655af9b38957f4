import {duration} from '../option.js';
import {type Duration, forever} from '../time.js';
import type {StoreSpec} from '../world.js';
import {type StoreRule, tokenBlind} from './rule.js';

/** Rows and transactions: who has a row locked is alone with it until the commit. Source: PostgreSQL, READ COMMITTED and row locks. */
export const transactional: StoreRule<{readonly idleTimeout: Duration}> = {
	...tokenBlind,
	name: 'transactional',
	meaning:
		'Rows and transactions, as in a database: what is written between begin and commit is accepted, judged and seen at the commit. A row that was read for update, or written, in a transaction makes every other for update and write of it wait.',
	example: [
		'store ledger transactional',
		'A begin ledger',
		'A read account for update',
		'A write account balance-=10 to ledger',
		'B write account balance=0 to ledger',
		'A commit ledger',
		'expect version of ledger = 2',
	],
	options: {
		idleTimeout: duration('idle-timeout', forever, {
			hint: 'a transaction that is silent so long is rolled back',
			sample: '30s',
			least: 1,
			mayBeNone: true,
			page: {
				meaning:
					'The store rolls back a transaction whose client has sent nothing for so long, paused, cut off or busy elsewhere. What the client sends of it later is rejected: no-transaction.',
				example: [
					'store ledger transactional idle-timeout 30s',
					'A begin ledger',
					'A write account balance=90 to ledger',
					'wait 30s',
					'A commit ledger',
					'expect last rejected',
				],
			},
		}),
	},
	looks: {tokens: false, order: false, anything: false},
	transactions: true,
	passes: 'no other transaction has the row. Tokens and versions play no part',
	rejects: 'what belongs to a transaction that is over',
	refuse: () => null,
};

/** How long a store waits for a transaction that is silent; for ever where nothing is said. */
export function idleTimeoutOf({options}: StoreSpec): Duration {
	const {idleTimeout} = options;
	return typeof idleTimeout === 'number' ? idleTimeout : forever;
}
