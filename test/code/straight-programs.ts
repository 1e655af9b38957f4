import * as fc from 'fast-check';
import {client} from './clients.js';

/** A straight program, written both ways: as steps in the language, and as the body of a client. */
export type StraightProgram = {readonly steps: string; readonly code: string};

/** A straight program with the world that some clients run it in. */
export type StraightCase = StraightProgram & {
	readonly clients: number;
	readonly store: string;
	readonly lock: string;
};

type Step = {
	readonly kind: 'acquire' | 'renew' | 'release' | 'read' | 'advance' | 'take' | 'put';
	readonly amount: number;
	readonly ttl: number | null;
	readonly token: boolean;
	readonly job: boolean;
};

/** Every rule of a store, with the two ways in which reads are looked at. */
export const rules = [
	'unfenced',
	'fenced',
	'fenced-strict',
	'fenced ratchet read',
	'fenced check read',
	'cas',
	'fenced-cas',
	'uuid',
	'equal',
] as const;

/** Those that can come to something stand more than once. */
const kinds: readonly Step['kind'][] = [
	'acquire',
	'renew',
	'release',
	'advance',
	'read',
	'read',
	'read',
	'take',
	'take',
	'take',
	'put',
];

/** What is asked of each. */
export const facts = [
	'lost-update',
	'stale-write',
	'locked-out',
	'late-write',
	'value of safe balance = 80',
	'value of safe balance = 110 or value of safe balance = 20',
] as const;

/** Any straight program: every step is done in its order, and the first that fails is the last. */
export const straightCase: fc.Arbitrary<StraightCase> = fc
	.record({
		clients: fc.constantFrom(2, 2, 3),
		store: fc.constantFrom(...rules),
		lock: fc.constantFrom('lease ttl 10s', 'lease ttl 10s', 'lease ttl 3s', 'redis ttl 10s'),
		steps: fc.array(
			fc.record({
				kind: fc.constantFrom(...kinds),
				amount: fc.constantFrom(10, 20),
				ttl: fc.constantFrom(null, null, 5000),
				token: fc.constantFrom(true, true, true, false),
				job: fc.constantFrom(false, false, true),
			}),
			{minLength: 1, maxLength: 3},
		),
		locks: fc.constantFrom(true, true, true, false),
		reads: fc.constantFrom(true, true, false),
	})
	.map(({steps, locks, reads, ...world}) => {
		const plain = {amount: 0, ttl: null, token: true, job: false};
		const first: Step = {kind: 'acquire', ...plain};
		const second: readonly Step[] = reads ? [{kind: 'read', ...plain}] : [];
		// Where the lock gives no token, code that passes its token on passes on nothing, as code does that leaves it out.
		const hasTokens = world.lock.startsWith('lease');
		const possible = [...second, ...steps]
			.filter(({kind}) => kind !== 'advance' || world.store.startsWith('fenced'))
			.map((step) => ({...step, token: step.token || !hasTokens}));
		const all = locks ? [first, ...possible] : possible.filter(({kind}) => !needsLease.includes(kind));
		return {...world, ...written(all)};
	})
	.filter(({steps}) => steps !== '');

const needsLease: readonly Step['kind'][] = ['acquire', 'renew', 'release', 'advance'];

function written(steps: readonly Step[]): StraightProgram {
	let hasRead = false;
	const both = steps.map((step): readonly [string, string] => {
		const [words, line] = writtenStep(step, hasRead);
		if (step.kind === 'read') hasRead = true;
		return [words, line];
	});
	return {
		steps: both.map(([words]) => words).join('; '),
		code: client('let lease;', 'let value;', ...both.map(([, line]) => line)),
	};
}

function writtenStep({kind, amount, ttl, token, job}: Step, hasRead: boolean): readonly [string, string] {
	const ttlWords = ttl === null ? '' : ` ttl ${ttl / 1000}s`;
	const ttlOption = ttl === null ? '' : `{ttl: ${ttl}}`;
	switch (kind) {
		case 'acquire':
			return [`acquire account${ttlWords}`, `lease = await lock.acquire(${ttlOption});`];
		case 'renew':
			return [
				`renew account${ttlWords}`,
				`lease = await lock.renew(lease${ttlOption === '' ? '' : `, ${ttlOption}`}); if (lease === null) return;`,
			];
		case 'release':
			// A lock that is not one's own any more is no failure of a program, and none here.
			return ['release account', 'await lock.release(lease);'];
		case 'read':
			return ['read account', "({value} = await store.read('balance'));"];
		case 'advance':
			return ['advance account', 'if (!(await store.advance({token: lease.token})).accepted) return;'];
		case 'take':
		case 'put': {
			const options = [...(token ? ['token: lease?.token'] : []), ...(job ? [`job: 'pay-${amount}'`] : [])].join(', ');
			const words = `${token ? '' : ' no token'}${job ? ` as job pay-${amount}` : ''}`;
			// A number that is written after a read counts as computed from it, so both say so.
			const change = hasRead ? (kind === 'take' ? `-=${amount}` : `+=${amount}`) : `=${amount}`;
			const made = hasRead ? `value ${kind === 'take' ? '-' : '+'} ${amount}` : `${amount}`;
			return [
				`write account balance${change}${words}`,
				`{ const next = ${made}; if (!(await store.write('balance', next, {${options}})).accepted) return; value = next; }`,
			];
		}
	}
}
