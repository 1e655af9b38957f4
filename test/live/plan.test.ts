import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {addressOfUrl} from '../../src/live/address-of-url.js';
import {planLive} from '../../src/live/story/plan.js';

const setup =
	'client A; client B\nlock account redis ttl 10s counter-in-redis\nstore raw unfenced\nput account balance=1\n';

function problems(text: string, ours = true): readonly string[] {
	const plan = planLive(parseScript(text), {ours});
	return 'steps' in plan ? [] : plan.map(({line, sentence}) => `${line}: ${sentence}`);
}

describe('The plan of a live run', () => {
	it('has every line of a script of what real servers and processes can do', () => {
		const plan = planLive(
			parseScript(
				`${setup}A acquire; A read; A pause; wait until expiry; A resume; A write account balance+=1; expect A holds`,
			),
			{ours: true},
		);
		expect('steps' in plan && plan.steps.map(({text}) => text)).toEqual([
			'A acquire',
			'A read',
			'A pause',
			'wait until expiry',
			'A resume',
			'A write account balance+=1',
			'expect A holds',
		]);
	});

	it.each([
		[
			'A acquire held',
			'Single messages of real connections cannot be delayed, held or lost; cut the connection instead.',
		],
		['A clock +5s', 'Clocks of real machines are left alone here. This runs in the simulator only.'],
		[
			'A suspend for 3s',
			'A machine that sleeps would take this terminal with it; A pause stops the process alone. This runs in the simulator only.',
		],
		['A clock x0.5', 'Clocks of real machines are left alone here. This runs in the simulator only.'],
		['locks failover', 'A live redis has one server, and no other to take over. This runs in the simulator only.'],
		['A write balance=1 as job j', 'Real stores here know no jobs.'],
		['A runs acquire', 'A live story has its steps in lines of their own; programs run in the simulator only.'],
		['raw crash', 'The stores share one server here, and none of them crashes alone.'],
	])('says of %s why it cannot be done, before anything starts', (line, sentence) => {
		expect(problems(setup + line)).toEqual([`5: ${sentence}`]);
	});

	it('says of a redlock that none of its servers takes over for another', () => {
		expect(problems('client A\nlock account redlock\nlocks failover')).toEqual([
			'3: The servers of a redlock know nothing of each other, and none takes over for another.',
		]);
	});

	it('says of a lock or a store that is not real which ones are', () => {
		expect(problems('client A\nlock account consul\nstore raw uuid')).toEqual([
			'2: There is no real consul lock to run. Live locks are redis, redlock, etcd, zookeeper and postgres, for example: lock account redis ttl 10s counter-in-redis',
			'3: A real store here is one of unfenced, fenced, fenced-strict, cas, fenced-cas and transactional; uuid runs in the simulator only.',
		]);
	});

	it.each([
		['redis ttl none', 'A real redis lock here has no ttl none; that runs in the simulator only.'],
		['redis release delete', 'A real redis lock here has no release delete; that runs in the simulator only.'],
		['redis identity stable', 'A real redis lock here has no identity stable; that runs in the simulator only.'],
		[
			'redlock elapsed-check off node-timeout 2s',
			'A real redlock lock here has no elapsed-check off node-timeout 2s; that runs in the simulator only.',
		],
		['zookeeper token suffix', 'A real zookeeper lock here has no token suffix; that runs in the simulator only.'],
	])('says of a lock with options that real ones have not so: %s', (lock, sentence) => {
		expect(problems(`client A\nlock account ${lock}`)).toEqual([`2: ${sentence}`]);
	});

	it.each([
		'A pause for 3s',
		'locks pause for 3s',
		'locks revoke',
		'locks delete',
		'A acquire within 2s',
		'A acquire ttl 3s',
	])('has real means for: %s', (line) => {
		expect(problems(setup + line)).toEqual([]);
	});

	it('says of a store with an option that real stores have not so', () => {
		expect(problems('client A\nlock account redis\nstore raw fenced ratchet read')).toEqual([
			'3: A real store here has no options; they run in the simulator only.',
		]);
	});

	it('needs no lock where a store has rows to lock', () => {
		const script = 'client A\nstore bank transactional idle-timeout 20s\nA begin bank';
		expect(planLive(parseScript(script), {ours: true})).toMatchObject({
			lock: null,
			stores: [{name: 'bank', rule: 'transactional', idle: 20_000}],
		});
		expect(problems('client A\nstore raw unfenced\nA read raw')).toEqual([
			'1: A live story needs a lock, for example: lock account redis ttl 10s counter-in-redis',
		]);
	});

	it('says why no store with transactions can be had, and that none stops alone', () => {
		const script = parseScript('client A\nstore bank transactional\nlocks kill\nbank crash');
		const plan = planLive(script, {ours: true, noTransactions: 'There is no PostgreSQL.'});
		expect('steps' in plan ? [] : plan.map(({line, sentence}) => `${line}: ${sentence}`)).toEqual([
			'2: There is no PostgreSQL.',
			'3: This story has no lock service. Its rows are locked in the store, which never stops alone.',
			'4: The stores share one server here, and none of them crashes alone.',
		]);
	});

	it.each([
		['redlock', 'lock x redis', 'node-redlock is a client of: lock NAME redlock'],
		['redis-py', 'lock x etcd', 'redis.lock is a client of one server: lock NAME redis'],
		['redis-py', 'lock x redis counter-in-redis', 'redis.lock gives no token. Leave out counter-in-redis.'],
		[
			'redlock',
			'client A; lock x redlock; A ask',
			'node-redlock has no call that asks whether the lock is still held. Leave this line out.',
		],
	] as const)('says of %s what it cannot do with: %s', (client, script, sentence) => {
		const plan = planLive(parseScript(script), {ours: true, client});
		expect('steps' in plan ? [] : plan.map((problem) => problem.sentence)).toEqual([sentence]);
	});

	it('never stops a server that was not started here', () => {
		const notOurs = 'This server is not ours: only what was started here is ever stopped. Leave out --on.';
		expect(problems(`${setup}locks crash\nlocks restart`, false)).toEqual([`5: ${notOurs}`, `6: ${notOurs}`]);
	});
});

describe('The URL of a server', () => {
	it('is shown without its credentials', () => {
		const named = addressOfUrl('redis://alice:s3cret@lab:7000/2', {});
		expect(named).toMatchObject({
			shown: 'redis://lab:7000/2',
			address: {host: 'lab', port: 7000, user: 'alice', password: 's3cret', database: '2'},
		});
	});

	it('takes a password that it has not from the environment', () => {
		expect(addressOfUrl('postgres://me@lab', {PGPASSWORD: 'hidden'})).toMatchObject({
			shown: 'postgres://lab:5432',
			address: {user: 'me', password: 'hidden'},
		});
	});

	it('may be that of a ZooKeeper, where nobody logs in, and say that a connection need not be encrypted', () => {
		expect(addressOfUrl('zookeeper://lab', {})).toMatchObject({
			locks: ['zookeeper'],
			shown: 'zookeeper://lab:2181',
			address: {host: 'lab', port: 2181},
		});
		expect(addressOfUrl('postgres://lab/db?sslmode=prefer', {})).toMatchObject({shown: 'postgres://lab:5432/db'});
	});

	it('asks for an encrypted connection by its scheme or by sslmode, and says for which name the certificate has to be', () => {
		expect(addressOfUrl('rediss://lab', {})).toMatchObject({
			shown: 'rediss://lab:6379',
			address: {encryptedFor: 'lab'},
		});
		expect(addressOfUrl('https://[::1]:7', {})).toMatchObject({locks: ['etcd'], address: {encryptedFor: '::1'}});
		expect(addressOfUrl('postgres://lab/db?sslmode=require', {})).toMatchObject({
			shown: 'postgres://lab:5432/db?sslmode=require',
			address: {encryptedFor: 'lab'},
		});
	});

	it.each([
		...['lab:6379', 'ftp://lab', '', 'redis://'],
		...[
			'postgres://lab/db?sslmode=on',
			'redis://lab?password=s3cret',
			'redis://me:%zzs3cret@lab',
			'redis://me:s3cret@lab#1',
			'redis://me:s3cret@lab/two',
			'http://me:s3cret@lab/v3',
			'zookeeper://me@lab',
			'zookeeper://lab/locks',
		],
	])('is refused with a sentence: %s', (text) => {
		expect(addressOfUrl(text, {})).toMatch(/^[A-Z].*\.( Type.*)?/);
		expect(addressOfUrl(text, {})).not.toContain('s3cret');
	});
});
