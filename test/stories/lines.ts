import fc from 'fast-check';

const clients = fc.constantFrom('A', 'A', 'A', 'B', 'B', 'C');
const stores = fc.constantFrom('raw', 'safe', 'other');
const locks = fc.constantFrom('account', 'account', 'account', 'account', 'ledger');
const durations = fc.constantFrom('0s', '1ms', '250ms', '1.5s', '5s', '10s', '2m');
const numbers = fc.nat(36).map(String);
const rules = fc.constantFrom(
	...['unfenced', 'cas', 'fenced-strict', 'equal', 'uuid', 'fenced-cas', 'fenced-cas ratchet read'],
	...[
		'fenced',
		'fenced ratchet read',
		'fenced check read',
		'fenced scope key',
		'fenced scope global',
		'fenced forgets',
		'fenced non-atomic',
	],
);
const services = fc.constantFrom(
	...['lease', 'lease ttl 5s', 'lease ttl 1s volatile', 'lease owner-check off'],
	...[
		'redis ttl 3s',
		'redis release get-then-delete',
		'replicated ttl 3s',
		'replicated counter-in-redis',
		'redlock nodes 3',
		'redlock fsync no elapsed-check off',
	],
	...[
		'zookeeper session-timeout 3s',
		'etcd ttl 2s',
		'etcd waiter-check off',
		'consul lock-delay 5s',
		'consul behavior delete',
		'postgres',
		'postgres token sequence',
		's3 ttl 3s',
		'advisory keepalive 3s',
		'kubernetes ttl 5s renew-deadline 3s retry-period 2s',
		'kubernetes token transitions release get-then-delete',
		'dynamodb ttl 4s heartbeat 1s',
		's3 release get-then-delete',
	],
);
const message = fc.constantFrom(
	'',
	'',
	'',
	'',
	'',
	'',
	'',
	' held',
	' lost',
	' reply lost',
	' delayed 2s',
	' reply delayed 15s',
);
const writeOptions = fc.constantFrom('', '', ' to safe', ' token 34', ' no token', ' if version 1', ' as job pay');

const operations = fc.oneof(
	{weight: 3, arbitrary: lineOf('acquire ', locks, message)},
	lineOf('renew ', locks, message),
	lineOf('release ', locks, message),
	lineOf('check ', locks),
	lineOf('ask ', locks, message),
	lineOf('read ', locks, message),
	{
		weight: 3,
		arbitrary: lineOf(
			'write ',
			locks,
			fc.constantFrom(' x=1', ' x+=1', ' x-=1', ' note="v0 + A"'),
			writeOptions,
			message,
		),
	},
	lineOf('advance ', locks, fc.constantFrom('', ' to safe'), message),
);

const setup = fc.oneof(
	lineOf('lock ', locks, ' ', services),
	lineOf('store ', stores, ' ', rules),
	lineOf('latency ', durations),
	lineOf('pace ', fc.constantFrom('1s', '100ms', '3s')),
	lineOf(clients, ' runs ', operations, '; ', operations, '; ', operations),
	lineOf(clients, ' retries'),
	lineOf(clients, ' starts at ', durations),
	lineOf('put ', locks, ' x=', numbers),
);

const deeds = fc.oneof(
	{weight: 12, arbitrary: lineOf(clients, ' ', operations)},
	{weight: 3, arbitrary: lineOf('wait ', durations)},
	{weight: 2, arbitrary: fc.constant('wait until expiry')},
	{weight: 3, arbitrary: lineOf(clients, fc.constantFrom(' pause', ' pause for 5s', ' resume', ' resume', ' resume'))},
	lineOf(clients, fc.constantFrom(' crash', ' restart', ' restart', ' clock +5s', ' clock -5s')),
	lineOf('step ', clients, fc.constantFrom('', ' 3', ' held')),
	lineOf('run ', clients),
	lineOf(fc.constantFrom('deliver ', 'drop #', 'duplicate '), fc.integer({min: 1, max: 9}).map(String)),
	lineOf('deliver ', clients),
	lineOf(stores, fc.constantFrom(' crash', ' restart')),
	fc.constantFrom(
		'locks crash',
		'locks restart',
		'locks clock +5s',
		'failover',
		'primary crash',
		'n1 crash',
		'n1 restart',
		'n2 clock +10s',
	),
	lineOf(fc.constantFrom('cut ', 'heal '), clients, ' ', fc.constantFrom('raw', 'safe', 'locks', 'n1 n2')),
);

const facts = fc.oneof(
	lineOf('expect ', clients, ' holds account'),
	lineOf('expect token of ', clients, ' for account >= ', numbers),
	lineOf('expect not stale-write on ', stores, ' or last granted'),
	lineOf('expect highest of ', stores, ' for account != none and time < ', durations),
	fc.constant('claim never stale-write on raw'),
);

const world = [
	'client A',
	'client B',
	'client C',
	'lock account lease ttl 10s',
	'lock ledger lease ttl 3s',
	'store raw unfenced',
	'store safe fenced',
	'store other cas',
];

/** Any script that has no syntax error: set-up of three clients, two locks and three stores, then anything at all. */
export const scripts: fc.Arbitrary<readonly string[]> = fc
	.tuple(
		fc.array(setup, {maxLength: 5}),
		fc.array(fc.oneof({weight: 40, arbitrary: deeds}, {weight: 2, arbitrary: facts}, setup), {
			maxLength: 40,
			size: 'max',
		}),
	)
	.map(([before, after]) => [...world, ...before, 'put account x=100', ...after]);

function lineOf(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
	return fc
		.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
		.map((texts) => texts.join(''));
}
