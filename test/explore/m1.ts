import type {Model, Next} from '../../src/explore/engine/model.js';

export type M1Shared = {
	readonly lock: {readonly lease: number; readonly counter: number; readonly expired: number};
	readonly store: {readonly version: number; readonly value: number; readonly highest: number};
	readonly broken: {readonly p1: boolean; readonly p2: boolean};
};

export type M1Local = {
	readonly at: 'acquire' | 'read' | 'write' | 'release';
	readonly round: number;
	readonly token: number;
	readonly based: number;
};

export type M1Rule = 'unfenced' | 'fenced' | 'ratchet';

/** M1, the yardstick of this explorer: clients that acquire, read, write and release, and leases that expire. A lease is known by its token. */
export function m1(clients: number, rounds: number, expiries: number, rule: M1Rule): Model<M1Shared, M1Local> {
	return {
		shared: {
			lock: {lease: 0, counter: 0, expired: 0},
			store: {version: 0, value: 0, highest: 0},
			broken: {p1: false, p2: false},
		},
		locals: Array.from({length: clients}, () => ({at: 'acquire', round: 0, token: 0, based: 0})),
		sorts: Array.from({length: clients}, () => 0),
		step: (_, local, shared) => (local.round === rounds ? [] : step(rule, local, shared)),
		surroundings: ({lock, ...rest}) =>
			lock.lease !== 0 && lock.expired < expiries
				? [{...rest, lock: {...lock, lease: 0, expired: lock.expired + 1}}]
				: [],
		clock: null,
		deliverOwed: null,
		outlast: null,
	};
}

function step(rule: M1Rule, local: M1Local, shared: M1Shared): readonly Next<M1Shared, M1Local>[] {
	const {lock, store, broken} = shared;
	const stale = local.token < store.highest;
	switch (local.at) {
		case 'acquire': {
			const token = lock.counter + 1;
			return lock.lease === 0
				? [{local: {...local, at: 'read', token}, shared: {...shared, lock: {...lock, lease: token, counter: token}}}]
				: [];
		}
		case 'read':
			if (rule === 'ratchet' && stale) return [{local: {...local, at: 'release'}, shared}];
			return [
				{
					local: {...local, at: 'write', based: store.version},
					shared: rule === 'ratchet' ? {...shared, store: {...store, highest: local.token}} : shared,
				},
			];
		case 'write': {
			const after: M1Local = {...local, at: 'release', based: 0};
			if (rule !== 'unfenced' && stale) return [{local: after, shared}];
			const written = {
				version: store.version + 1,
				value: local.based + 1,
				highest: Math.max(store.highest, local.token),
			};
			return [
				{
					local: after,
					shared: {
						...shared,
						store: written,
						broken: {p1: broken.p1 || stale, p2: broken.p2 || local.based !== store.version},
					},
				},
			];
		}
		case 'release': {
			const after: M1Local = {...local, at: 'acquire', token: 0, round: local.round + 1};
			return [{local: after, shared: lock.lease === local.token ? {...shared, lock: {...lock, lease: 0}} : shared}];
		}
	}
}
