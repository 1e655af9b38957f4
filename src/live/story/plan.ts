import {listed} from '../../language/cursor.js';
import type {Script} from '../../language/parse.js';
import {printOptions} from '../../language/print-service.js';
import {machineOf} from '../../sim/lock/registry.js';
import type {LockService, MessageOptions, Operation, Statement} from '../../sim/statement.js';
import {usualStore} from '../../sim/store/options.js';
import {ruleOf} from '../../sim/store/registry.js';
import {idleTimeoutOf} from '../../sim/store/transactional.js';
import {forever} from '../../sim/time.js';
import {type LiveRule, realRules} from '../store/real-store.js';
import {type InitialData, type LiveLock, liveLocks} from './cast.js';

/** A line of the script with what is done there. */
export type Step = {
	readonly statement: Statement;
	readonly text: string;
	readonly line: number;
	readonly column: number;
};

/** The lock of a story. */
type PlannedLock = {
	readonly name: string;
	readonly kind: LiveLock;
	readonly options: Readonly<Record<string, unknown>>;
};

/** A store of a story. `idle`: how long a transaction may be silent, or null. Units: virtual ms. */
type PlannedStore = {readonly name: string; readonly rule: LiveRule; readonly idle: number | null};

/** A script as it runs live. `lock`: null where rows of a store are all that is locked. */
export type LivePlan = {
	readonly clients: readonly string[];
	readonly lock: PlannedLock | null;
	readonly stores: readonly PlannedStore[];
	readonly data: InitialData;
	/** All after the set-up. */
	readonly steps: readonly Step[];
};

/** What is done after the set-up, and is asked of nobody who explores. */
type StepStatement = Exclude<
	Statement,
	{readonly kind: 'client' | 'lock' | 'store' | 'put' | 'latency' | 'pace' | 'faults' | 'claim'}
>;

/** How many servers the lock of a plan has, or its rows where it has no other lock. */
export function serversOf({lock}: Pick<LivePlan, 'lock'>): number {
	if (lock?.kind !== 'redlock') return 1;
	const {options} = lock;
	return typeof options['nodes'] === 'number' ? options['nodes'] : 5;
}

/** Why a line cannot be done with real servers and real processes. */
type CannotLive = {readonly line: number; readonly column: number; readonly sentence: string};

/**
 * What has to be known of the servers to say what can be done with them. `ours`: they are started here, and nobody else's. `client`: other people's code is the client of the lock.
 * `noTransactions`: why no store with transactions can be had, as a sentence.
 */
type Means = {
	readonly ours: boolean;
	readonly client?: 'redlock' | 'redis-py';
	readonly noTransactions?: string;
};

/** The plan of a script, or everything in it that cannot be done live; then nothing is started. */
export function planLive({statements}: Script, means: Means): LivePlan | readonly CannotLive[] {
	const problems: CannotLive[] = [];
	const clients: string[] = [];
	const locks: PlannedLock[] = [];
	const stores: PlannedStore[] = [];
	const data = new Map<string, Record<string, number | string>>();
	const steps: Step[] = [];
	for (const step of statements) {
		const {statement, line, column} = step;
		const refuse = (sentence: string): void => {
			problems.push({line, column, sentence});
		};
		switch (statement.kind) {
			case 'client':
				clients.push(statement.name);
				break;
			case 'lock': {
				const kind = liveLocks.find((each) => each === statement.service.kind);
				if (kind === undefined)
					refuse(
						`There is no real ${statement.service.kind} lock to run. Live locks are ${listed(liveLocks, 'and', Number.POSITIVE_INFINITY)}, for example: lock ${statement.name} redis ttl 10s counter-in-redis`,
					);
				else {
					const strange = optionsOnlySimulated(statement.service, kind);
					if (strange !== '') refuse(`A real ${kind} lock here has no ${strange}; that runs in the simulator only.`);
					locks.push({name: statement.name, kind, options: statement.service.options});
					data.set(statement.name, data.get(statement.name) ?? {});
				}
				const unfit = whyNotWith(means.client, statement.service);
				if (unfit !== null) refuse(unfit);
				if (locks.length > 1) refuse('A live story has one lock.');
				break;
			}
			case 'store': {
				const rule = liveRules.find((each) => each === statement.rule);
				if (rule === undefined) refuse(whyNoStore(statement.rule));
				else stores.push({name: statement.name, rule, idle: idleOf(statement)});
				if (rule === 'transactional' && means.noTransactions !== undefined) refuse(means.noTransactions);
				if (rule !== undefined && !isUsual(statement))
					refuse(
						rule === 'transactional'
							? 'A real store with transactions has no options but idle-timeout; the others run in the simulator only.'
							: 'A real store here has no options; they run in the simulator only.',
					);
				break;
			}
			case 'put':
				data.set(statement.resource, {...data.get(statement.resource), ...Object.fromEntries(statement.values)});
				break;
			case 'latency':
			case 'pace':
			case 'faults':
			case 'claim':
				break;
			default: {
				const sentence = whyNotLive(
					statement,
					locks[0]?.kind ?? null,
					stores.map(({name}) => name),
					means,
				);
				if (sentence === null) steps.push(step);
				else refuse(sentence);
			}
		}
	}
	const [lock = null] = locks;
	const isLocked = lock !== null || stores.some(({rule}) => rule === 'transactional');
	if (!isLocked && problems.length === 0)
		problems.push({
			line: 1,
			column: 1,
			sentence: 'A live story needs a lock, for example: lock account redis ttl 10s counter-in-redis',
		});
	if (problems.length > 0) return problems;
	return {clients, lock, stores, data: [...data], steps};
}

function whyNotLive(
	statement: StepStatement,
	lock: LiveLock | null,
	stores: readonly string[],
	{ours, client}: Means,
): string | null {
	const noServer = 'This story has no lock service. Its rows are locked in the store, which never stops alone.';
	const notOurs = 'This server is not ours: only what was started here is ever stopped. Leave out --on.';
	switch (statement.kind) {
		case 'do':
			return whyNoOperation(statement.operation, client);
		case 'pause':
		case 'resume':
		case 'wait':
		case 'wait-until-expiry':
		case 'expect':
		case 'revoke':
		case 'delete':
			return null;
		case 'crash':
		case 'restart': {
			const {actor} = statement;
			if (stores.includes(actor)) return 'The stores share one server here, and none of them crashes alone.';
			if (actor !== 'locks' && !/^n\d$/.test(actor)) return null;
			return lock === null ? noServer : ours ? null : notOurs;
		}
		case 'cut':
		case 'heal':
			return null;
		case 'suspend':
			return `A machine that sleeps would take this terminal with it; ${statement.client} pause stops the process alone. This runs in the simulator only.`;
		case 'clock':
		case 'rate':
			return 'Clocks of real machines are left alone here. This runs in the simulator only.';
		case 'step':
		case 'run':
		case 'runs':
		case 'retries':
		case 'rereads':
		case 'starts':
		case 'shares':
			return 'A live story has its steps in lines of their own; programs run in the simulator only.';
		case 'deliver':
		case 'deliver-from':
		case 'drop':
		case 'duplicate':
			return 'Messages of real connections cannot be held. This runs in the simulator only.';
		case 'kill':
		case 'stall':
		case 'unstall':
			return lock === null ? noServer : ours ? null : notOurs;
		case 'lead':
		case 'failover':
			return lock === 'redlock'
				? 'The servers of a redlock know nothing of each other, and none takes over for another.'
				: `A live ${lock ?? 'lock'} has one server, and no other to take over. This runs in the simulator only.`;
	}
}

/** Why other people's code cannot be the client of this lock. */
function whyNotWith(
	client: Means['client'],
	{kind, options}: Extract<Statement, {kind: 'lock'}>['service'],
): string | null {
	switch (client) {
		case 'redlock':
			return kind === 'redlock' ? null : 'node-redlock is a client of: lock NAME redlock';
		case 'redis-py':
			if (kind !== 'redis') return 'redis.lock is a client of one server: lock NAME redis';
			return 'counter' in options && options['counter'] === true
				? 'redis.lock gives no token. Leave out counter-in-redis.'
				: null;
		case undefined:
			return null;
	}
}

/** Why no client of a real lock can do this, or null. */
export function whyNoOperation(operation: Operation, client: Means['client']): string | null {
	switch (operation.kind) {
		case 'check':
			return null;
		case 'keeps':
		case 'works':
			return 'A live client does one thing after another: work that takes time and renewals beside it run in the simulator only.';
		case 'ask':
			return client === 'redlock'
				? 'node-redlock has no call that asks whether the lock is still held. Leave this line out.'
				: whyNoMessage(operation.message);
		case 'write':
			return operation.job === null ? whyNoMessage(operation.message) : 'Real stores here know no jobs.';
		case 'acquire':
		case 'renew':
		case 'release':
		case 'read':
		case 'advance':
		case 'begin':
		case 'commit':
		case 'rollback':
			return whyNoMessage(operation.message);
	}
}

function whyNoMessage(message: MessageOptions): string | null {
	return Object.keys(message).length === 0
		? null
		: 'Single messages of real connections cannot be delayed, held or lost; cut the connection instead.';
}

/** The options with which a real lock of each kind can be set up here, by their keys. */
const realOptions: Readonly<Record<LiveLock, readonly string[]>> = {
	redis: ['ttl', 'fsync', 'counter'],
	redlock: ['ttl', 'nodes', 'drift', 'fsync'],
	etcd: ['ttl', 'waiterCheck'],
	zookeeper: ['ttl'],
	postgres: ['ttl', 'token'],
};

/** The options of a lock, as they are written, that no real one has here. Empty where there are none. */
function optionsOnlySimulated(service: LockService, kind: LiveLock): string {
	const strange = Object.entries(machineOf(service).options).filter(
		([name]) => !realOptions[kind].includes(name) || service.options[name] === forever,
	);
	return printOptions(Object.fromEntries(strange), service.options);
}

/** Why a store of this rule is not a real one. */
function whyNoStore(rule: string): string {
	return `A real store here is one of ${listed(liveRules, 'and')}; ${rule} runs in the simulator only.`;
}

/** What a real store can be. */
const liveRules: readonly LiveRule[] = [...realRules, 'transactional'];

/** Whether a store has no options of its own but those that a real one has. */
function isUsual({rule, options}: Extract<Statement, {kind: 'store'}>): boolean {
	const usual: Readonly<Record<string, unknown>> = usualStore(ruleOf({rule}).options);
	return Object.entries(options).every(([name, value]) => value === usual[name] || name === 'idleTimeout');
}

function idleOf(store: Extract<Statement, {kind: 'store'}>): number | null {
	const idle = idleTimeoutOf(store);
	return idle === forever ? null : idle;
}
