import type {Happening} from '../../sim/event.js';
import {mono} from '../clock.js';
import type {LiveLock} from './cast.js';
import type {FromClient} from './client.js';
import type {Observer, Seen} from './observed.js';
import type {LivePlan, Step} from './plan.js';
import type {Stage, StageOptions} from './stage.js';
import type {Lag} from './watches.js';

/** How fast time passes. Units: `scale` is virtual time in real time, `ttl` real ms. */
export type Pace = {readonly scale: number; readonly ttl: number};

/** The end of a pause that has a length. `actor`: a client or `locks`. `isLast`: nothing of the step comes after it. Units: `after` in virtual ms from the beginning of the step. */
export type Resume = {readonly actor: string; readonly after: number; readonly isLast: boolean};

/** How a live run goes. `isFixed`: it is not slowed down on a busy machine. `expected`: what the simulator says happens in each step, so that it can be waited for. */
export type PlayOptions = StageOptions & {
	readonly isFixed: boolean;
	/** So many times slower than this machine seems to need. */
	readonly slower: number;
	readonly sessions: boolean;
	readonly expected: (step: Step) => readonly Happening[];
	/** Whose pause ends by itself while a step is done. */
	readonly resumes: (step: Step) => readonly Resume[];
	readonly prefix: string;
};

/** What has happened when a write that waits is done, but for its version. */
export type WaitingWrite = Extract<Happening, {kind: 'accepted'}>;

/** A live run under way: what it consists of, what it has heard, and what it has done that is not over. */
export type LiveRun = {
	readonly plan: LivePlan;
	readonly options: PlayOptions;
	readonly stage: Stage;
	readonly observer: Observer;
	readonly pace: Pace;
	/** So many times slower than the script says. */
	readonly slowness: number;
	readonly lag: Lag;
	/** Ends when the run is stopped. */
	readonly stopped: Promise<void>;

	/** What was heard and is not told yet. */
	fresh: Seen[];
	/** By the events heard: who was granted the lock last, and has neither released it nor lost it. */
	holder: string | null;
	token: number | null;
	/** When the holder's time began, and how long it is. After an outage that is another matter: it is not measured. */
	since: number;
	/** When it may have begun at the server, however late its client heard of it. */
	earliest: number;
	lasts: number;
	isMeasured: boolean;
	/** When the last grant ended; before its release was heard of. */
	lastEnd: number;
	/** How many grants have ended without a release. */
	endings: number;
	/** How much later than its time each lease ended. Units: real ms. */
	readonly expiries: number[];
	readonly believers: Set<string>;
	/** What each client has asked for last, and when; null while it stands still right before it asks. Units: real ms. */
	readonly wanted: Map<string, number>;
	readonly asked: Map<string, number | null>;
	/** The transactions that were begun and are not known to be over: which one of all it is, by its client and its store. */
	readonly open: Map<string, number>;
	begun: number;
	/** Writes that wait in transactions of their own, by the server's numbers of these. */
	readonly alone: Map<string, WaitingWrite>;
	/** Those of them whose clients have died. */
	readonly orphans: Map<string, WaitingWrite>;
	/** When the end of a transaction was sent, or when the step began in which it was ended. Who waits for its rows may hear of that first. */
	readonly ending: Map<string, number>;
	readonly dead: Set<string>;
	/** When the present step began. */
	stepBegan: number;
	/** When each client sent the release that it has no answer to yet. The next in line may hear of it sooner than itself. */
	readonly releasing: Map<string, number>;

	/** Who waits for the answer to an operation, by its number. */
	readonly waiting: Map<number, () => void>;
	nextId: number;
	/** Operations that were sent before their step. */
	readonly ahead: Map<Step, Promise<void>>;
	/** The servers stand still. */
	still: boolean;
	resumedAt: number;
	/** Something is cut off, stands still or is down: then an answer takes as long as it takes. */
	readonly troubles: Set<string>;
};

/** A run that has heard and done nothing yet. */
export function freshRun(
	parts: Pick<LiveRun, 'plan' | 'options' | 'stage' | 'observer' | 'pace' | 'slowness' | 'lag' | 'stopped'>,
): LiveRun {
	return {
		...parts,
		fresh: [],
		holder: null,
		token: null,
		since: 0,
		earliest: 0,
		lasts: 0,
		isMeasured: true,
		lastEnd: 0,
		endings: 0,
		expiries: [],
		believers: new Set(),
		wanted: new Map(),
		asked: new Map(),
		open: new Map(),
		begun: 0,
		alone: new Map(),
		orphans: new Map(),
		ending: new Map(),
		dead: new Set(),
		stepBegan: 0,
		releasing: new Map(),
		waiting: new Map(),
		nextId: 1,
		ahead: new Map(),
		still: false,
		resumedAt: 0,
		troubles: new Set(),
	};
}

/** Takes note of something that happened, now unless it says when. */
export function note(run: LiveRun, happening: Happening, at = mono()): void {
	run.fresh.push({at, happening});
}

/** Takes note of what a client says. */
export function hear(run: LiveRun, client: string, message: FromClient): void {
	switch (message.kind) {
		case 'done':
			run.waiting.get(message.id)?.();
			run.waiting.delete(message.id);
			return;
		case 'heard':
			if (client === run.holder) {
				run.since = Math.max(run.since, message.at);
				run.earliest = Math.max(run.earliest, message.at);
			}
			return;
		case 'event':
			hearEvent(run, client, message);
			return;
		case 'waits':
			run.alone.set(message.transaction, message.happening);
			return;
		case 'ready':
		case 'owns':
			return;
	}
}

function hearEvent(run: LiveRun, client: string, {happening, at}: Extract<FromClient, {readonly kind: 'event'}>): void {
	const time = run.wanted.get(client) ?? run.pace.ttl;
	if (happening.kind === 'granted') {
		// The server has let go of the last grant before it made this one, whether or not it was asked in between.
		if (run.holder !== null && run.holder !== happening.client && !run.releasing.has(run.holder))
			noteEnd(run, at - 0.01);
		run.holder = happening.client;
		run.token = happening.token;
		run.since = at;
		// Who waited was granted it after the last holder's time.
		run.earliest = Math.max(run.lastEnd, run.asked.get(client) ?? at);
		run.lasts = time;
		run.isMeasured = true;
	}
	if (happening.kind === 'renewed' && happening.client === run.holder) {
		run.since = at;
		run.earliest = run.asked.get(client) ?? at;
		run.lasts = time;
	}
	if (happening.kind === 'believed') run.believers.add(happening.client);
	if (happening.kind === 'disbelieved') run.believers.delete(happening.client);
	if (happening.kind === 'released' && happening.client === run.holder) {
		run.holder = null;
		run.lastEnd = run.releasing.get(client) ?? at;
	}
	hearTransaction(run, happening, at);
	run.fresh.push({at, happening, ...(run.options.sessions ? {} : {lasts: time})});
}

/** What a client says of a transaction of its own. What it was told is over was over before. */
function hearTransaction(run: LiveRun, happening: Happening, at: number): void {
	switch (happening.kind) {
		case 'begun':
			if (happening.again !== true) {
				run.begun += 1;
				run.open.set(transactionKey(happening), run.begun);
			}
			return;
		case 'committed':
		case 'rolled-back':
			if (!('because' in happening) || happening.because !== 'nothing') run.open.delete(transactionKey(happening));
			return;
		case 'rejected':
			if (happening.reason === 'no-transaction') noteRollback(run, happening.client, happening.store, at - 0.01);
			return;
		case 'accepted':
			for (const [transaction, write] of run.alone)
				if (write.client === happening.client && write.store === happening.store && write.value === happening.value)
					run.alone.delete(transaction);
			return;
		default:
			return;
	}
}

/** What a transaction is known by. */
export function transactionKey({client, store}: {readonly client: string; readonly store: string}): string {
	return `${client} ${store}`;
}

/** Takes note that a store knows a transaction no more that its client has not ended. */
export function noteRollback(run: LiveRun, client: string, store: string, at = mono()): void {
	const key = transactionKey({client, store});
	if (!run.open.delete(key)) return;
	const mayBeIdle = run.plan.stores.some(({name, idle}) => name === store && idle !== null);
	const because = mayBeIdle && !run.dead.has(client) ? 'idle' : 'crashed';
	if (!run.ending.has(key)) run.ending.set(key, run.stepBegan);
	note(run, {kind: 'rolled-back', client, store, because}, at);
}

/**
 * Takes note that the servers know the holder no more: its time is over, or they have forgotten it. A redlock has no moment at which it ends.
 * Units: `asked`, real ms, when they were asked.
 */
export function noteEnd(run: LiveRun, asked: number): void {
	const {
		plan: {lock},
		holder,
	} = run;
	if (lock === null || holder === null || run.releasing.has(holder)) return;
	// Who stood still has not answered before it went on.
	const at = Math.max(asked, run.resumedAt);
	if (lock.kind === 'redlock' || at < run.earliest + run.lasts * early) run.observer.forget();
	else {
		note(run, {kind: 'expired', lock: lock.name, client: holder, token: null}, at);
		if (run.isMeasured) {
			const late = at - run.since - run.lasts;
			run.expiries.push(late);
			run.lag.note(late - slack[lock.kind]);
		}
	}
	run.holder = null;
	run.lastEnd = at;
	run.endings += 1;
}

/** A grant that ends after less of its time than this was not ended by its time. */
const early = 0.9;

/** How much later than its time each system may end a lease, and say so to who asks. Units: real ms. */
const slack: Readonly<Record<LiveLock, number>> = {redis: 120, redlock: 120, etcd: 550, zookeeper: 250, postgres: 40};
