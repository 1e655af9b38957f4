import type {LockService} from '../sim/statement.js';
import {printDuration} from './duration.js';
import {joined} from './print-operation.js';

/** The canonical text of a lock service and its options; an option that has its usual value is left out, but for the ttl. */
export function printService(service: LockService): string {
	const begin = `${service.kind} ttl ${printDuration(service.ttl)}`;
	switch (service.kind) {
		case 'lease':
			return joined(begin, service.volatile && 'volatile', !service.ownerCheck && 'owner-check off');
		case 'redis':
			return joined(begin, printRelease(service.release), printDisk(service), service.counter && 'counter-in-redis');
		case 'redlock':
			return joined(
				`${begin} nodes ${service.nodes}`,
				service.drift !== 0.01 && `drift ${service.drift}`,
				!service.elapsedCheck && 'elapsed-check off',
				printDisk(service),
				service.nodeTimeout !== 0 && `node-timeout ${printDuration(service.nodeTimeout)}`,
			);
		case 'replicated':
			return joined(
				begin,
				printRelease(service.release),
				service.lag !== 50 && `replication-lag ${printDuration(service.lag)}`,
				service.counter && 'counter-in-redis',
			);
		case 'postgres':
			return joined(begin, service.token !== 'row' && `token ${service.token}`);
		case 'zookeeper':
			return joined(begin, service.token !== 'czxid' && `token ${service.token}`);
		case 'etcd':
			return joined(begin, !service.waiterCheck && 'waiter-check off');
		case 'consul':
			return joined(
				begin,
				service.lockDelay !== 15_000 && `lock-delay ${printDuration(service.lockDelay)}`,
				service.behavior !== 'release' && `behavior ${service.behavior}`,
			);
	}
}

function printRelease(release: Extract<LockService, {kind: 'redis'}>['release']): string {
	return release === 'compare-and-delete' ? '' : `release ${release}`;
}

function printDisk({
	fsync,
	restartDelay,
}: Pick<Extract<LockService, {kind: 'redis'}>, 'fsync' | 'restartDelay'>): string {
	return joined(
		fsync !== 'everysec' && `fsync ${fsync}`,
		restartDelay !== 0 && `restart-delay ${printDuration(restartDelay)}`,
	);
}
