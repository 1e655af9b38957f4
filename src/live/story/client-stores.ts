import type {Happening} from '../../sim/event.js';
import type {Operation, TokenChoice, Value} from '../../sim/statement.js';
import {postgresStore} from '../store/postgres.js';
import {looksAt, type RealRule, type RealStore, reasonOf} from '../store/real-store.js';
import {redisStore} from '../store/redis.js';
import {type RowAnswer, type RowStore, rowStore, type Waits} from '../store/rows.js';
import type {StoreCast} from './cast.js';

/** What one client does at stores. */
type StoreOperation = Extract<
	Operation,
	{readonly kind: 'read' | 'write' | 'advance' | 'begin' | 'commit' | 'rollback'}
>;

type Remembered = {readonly version: number; readonly values: Readonly<Record<string, Value>>};

type PlainStore = {readonly cast: StoreCast; readonly rule: RealRule; readonly store: RealStore; readonly rows: null};
type TransactionalStore = {readonly cast: StoreCast; readonly rows: RowStore; readonly staged: Accepted[]};
type OpenStore = PlainStore | TransactionalStore;

type Accepted = Extract<Happening, {kind: 'accepted'}>;
type Rejected = Extract<Happening, {kind: 'rejected'}>;
type Read = Extract<StoreOperation, {kind: 'read'}>;
type Write = Extract<StoreOperation, {kind: 'write'}>;
type Advance = Extract<StoreOperation, {kind: 'advance'}>;
type Transaction = Extract<StoreOperation, {kind: 'begin' | 'commit' | 'rollback'}>;

/** What a client has to do with its stores. `waits`: a write outside a transaction waits, with the server's number of its own. `tokenOf`: what it last got for a resource. `stale`: a store has refused this token, which is too old. */
export type StoreSide = {
	readonly client: string;
	readonly casts: readonly StoreCast[];
	readonly tell: (happening: Happening) => void;
	readonly waits: (transaction: string, happening: Accepted) => void;
	readonly tokenOf: (resource: string) => number | null;
	readonly stale: (token: number | null) => void;
};

/** The stores of one client, and what it remembers of them. */
export function clientStores({client, casts, tell, waits: tellWaits, tokenOf, stale}: StoreSide) {
	const stores = casts.map((cast) => openStore(client, cast));
	const memory = new Map<string, Remembered>();
	const chosen = (name: string | null) => stores.filter(({cast}) => name === null || cast.name === name);
	const memoryOf = ({cast}: OpenStore, resource: string) => memory.get(`${cast.name} ${resource}`) ?? null;
	/** An answer that left the store before what is remembered teaches nothing new. */
	const remember = ({cast}: OpenStore, resource: string, known: Remembered, version: number): void => {
		const old = memory.get(`${cast.name} ${resource}`);
		if (old === undefined || old.version <= version) memory.set(`${cast.name} ${resource}`, known);
	};
	const forget = ({cast}: OpenStore): void => {
		for (const place of [...memory.keys()]) if (place.startsWith(`${cast.name} `)) memory.delete(place);
	};
	/** Who has read knows what it wrote; the base moves on with a write that nothing came before. */
	const learn = (each: OpenStore, {resource, key, value, basedOn, version}: Accepted): void => {
		const known = memoryOf(each, resource);
		if (known === null) return;
		const follows = basedOn === version - 1;
		remember(
			each,
			resource,
			{version: follows ? version : known.version, values: {...known.values, [key]: value}},
			version,
		);
	};
	/** Sends to all stores at once and tells what they say in the stores' order. */
	const toEach = async (
		all: readonly OpenStore[],
		what: string,
		send: (store: OpenStore) => Promise<() => void>,
	): Promise<void> => {
		const sent = all.map((each) => send(each).catch(() => () => tell({kind: 'unknown', client, what})));
		for (const answer of sent) (await answer)();
	};
	/** The answer of a store with transactions, or before it that the request waits; then the answer is told when it comes. */
	const ofRows = (
		{cast}: TransactionalStore,
		what: string,
		resource: string | null,
		ask: (waits: Waits) => Promise<RowAnswer>,
		hear: (answer: RowAnswer) => void,
	): Promise<() => void> =>
		new Promise((told) => {
			let waits = false;
			const unknown = (): void => tell({kind: 'unknown', client, what});
			const asked = ask((behind) => {
				if (waits) return;
				waits = true;
				told(() => {
					if (behind === null || resource === null) unknown();
					else tell({kind: 'queued', client, lock: resource, behind, store: cast.name});
				});
			});
			asked.then(
				(answer) => (waits ? hear(answer) : told(() => hear(answer))),
				() => (waits ? undefined : told(unknown)),
			);
		});
	/** The request belongs to a transaction that is over, or whose end it was. */
	const rejectInRows = (each: TransactionalStore, answer: RowAnswer, rejected: Omit<Rejected, 'kind' | 'reason'>) => {
		forget(each);
		each.staged.length = 0;
		tell({kind: 'rejected', ...rejected, reason: answer.kind === 'deadlock' ? 'deadlock' : 'no-transaction'});
		if (answer.kind === 'deadlock') tell({kind: 'rolled-back', client, store: each.cast.name, because: 'deadlock'});
	};
	const read = async ({resource, store, forUpdate}: Read): Promise<void> => {
		const all = chosen(store).filter(({rows}) => forUpdate !== true || rows?.inside() === true);
		await toEach(all, 'read', async (each) => {
			const place = {client, store: each.cast.name, resource};
			const hear = ({version, values}: Remembered, isLocked: boolean): void => {
				remember(each, resource, {version, values}, version);
				tell({kind: 'read', ...place, version, values, ...(isLocked ? {forUpdate: true} : {})});
			};
			if (each.rows === null) {
				const answer = await each.store.read(resource);
				return () => hear(answer, false);
			}
			return ofRows(
				each,
				'read',
				resource,
				(waits) => each.rows.read(resource, forUpdate === true, waits),
				(answer) => {
					if (answer.kind === 'read') hear(answer, forUpdate === true);
					else rejectInRows(each, answer, {...place, what: 'read', token: tokenOf(resource), highest: null});
				},
			);
		});
	};
	const write = async (operation: Write): Promise<void> => {
		const {resource, key, store} = operation;
		const token = carried(operation.token, tokenOf(resource));
		await toEach(chosen(store), 'write', async (each) => {
			const known = memoryOf(each, resource);
			const base = operation.ifVersion ?? known?.version ?? null;
			const value = written(operation, known);
			const what = {client, store: each.cast.name, resource, key, value, token, basedOn: base};
			if (each.rows !== null)
				return ofRows(
					each,
					'write',
					resource,
					(waits) => {
						const isAlone = !each.rows.inside();
						return each.rows.write(resource, key, value, (behind, transaction) => {
							if (isAlone && transaction !== undefined)
								tellWaits(transaction, {kind: 'accepted', ...what, highest: null, version: 0});
							waits(behind);
						});
					},
					(answer) => {
						if (answer.kind !== 'staged' && answer.kind !== 'accepted')
							return rejectInRows(each, answer, {...what, what: 'write', highest: null});
						const accepted: Accepted = {kind: 'accepted', ...what, highest: null, version: answer.version};
						if (answer.kind === 'staged') each.staged.push(accepted);
						tell(answer.kind === 'staged' ? {kind: 'staged', ...what} : accepted);
						learn(each, accepted);
					},
				);
			const decision = await each.store.write({resource, key, value, token, base});
			return () => {
				const {version, highest} = decision;
				if (decision.accepted) {
					const accepted: Accepted = {kind: 'accepted', ...what, highest, version};
					tell(accepted);
					learn(each, accepted);
					return;
				}
				const reason = reasonOf(each.rule, token, decision);
				tell({kind: 'rejected', ...what, what: 'write', highest, reason});
				if (reason === 'stale-token') stale(token);
			};
		});
	};
	const advance = async ({resource, store, token: choice}: Advance): Promise<void> => {
		const token = carried(choice, tokenOf(resource));
		await toEach(chosen(store), 'advance', async (each) => {
			const place = {client, store: each.cast.name, resource, token};
			if (each.rows !== null) return () => tell({kind: 'advanced', ...place});
			const decision = await each.store.advance(resource, token);
			return () => {
				if (decision.accepted) return tell({kind: 'advanced', ...place});
				const reason = looksAt(each.rule).tokens ? reasonOf(each.rule, token, decision) : 'stale-token';
				tell({kind: 'rejected', ...place, what: 'advance', highest: decision.highest, reason});
			};
		});
	};
	const transact = async ({kind, store}: Transaction): Promise<void> => {
		const [each] = chosen(store);
		if (each === undefined || each.rows === null) throw new Error(`${store} knows no transactions`);
		const place = {client, store: each.cast.name};
		const hear = (answer: RowAnswer): void => {
			switch (answer.kind) {
				case 'begun':
					if (!answer.again) each.staged.length = 0;
					tell({kind: 'begun', ...place, ...(answer.again ? {again: true} : {})});
					return;
				case 'committed':
					tell({kind: 'committed', ...place});
					for (const accepted of each.staged.splice(0)) tell(accepted);
					return;
				case 'rolled-back':
					forget(each);
					each.staged.length = 0;
					tell({kind: 'rolled-back', ...place, ...(answer.nothing ? {because: 'nothing'} : {})});
					return;
				default:
					rejectInRows(each, answer, {...place, resource: null, what: 'commit', token: null, highest: null});
			}
		};
		await toEach([each], kind, () =>
			ofRows(each, kind, null, (waits) => (kind === 'rollback' ? each.rows.rollback() : each.rows[kind](waits)), hear),
		);
	};
	return {
		act: (operation: StoreOperation): Promise<void> => {
			switch (operation.kind) {
				case 'read':
					return read(operation);
				case 'write':
					return write(operation);
				case 'advance':
					return advance(operation);
				case 'begin':
				case 'commit':
				case 'rollback':
					return transact(operation);
			}
		},
		/** All times are so many times as long as the cast says. */
		slowDown: (by: number): void => {
			for (const {cast, rows} of stores) rows?.setIdle(cast.idle === null ? null : cast.idle * by);
		},
		connect: async (): Promise<void> => {
			await Promise.all(
				stores.map((each) =>
					wayTo(each)
						.connect()
						.catch(() => {}),
				),
			);
		},
		close: (): void => {
			for (const each of stores) wayTo(each).close();
		},
	};
}

function wayTo(each: OpenStore): RowStore | RealStore {
	return each.rows ?? each.store;
}

/** The value that a write writes, computed from what its client remembers where it says so. */
function written({change, value, key}: Write, known: Remembered | null): Value {
	const before = known?.values[key];
	if (change === '=' || typeof before !== 'number' || typeof value !== 'number') return value;
	return change === '-=' ? before - value : before + value;
}

/** The token that is sent. */
function carried(choice: TokenChoice, last: number | null): number | null {
	switch (choice.kind) {
		case 'number':
			return choice.token;
		case 'none':
			return null;
		case 'last':
			return last;
	}
}

function openStore(client: string, cast: StoreCast): OpenStore {
	const {system, table, rule, mark, idle, address} = cast;
	if (rule === 'transactional') return {cast, rows: rowStore({table, mark, client, idle}, () => address), staged: []};
	const store =
		system === 'postgres' ? postgresStore(table, rule, () => address) : redisStore(table, rule, () => address);
	return {cast, rule, store, rows: null};
}
