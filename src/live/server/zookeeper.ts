import {writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {findProgram, zooKeeperClassPath} from './find.js';
import type {Recipe} from './server.js';

/** A ZooKeeper server on its own, or null where there is none. Units: `tick` in ms; sessions are 2 ticks at least. Source: ZooKeeper Administrator's Guide. */
export function zooKeeperServer(tick: number): Recipe | null {
	return zooKeeperMember(tick, 1, []);
}

/** Where the servers of an ensemble find each other: the number of one, and the ports on which it follows and votes. */
type ZooKeeperPeer = {readonly id: number; readonly follows: number; readonly votes: number};

/** One server of an ensemble, or null where there is none. `peers`: all of them, itself among them; none where it stands alone. */
export function zooKeeperMember(tick: number, id: number, peers: readonly ZooKeeperPeer[]): Recipe | null {
	const java = findProgram('java');
	const classes = zooKeeperClassPath();
	if (java === null || classes === null) return null;
	return {
		system: 'zookeeper',
		prepare: async (folder) => writeFileSync(join(folder, 'myid'), `${id}\n`),
		command: (folder, port) => {
			const settings = [
				`tickTime=${tick}`,
				`dataDir=${folder}`,
				`clientPort=${port}`,
				'clientPortAddress=127.0.0.1',
				'4lw.commands.whitelist=srvr',
				'admin.enableServer=false',
				'maxSessionTimeout=120000',
				...(peers.length === 0 ? [] : ['initLimit=50', 'syncLimit=20']),
				...peers.map((peer) => `server.${peer.id}=127.0.0.1:${peer.follows}:${peer.votes}`),
			];
			writeFileSync(join(folder, 'zoo.cfg'), `${settings.join('\n')}\n`);
			return [
				java,
				...['-Xmx96m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-cp', classes],
				...['org.apache.zookeeper.server.quorum.QuorumPeerMain', join(folder, 'zoo.cfg')],
			];
		},
		ready: async (port) => {
			await zooKeeperMode(port);
		},
	};
}

/** What part a server has in its ensemble. Fails: while it does not serve. */
export async function zooKeeperMode(port: number): Promise<'leader' | 'follower' | 'standalone'> {
	const mode = /Mode: (leader|follower|standalone)/.exec(await said(port, 'srvr'))?.[1];
	if (mode !== 'leader' && mode !== 'follower' && mode !== 'standalone') throw new Error('not serving');
	return mode;
}

/** All that the server says to one of its four-letter words. */
function said(port: number, word: string): Promise<string> {
	return new Promise((done, fail) => {
		let all = '';
		const socket = connect({port, host: '127.0.0.1'}, () => socket.write(word));
		socket.setTimeout(1000, () => socket.destroy(new Error('silent')));
		socket.on('data', (data) => {
			all += data.toString('utf8');
		});
		socket.on('error', fail).on('close', () => done(all));
	});
}
