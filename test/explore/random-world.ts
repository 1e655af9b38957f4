import * as fc from 'fast-check';

const services = [
	'lease ttl 10s',
	'lease ttl 5s volatile',
	'lease ttl 10s owner-check off',
	'redis ttl 10s counter-in-redis release get-then-delete',
	'redis ttl 10s release delete fsync no',
	'replicated ttl 10s',
	'replicated ttl 10s replicas 2 wait 1',
	'redlock ttl 10s nodes 3',
	'redlock ttl 10s nodes 3 node-timeout 50ms',
	'postgres ttl 10s token sequence',
	'consul ttl 10s lock-delay 0s behavior delete',
	'zookeeper ttl 10s',
	'consul ttl 10s lock-delay 5s',
	'etcd ttl 10s waiter-check off',
	's3 ttl 10s',
	'advisory keepalive 5s',
	'advisory reentrant',
	'kubernetes ttl 10s renew-deadline 6s retry-period 4s',
	'kubernetes ttl 8s renew-deadline 5s retry-period 4s token transitions release get-then-delete',
	'dynamodb ttl 6s heartbeat 3s refresh 2s',
	's3 ttl 10s release get-then-delete',
	'lease ttl 10s deadline off',
	'lease ttl 10s min 3s',
	'lease ttl 10s reentrant',
	'redis ttl none',
	'postgres ttl 10s clock client',
	'postgres ttl none min 3s clock client',
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
	'fenced non-atomic',
	'fenced forgets',
	'transactional',
	'transactional idle-timeout 5s',
	'fenced forgets after 5s',
	'unfenced dedupes for 5s',
];

const operations = [
	'acquire account',
	'renew account',
	'release account',
	'ask account',
	'read account',
	'write account n=5',
	'write account n+=1',
	'write account m=2 no token',
	'advance account',
	'write account n=1 as job pay',
	'begin s',
	'read account for update',
	'commit s',
	'rollback s',
];

const fates = ['', '', '', '', ' delayed 12s', ' held', ' reply delayed 4s', ' lost', ' reply lost'];

const beginnings = [
	'',
	'',
	'A acquire account; wait 3s',
	'A acquire account; A pause; wait 11s; A resume',
	'A acquire account; A write account n=1 held',
	'B acquire account; B crash',
	'A acquire account; A works 15s',
];

/** Facts that any of these worlds can be asked for. */
export const facts = [
	'stale-write',
	'late-write',
	'lost-update',
	'locked-out',
	'torn-write',
	'double-effect',
	'two-believers',
	'two-grants',
	'token-regress',
	'A believes account',
	'A holds account and B believes account',
	'nobody holds account and A believes account',
	'A done and B done',
	'time >= 25s',
	'last unknown',
	'A accepted on s >= 2 times',
	'token of A = 34',
	'highest of s = 34',
	'version of s = 2',
	'value of s account.n = 6',
	'B paused and not A holds account',
	'B crashed',
	'B rejected on s',
] as const;

/** Operations that send nothing. */
const quiet = ['works 12s', 'keeps account off'];

const operation = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.tuple(fc.constantFrom(...operations), fc.constantFrom(...fates)).map((words) => words.join('')),
	},
	{weight: 1, arbitrary: fc.constantFrom(...quiet)},
);

const program = fc.array(operation, {minLength: 1, maxLength: 3}).map((steps) => steps.join('; '));

const faults = fc.constantFrom(
	'delay 1',
	'late 1',
	'lose 1',
	'delay 1 duplicate 1',
	'late 1 duplicate 1',
	'crash 1',
	'pause 1',
	'node 1',
	'clock 1',
	'cut 1',
	'suspend 1',
	'restart 1',
	'revoke 1',
	'revoke 1 late 1',
	'rate 1',
	'rate 1 late 1',
	'failover 1',
	'delay 1 pause 1',
	'cut 1 pause 1',
);

/** The script of a small world of two clients: any lock service, any store, any programs, any fault, perhaps begun already. */
export const randomWorld = fc
	.tuple(
		fc.constantFrom(...services),
		fc.constantFrom(...stores),
		program,
		program,
		faults,
		fc.constantFrom(...beginnings),
	)
	.map(
		([service, store, first, second, budget, beginning]) =>
			// Where clients do not renew by themselves, some are told to.
			[
				service,
				store,
				first.replace('works', /^(lease|redis|postgres)/.test(service) ? 'keeps account every 4s; works' : 'works'),
				second,
				budget,
				beginning,
			] as const,
	)
	.map(([service, store, first, second, budget, beginning]) =>
		[
			'client A; client B',
			`lock account ${service}`,
			`store s ${store}`,
			'put account n=0 m=0',
			`A runs ${first}`,
			`B runs ${second}`,
			`faults ${budget}`,
			beginning,
		].join('\n'),
	);
