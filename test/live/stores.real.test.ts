import fc from 'fast-check';
import {afterAll, describe, expect, it} from 'vitest';
import {onLoopback} from '../../src/live/protocol/link.js';
import {ownPostgres, postgresServer} from '../../src/live/server/postgres.js';
import {redisServer} from '../../src/live/server/redis.js';
import {newServer} from '../../src/live/server/server.js';
import {postgresStore, preparePostgresStore} from '../../src/live/store/postgres.js';
import {type RealRule, type RealStore, realRules, reasonOf} from '../../src/live/store/real-store.js';
import {prepareRedisStore, redisStore} from '../../src/live/store/redis.js';
import {openSweeper} from '../../src/live/sweeper.js';
import {usualStore} from '../../src/sim/store/options.js';
import {ruleOf} from '../../src/sim/store/registry.js';

const recipes = {redis: redisServer('always'), postgres: await postgresServer()};

type Request = {
	readonly what: 'write' | 'advance';
	readonly token: number | null;
	/** How far the version that it is based on is behind; null: it has none. */
	readonly behind: number | null;
	readonly value: number | string;
};

const request: fc.Arbitrary<Request> = fc.record({
	what: fc.constantFrom('write', 'write', 'write', 'advance'),
	token: fc.option(fc.integer({min: 31, max: 36}), {freq: 5}),
	behind: fc.option(fc.constantFrom(0, 0, 0, 1), {freq: 5}),
	value: fc.oneof(fc.integer(), fc.constantFrom("it's", 'a\\b', '"', 'ü ✓', '')),
});

describe.each(['redis', 'postgres'] as const)('A real store in %s', (system) => {
	const recipe = recipes[system];

	describe.skipIf(recipe === null && process.env['CI'] !== 'true')(
		recipe === null ? 'is missing here' : '',
		async () => {
			const sweeper = await openSweeper();
			afterAll(() => sweeper.close());
			let made = 0;
			const server = recipe === null ? null : newServer(recipe, sweeper);
			await server?.start();
			const port = server?.port() ?? 0;
			const address = system === 'postgres' ? ownPostgres(port) : onLoopback(port);
			const newStore = async (rule: RealRule): Promise<RealStore> => {
				made += 1;
				const data = [['account', {balance: 100}]] as const;
				await (system === 'postgres' ? preparePostgresStore : prepareRedisStore)(`t${made}`, data, address);
				return system === 'postgres'
					? postgresStore(`t${made}`, rule, () => address)
					: redisStore(`t${made}`, rule, () => address);
			};

			it.each(realRules)('decides on every write and every advance as the simulator does: %s', async (rule) => {
				await fc.assert(
					fc.asyncProperty(fc.array(request, {minLength: 1, maxLength: 12}), async (requests) => {
						const store = await newStore(rule);
						const model = ruleOf({rule});
						const options = usualStore(model.options);
						const isLower = (one: number, other: number) => one < other;
						let state = {version: 0, seen: {highest: null as number | null, retired: [] as readonly number[]}};
						let value: number | string = 100;
						for (const {what, token, behind, value: next} of requests) {
							if (what === 'advance' && !model.ratchets) continue;
							const {version, seen} = state;
							const basedOn = what === 'advance' || behind === null ? null : version - behind;
							const reason =
								token === null && (what === 'advance' || model.wantsToken)
									? 'token-required'
									: model.refuse(options, {what, token, basedOn, version, seen, isLower});
							const decision =
								what === 'advance'
									? await store.advance('account', token)
									: await store.write({resource: 'account', key: 'balance', value: next, token, base: basedOn});
							expect(decision.accepted ? null : reasonOf(rule, token, decision)).toBe(reason);
							if (reason !== null) continue;
							if (what === 'write') value = next;
							state = {
								version: what === 'write' ? version + 1 : version,
								seen: token === null ? seen : model.record(token, seen, isLower),
							};
							expect(decision).toMatchObject({version: state.version, highest: state.seen.highest});
						}
						expect(await store.read('account')).toEqual({version: state.version, values: {balance: value}});
						store.close();
					}),
					{numRuns: 25},
				);
			});
		},
	);
});
