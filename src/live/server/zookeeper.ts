import {writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {findProgram, zooKeeperClassPath} from './find.js';
import type {Recipe} from './server.js';

/** A ZooKeeper server on its own, or null where there is none. Units: `tick` in ms; sessions are 2 ticks at least. Source: ZooKeeper Administrator's Guide. */
export function zooKeeperServer(tick: number): Recipe | null {
	const java = findProgram('java');
	const classes = zooKeeperClassPath();
	if (java === null || classes === null) return null;
	return {
		system: 'zookeeper',
		prepare: async (folder) => writeFileSync(join(folder, 'zoo.cfg'), ''),
		command: (folder, port) => {
			const settings = [
				`tickTime=${tick}`,
				`dataDir=${folder}`,
				`clientPort=${port}`,
				'clientPortAddress=127.0.0.1',
				'4lw.commands.whitelist=srvr',
				'admin.enableServer=false',
				'maxSessionTimeout=120000',
			];
			writeFileSync(join(folder, 'zoo.cfg'), `${settings.join('\n')}\n`);
			return [
				java,
				...['-Xmx96m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-cp', classes],
				...['org.apache.zookeeper.server.quorum.QuorumPeerMain', join(folder, 'zoo.cfg')],
			];
		},
		ready: async (port) => {
			if (!(await said(port, 'srvr')).includes('Mode:')) throw new Error('not serving');
		},
	};
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
