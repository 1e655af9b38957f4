import type {LockStep} from '../message.js';
import {happened} from '../report.js';
import type {MessageOptions} from '../statement.js';
import {type Duration, plus} from '../time.js';
import type {Grant} from '../world.js';
import {denied, granted, heldStill, releaseDenied, released, releasedLater, renewed} from './answers.js';
import type {RedisRelease} from './common-options.js';
import {parting} from './hold.js';
import {deleteKey, endOf, extendKey, liveKey, type RedisNode, setKey, written} from './redis-node.js';
import type {Answered, Asker, LockRequest} from './service.js';

/** How a Redis lock is declared to work. */
type RedisManner = {
	readonly release: RedisRelease;
	readonly counter: boolean;
	readonly identity: 'process' | 'stable';
	readonly min?: Duration;
	readonly reentrant?: boolean;
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
			const isMine = key !== null && key.grant === asker.lastGrantIssued && !key.leaving;
			if (isMine && manner.reentrant === true) {
				const {grant, token, holds} = key;
				const longer = extendKey(node, {...key, holds: holds + 1}, request.ttl, asker.now);
				const expiresAt = plus(asker.now, request.ttl);
				const deadline = plus(request.sentAt, request.ttl);
				return granted({node: longer, grants}, asker, {grant, token, expiresAt, deadline, again: true});
			}
			// A client that sets the same value each time finds its own.
			if (isMine && manner.identity === 'stable') {
				const expiresAt = endOf(key, node);
				const deadline = plus(request.sentAt, plus(expiresAt, -asker.now));
				return granted(same, asker, {grant: key.grant, token: key.token, expiresAt, deadline, again: true});
			}
			if (key !== null) return denied(same, asker, key.grant, plus(endOf(key, node), 1 - asker.now));
			const grant = grants + 1;
			const set = setKey(node, grant, request.ttl, asker.now, manner.counter, manner.min);
			const expiresAt = plus(asker.now, request.ttl);
			return granted({node: set.node, grants: grant}, asker, {
				grant,
				token: set.key.token,
				expiresAt,
				deadline: plus(request.sentAt, request.ttl),
				again: false,
			});
		}
		case 'renew': {
			const deadline = plus(request.sentAt, request.ttl);
			if (key === null || key.grant !== request.value || key.leaving) return renewed(same, asker, null, deadline);
			return renewed(
				{node: extendKey(node, key, request.ttl, asker.now), grants},
				asker,
				{...key, expiresAt: plus(asker.now, request.ttl)},
				deadline,
			);
		}
		case 'release':
			return release(manner, node, grants, request, asker);
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

function release(
	manner: RedisManner,
	node: RedisNode,
	grants: number,
	request: Extract<LockRequest, {kind: 'release'}>,
	asker: Asker,
): Answered<{node: RedisNode; grants: number}> {
	const key = liveKey(node, asker.now);
	const {counter} = node;
	if (key === null || key.leaving || (manner.release === 'compare-and-delete' && key.grant !== request.value))
		return releaseDenied({node, grants}, asker, request);
	const part = parting(key, asker.now);
	switch (part.kind) {
		case 'stays': {
			const kept = written(node, {key: {...key, ...part.hold}, counter}, asker.now);
			return heldStill({node: kept, grants}, asker, key.token, part.hold.holds);
		}
		case 'leaves': {
			// It is free at that moment, not after it.
			const shorter = {...key, ...part.hold, when: part.until + node.clock - 1};
			return releasedLater({node: written(node, {key: shorter, counter}, asker.now), grants}, asker);
		}
		case 'goes':
			return released({node: deleteKey(node, asker.now), grants}, asker, key, request);
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
