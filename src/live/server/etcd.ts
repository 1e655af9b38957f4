import {findProgram} from './find.js';
import type {Recipe} from './server.js';

/**
 * One etcd server, or null where there is none. With an election timeout of 200 ms its smallest lease is 1 s; with the default of 1 s it would be 2 s.
 * Source: etcd server/lease, minLeaseTTL = ceil(3 * election timeout / 2) in whole seconds.
 */
export function etcdServer(): Recipe | null {
	return etcdMember('default', []);
}

/** One member of a cluster of etcd servers, or null where there is none. `members`: the names and peer ports of all members, itself among them; none where it stands alone. */
export function etcdMember(name: string, members: readonly (readonly [string, number])[]): Recipe | null {
	const program = findProgram('etcd');
	if (program === null) return null;
	return {
		system: 'etcd',
		command: (folder, port, peer) => [
			program,
			...['--data-dir', `${folder}/data`, '--logger', 'zap'],
			...['--listen-client-urls', `http://127.0.0.1:${port}`, '--advertise-client-urls', `http://127.0.0.1:${port}`],
			...[
				'--listen-peer-urls',
				`http://127.0.0.1:${peer}`,
				'--initial-advertise-peer-urls',
				`http://127.0.0.1:${peer}`,
			],
			...['--name', name, '--initial-cluster', cluster(members.length === 0 ? [[name, peer]] : members)],
			...['--heartbeat-interval', '20', '--election-timeout', '200'],
		],
		ready: async (port) => {
			const response = await fetch(`http://127.0.0.1:${port}/health`);
			const {health} = (await response.json()) as {readonly health?: string};
			if (health !== 'true') throw new Error('not healthy');
		},
	};
}

function cluster(members: readonly (readonly [string, number])[]): string {
	return members.map(([name, peer]) => `${name}=http://127.0.0.1:${peer}`).join(',');
}
