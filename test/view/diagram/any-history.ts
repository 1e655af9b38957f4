import fc from 'fast-check';
import type {Event, Happening} from '../../../src/sim/event.js';
import {type LockService, noFaults} from '../../../src/sim/statement.js';
import {plainStore} from '../../../src/sim/store/options.js';
import {atOdds} from '../../../src/sim/violation.js';
import type {Spec} from '../../../src/sim/world.js';
import type {Told} from '../../../src/view/diagram/plan.js';

/** Any world with any well-formed history, true or not, with names and values that mean harm. */
export const anyHistory: fc.Arbitrary<{readonly spec: Spec; readonly history: readonly Told[]}> = fc
	.record({
		clients: fc.integer({min: 0, max: 5}),
		locks: fc.integer({min: 0, max: 2}),
		stores: fc.integer({min: 0, max: 4}),
		latency: fc.constantFrom(0, 1),
		long: fc.boolean(),
		first: fc.constantFrom<LockService>(
			{kind: 'lease', options: {ttl: 10_000, volatile: true, ownerCheck: true}},
			{
				kind: 'redlock',
				options: {
					ttl: 10_000,
					nodes: 9,
					drift: 0.01,
					elapsedCheck: true,
					fsync: 'everysec',
					restartDelay: 20,
					nodeTimeout: 0,
				},
			},
			{kind: 'replicated', options: {ttl: 10_000, release: 'delete', lag: 50, counter: false}},
			{kind: 'etcd', options: {ttl: 10_000, waiterCheck: true}},
		),
	})
	.chain(({clients, locks, stores, latency, long, first}) => {
		const spec = specOf(
			take(long ? longNames : shortNames, clients),
			take(['account', 'ledger'], locks),
			take(['raw', 'safe', 'versioned', 'strong'], stores),
			latency,
			first,
		);
		return fc.record({spec: fc.constant(spec), history: anyTold(spec)});
	});

const shortNames = ['A', 'B', 'C', 'D', 'E'];
const longNames = ['checkout-service-alpha-1', 'checkout-service-alpha-2', 'B', 'checkout-service-alpha-3', 'c'];

const anyValue = fc.oneof(
	fc.integer(),
	fc.string({unit: 'grapheme', maxLength: 30}),
	fc.string({unit: 'binary', maxLength: 12}),
	fc.constantFrom('日本語日本語', '👩‍👩‍👧', '\u001b[2J\u202e', 'e\u0301\u0301\u0301\u0301\u0301\u0301', ''),
);

function take(names: readonly string[], count: number): readonly string[] {
	return names.slice(0, count);
}

function specOf(
	clients: readonly string[],
	locks: readonly string[],
	stores: readonly string[],
	latency: number,
	first: LockService,
): Spec {
	return {
		clients: clients.map((name) => ({name, program: null, retries: false, rereads: false, startsAt: null})),
		locks: locks.map((name, index) => ({
			name,
			service: index === 0 ? first : {kind: 'lease', options: {ttl: 10_000, volatile: true, ownerCheck: true}},
		})),
		stores: stores.map((name, index) => ({
			name,
			rule: index === 0 ? 'unfenced' : 'fenced',
			options: {...plainStore, forgets: index === 2},
		})),
		resources: [{name: 'account', values: {balance: 100}}],
		latency,
		pace: 1000,
		faults: noFaults,
	};
}

function anyTold(spec: Spec): fc.Arbitrary<readonly Told[]> {
	const statement = fc.record({
		input: fc.string({maxLength: 20}),
		still: fc.array(
			fc.record({
				client: fc.constantFrom(...spec.clients.map(({name}) => name), 'nobody-we-know'),
				before: fc.string({maxLength: 8}),
			}),
			{
				maxLength: 2,
			},
		),
		happenings: fc.array(fc.tuple(anyHappening(spec), fc.constantFrom(0, 0, 0, 1, 900, 30_000, 315_360_000)), {
			maxLength: 8,
		}),
	});
	return fc.array(statement, {maxLength: 12}).map((statements) => {
		let [seq, at] = [0, 0];
		return statements.map(({input, still, happenings}) => ({
			input,
			still,
			events: happenings.map(([happening, after]): Event => {
				seq += 1;
				at += after;
				return {seq, at, ...happening};
			}),
		}));
	});
}

function anyHappening(spec: Spec): fc.Arbitrary<Happening> {
	const name = (list: readonly {readonly name: string}[]) =>
		fc.constantFrom(...list.map((each) => each.name), 'nobody-we-know');
	const client = name(spec.clients);
	const lock = name(spec.locks);
	const store = name(spec.stores);
	const actor = fc.oneof(client, store, fc.constantFrom('locks', 'n3', 'primary'));
	const resource = fc.constantFrom('account', 'other');
	const token = fc.option(fc.integer({min: 1, max: 99}));
	const count = fc.nat({max: 40});
	const id = fc.integer({min: 1, max: 6});
	const ok = fc.boolean();
	const key = fc.constantFrom('balance', 'currency');
	const reason = fc.constantFrom('held' as const, 'not-holder' as const, 'no-quorum' as const, 'too-late' as const);
	const refusal = fc.constantFrom(
		'token-required' as const,
		'stale-token' as const,
		'retired-token' as const,
		'not-equal' as const,
		'version-mismatch' as const,
	);
	const text = fc.string({unit: 'binary', maxLength: 60});
	const shown = fc.record({client, token, grant: fc.constant(1), event: count});
	const odds = fc.tuple(resource, shown, shown).map(([of, now, before]) => atOdds(of, now, before));
	const kind = <Kind extends Happening['kind']>(value: Kind) => fc.constant(value);
	return fc.oneof(
		fc.record({kind: kind('acquire-sent'), client, lock}),
		fc.record({kind: kind('granted'), client, lock, token, expiresAt: fc.option(count)}),
		fc.record({kind: kind('denied'), client, lock, reason, heldBy: client, retryAfter: count}),
		fc.record({kind: kind('queued'), client, lock, behind: client}),
		fc.record({
			kind: kind('voted'),
			client,
			lock,
			node: fc.constantFrom('n1', 'n2', 'n7'),
			does: fc.constantFrom('set' as const, 'extend' as const, 'delete' as const, 'get' as const),
			ok,
			ttl: count,
		}),
		fc.record({kind: kind('renewed'), client, lock, token, expiresAt: fc.option(count)}),
		fc.record({kind: kind('renew-denied'), client, lock, reason}),
		fc.record({kind: kind('released'), client, lock, token}),
		fc.record({kind: kind('release-denied'), client, lock, reason}),
		fc.record({kind: kind('asked'), client, lock, ok}),
		fc.record({kind: kind('expired'), client, lock, token}),
		fc.record({kind: kind('paused'), client}),
		fc.record({kind: kind('resumed'), client}),
		fc.record({kind: kind('crashed'), actor}),
		fc.record({kind: kind('restarted'), actor}),
		fc.record({kind: kind('done'), client, ok, because: fc.string({unit: 'binary', maxLength: 20})}),
		fc.record({kind: kind('clock-stepped'), actor, by: fc.integer({min: -9000, max: 9000})}),
		fc.record({kind: kind('cut'), from: actor, to: fc.array(actor, {minLength: 1, maxLength: 3})}),
		fc.record({kind: kind('healed'), from: actor, to: fc.array(actor, {minLength: 1, maxLength: 3})}),
		fc.record({
			kind: kind('sent'),
			id,
			from: actor,
			to: actor,
			what: fc.constantFrom('acquire', 'write', 'granted', 'rejected', 'denied', 'node', 'node-answered'),
		}),
		fc.record({kind: kind('delivered'), id}),
		fc.record({kind: kind('dropped'), id}),
		fc.record({kind: kind('read'), client, store, resource, version: count, values: fc.dictionary(key, anyValue)}),
		fc.record({
			kind: kind('accepted'),
			client,
			store,
			resource,
			key,
			value: anyValue,
			token,
			highest: token,
			version: count,
			basedOn: fc.option(count),
		}),
		fc.record({
			kind: kind('rejected'),
			client,
			store,
			resource,
			what: fc.constantFrom('write' as const, 'read' as const, 'advance' as const),
			token,
			highest: token,
			reason: refusal,
			key,
			value: anyValue,
		}),
		fc.record({kind: kind('advanced'), client, store, resource, token}),
		fc.record({kind: kind('unknown'), client, what: fc.constantFrom('write', 'acquire')}),
		fc.record({kind: kind('believed'), client, lock, until: fc.option(count)}),
		fc.record({kind: kind('disbelieved'), client, lock}),
		fc.record({kind: kind('checked'), client, lock, ok}),
		fc.record({kind: kind('failed-over')}),
		fc.record({
			kind: kind('violated'),
			property: fc.constantFrom('two-believers' as const, 'two-grants' as const, 'token-regress' as const),
			store: fc.constant(null),
			of: odds,
		}),
		fc.record({
			kind: kind('violated'),
			property: fc.constantFrom('stale-write' as const, 'late-write' as const),
			store,
			of: odds,
		}),
		fc.record({
			kind: kind('violated'),
			property: fc.constant('torn-write' as const),
			store,
			of: fc.tuple(odds, fc.tuple(text, text)).map(([of, keys]) => ({...of, keys}) as const),
		}),
		fc.record({
			kind: kind('violated'),
			property: fc.constant('double-effect' as const),
			store,
			of: fc.tuple(odds, text).map(([of, job]) => ({...of, job})),
		}),
	);
}
