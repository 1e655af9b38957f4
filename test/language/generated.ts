import fc from 'fast-check';
import type {Names} from '../../src/language/names.js';
import {factWords} from '../../src/language/words.js';
import {properties} from '../../src/sim/event.js';
import {type Atom, comparisons, type Fact} from '../../src/sim/fact.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {type Option, type OptionTable, type OptionValue, type OptionValues, taken} from '../../src/sim/option.js';
import {
	type FaultBudget,
	faultKinds,
	type LockService,
	type MessageOptions,
	noFaults,
	type Operation,
	type Statement,
	type TokenChoice,
	type Value,
} from '../../src/sim/statement.js';
import {type Condition, conditionWords, type Term} from '../../src/sim/store/condition.js';
import {type StoreOptions, storeOptions, useless} from '../../src/sim/store/options.js';
import {storeRules} from '../../src/sim/store/registry.js';
import type {StoreRule} from '../../src/sim/store/rule.js';

/** Names that are legal, and as confusing as they may be. */
export const oddNames: Names = {
	clients: ['A', 'last', 'token', 'acquire', 'time', 'not'],
	locks: ['account', 'ttl', 'and'],
	stores: ['raw', 'to', 'on', 'stale-write'],
	resources: ['account', 'ttl', 'and', 'held', 'delayed'],
	keys: [],
};

const client = fc.constantFrom(...oddNames.clients);
const lock = fc.constantFrom(...oddNames.locks);
const store = fc.constantFrom(...oddNames.stores);
const resource = fc.constantFrom(...oddNames.resources);
const maybeStore = fc.option(store, {nil: null});
const duration = fc.oneof(
	fc.nat(100_000),
	fc.nat(10_000).map((seconds) => seconds * 1000),
	fc.nat(1000).map((minutes) => minutes * 60_000),
);
const someTime = duration.map((ms) => ms + 1);
const count = fc.nat(Number.MAX_SAFE_INTEGER);
const word = fc
	.oneof(
		fc.constantFrom(
			'balance',
			'none',
			'write',
			'to',
			'a b',
			'',
			'"',
			'\\',
			'x=y',
			';',
			'#7',
			'a-',
			'+',
			'a.b',
			"it's",
			'(',
			'!=',
			'5s',
			'__proto__',
			...factWords,
		),
		fc.string({unit: 'grapheme', maxLength: 12}),
		fc.string({unit: 'binary', maxLength: 6}),
	)
	.map((text) => text.replace(/[\r\n]/g, ' '));
const value: fc.Arbitrary<Value> = fc.oneof(
	fc.maxSafeInteger(),
	fc.constantFrom(0, 1, -1, 90),
	word.filter((text) => !/^[+-]?\d+$/.test(text)),
);

const message: fc.Arbitrary<MessageOptions> = fc
	.tuple(
		fc.oneof(
			fc.constant({}),
			duration.map((delayed) => ({delayed})),
			fc.constant({lost: true as const}),
			fc.constant({held: true as const}),
		),
		fc.oneof(
			fc.constant({}),
			duration.map((replyDelayed) => ({replyDelayed})),
			fc.constant({replyLost: true as const}),
		),
	)
	.map(([request, reply]) => ({...request, ...reply}));

const token: fc.Arbitrary<TokenChoice> = fc.oneof(
	fc.constant({kind: 'last' as const}),
	fc.constant({kind: 'none' as const}),
	count.map((number) => ({kind: 'number' as const, token: number})),
);

const sets = {key: word, change: fc.constant('=' as const), value};
const computes = {key: word, change: fc.constantFrom('+=' as const, '-=' as const), value: fc.maxSafeInteger()};
const writeRest = {
	resource,
	store: maybeStore,
	token,
	ifVersion: fc.option(count, {nil: null}),
	job: fc.option(word, {nil: null}),
	message,
};

export const operations: fc.Arbitrary<Operation> = fc.oneof(
	fc.record({
		kind: fc.constantFrom('acquire' as const, 'renew' as const),
		lock,
		ttl: fc.option(someTime, {nil: null}),
		message,
	}),
	fc.record({
		kind: fc.constant('acquire' as const),
		lock,
		ttl: fc.option(someTime, {nil: null}),
		within: someTime,
		message,
	}),
	fc.record({kind: fc.constantFrom('release' as const, 'ask' as const), lock, message}),
	fc.record({kind: fc.constant('check' as const), lock}),
	fc.record({kind: fc.constant('keeps' as const), lock, every: fc.option(someTime, {nil: null})}),
	fc.record({kind: fc.constant('works' as const), for: someTime}),
	fc.record({kind: fc.constant('read' as const), resource, store: maybeStore, message}),
	fc.record({kind: fc.constant('write' as const), ...sets, ...writeRest}),
	fc.record({kind: fc.constant('write' as const), ...computes, ...writeRest}),
	fc.record({kind: fc.constant('advance' as const), resource, store: maybeStore, token, message}),
	fc.record({
		kind: fc.constant('read' as const),
		resource,
		store: maybeStore,
		forUpdate: fc.constant(true as const),
		message,
	}),
	fc.record({kind: fc.constantFrom('begin' as const, 'commit' as const, 'rollback' as const), store, message}),
);

const is = fc.constantFrom('=' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const);
const number = fc.option(fc.maxSafeInteger(), {nil: null});

const atoms: fc.Arbitrary<Atom> = fc.oneof(
	fc.record({kind: fc.constant('holds' as const), client: fc.option(client, {nil: null}), lock}),
	fc.record({kind: fc.constantFrom('believes' as const, 'waits' as const), client, lock}),
	fc.record({
		kind: fc.constant('process' as const),
		client,
		state: fc.constantFrom('paused' as const, 'crashed' as const, 'done' as const),
	}),
	fc.record({kind: fc.constant('token' as const), client, lock, is, value: number}),
	fc.record({kind: fc.constantFrom('highest' as const, 'version' as const), store, resource, is, value: number}),
	fc.record({
		kind: fc.constant('value' as const),
		store,
		resource,
		key: word,
		is,
		value: fc.option(value, {nil: null}),
	}),
	fc.record({kind: fc.constant('time' as const), is, value: duration}),
	fc.record({
		kind: fc.constant('last' as const),
		outcome: fc.constantFrom('granted' as const, 'denied' as const),
		store: fc.constant(null),
	}),
	fc.record({
		kind: fc.constant('last' as const),
		outcome: fc.constantFrom('accepted' as const, 'rejected' as const, 'unknown' as const),
		store: maybeStore,
	}),
	fc.record({
		kind: fc.constant('wrote' as const),
		client,
		outcome: fc.constantFrom('accepted' as const, 'rejected' as const),
		store,
		times: fc.option(fc.record({is, count}), {nil: null}),
	}),
	fc.record({kind: fc.constant('violated' as const), property: fc.constantFrom(...properties), store: maybeStore}),
);

export const facts: fc.Arbitrary<Fact> = fc.letrec<{fact: Fact}>((tie) => ({
	fact: fc.oneof(
		{maxDepth: 5, withCrossShrink: true},
		atoms,
		tie('fact').map((fact): Fact => ({kind: 'not', fact})),
		fc
			.tuple(fc.constantFrom('and' as const, 'or' as const), tie('fact'), tie('fact'))
			.map(([kind, left, right]): Fact => ({kind, left, right})),
	),
})).fact;

const term: fc.Arbitrary<Term> = fc.oneof(
	fc.constantFrom(...conditionWords),
	fc.constant(null),
	fc.integer({min: -5, max: 40}),
);

/** Any condition of a store's own rule. */
const conditions: fc.Arbitrary<Condition> = fc.letrec<{condition: Condition}>((tie) => ({
	condition: fc.oneof(
		{maxDepth: 4, withCrossShrink: true},
		fc.record({kind: fc.constant('compare' as const), left: term, is: fc.constantFrom(...comparisons), right: term}),
		tie('condition').map((condition): Condition => ({kind: 'not', fact: condition})),
		fc
			.tuple(fc.constantFrom('and' as const, 'or' as const), tie('condition'), tie('condition'))
			.map(([kind, left, right]): Condition => ({kind, left, right})),
	),
})).condition;

/** Any value that an option can be written with. */
function optionOf({form}: Option): fc.Arbitrary<OptionValue> {
	switch (form.kind) {
		case 'duration':
			return duration.map((ms) => ms + form.least);
		case 'count':
			return fc.integer({min: form.least, max: form.most});
		case 'part':
			return fc.nat(999_999).map((millionths) => millionths / 1_000_000);
		case 'condition':
			return conditions;
		case 'phrases':
			return fc.constantFrom(...form.phrases.map((phrase) => phrase.value));
	}
}

/** The options with what is usual in place of a time that the real system refuses. */
function withoutRefused(table: OptionTable, values: OptionValues): OptionValues {
	const entries = Object.entries(table).map(([key, option]) => {
		const value = values[key] ?? null;
		return [key, typeof value === 'number' && taken(option, values, value).refused ? option.usual : value];
	});
	return Object.fromEntries(entries);
}

/** Any lock service of any kind, from the kinds' own tables. */
const services: readonly fc.Arbitrary<LockService>[] = lockKinds().map(({name, options}) =>
	fc
		.record({
			kind: fc.constant(name),
			options: fc.record(Object.fromEntries(Object.entries(options).map(([key, option]) => [key, optionOf(option)]))),
		})
		.map((service) => ({
			...service,
			// One that is usual again can leave another beyond its limit.
			options: [1, 2, 3].reduce((values) => withoutRefused(options, values), service.options),
		})),
);

/** Any options of a store that its rule has a use for. */
function anyStoreOptions(rule: StoreRule): fc.Arbitrary<StoreOptions> {
	const {reads, scope, forgets, nonAtomic, textTokens, dedupes} = storeOptions;
	const age = (key: string): fc.Arbitrary<number> => (useless(key, rule.looks) === null ? duration : fc.constant(0));
	const fitting = <Value extends OptionValue>(key: string, option: Option<Value>): fc.Arbitrary<Value> =>
		useless(key, rule.looks) === null && option.form.kind === 'phrases'
			? fc.constantFrom(option.usual, ...option.form.phrases.map((phrase) => phrase.value))
			: fc.constant(option.usual);
	const own = Object.fromEntries(Object.entries(rule.options).map(([key, option]) => [key, optionOf(option)]));
	return fc.record({
		...own,
		reads: fitting('reads', reads),
		scope: fitting('scope', scope),
		forgetsAfter: age('forgetsAfter'),
		forgets: fitting('forgets', forgets),
		nonAtomic: fitting('nonAtomic', nonAtomic),
		textTokens: fitting('textTokens', textTokens),
		dedupesFor: age('dedupesFor'),
		dedupes: fitting('dedupes', dedupes),
	});
}

const budget: fc.Arbitrary<FaultBudget> = fc
	.tuple(...faultKinds.map(() => fc.nat(20)))
	.map((numbers) =>
		Object.assign({}, noFaults, Object.fromEntries(faultKinds.map((kind, index) => [kind, numbers[index] ?? 0]))),
	);

const newName = fc.constantFrom('fresh', 'x1', 'The-Store', 'constructor', 'read');
const machine = fc.oneof(client, store, fc.constantFrom('locks', 'primary', 'n1', 'n9'));
const ends = fc.uniqueArray(fc.oneof(client, store, fc.constantFrom('locks', 'primary', 'replica', 'n2')), {
	minLength: 2,
	maxLength: 5,
});

/** Every kind of statement over the odd names. */
export const statements: fc.Arbitrary<Statement> = fc.oneof(
	fc.record({kind: fc.constant('client' as const), name: newName}),
	fc.record({kind: fc.constant('lock' as const), name: newName, service: fc.oneof(...services)}),
	fc.constantFrom(...storeRules()).chain((rule) =>
		fc.record({
			kind: fc.constant('store' as const),
			name: newName,
			rule: fc.constant(rule.name),
			options: anyStoreOptions(rule),
		}),
	),
	fc.record({
		kind: fc.constant('put' as const),
		resource,
		values: fc.uniqueArray(fc.tuple(word, value), {minLength: 1, maxLength: 4, selector: ([key]) => key}),
	}),
	fc.record({kind: fc.constant('latency' as const), latency: duration}),
	fc.record({kind: fc.constant('pace' as const), pace: someTime}),
	fc.record({kind: fc.constant('faults' as const), budget}),
	fc.record({kind: fc.constant('runs' as const), client, program: fc.array(operations, {minLength: 1, maxLength: 4})}),
	fc.record({kind: fc.constantFrom('retries' as const, 'rereads' as const, 'resume' as const), client}),
	fc.record({kind: fc.constant('starts' as const), client, at: duration}),
	fc.record({kind: fc.constant('do' as const), client, operation: operations}),
	fc.record({kind: fc.constant('pause' as const), client, for: fc.option(duration, {nil: null})}),
	fc.record({kind: fc.constantFrom('crash' as const, 'restart' as const), actor: machine}),
	fc.record({
		kind: fc.constant('clock' as const),
		actor: machine,
		by: fc.oneof(
			duration,
			someTime.map((ms) => -ms),
		),
	}),
	fc.record({kind: fc.constant('step' as const), client, count: fc.integer({min: 1, max: 1000}), message}),
	fc.record({kind: fc.constant('run' as const), client}),
	fc.record({kind: fc.constant('wait' as const), for: duration}),
	fc.constant({kind: 'wait-until-expiry' as const}),
	fc.record({
		kind: fc.constantFrom('deliver' as const, 'drop' as const, 'duplicate' as const),
		message: fc.integer({min: 1, max: 10_000}),
	}),
	fc.record({kind: fc.constant('deliver-from' as const), client}),
	fc.record({kind: fc.constantFrom('failover' as const, 'kill' as const, 'lead' as const, 'unstall' as const)}),
	fc.record({kind: fc.constant('suspend' as const), client, for: fc.option(duration, {nil: null})}),
	fc.record({kind: fc.constant('rate' as const), client, rate: fc.constantFrom(0.1, 0.25, 0.5, 1, 1.001, 2, 10)}),
	fc.record({kind: fc.constant('stall' as const), for: fc.option(duration, {nil: null})}),
	fc.record({kind: fc.constantFrom('revoke' as const, 'delete' as const), lock}),
	fc
		.tuple(fc.constantFrom('cut' as const, 'heal' as const), ends)
		.map(([kind, [from = '', ...to]]): Statement => ({kind, from, to})),
	facts.map((fact): Statement => ({kind: 'expect', fact})),
	facts.map((fact): Statement => ({kind: 'claim', mode: 'never', fact, moves: null})),
	fc
		.tuple(facts, fc.option(count, {nil: null}))
		.map(([fact, moves]): Statement => ({kind: 'claim', mode: 'possible', fact, moves})),
);
