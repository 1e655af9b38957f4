import {describe, expect, test} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {noFaults, type Operation, type Statement} from '../../src/sim/statement.js';
import {plainStore} from '../../src/sim/store/options.js';
import {one, sandboxNames, wrong} from './worlds.js';

/** Options of a lock that a statement does not speak of. */
const unused = {min: 0, reentrant: false, deadline: true};

function does(line: string): Operation {
	const statement = one(line);
	if (statement.kind !== 'do') throw new Error(`not an operation: ${line}`);
	return statement.operation;
}

const writes = {
	kind: 'write',
	resource: 'account',
	key: 'balance',
	change: '=',
	value: 90,
	store: null,
	token: {kind: 'last'},
	ifVersion: null,
	job: null,
	message: {},
};

describe('durations', () => {
	test.each([
		['250ms', 250],
		['5s', 5000],
		['1.5s', 1500],
		['1.500s', 1500],
		['2m', 120_000],
		['1h', 3_600_000],
		['1.5H', 5_400_000],
		['0.5m', 30_000],
		['0.05m', 3000],
		['5', 5000],
		['1.5', 1500],
		['0', 0],
		['0.001s', 1],
		['16.1s', 16_100],
		['+5s', 5000],
	])('%s is %i ms', (text, ms) => {
		expect(one(`wait ${text}`)).toEqual({kind: 'wait', for: ms});
	});

	test.each([
		'0.5ms',
		'1.0005s',
		'0.00001m',
		'5d',
		'5sec',
		's',
		'1e3',
		'-5s',
		'.5s',
		'5.s',
		'0x10',
		'"5s"',
		'0.123456789s',
	])('%s is no duration', (text) => {
		expect(wrong(`wait ${text}`)).toMatchObject({kind: 'syntax', column: 6});
	});

	test('a space before the unit is told', () => {
		expect(wrong('wait 5 s').message).toContain('5s');
	});

	test('ttl and pace are more than 0; latency may be 0', () => {
		expect(wrong('A acquire account ttl 0').message).toContain('more than 0');
		expect(wrong('lock x lease ttl 0s').message).toContain('more than 0');
		expect(wrong('pace 0').message).toContain('more than 0');
		expect(one('latency 0')).toEqual({kind: 'latency', latency: 0});
	});
});

describe('values', () => {
	test.each([
		['90', 90],
		['-5', -5],
		['+5', 5],
		['007', 7],
		['-0', 0],
		['"90"', 90],
		['1.5', '1.5'],
		['5s', '5s'],
		['none', 'none'],
		['release', 'release'],
		['" 90"', ' 90'],
		['9007199254740991', 9_007_199_254_740_991],
		['a<b', 'a<b'],
		['(x)', '(x)'],
		['hello!', 'hello!'],
	])('%s is read as %j', (text, value) => {
		expect(does(`A write account balance=${text}`)).toEqual({...writes, value});
	});

	test('a whole number too large to keep exactly is an error', () => {
		expect(wrong('A write account balance=9007199254740992').message).toContain('too large');
	});

	test('a value with = in it needs quotes', () => {
		expect(wrong('put x url==a').message).not.toBe('');
		expect(wrong('A write account url==a').message).toContain('quotes');
		expect(does('A write account url="a=b"')).toEqual({...writes, key: 'url', value: 'a=b'});
	});
});

describe('set-up', () => {
	test.each<[string, Statement]>([
		['client C', {kind: 'client', name: 'C'}],
		[
			'lock ledger lease ttl 5s',
			{
				kind: 'lock',
				name: 'ledger',
				service: {
					kind: 'lease',
					options: {ttl: 5000, volatile: false, ownerCheck: true, identity: 'process', ...unused},
				},
			},
		],
		[
			'lock ledger lease',
			{
				kind: 'lock',
				name: 'ledger',
				service: {
					kind: 'lease',
					options: {ttl: 10_000, volatile: false, ownerCheck: true, identity: 'process', ...unused},
				},
			},
		],
		[
			'lock ledger lease owner-check off ttl 1m volatile',
			{
				kind: 'lock',
				name: 'ledger',
				service: {
					kind: 'lease',
					options: {ttl: 60_000, volatile: true, ownerCheck: false, identity: 'process', ...unused},
				},
			},
		],
		[
			'store s fenced',
			{
				kind: 'store',
				name: 's',
				rule: 'fenced',
				options: {...plainStore, reads: null, scope: 'resource', forgets: false, nonAtomic: false},
			},
		],
		[
			'store s fenced-cas non-atomic scope key ratchet read forgets',
			{
				kind: 'store',
				name: 's',
				rule: 'fenced-cas',
				options: {...plainStore, reads: 'ratchet', scope: 'key', forgets: true, nonAtomic: true},
			},
		],
		[
			'store s fenced check read scope global',
			{
				kind: 'store',
				name: 's',
				rule: 'fenced',
				options: {...plainStore, reads: 'check', scope: 'global', forgets: false, nonAtomic: false},
			},
		],
		[
			'put account balance=100 currency=EUR',
			{
				kind: 'put',
				resource: 'account',
				values: [
					['balance', 100],
					['currency', 'EUR'],
				],
			},
		],
		['put ledger "a b" = 1', {kind: 'put', resource: 'ledger', values: [['a b', 1]]}],
		['latency 1ms', {kind: 'latency', latency: 1}],
		['pace 1s', {kind: 'pace', pace: 1000}],
		[
			'faults delay 1 crash 0 clock 2 node 0 lose 0 pause 3',
			{kind: 'faults', budget: {...noFaults, delay: 1, clock: 2, pause: 3}},
		],
		['faults pause 1', {kind: 'faults', budget: {...noFaults, pause: 1}}],
		['A retries', {kind: 'retries', client: 'A'}],
		['A rereads', {kind: 'rereads', client: 'A'}],
		[
			'store s fenced dedupes text-tokens',
			{kind: 'store', name: 's', rule: 'fenced', options: {...plainStore, textTokens: true, dedupes: true}},
		],
		['A starts', {kind: 'starts', client: 'A', at: 0}],
		['A starts at 2s', {kind: 'starts', client: 'A', at: 2000}],
	])('%s', (line, statement) => {
		expect(one(line)).toEqual(statement);
	});

	test.each(['unfenced', 'fenced', 'fenced-strict', 'equal', 'uuid', 'cas', 'fenced-cas'])(
		'%s is a store rule',
		(rule) => {
			expect(one(`store s ${rule}`)).toMatchObject({rule});
		},
	);

	test.each(['unfenced ratchet read', 'cas check read', 'unfenced scope key', 'cas forgets', 'unfenced non-atomic'])(
		'store s %s makes no sense, and says why',
		(rest) => {
			expect(wrong(`store s ${rest}`).message).toContain('makes no sense for s');
		},
	);

	test.each([
		['client', 7],
		['client A B', 10],
		['lock', 5],
		['lock ledger', 12],
		['lock ledger lease ttl', 22],
		['store s', 8],
		['store s fenced ratchet', 23],
		['store s fenced scope room', 22],
		['put', 4],
		['put account', 12],
		['put account balance', 20],
		['put account balance=', 21],
		['put balance=1', 5],
		['put account n=1 n=2', 17],
		['faults', 7],
		['faults delay', 13],
		['faults delay -1', 14],
		['faults dely 1', 8],
		['latency', 8],
	])('%s is an error at column %i', (line, column) => {
		expect(wrong(line)).toMatchObject({kind: 'syntax', column});
	});

	test('each option is given at most once, and read options exclude each other', () => {
		expect(wrong('lock x lease ttl 1s ttl 2s').message).toContain('twice');
		expect(wrong('store s fenced check read ratchet read').message).toContain('exclude each other');
		expect(wrong('faults delay 1 delay 2').message).toContain('twice');
	});

	test('the other lock services take their own options', () => {
		expect(one('lock r redis ttl 5s fsync no restart-delay 11s counter-in-redis release delete')).toMatchObject({
			service: {
				kind: 'redis',
				options: {ttl: 5000, fsync: 'no', restartDelay: 11_000, counter: true, release: 'delete'},
			},
		});
		expect(one('lock r replicated replication-lag 20ms')).toMatchObject({
			service: {kind: 'replicated', options: {lag: 20}},
		});
		expect(one('lock r postgres token sequence')).toMatchObject({
			service: {kind: 'postgres', options: {token: 'sequence'}},
		});
		expect(
			one(
				'lock r redlock nodes 3 drift 0.02 elapsed-check off fsync always restart-delay 11s node-timeout 50ms ttl 5s',
			),
		).toMatchObject({
			service: {
				kind: 'redlock',
				options: {
					ttl: 5000,
					nodes: 3,
					drift: 0.02,
					elapsedCheck: false,
					fsync: 'always',
					restartDelay: 11_000,
					nodeTimeout: 50,
				},
			},
		});
		expect(wrong('lock r redlock drift 1').message).toContain('below 1');
		expect(wrong('lock r redlock nodes 0').message).toContain('at least 1');
		expect(one('lock r zookeeper session-timeout 3s token suffix')).toMatchObject({
			service: {kind: 'zookeeper', options: {ttl: 3000, token: 'suffix'}},
		});
		expect(one('lock r etcd waiter-check off ttl 60s')).toMatchObject({
			service: {kind: 'etcd', options: {ttl: 60_000, waiterCheck: false}},
		});
		expect(wrong('lock r etcd ttl 1s session-timeout 1s').message).toContain('exclude each other');
		expect(one('lock r consul lock-delay 0 behavior delete')).toMatchObject({
			service: {kind: 'consul', options: {lockDelay: 0, behavior: 'delete'}},
		});
	});
});

describe('what clients do', () => {
	test.each<[string, Operation]>([
		['A acquire account', {kind: 'acquire', lock: 'account', ttl: null, message: {}}],
		['A acquire', {kind: 'acquire', lock: 'account', ttl: null, message: {}}],
		['A acquire ttl 10s', {kind: 'acquire', lock: 'account', ttl: 10_000, message: {}}],
		['A acquire within 2s ttl 10s', {kind: 'acquire', lock: 'account', ttl: 10_000, within: 2000, message: {}}],
		[
			'A acquire account delayed 90s ttl 10s reply delayed 15s',
			{kind: 'acquire', lock: 'account', ttl: 10_000, message: {delayed: 90_000, replyDelayed: 15_000}},
		],
		['A renew ttl 5s lost', {kind: 'renew', lock: 'account', ttl: 5000, message: {lost: true}}],
		['A release held', {kind: 'release', lock: 'account', message: {held: true}}],
		['A check', {kind: 'check', lock: 'account'}],
		['A ask reply lost', {kind: 'ask', lock: 'account', message: {replyLost: true}}],
		['A read', {kind: 'read', resource: 'account', store: null, message: {}}],
		['A read account to safe held', {kind: 'read', resource: 'account', store: 'safe', message: {held: true}}],
		['A advance', {kind: 'advance', resource: 'account', store: null, token: {kind: 'last'}, message: {}}],
		[
			'A advance to safe token 40',
			{kind: 'advance', resource: 'account', store: 'safe', token: {kind: 'number', token: 40}, message: {}},
		],
		['A advance no token', {kind: 'advance', resource: 'account', store: null, token: {kind: 'none'}, message: {}}],
	])('%s', (line, operation) => {
		expect(does(line)).toEqual(operation);
	});

	test('= += and -= may have spaces or none, and the resource may be left out', () => {
		for (const line of [
			'A write account balance=90',
			'A write account balance = 90',
			'A write balance= 90',
			'A write balance =90',
		])
			expect(does(line)).toEqual(writes);
		for (const line of ['A write account balance+=10', 'A write balance += 10'])
			expect(does(line)).toEqual({...writes, change: '+=', value: 10});
		expect(does('A write account balance-=-10')).toEqual({...writes, change: '-=', value: -10});
		expect(does('A write account balance=-10')).toEqual({...writes, value: -10});
	});

	test('the options of a write stand in any order', () => {
		const operation = {
			...writes,
			store: 'safe',
			token: {kind: 'number', token: 33},
			ifVersion: 2,
			job: 'pay',
			message: {held: true},
		};
		expect(does('A write account balance=90 to safe token 33 if version 2 as job pay held')).toEqual(operation);
		expect(does('A write account balance=90 held as job pay if version 2 token 33 to safe')).toEqual(operation);
	});

	test('a key may be any word, also a verb, an option word or a number', () => {
		for (const key of ['write', 'to', 'token', 'none', '5', 'a.b', '__proto__', 'note-1'])
			expect(does(`A write account ${key}=1`)).toEqual({...writes, key, value: 1});
		expect(does('A write to=1 to raw')).toEqual({...writes, key: 'to', value: 1, store: 'raw'});
		expect(does('A write account "a b"=1')).toEqual({...writes, key: 'a b', value: 1});
	});

	test('+= and -= need a number', () => {
		expect(wrong('A write account balance+=ten')).toMatchObject({column: 26});
	});

	test.each<[string, Statement]>([
		['A pause', {kind: 'pause', client: 'A', for: null}],
		['A pause for 15s', {kind: 'pause', client: 'A', for: 15_000}],
		['A resume', {kind: 'resume', client: 'A'}],
		['A crash', {kind: 'crash', actor: 'A'}],
		['A restart', {kind: 'restart', actor: 'A'}],
		['A clock +5s', {kind: 'clock', actor: 'A', by: 5000}],
		['A clock -5s', {kind: 'clock', actor: 'A', by: -5000}],
		['A clock 5', {kind: 'clock', actor: 'A', by: 5000}],
		['A clock x0.5', {kind: 'rate', client: 'A', rate: 0.5}],
		['A clock X10', {kind: 'rate', client: 'A', rate: 10}],
		['A suspend', {kind: 'suspend', client: 'A', for: null}],
		['A suspend for 60s', {kind: 'suspend', client: 'A', for: 60_000}],
		['A', {kind: 'step', client: 'A', count: 1, message: {}}],
		['step A', {kind: 'step', client: 'A', count: 1, message: {}}],
		['step A 3', {kind: 'step', client: 'A', count: 3, message: {}}],
		['step A held', {kind: 'step', client: 'A', count: 1, message: {held: true}}],
		[
			'step A 2 reply delayed 5s delayed 1s',
			{kind: 'step', client: 'A', count: 2, message: {replyDelayed: 5000, delayed: 1000}},
		],
		['run A', {kind: 'run', client: 'A'}],
	])('%s', (line, statement) => {
		expect(one(line)).toEqual(statement);
	});

	test.each([
		['A write', 8],
		['A write account', 16],
		['A write account balance', 24],
		['A write account balance=', 25],
		['A write account balance=1 x=2', 27],
		['A read to', 10],
		['A read balance=1', 8],
		['A read account token 33', 16],
		['A acquire account account', 19],
		['A acquire raw', 11],
		['A acquire account lost held', 24],
		['A acquire account reply lost reply delayed 5s', 30],
		['A acquire account lost lost', 24],
		['A write account balance=1 token 3 no token', 35],
		['A write account balance=1 token x', 33],
		['A write account balance=1 token -1', 33],
		['A write account balance=1 if 3', 30],
		['A check account held', 17],
		['A pause 15s', 9],
		['A pause for', 12],
		['A clock', 8],
		['A clock x', 9],
		['A clock x0.05', 9],
		['A clock x11', 9],
		['A clock x1e1', 9],
		['A starts now', 10],
		['step', 5],
		['step A 0', 8],
		['step A 1.5', 8],
		['run', 4],
		['run A 3', 7],
		['A held', 3],
	])('%s is an error at column %i', (line, column) => {
		expect(wrong(line)).toMatchObject({kind: 'syntax', column});
	});

	test('with two locks the name cannot be left out', () => {
		const names = {...sandboxNames, locks: ['account', 'ledger'], resources: ['account', 'ledger']};
		expect(wrong('A acquire', names).message).toContain('account or ledger');
		expect(wrong('A write balance=1', names).message).toContain('account or ledger');
		expect(one('A acquire LEDGER', names)).toMatchObject({operation: {lock: 'ledger'}});
	});

	test('without a lock it says how to declare one', () => {
		expect(wrong('A acquire', {...sandboxNames, locks: [], resources: []}).message).toContain(
			'lock account lease ttl 10s',
		);
	});

	test('without a lock the one resource may be left out', () => {
		expect(one('A write balance=90', {...sandboxNames, locks: []})).toMatchObject({operation: writes});
	});

	test('names may be spelled like option words', () => {
		const names = {...sandboxNames, locks: ['ttl', 'held'], resources: ['ttl', 'held'], stores: ['to']};
		expect(one('A acquire ttl ttl 5s held', names)).toMatchObject({
			operation: {lock: 'ttl', ttl: 5000, message: {held: true}},
		});
		expect(one('A read held to to held', names)).toMatchObject({
			operation: {resource: 'held', store: 'to', message: {held: true}},
		});
	});
});

describe('programs', () => {
	test('a program takes the rest of its line', () => {
		const statement = one('A runs acquire account; read account;; write account balance-=10 ; release account; # end');
		expect(statement).toMatchObject({
			kind: 'runs',
			client: 'A',
			program: [{kind: 'acquire'}, {kind: 'read'}, {kind: 'write', change: '-='}, {kind: 'release'}],
		});
	});

	test('a step may have message options', () => {
		expect(one('A runs acquire; write balance=1 held')).toMatchObject({program: [{}, {message: {held: true}}]});
	});

	test('what is no operation cannot be a step', () => {
		expect(wrong('A runs acquire; pause')).toMatchObject({column: 17});
		expect(wrong('A runs acquire; wait 5s').message).toContain('line of its own');
		expect(wrong('A runs')).toMatchObject({column: 7});
		expect(wrong('A runs ;')).toMatchObject({kind: 'syntax'});
	});

	test('an error in a program is one error, whatever follows it on the line', () => {
		expect(parseScript('client A\nlock x lease\nA runs acquire; fly; swim').errors).toHaveLength(1);
	});
});

describe('what the world does', () => {
	test.each<[string, Statement]>([
		['wait until expiry', {kind: 'wait-until-expiry'}],
		['locks crash', {kind: 'crash', actor: 'locks'}],
		['locks restart', {kind: 'restart', actor: 'locks'}],
		['raw crash', {kind: 'crash', actor: 'raw'}],
		['RAW restart', {kind: 'restart', actor: 'raw'}],
		['n3 clock +10s', {kind: 'clock', actor: 'n3', by: 10_000}],
		['N3 crash', {kind: 'crash', actor: 'n3'}],
		['primary crash', {kind: 'crash', actor: 'primary'}],
		['replica clock +8s', {kind: 'clock', actor: 'replica', by: 8000}],
		['failover', {kind: 'failover'}],
		['locks kill', {kind: 'kill'}],
		['locks pause', {kind: 'stall', for: null}],
		['locks pause for 25s', {kind: 'stall', for: 25_000}],
		['locks resume', {kind: 'unstall'}],
		['locks failover', {kind: 'lead'}],
		['locks revoke account', {kind: 'revoke', lock: 'account'}],
		['locks delete', {kind: 'delete', lock: 'account'}],
		['cut A raw locks', {kind: 'cut', from: 'A', to: ['raw', 'locks']}],
		['cut A n4 n5', {kind: 'cut', from: 'A', to: ['n4', 'n5']}],
		['heal a LOCKS', {kind: 'heal', from: 'A', to: ['locks']}],
		['deliver B', {kind: 'deliver-from', client: 'B'}],
	])('%s', (line, statement) => {
		expect(one(line)).toEqual(statement);
	});

	test.each([
		['wait', 5],
		['wait until', 11],
		['wait until tomorrow', 12],
		['locks', 6],
		['locks burn', 7],
		['locks pause 25s', 13],
		['raw', 4],
		['raw pause', 5],
		['account crash', 1],
		['failover now', 10],
		['cut', 4],
		['cut A', 6],
		['cut A A', 7],
		['cut A raw raw', 11],
		['cut A account', 7],
		['deliver', 8],
		['deliver 0', 9],
		['deliver raw', 9],
		['drop A', 6],
		['duplicate 1.5', 11],
	])('%s is an error at column %i', (line, column) => {
		expect(wrong(line)).toMatchObject({kind: 'syntax', column});
	});
});

test('a time that may be none says so, and one that would mean never is refused', () => {
	for (const line of ['lock x lease ttl nune', 'lock x redis ttl nune', 'lock x zookeeper session-timeout nune'])
		expect(wrong(line).message).toMatch(/is not a duration\. .*; or none, for no end\.$/);
	expect(wrong('lock x kubernetes renew-deadline nune').message).not.toContain('none');
	for (const line of ['store x fenced forgets after 0s', 'store x unfenced dedupes for 0'])
		expect(wrong(line).message).toContain('A duration of 0 is not possible here');
});
