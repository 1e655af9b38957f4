import {setTimeout as after} from 'node:timers/promises';
import type {Happening} from '../../sim/event.js';
import type {Spec, World} from '../../sim/world.js';
import {mono, until} from '../clock.js';
import {doStep, goOn} from './do-step.js';
import {
	freshRun,
	hear,
	type LiveRun,
	note,
	noteEnd,
	noteRollback,
	type Pace,
	type PlayOptions,
	transactionKey,
} from './live-run.js';
import {type Observer, openObserver, type Seen} from './observed.js';
import type {LivePlan, Step} from './plan.js';
import {openStage} from './stage.js';
import {ServerGone, watchHolder, watchLag, watchOrphans, watchTransactions} from './watches.js';

/** One statement as it came out with real servers and processes. */
type LiveStep = {
	readonly step: Step;
	readonly before: World;
	readonly world: World;
	readonly seen: readonly Seen[];
	readonly moments: ReturnType<Observer['see']>;
	readonly pace: Pace;
	/** How much later than its time each lease ended that ended here. Units: real ms. */
	readonly expiries: readonly number[];
	/** How long this machine kept its processes waiting at the worst. Units: real ms. */
	readonly lag: number;
};

/** Runs a plan with real servers and processes, step by step. All is gone when it ends, however it ends. */
export async function* playLive(plan: LivePlan, spec: Spec, options: PlayOptions): AsyncGenerator<LiveStep, void> {
	const run = await openRun(plan, spec, options);
	const gone = new AbortController();
	const {truth, transactions} = run.stage;
	const watches = [
		watchTransactions(
			transactions,
			(store) =>
				new Map(
					plan.clients.flatMap((client) => {
						const number = run.open.get(transactionKey({client, store}));
						return number === undefined ? [] : [[client, number] as const];
					}),
				),
			(client, store) => mono() - (run.ending.get(transactionKey({client, store})) ?? 0) < endingTakes * run.slowness,
			(client, store) => noteRollback(run, client, store),
		),
		watchOrphans(
			transactions,
			() => run.orphans,
			(transaction, version) => {
				const write = run.orphans.get(transaction);
				if (!run.orphans.delete(transaction) || write === undefined || version === null) return;
				note(run, {...write, version});
			},
		),
	];
	if (truth !== null)
		watches.push(
			watchHolder(
				truth,
				() => run.holder,
				(asked) => noteEnd(run, asked),
				() => {
					if (options.on !== null) gone.abort();
				},
			),
		);
	const stoppedOrGone = stoppedBefore(run.stopped, gone.signal);
	try {
		const began = mono();
		for (const [index, step] of plan.steps.entries()) {
			if (options.stop.aborted) return;
			const before = run.observer.world();
			run.lag.begin();
			run.stepBegan = mono();
			const {statement} = step;
			run.observer.begin(statement.kind === 'do' ? {client: statement.client, what: statement.operation.kind} : null);
			await Promise.race([Promise.all([doStep(run, step, index), ...pausesOver(run, step)]), stoppedOrGone]);
			if (options.stop.aborted) return;
			await settle(run, step);
			yield {step, before, ...told(run, began)};
		}
	} finally {
		run.lag.stop();
		for (const watch of watches) watch.stop();
		await run.stage.close();
	}
}

/** How long who has ended its transaction may take to say so, on a quiet machine. Units: real ms. */
const endingTakes = 1000;

/** The servers and processes of a plan, started, at a pace that this machine can keep. */
async function openRun(plan: LivePlan, spec: Spec, options: PlayOptions): Promise<LiveRun> {
	// Nobody says anything that counts before the run is there: it begins with what is asked.
	let run: LiveRun | null = null;
	const stage = await openStage(plan, options.prefix, options, (client, message) => {
		if (run !== null) hear(run, client, message);
	});
	const slowness = options.isFixed ? 1 : stage.slowness * options.slower;
	const pace: Pace = {scale: options.scale / slowness, ttl: options.ttl * slowness};
	if (slowness > 1) {
		options.progress(`this machine is busy: the story takes ${slowness} times its time`);
		stage.slowDown(slowness);
	}
	const stopped = new Promise<void>((done) => {
		options.stop.addEventListener('abort', () => done(), {once: true});
		if (options.stop.aborted) done();
	});
	const observer = openObserver(spec, options.sessions ? null : pace.ttl);
	run = freshRun({plan, options, stage, observer, pace, slowness, lag: watchLag(), stopped});
	return run;
}

/** Ends when the run is stopped. Fails: when a server of somebody else's has not answered for long. */
function stoppedBefore(stopped: Promise<void>, gone: AbortSignal): Promise<void> {
	const either = Promise.race([
		stopped,
		new Promise<void>((_, fail) => {
			gone.addEventListener('abort', () => fail(new ServerGone('it does not answer any more')), {once: true});
		}),
	]);
	either.catch(() => {});
	return either;
}

/** The ends of the pauses that are over while a step is done. */
function pausesOver(run: LiveRun, step: Step): readonly Promise<void>[] {
	return run.options.resumes(step).map(async ({actor, after: time}) => {
		await after(time / run.pace.scale, undefined, {ref: false});
		await goOn(run, actor);
	});
}

/** Waits for what the simulator says happens here. What does not come in time has not happened. */
async function settle(run: LiveRun, step: Step): Promise<void> {
	const {options, pace, slowness, stopped} = run;
	const wanted = options.expected(step).map(keyOf);
	const all = () => {
		const found = run.fresh.map(({happening}) => keyOf(happening));
		return wanted.every((key) => found.includes(key));
	};
	const limit = step.statement.kind.startsWith('wait')
		? settling.wait * slowness
		: Math.min(settling.other * slowness, pace.ttl / 4);
	await Promise.race([until('what the simulator says', all, {limit, every: 3}).catch(() => {}), stopped]);
}

/** How long what the simulator says may take to be seen, beyond the time that the script itself takes. Units: real ms. */
const settling = {wait: 3000, other: 1000};

/** What was seen since the last step, observed in its order. Units: `began` in real ms. */
function told(run: LiveRun, began: number): Omit<LiveStep, 'step' | 'before'> {
	// One clock for all processes of the machine: what they say is put in order by it.
	const seen = endedFirst(releasedFirst(run.fresh.splice(0), run.releasing), run.ending)
		.sort((one, other) => one.at - other.at)
		.map((each): Seen => ({...each, at: each.at - began}));
	const moments = seen.flatMap((each) => run.observer.see(each));
	run.releasing.clear();
	run.ending.clear();
	const {observer, pace, expiries, lag} = run;
	return {world: observer.world(), seen, moments, pace, expiries: expiries.splice(0), lag: lag.worst()};
}

/** What makes two happenings the same in kind: who, where, how it came out. Times and numbers are left out. */
export function keyOf(happening: Happening): string {
	const parts: readonly unknown[] = [
		happening.kind,
		'client' in happening ? happening.client : 'actor' in happening ? happening.actor : '',
		'store' in happening ? happening.store : '',
		'reason' in happening && happening.kind === 'rejected' ? happening.reason : '',
		'ok' in happening ? happening.ok : '',
		'what' in happening && happening.kind === 'unknown' ? happening.what : '',
	];
	return parts.filter((part) => part !== '' && part !== undefined).join(' ');
}

/** The server has let go of a lock before it grants it to the next in line, whoever of the two hears of it first. */
function releasedFirst(seen: readonly Seen[], sent: ReadonlyMap<string, number>): Seen[] {
	const grants = seen.flatMap(({at, happening}) =>
		happening.kind === 'granted' ? [{at, client: happening.client}] : [],
	);
	return seen.map((each) => {
		if (each.happening.kind !== 'released') return each;
		const {client} = each.happening;
		const since = sent.get(client) ?? Number.POSITIVE_INFINITY;
		const next = grants.filter((grant) => grant.client !== client && grant.at > since);
		return {...each, at: Math.min(each.at, ...next.map(({at}) => at - 0.01))};
	});
}

/** A store has ended a transaction before it gives its rows to the next in line, whoever of the two hears of it first. `sent`: when each end was sent. */
function endedFirst(seen: readonly Seen[], sent: ReadonlyMap<string, number>): Seen[] {
	return seen.map((each) => {
		const {happening} = each;
		if (happening.kind !== 'committed' && happening.kind !== 'rolled-back' && happening.kind !== 'accepted')
			return each;
		const since = sent.get(transactionKey(happening)) ?? Number.POSITIVE_INFINITY;
		const next = seen.filter(
			(other) =>
				other.at > since &&
				(other.happening.kind === 'read' || other.happening.kind === 'staged' || other.happening.kind === 'accepted') &&
				other.happening.store === happening.store &&
				other.happening.client !== happening.client,
		);
		return {...each, at: Math.min(each.at, ...next.map(({at}) => at - 0.01))};
	});
}
