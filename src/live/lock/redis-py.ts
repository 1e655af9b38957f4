import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Address} from '../protocol/link.js';
import type {LockClient} from './lock-client.js';
import {freshValue} from './redis.js';

/** One line in, one line out, until the input ends. Source: redis-py, redis/lock.py; docs, "Lock". */
const helper = `
import json, sys
import redis
from redis.exceptions import LockError, RedisError
place = json.loads(sys.stdin.readline())
server = redis.Redis(host=place['host'], port=place['port'], username=place.get('user'), password=place.get('password'), db=int(place.get('database') or 0))
lock = server.lock(place['key'], timeout=1, blocking=False)
for line in sys.stdin:
    ask = json.loads(line)
    try:
        if ask['do'] == 'acquire':
            lock.timeout = ask['ttl'] / 1000
            ok = bool(lock.acquire(token=ask['value']))
        elif ask['do'] == 'renew':
            ok = bool(lock.extend(ask['ttl'] / 1000, replace_ttl=True))
        elif ask['do'] == 'release':
            lock.release()
            ok = True
        elif ask['do'] == 'ask':
            ok = bool(lock.owned())
        else:
            ok = bool(server.ping())
        print(json.dumps({'ok': ok}), flush=True)
    except LockError:
        print(json.dumps({'ok': False}), flush=True)
    except RedisError as problem:
        print(json.dumps({'problem': type(problem).__name__}), flush=True)
`;

type Said = {readonly ok: boolean} | {readonly problem: string};
type Asker = {readonly done: (ok: boolean) => void; readonly fail: (error: Error) => void};

/** A client that is `redis.lock` of redis-py, in a process of this Python that ends with this one. */
export function redisPyClient(key: string, name: string, address: Address, python: string): LockClient {
	const child: ChildProcessByStdio<Writable, Readable, null> = spawn(python, ['-u', '-c', helper], {
		stdio: ['pipe', 'pipe', 'ignore'],
	});
	const askers: Asker[] = [];
	const lose = (): void => {
		for (const {fail} of askers.splice(0)) fail(new Error('python has ended'));
	};
	child.on('exit', lose).on('error', lose);
	child.stdin.on('error', lose);
	createInterface({input: child.stdout}).on('line', (line) => {
		const said = JSON.parse(line) as Said;
		const asker = askers.shift();
		if ('ok' in said) asker?.done(said.ok);
		else asker?.fail(new Error(said.problem));
	});
	const write = (value: object): void => {
		child.stdin.write(`${JSON.stringify(value)}\n`);
	};
	write({...address, key});
	const ask = (what: string, more: object = {}): Promise<boolean> =>
		new Promise((done, fail) => {
			askers.push({done, fail});
			write({do: what, ...more});
		});
	return {
		acquire: async (ttl) =>
			(await ask('acquire', {ttl, value: freshValue(name)}))
				? {kind: 'granted', token: null}
				: {kind: 'denied', heldBy: null},
		renew: async (ttl) => ({kind: (await ask('renew', {ttl})) ? 'renewed' : 'renew-denied'}),
		release: async () => ({kind: (await ask('release')) ? 'released' : 'release-denied'}),
		ask: async () => ({kind: 'asked', ok: await ask('ask')}),
		connect: async () => {
			await ask('connect');
		},
		quiet: () => {},
		die: () => child.kill('SIGKILL'),
	};
}
