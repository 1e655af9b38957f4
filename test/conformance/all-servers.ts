// Starts one server of every system that is here, lets one of them stand still, says so, and waits until it is ended: what sweeper.real.test.ts kills.
import {etcdServer} from '../../src/live/server/etcd.js';
import {postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {newServer} from '../../src/live/server/server.js';
import {zooKeeperServer} from '../../src/live/server/zookeeper.js';
import {openSweeper} from '../../src/live/sweeper.js';

const recipes = [redisServer('always'), redisServer('no'), etcdServer(), zooKeeperServer(100), await postgresServer()];
const sweeper = await openSweeper();
const servers = recipes.flatMap((recipe) => (recipe === null ? [] : [newServer(recipe, sweeper)]));
console.log('begun');
await Promise.all(servers.map((server) => server.start()));
servers[0]?.pause();
console.log(`started ${servers.length}`);
setInterval(() => {}, 60_000);
