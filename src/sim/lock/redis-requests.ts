import type {LockStep} from '../message.js';
import {happened} from '../report.js';
import type {MessageOptions} from '../statement.js';
import type {Grant} from '../world.js';
import {denied, granted, releaseDenied, released, renewed} from './answers.js';
import type {RedisRelease} from './common-options.js';
import {deleteKey, extendKey, liveKey, type RedisNode, setKey} from './redis-node.js';
import type {Answered, Asker, LockRequest} from './service.js';

/** How a Redis lock is declared to work. */
export type RedisManner = {
	readonly release: RedisRelease;
	readonly counter: boolean;
	readonly identity: 'process' | 'stable';
};

/** What one Redis server does with a request. Source: Redis documentation, distributed locks; domain 1.3. */
export function answerByRedis(
	manner: RedisManner,
	node: RedisNode,
	grants: number,
	request: LockRequest,
	asker: Asker,
): Answered<{node: RedisNode; grants: number}> {
	const key = liveKey(node, asker.now);
	const same = {node, grants};
	switch (request.kind) {
		case 'acquire': {
			// A client that sets the same value each time finds its own.
			if (key !== null && manner.identity === 'stable' && key.grant === asker.lastGrantIssued) {
				const expiresAt = key.when - node.clock;
				const deadline = request.sentAt + expiresAt - asker.now;
				return granted(same, asker, {grant: key.grant, token: key.token, expiresAt, deadline, again: true});
			}
			if (key !== null) return denied(same, asker, key.grant, key.when - node.clock - asker.now + 1);
			const grant = grants + 1;
			const set = setKey(node, grant, request.ttl, asker.now, manner.counter);
			const expiresAt = asker.now + request.ttl;
			return granted({node: set.node, grants: grant}, asker, {
				grant,
				token: set.key.token,
				expiresAt,
				deadline: request.sentAt + request.ttl,
				again: false,
			});
		}
		case 'renew': {
			const deadline = request.sentAt + request.ttl;
			if (key === null || key.grant !== request.value) return renewed(same, asker, null, deadline);
			return renewed(
				{node: extendKey(node, key, request.ttl, asker.now), grants},
				asker,
				{...key, expiresAt: asker.now + request.ttl},
				deadline,
			);
		}
		case 'release': {
			const mine = key !== null && (manner.release !== 'compare-and-delete' || key.grant === request.value);
			return mine ? released({node: deleteKey(node, asker.now), grants}, asker, key.token) : releaseDenied(same, asker);
		}
		case 'prepare': {
			const ok = key !== null && key.grant === request.value;
			const {client, lock, index, lastGrantIssued} = asker;
			return {
				state: same,
				reply: {kind: 'prepared', lock: index, next: ok ? request.next : null, options: request.options},
				reports: [happened({kind: 'asked', client, lock, ok})],
				lastGrantIssued,
			};
		}
	}
}

/** A GET goes before the DEL of a client that deletes without a script. */
export function preludeOfRedis(
	{release}: RedisManner,
	request: LockStep,
	value: Grant | null,
	options: MessageOptions,
): LockRequest | null {
	return release === 'get-then-delete' && request.kind === 'release'
		? {kind: 'prepare', lock: request.lock, value, next: request, options}
		: null;
}
