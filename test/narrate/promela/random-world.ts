import * as fc from 'fast-check';
import {cannotSay} from '../../../src/narrate/promela/cannot-say.js';
import {facts} from '../../explore/random-world.js';
import {scripted} from '../../explore/scripted.js';

const services = [
	'lease ttl 10s',
	'lease ttl 10s',
	'lease ttl 5s volatile',
	'lease ttl 10s owner-check off',
	'lease ttl 10s deadline off',
];

const stores = [
	'unfenced',
	'fenced',
	'fenced-strict',
	'cas',
	'fenced-cas',
	'uuid',
	'equal',
	'fenced ratchet read',
	'fenced check read',
	'fenced non-atomic',
	'fenced forgets',
	'fenced scope key',
	'fenced scope global ratchet read',
	'unfenced dedupes',
	'fenced dedupes',
	'rejects when token < highest or base != version',
	'fenced text-tokens',
	'fenced forgets after 5s',
	'unfenced dedupes for 5s',
	'transactional',
	'transactional idle-timeout 5s',
];

const operations = [
	'acquire account',
	'acquire account',
	'acquire account ttl 4s',
	'renew account',
	'renew account ttl 12s',
	'release account',
	'ask account',
	'check account',
	'read account',
	'read account',
	'write account n=5',
	'write account n+=1',
	'write account m=2 no token',
	'write account m=x',
	'write account n=7 if version 1',
	'advance account',
	'write account n=1 as job pay',
	'write account m=3 as job ship',
	'write account n=9 token 33',
];

/** What goes to a store with transactions, besides. */
const inTransactions = [
	...operations.filter((words) => /^(read|write)/.test(words)),
	'read account for update',
	'read account for update',
	'begin s',
	'commit s',
	'commit s',
	'rollback s',
];

const faults = [
	'delay 1',
	'late 1',
	'lose 1',
	'delay 1 duplicate 1',
	'late 1 duplicate 1',
	'crash 1',
	'pause 1',
	'node 1',
	'cut 1',
	'suspend 1',
	'restart 1',
	'revoke 1',
	'revoke 1 late 1',
	'delay 1 pause 1',
	'cut 1 pause 1',
	'late 1 crash 1',
	'delay 1 crash 1',
	'late 1 pause 1',
	'late 1 suspend 1',
	'delay 1 lose 1',
	'late 1 lose 1',
	'node 1 delay 1',
];

const program = (steps: readonly string[]) =>
	fc.array(fc.constantFrom(...steps), {minLength: 1, maxLength: 3}).map((chosen) => chosen.join('; '));

/** Half of those that ask for a lock begin a transaction besides, and others only that. */
const transaction = fc
	.tuple(fc.constantFrom('begin s', 'begin s', 'acquire account; begin s', 'read account'), program(inTransactions))
	.map((parts) => parts.join('; '));

const redlocks = [
	'redlock ttl 10s nodes 1',
	'redlock ttl 10s nodes 2',
	'redlock ttl 10s nodes 3',
	'redlock ttl 10s nodes 3 fsync no',
	'redlock ttl 10s nodes 3 fsync always restart-delay 3s',
	'redlock ttl 10s nodes 3 fsync no restart-delay 11s',
	'redlock ttl 10s nodes 3 node-timeout 50ms',
	'redlock ttl 3s nodes 2 node-timeout 1500ms',
	'redlock ttl 1s nodes 1 node-timeout 1500ms elapsed-check off',
	'redlock ttl 10s nodes 2 identity stable',
	'redlock ttl 10s nodes 2 reentrant',
	'redlock ttl 10s nodes 3 drift 0.2 deadline off',
	'redlock ttl 10s nodes 2 elapsed-check off drift 0.7',
	'redlock ttl none nodes 2',
	'redlock ttl none nodes 1 reentrant identity stable node-timeout 50ms',
];

const ofNodes = [
	'clock 1',
	'node 1',
	'node 1 clock 1',
	'restart 1',
	'late 1 clock 1',
	'node 1 lose 1',
	'lose 1 pause 1',
	'late 1 restart 1',
];

const leases = [
	'lease ttl 10s reentrant',
	'lease ttl none reentrant',
	'lease ttl 10s reentrant deadline off',
	'lease ttl 10s identity stable',
	'lease ttl 10s min 3s',
	'lease ttl none min 5s',
	'lease ttl 10s reentrant min 5s',
	'lease ttl 5s volatile reentrant identity stable',
	'lease ttl 10s owner-check off reentrant min 3s',
	'lease ttl 10s identity stable min 3s',
];

/** The script of a small world with one of these locks: two clients and a store. */
function worldWith(locks: readonly string[], budgets: readonly string[]): fc.Arbitrary<string> {
	return fc
		.record({
			lock: fc.constantFrom(...locks),
			store: fc.constantFrom(...stores.filter((store) => !store.startsWith('transactional'))),
			programs: fc.tuple(program(operations), program(operations)),
			retries: fc.option(fc.constantFrom('A retries', 'B retries'), {freq: 3}),
			budget: fc.constantFrom(...budgets),
			claims: fc.uniqueArray(fc.constantFrom(...facts), {minLength: 1, maxLength: 3}),
		})
		.map(({lock, store, programs: [first, other], retries, budget, claims}) =>
			[
				'client A; client B',
				`lock account ${lock}`,
				`store s ${store}`,
				'put account n=0 m=0',
				`A runs acquire account; ${first}`,
				`B runs acquire account; ${other}`,
				...(retries === null ? [] : [retries]),
				`faults ${budget}`,
				...claims.map((fact) => `claim never ${fact}`),
			].join('\n'),
		)
		.map(withoutUnsaid);
}

const rates = ['rate 1', 'rate 1 late 1', 'rate 1 pause 1', 'rate 1 suspend 1', 'rate 1 crash 1', 'rate 2'];

/** The script of a small world with a lease that its holder takes again, that lasts at least so long, or that is kept for a name. */
export const randomLease = worldWith(leases, [...faults, ...rates, ...rates]);

/** The script of a small world with a redlock. */
export const randomRedlock = worldWith(redlocks, [...faults, ...ofNodes, ...ofNodes]);

/** The script of a small world that a model for SPIN can say: two clients, one lock, one store or two, a fault, and a few claims of those that it can say too. */
export const randomWorld = fc
	.record({
		service: fc.constantFrom(...services),
		store: fc.constantFrom(...stores.filter((store) => !store.startsWith('transactional'))),
		second: fc.option(fc.constantFrom(...stores), {freq: 2}),
		programs: fc.tuple(program(operations), program(operations)),
		transactions: fc.tuple(transaction, transaction),
		budget: fc.constantFrom(...faults),
		claims: fc.uniqueArray(fc.constantFrom(...facts), {minLength: 1, maxLength: 3}),
	})
	.map(({service, store, second, programs, transactions, budget, claims}) => {
		const [first, other] = store.startsWith('transactional')
			? transactions
			: programs.map((steps) => `acquire account; ${steps}`);
		return [
			'client A; client B',
			`lock account ${service}`,
			`store s ${store}`,
			...(second === null ? [] : [`store t ${second}`]),
			'put account n=0 m=0',
			`A runs ${first}`,
			`B runs ${other}`,
			`faults ${budget}`,
			...claims.map((fact) => `claim never ${fact}`),
		].join('\n');
	})
	.map(withoutUnsaid);

function withoutUnsaid(script: string): string {
	const {world, claims} = scripted(script);
	const lines = script.split('\n');
	const setUp = lines.slice(0, -claims.length);
	const said = lines
		.slice(-claims.length)
		.filter((_, index) => cannotSay(world, claims.slice(index, index + 1)).length === 0);
	return [...setUp, ...(said.length === 0 ? ['claim never stale-write'] : said)].join('\n');
}
