import {lockOf} from '../address.js';
import type {RejectReason} from '../event.js';
import type {Reply, Request, StoreRequest, TransactionRequest, WriteRequest} from '../message.js';
import {own} from '../own.js';
import {happened, type Report} from '../report.js';
import type {Duration, Instant} from '../time.js';
import {holdingNow} from '../truth.js';
import type {Grant, ResourceState, Shared, Spec, StoreSpec, StoreState} from '../world.js';
import {ruleOf} from './registry.js';
import {type IsLower, raised, type Seen, type StoreRule} from './rule.js';

/** A request about what a store keeps. */
export type DataRequest = Exclude<StoreRequest, TransactionRequest>;

/** What a store does with a request: its next state, the answer (null: a non-atomic store has checked and not yet applied), and what is reported. */
type Served = {readonly store: StoreState; readonly reply: Reply | null; readonly reports: readonly Report[]};

/** Who asks a store, and when. `wroteNewest`, for the audit only: the newest write there is of the same process. `within`: the transaction that it comes under, or null. */
export type Asking = {
	readonly client: string;
	readonly now: Instant;
	readonly wroteNewest: boolean;
	readonly within: InTransaction | null;
};

/** What a transaction adds to a request: its own writes of that resource, which it sees and nobody else does; and for the audit the grant of the row. */
export type InTransaction = {readonly writes: readonly WriteRequest[]; readonly row: Grant | null};

/** What a storage server does with a request from `client`. `twoSteps`: a non-atomic store stops between check and apply. */
export function serveStore(
	spec: Spec,
	shared: Shared,
	request: DataRequest,
	asking: Asking,
	twoSteps: boolean,
): Served {
	const counter = at(spec, shared, request, asking);
	const served = answer(counter, request, twoSteps);
	return {...served, store: withUse(counter, request, served.store)};
}

function answer(counter: Counter, request: DataRequest, twoSteps: boolean): Served {
	switch (request.kind) {
		case 'read':
			return read(counter, request);
		case 'advance':
			return advance(counter, request);
		case 'write':
			return write(counter, request, twoSteps);
	}
}

/** The store in which a fence has been used by the token that it looked at. */
function withUse(counter: Counter, request: DataRequest, store: StoreState): StoreState {
	const {spec, rule, resource, now} = counter;
	const {forgetsAfter, reads} = spec.options;
	const isLookedAt = rule.looks.tokens && request.token !== null && (request.kind !== 'read' || reads !== null);
	if (forgetsAfter === 0 || !isLookedAt) return store;
	const scopes = request.kind === 'write' ? [scopeOf(spec, resource, request.key)] : scopesOfAll(counter);
	const kept = scopes.filter(
		(scope) => own(store.highest, scope) !== undefined || own(store.retired, scope) !== undefined,
	);
	return {...store, used: {...store.used, ...Object.fromEntries(kept.map((scope) => [scope, now]))}};
}

/** Whether a store drops anything by its age. */
export function goesByAge({options}: StoreSpec): boolean {
	return options.forgetsAfter > 0 || options.dedupesFor > 0;
}

/** The next moment at which a store drops a fence or a job by its age, or null. */
export function agesAt(spec: StoreSpec, {used, applied}: StoreState): Instant | null {
	if (!goesByAge(spec)) return null;
	const {options} = spec;
	const moments = [
		...Object.values(used).map((moment) => moment + options.forgetsAfter),
		...Object.values(applied).map((moment) => moment + options.dedupesFor),
	];
	return moments.length === 0 ? null : Math.min(...moments);
}

/** The store without the fences and the jobs that are too old at `now`. */
export function aged({options}: StoreSpec, store: StoreState, now: Instant): StoreState {
	const isOld = (moment: Instant, most: Duration) => most > 0 && now - moment >= most;
	const keep = <Kept>(kept: Readonly<Record<string, Kept>>, dates: StoreState['used'], most: Duration) =>
		Object.fromEntries(Object.entries(kept).filter(([key]) => !isOld(own(dates, key) ?? now, most)));
	return {
		...store,
		highest: keep(store.highest, store.used, options.forgetsAfter),
		retired: keep(store.retired, store.used, options.forgetsAfter),
		used: keep(store.used, store.used, options.forgetsAfter),
		jobs: store.jobs.filter((job) => !isOld(own(store.applied, job) ?? now, options.dedupesFor)),
		applied: keep(store.applied, store.applied, options.dedupesFor),
	};
}

/** The key of `StoreState.highest` under which a store keeps the tokens that guard this key of this resource. */
function scopeOf(store: StoreSpec, resource: string, key: string | null): string {
	switch (store.options.scope) {
		case 'global':
			return '';
		case 'resource':
			return resource;
		case 'key':
			return key === null ? resource : `${resource}.${key}`;
	}
}

/** Everything one request meets at one store. */
type Counter = {
	readonly client: string;
	readonly spec: StoreSpec;
	readonly rule: StoreRule;
	readonly state: StoreState;
	readonly index: number;
	readonly resource: string;
	readonly data: ResourceState;
	/** The grant that holds the lock of this resource now. */
	readonly holder: Grant | null;
	readonly wroteNewest: boolean;
	readonly now: Instant;
	readonly within: InTransaction | null;
};

function at(
	spec: Spec,
	shared: Shared,
	{store, resource}: DataRequest,
	{client, now, wroteNewest, within}: Asking,
): Counter {
	const storeSpec = spec.stores[store];
	const state = shared.stores[store];
	const data = state?.resources[resource];
	const name = spec.resources[resource]?.name;
	if (storeSpec === undefined || state === undefined || data === undefined || name === undefined)
		throw new Error(`no store ${store} with resource ${resource} in this world`);
	const lock = lockOf(spec, resource);
	return {
		client,
		spec: storeSpec,
		rule: ruleOf(storeSpec),
		state,
		index: resource,
		resource: name,
		data,
		holder: lock === null ? null : (holdingNow(spec, shared, lock, now)?.grant ?? null),
		wroteNewest,
		now,
		within,
	};
}

function read(counter: Counter, request: Extract<Request, {kind: 'read'}>): Served {
	const {client, spec, state, resource, within} = counter;
	const {version, values} = seenBy(counter);
	const {reads} = spec.options;
	const {token, grant} = request;
	const scopes = scopesOfAll(counter);
	const behind =
		reads !== null &&
		token !== null &&
		scopes.some((scope) => lowerBy(spec)(token, seen(counter, scope).highest ?? token));
	if (behind) return reject(counter, request, 'read', 'stale-token', null);
	const raises = reads === 'ratchet' && token !== null;
	const store = raises ? withSeen(counter, scopes, (each) => raised(token, each, lowerBy(spec))) : state;
	return {
		store,
		reply: {kind: 'read', store: request.store, resource: request.resource, version, values},
		reports: [
			happened(
				{
					kind: 'read',
					client,
					store: spec.name,
					resource,
					version,
					values,
					...(request.forUpdate ? {forUpdate: true} : {}),
				},
				{grant, raises, ...(request.forUpdate ? {row: within?.row ?? null} : {})},
			),
		],
	};
}

/** What is committed, and over it the asker's own writes that are not. */
function seenBy({data, within}: Counter): Pick<ResourceState, 'version' | 'values'> {
	const writes = within?.writes ?? [];
	if (writes.length === 0) return data;
	const written = Object.fromEntries(writes.map(({key, value}) => [key, value]));
	return {version: data.version + writes.length, values: {...data.values, ...written}};
}

function advance(counter: Counter, request: Extract<Request, {kind: 'advance'}>): Served {
	const {client, spec, rule, resource, data} = counter;
	const {token, grant} = request;
	const scopes = scopesOfAll(counter);
	if (rule.wantsToken && token === null) return reject(counter, request, 'advance', 'token-required', null);
	for (const scope of scopes) {
		const reason = rule.refuse(spec.options, {
			what: 'advance',
			token,
			basedOn: null,
			version: data.version,
			seen: seen(counter, scope),
			isLower: lowerBy(spec),
		});
		if (reason !== null) return reject(counter, request, 'advance', reason, null);
	}
	return {
		store: token === null ? counter.state : withSeen(counter, scopes, (each) => raised(token, each, lowerBy(spec))),
		reply: {kind: 'advanced', store: request.store, resource: request.resource},
		reports: [happened({kind: 'advanced', client, store: spec.name, resource, token}, {grant, raises: true})],
	};
}

function write(counter: Counter, request: WriteRequest, twoSteps: boolean): Served {
	const {job} = request;
	const reason = request.checked ? null : refusal(counter, request);
	const isRepeat = job !== null && remembersJobs(counter.spec) && counter.state.jobs.includes(job);
	// The token is looked at first, then the job, then the version.
	if (isRepeat && (reason === null || reason === 'version-mismatch')) return repeat(counter, request, job);
	if (reason !== null) return reject(counter, request, 'write', reason, request.key);
	if (twoSteps && counter.spec.options.nonAtomic && !request.checked)
		return {store: counter.state, reply: null, reports: []};
	return apply(counter, request);
}

function remembersJobs({options}: StoreSpec): boolean {
	return options.dedupes || options.dedupesFor > 0;
}

/** The answer to a job that was applied before: it is not applied again, and its token has been processed. */
function repeat(counter: Counter, {store, resource: index, key, token, grant}: WriteRequest, job: string): Served {
	const {client, spec, resource} = counter;
	return {
		store: withToken(counter, token, key),
		reply: {kind: 'repeated', store, resource: index},
		reports: [happened({kind: 'deduplicated', client, store: spec.name, resource, job}, {grant})],
	};
}

function refusal(
	{spec, rule, state, resource, data}: Counter,
	{token, key, basedOn}: WriteRequest,
): RejectReason | null {
	if (rule.wantsToken && token === null) return 'token-required';
	return rule.refuse(spec.options, {
		what: 'write',
		token,
		basedOn,
		version: data.version,
		seen: seenIn(state, scopeOf(spec, resource, key)),
		isLower: lowerBy(spec),
	});
}

/** The store once it has processed a token that it did not refuse. */
function withToken(counter: Counter, token: number | null, key: string): StoreState {
	const {spec, rule, resource, state} = counter;
	if (token === null) return state;
	return withSeen(counter, [scopeOf(spec, resource, key)], (each) => rule.record(token, each, lowerBy(spec)));
}

function apply(counter: Counter, request: WriteRequest): Served {
	const {client, spec, resource, data, wroteNewest, now, within} = counter;
	const {key, value, token, basedOn, grant, chosen, job} = request;
	const version = data.version + 1;
	const recorded = withToken(counter, token, key);
	const ownSince = wroteNewest ? data.ownSince : version;
	const resources = recorded.resources.map((each, index) =>
		index === counter.index ? {values: {...each.values, [key]: value}, version, ownSince} : each,
	);
	const jobs = job !== null && remembersJobs(spec) ? [...recorded.jobs, job] : recorded.jobs;
	const applied = job !== null && spec.options.dedupesFor > 0 ? {...recorded.applied, [job]: now} : recorded.applied;
	const store: StoreState = {...recorded, resources, jobs, applied};
	return {
		store,
		reply: {
			kind: 'accepted',
			store: request.store,
			resource: request.resource,
			key,
			value,
			version,
			follows: basedOn === data.version,
		},
		reports: [
			happened(
				{
					kind: 'accepted',
					client,
					store: spec.name,
					resource,
					key,
					value,
					token,
					highest: highestOf(spec, store, resource),
					version,
					basedOn,
				},
				{grant, chosen, job, foreign: ownSince - 1, ...(within === null ? {} : {row: within.row})},
			),
		],
	};
}

/** What a store with transactions answers to a request that it rejects for what it has to do with others. */
export function rejectAtStore(
	spec: Spec,
	shared: Shared,
	request: DataRequest,
	asking: Asking,
	reason: RejectReason,
): Served {
	return reject(at(spec, shared, request, asking), request, request.kind, reason, null);
}

function reject(
	counter: Counter,
	request: DataRequest,
	what: 'write' | 'read' | 'advance',
	reason: RejectReason,
	key: string | null,
): Served {
	const {client, spec, state, resource, holder} = counter;
	const {token, grant} = request;
	const highest = key === null ? highestOf(spec, state, resource) : seenIn(state, scopeOf(spec, resource, key)).highest;
	const refused = request.kind === 'write' ? {key: request.key, value: request.value, basedOn: request.basedOn} : {};
	return {
		store: state,
		reply: {kind: 'rejected', store: request.store, resource: request.resource, what, reason, token},
		reports: [
			happened(
				{kind: 'rejected', client, store: spec.name, resource, what, token, highest, reason, ...refused},
				{grant, chosen: request.kind === 'write' && request.chosen, current: grant !== null && grant === holder},
			),
		],
	};
}

/** The highest token that a store has processed for a resource, over all its keys; null before any. */
export function highestOf(spec: StoreSpec, state: StoreState, resource: string): number | null {
	if (spec.options.scope !== 'key') return own(state.highest, scopeOf(spec, resource, null)) ?? null;
	const tokens = Object.entries(state.highest).flatMap(([scope, token]) =>
		scope === resource || scope.startsWith(`${resource}.`) ? [token] : [],
	);
	return tokens.length === 0 ? null : Math.max(...tokens);
}

function lowerBy({options}: StoreSpec): IsLower {
	return options.textTokens ? (one, other) => String(one) < String(other) : (one, other) => one < other;
}

/** Reads and advances concern every key of the resource. */
function scopesOfAll({spec, resource, data}: Counter): readonly string[] {
	const {scope} = spec.options;
	return scope === 'key'
		? Object.keys(data.values).map((key) => scopeOf(spec, resource, key))
		: [scopeOf(spec, resource, null)];
}

function seen({state}: Counter, scope: string): Seen {
	return seenIn(state, scope);
}

function seenIn(state: StoreState, scope: string): Seen {
	return {highest: own(state.highest, scope) ?? null, retired: own(state.retired, scope) ?? []};
}

function withSeen({state}: Counter, scopes: readonly string[], change: (seen: Seen) => Seen): StoreState {
	let {highest, retired} = state;
	for (const scope of scopes) {
		const before = seenIn(state, scope);
		const after = change(before);
		if (after === before) continue;
		if (after.highest !== null) highest = {...highest, [scope]: after.highest};
		if (after.retired !== before.retired) retired = {...retired, [scope]: after.retired};
	}
	return {...state, highest, retired};
}
