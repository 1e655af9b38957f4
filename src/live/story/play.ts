import {setTimeout as after} from 'node:timers/promises';
import type {Happening} from '../../sim/event.js';
import type {Spec, World} from '../../sim/world.js';
import {answerWithin, mono, until} from '../clock.js';
import type {Server} from '../server/server.js';
import type {LiveLock} from './cast.js';
import type {FromClient} from './client.js';
import {type Observer, openObserver, type Seen} from './observed.js';
import type {LivePlan, Step} from './plan.js';
import {openStage, type Stage, type StageOptions} from './stage.js';

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

/** How fast time passes. Units: `scale` is virtual time in real time, `ttl` real ms. */
export type Pace = {readonly scale: number; readonly ttl: number};

/** How a live run goes. `isFixed`: it is not slowed down on a busy machine. `expected`: what the simulator says happens in each step, so that it can be waited for. */
type PlayOptions = StageOptions & {
	readonly scale: number;
	readonly isFixed: boolean;
	/** So many times slower than this machine seems to need. */
	readonly slower: number;
	readonly sessions: boolean;
	readonly expected: (step: Step) => readonly Happening[];
	/** Whose pause ends by itself while a step is done. */
	readonly resumes: (step: Step) => readonly Resume[];
	readonly prefix: string;
	/** Ends the run, and all that belongs to it. */
	readonly stop: AbortSignal;
};

/** The end of a pause that has a length. `actor`: a client or `locks`. `isLast`: nothing of the step comes after it. Units: `after` in virtual ms from the beginning of the step. */
export type Resume = {readonly actor: string; readonly after: number; readonly isLast: boolean};

/** How long what the simulator says may take to be seen, beyond the time that the script itself takes. Units: real ms. */
const settling = {wait: 3000, other: 1000};

/** A grant that ends after less of its time than this was not ended by its time. */
const early = 0.9;

/** How long an operation may take before its client gives it up: while a server stands still there is nothing to wait for. Units: real ms. */
const patience = {usual: 6000, still: 500};

/** Runs a plan with real servers and processes, step by step. All is gone when it ends, however it ends. */
export async function* playLive(plan: LivePlan, spec: Spec, options: PlayOptions): AsyncGenerator<LiveStep, void> {
	const {lock} = plan;
	const waiting = new Map<number, () => void>();
	let fresh: Seen[] = [];
	let began = 0;
	let nextId = 1;
	/** By the events heard: who was granted the lock last, and has neither released it nor lost it. */
	let holder: string | null = null;
	let token: number | null = null;
	const note = (happening: Happening, at = mono()): void => {
		fresh.push({at, happening});
	};
	/** When the holder's time began, and how long it is. After an outage that is another matter. */
	let since = 0;
	let isMeasured = true;
	let lasts = 0;
	/** What each client has asked for last. Units: real ms. */
	const wanted = new Map<string, number>();
	const expiries: number[] = [];
	let endings = 0;
	let still = false;
	/** Something is cut off, stands still or is down: then an answer takes as long as it takes. */
	const troubles = new Set<string>();
	let resumedAt = 0;
	const believers = new Set<string>();
	/** When each client sent the release that it has no answer to yet. The next in line may hear of it sooner than itself. */
	const releasing = new Map<string, number>();
	/** The servers know the holder no more: its time is over, or they have forgotten it. A redlock has no moment at which it ends. */
	const ended = (asked: number): void => {
		if (holder === null || releasing.has(holder)) return;
		// Who stood still has not answered before it went on.
		const at = Math.max(asked, resumedAt);
		if (lock.kind === 'redlock' || at < since + lasts * early) observer.forget();
		else {
			note({kind: 'expired', lock: lock.name, client: holder, token: null}, at);
			if (isMeasured) {
				const late = at - since - lasts;
				expiries.push(late);
				lag.note(late - slack[lock.kind]);
			}
		}
		holder = null;
		endings += 1;
	};
	const heard = (client: string, message: FromClient): void => {
		if (message.kind === 'done') {
			waiting.get(message.id)?.();
			waiting.delete(message.id);
			return;
		}
		if (message.kind === 'heard' && client === holder) since = Math.max(since, message.at);
		if (message.kind !== 'event') return;
		const {happening, at} = message;
		const time = wanted.get(client) ?? pace.ttl;
		if (happening.kind === 'granted') {
			// The server has let go of the last grant before it made this one, whether or not it was asked in between.
			if (holder !== null && holder !== happening.client && !releasing.has(holder)) ended(at - 0.01);
			holder = happening.client;
			token = happening.token;
			since = at;
			lasts = time;
			isMeasured = true;
		}
		if (happening.kind === 'renewed' && happening.client === holder) {
			since = at;
			lasts = time;
		}
		if (happening.kind === 'believed') believers.add(happening.client);
		if (happening.kind === 'disbelieved') believers.delete(happening.client);
		if (happening.kind === 'released' && happening.client === holder) holder = null;
		fresh.push({at, happening, ...(options.sessions ? {} : {lasts: time})});
	};
	const stage = await openStage(plan, options.prefix, options, heard);
	const stopped = new Promise<void>((done) => {
		options.stop.addEventListener('abort', () => done(), {once: true});
		if (options.stop.aborted) done();
	});
	const slowness = options.isFixed ? 1 : stage.slowness * options.slower;
	const pace: Pace = {scale: options.scale / slowness, ttl: options.ttl * slowness};
	if (slowness > 1) {
		options.progress(`this machine is busy: the story takes ${slowness} times its time`);
		stage.setTtl(pace.ttl);
	}
	const observer = openObserver(spec, options.sessions ? null : pace.ttl);
	const gone = new AbortController();
	const lag = watchLag();
	const watch = watchHolder(
		stage,
		() => holder,
		ended,
		() => {
			if (options.on !== null) gone.abort();
		},
	);
	/** Ends when the run is stopped. Fails: when a server of somebody else's has not answered for long. */
	const stoppedOrGone = Promise.race([
		stopped,
		new Promise<void>((_, fail) => {
			gone.signal.addEventListener('abort', () => fail(new ServerGone('it does not answer any more')), {once: true});
		}),
	]);
	stoppedOrGone.catch(() => {});
	try {
		began = mono();
		const ahead = new Map<Step, Promise<void>>();
		for (const [index, step] of plan.steps.entries()) {
			if (options.stop.aborted) return;
			const before = observer.world();
			fresh = fresh.splice(0);
			lag.begin();
			observer.begin(step.statement.kind === 'do' ? step.statement.client : null);
			const work = doStep(step, index);
			const ends = options.resumes(step).map(async ({actor, after: time}) => {
				await after(time / pace.scale, undefined, {ref: false});
				await (actor === 'locks' ? atServer('locks', 'resume') : resume(actor));
			});
			await Promise.race([Promise.all([work, ...ends]), stoppedOrGone]);
			if (options.stop.aborted) return;
			await settle(step);
			// One clock for all processes of the machine: what they say is put in order by it.
			const seen = releasedFirst(fresh.splice(0), releasing)
				.sort((one, other) => one.at - other.at)
				.map((each): Seen => ({...each, at: each.at - began}));
			const moments = seen.flatMap((each) => observer.see(each));
			releasing.clear();
			yield {
				step,
				before,
				world: observer.world(),
				seen,
				moments,
				pace,
				expiries: expiries.splice(0),
				lag: lag.worst(),
			};
		}

		async function doStep(step: Step, index: number): Promise<void> {
			const {statement, text} = step;
			const early = ahead.get(step);
			if (early !== undefined) return early;
			switch (statement.kind) {
				case 'do':
					return operate(step, false);
				case 'pause': {
					const {client} = statement;
					const next = nextOwn(client, index);
					if (next === null) stage.person(client).signal('SIGSTOP');
					else ahead.set(next, operate(next, true));
					await stage.person(client).stopped();
					return note({kind: 'paused', client});
				}
				case 'resume':
					return resume(statement.client);
				case 'wait':
					options.progress(`waiting ${text.replace(/^wait\s+/i, '')}`);
					await Promise.race([after(statement.for / pace.scale, undefined, {ref: true}), stopped]);
					for (const server of stage.servers) server.sync();
					return;
				case 'expect':
					return;
				case 'wait-until-expiry': {
					options.progress('waiting until the lease ends');
					// The next in line may have the lock at once, so that nobody is ever seen without it.
					const before = endings;
					const limit = pace.ttl * 3 + 5000 * slowness;
					await Promise.race([
						until('the lease ends', () => holder === null || endings > before, {limit, every: 2}),
						stopped,
					]);
					return;
				}
				case 'cut':
				case 'heal':
					for (const name of statement.to) {
						const place = `${statement.from} ${name}`;
						if (statement.kind === 'cut') troubles.add(place);
						else troubles.delete(place);
						const {toLock, toStore} = stage.person(statement.from);
						const routes = name === 'locks' ? toLock : [toStore.get(name) ?? toLock[Number(name.slice(1)) - 1]];
						for (const route of routes) route?.[statement.kind]();
					}
					return note({kind: statement.kind === 'cut' ? 'cut' : 'healed', from: statement.from, to: statement.to});
				case 'crash':
				case 'restart':
					return plan.clients.includes(statement.actor)
						? atClient(statement.actor, statement.kind)
						: atServer(statement.actor, statement.kind);
				case 'revoke':
				case 'delete':
					return revoke(statement.kind);
				case 'kill':
					return atServer('locks', 'kill');
				case 'stall':
					return atServer('locks', 'pause');
				case 'unstall':
					return atServer('locks', 'resume');
				default:
					throw new Error(`not for a live run: ${statement.kind}`);
			}
		}

		/** The step that A takes right after it resumes, if nobody does anything in between: the pause lies exactly before it. */
		function nextOwn(client: string, index: number): Step | null {
			const resumed = plan.steps.findIndex(
				(step, at) =>
					at > index &&
					((step.statement.kind === 'resume' && step.statement.client === client) ||
						options.resumes(step).some(({actor}) => actor === client)),
			);
			const at = plan.steps[resumed];
			const next = plan.steps[resumed + 1];
			if (at === undefined || next?.statement.kind !== 'do' || next.statement.client !== client) return null;
			return at.statement.kind === 'resume' || options.resumes(at).some(({actor, isLast}) => actor === client && isLast)
				? next
				: null;
		}

		function resume(client: string): void {
			note({kind: 'resumed', client});
			stage.person(client).signal('SIGCONT');
		}

		/** What an operator does. Who stands in line may have the lock before this has ended. */
		async function revoke(how: 'revoke' | 'delete'): Promise<void> {
			const from = holder;
			holder = null;
			if (from !== null) note({kind: 'revoked', lock: lock.name, client: from, token});
			// The record of a key of Redis is its counter too; elsewhere the numbers stay.
			await (how === 'delete' && lock.kind === 'redis' ? stage.truth.clear() : stage.truth.revoke());
		}

		async function operate({statement}: Step, stopFirst: boolean): Promise<void> {
			if (statement.kind !== 'do') return;
			const {client, operation} = statement;
			const id = nextId++;
			const ttl = 'ttl' in operation && operation.ttl !== null ? Math.round(operation.ttl / pace.scale) : pace.ttl;
			if (operation.kind === 'acquire' || operation.kind === 'renew') wanted.set(client, ttl);
			const within = 'within' in operation && operation.within !== undefined ? operation.within / pace.scale : null;
			const sent = mono();
			if (operation.kind === 'release') releasing.set(client, sent);
			const answered = new Promise<void>((done) => waiting.set(id, done));
			stage.person(client).send({kind: 'do', id, operation, ttl, within, stopFirst});
			if (stopFirst) return answered;
			const inTime = await Promise.race([
				answered.then(() => true),
				after((still ? patience.still : patience.usual) * slowness, false, {ref: false}),
			]);
			if (!inTime) note({kind: 'unknown', client, what: operation.kind});
			else if (troubles.size === 0) lag.note(mono() - sent - usualAnswer);
		}

		async function atClient(client: string, what: 'crash' | 'restart'): Promise<void> {
			const person = stage.person(client);
			if (what === 'crash') {
				person.signal('SIGKILL');
				await person.gone();
				note({kind: 'crashed', actor: client, client});
				if (believers.delete(client)) note({kind: 'disbelieved', client, lock: lock.name});
				return;
			}
			await person.begin();
			note({kind: 'restarted', actor: client, client});
		}

		async function atServer(actor: string, verb: 'crash' | 'kill' | 'restart' | 'pause' | 'resume'): Promise<void> {
			const servers = /^n\d$/.test(actor) ? stage.servers.slice(Number(actor.slice(1)) - 1).slice(0, 1) : stage.servers;
			if (servers.length === 0) throw new Error(`no server for ${actor}`);
			const all = (act: (server: Server) => void | Promise<void>) => Promise.all(servers.map(act));
			isMeasured = false;
			if (verb === 'restart' || verb === 'resume') troubles.delete(actor);
			else troubles.add(actor);
			switch (verb) {
				case 'crash':
					await all((server) => server.losePower());
					return note({kind: 'crashed', actor});
				case 'kill':
					await all((server) => server.kill());
					return note({kind: 'crashed', actor});
				case 'restart':
					await all((server) => server.start());
					return note({kind: 'restarted', actor});
				case 'pause':
					still = true;
					await all((server) => server.pause());
					return note({kind: 'paused', actor: 'locks'});
				case 'resume':
					still = false;
					resumedAt = mono();
					note({kind: 'resumed', actor: 'locks'}, resumedAt);
					resumedAt += 0.01;
					await all((server) => server.resume());
			}
		}

		/** Waits for what the simulator says happens here. What does not come in time has not happened. */
		async function settle(step: Step): Promise<void> {
			const wanted = options.expected(step).map(keyOf);
			const all = () => {
				const found = fresh.map(({happening}) => keyOf(happening));
				return wanted.every((key) => found.includes(key));
			};
			const limit = step.statement.kind.startsWith('wait')
				? settling.wait * slowness
				: Math.min(settling.other * slowness, pace.ttl / 4);
			await Promise.race([until('what the simulator says', all, {limit, every: 3}).catch(() => {}), stopped]);
		}
	} finally {
		lag.stop();
		watch.stop();
		await stage.close();
	}
}

/** How much later than its time each system may end a lease, and say so to who asks. Units: real ms. */
const slack: Readonly<Record<LiveLock, number>> = {redis: 120, redlock: 120, etcd: 550, zookeeper: 250, postgres: 40};

/** An answer within this time says nothing of the machine. Units: real ms. */
const usualAnswer = 60;

/** How late this process is woken, and what else is told it of waits that only a busy machine explains. */
function watchLag() {
	const every = 10;
	let worst = 0;
	let due = mono() + every;
	const timer = setInterval(() => {
		worst = Math.max(worst, mono() - due);
		due = mono() + every;
	}, every);
	return {
		begin: () => {
			worst = 0;
		},
		note: (late: number) => {
			worst = Math.max(worst, late);
		},
		worst: () => Math.max(worst, mono() - due),
		stop: () => clearInterval(timer),
	};
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

/** Thrown where a server of somebody else's was there and is no more. The message is for the user. */
export class ServerGone extends Error {}

/** A server that does not answer for so long is gone. Units: real ms. */
const goneAfter = 4000;

/** Asks the servers again and again who holds the lock, and tells when the holder's time is over there, or when nobody has answered for long. */
function watchHolder(
	stage: Stage,
	holder: () => string | null,
	ended: (at: number) => void,
	silent: () => void,
): {readonly stop: () => void} {
	let going = true;
	const every = 5;
	let answered = mono();
	void (async () => {
		while (going) {
			const known = holder();
			const asked = mono();
			const now = await answerWithin(500, stage.truth.holder());
			if (now !== undefined) answered = mono();
			else if (mono() - answered > goneAfter) silent();
			// An answer about a holder that has changed since it was asked says nothing.
			if (going && known !== null && now !== undefined && now !== known && holder() === known) {
				// Its own release may be on its way to us.
				await after(25, undefined, {ref: false});
				if (holder() === known) ended(asked);
			}
			await after(every, undefined, {ref: false});
		}
	})();
	return {
		stop: () => {
			going = false;
		},
	};
}
