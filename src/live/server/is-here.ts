import type {LiveLock} from '../story/cast.js';
import {etcdServer} from './etcd.js';
import {postgresServer} from './postgres.js';
import {redisServer} from './redis.js';
import {zooKeeperServer} from './zookeeper.js';

/** Whether the servers that a kind of lock needs can be started on this machine. It looks for programs, and starts none. */
export async function systemIsHere(lock: LiveLock): Promise<boolean> {
	switch (lock) {
		case 'redis':
		case 'redlock':
			return redisServer('no') !== null;
		case 'etcd':
			return etcdServer() !== null;
		case 'zookeeper':
			return zooKeeperServer(100) !== null;
		case 'postgres':
			return (await postgresServer()) !== null;
	}
}
