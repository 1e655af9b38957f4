import {parseScript, type Script} from '../../language/parse.js';
import {visible} from '../../language/visible.js';
import {addressOfUrl, type NamedServer} from '../../live/address-of-url.js';
import {messageOf, NotInTime} from '../../live/clock.js';
import {systemIsHere} from '../../live/server/is-here.js';
import type {ForeignClient, LiveLock} from '../../live/story/cast.js';
import {comparableOf, type Difference, lateExpiry, openComparison, type Row} from '../../live/story/compare.js';
import type {Pace, Resume} from '../../live/story/live-run.js';
import type {Seen} from '../../live/story/observed.js';
import {type LivePlan, planLive, type Step, serversOf} from '../../live/story/plan.js';
import {playLive} from '../../live/story/play.js';
import {howToGet, NoServer, newPrefix} from '../../live/story/stage.js';
import {ServerGone} from '../../live/story/watches.js';
import {explainFact} from '../../narrate/fact.js';
import type {Event} from '../../sim/event.js';
import type {Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {ttlOf} from '../../sim/lock/registry.js';
import {belief, inFlight} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {codeOfSignal} from '../die-of.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';
import {jsonLine} from '../json-line.js';
import {loadScript} from '../run/load-script.js';
import {type Entry, play} from '../run/play.js';
import {openPrinter} from '../run/printer.js';
import {liveClientCommand} from './client-command.js';
import {foreignClient, foreignClients} from './foreign-client.js';
import {clientStory, lessonStory} from './lesson-story.js';
import {mayWrite} from './may-write.js';
import {rowLines} from './rows.js';
import {withSignals} from './with-signals.js';

/** What was typed after `live`. */
export type LiveOptions = {
	readonly lesson: string | undefined;
	readonly client: string | undefined;
	readonly on: readonly string[];
	readonly yes: boolean;
	readonly stores: string | undefined;
	readonly json: boolean;
	readonly diagram: boolean;
	readonly scale: number | undefined;
};

type StepEntry = Extract<Entry, {kind: 'step'}>;

/** The exit code after a script has run on real servers and real processes, and the real run was told and compared with the simulated one. */
export async function runLive(typed: string | null, options: LiveOptions, io: Io): Promise<number> {
	const {file, script} = await scriptOf(typed, options, io);
	if (script === null) return exitCode.unusable;
	const servers = options.on.map((url) => addressOfUrl(url, io.env));
	for (const server of servers) if (typeof server === 'string') throw new UnusableInput(server);
	const on = servers.filter((server) => typeof server !== 'string');
	const client = foreignClients.find((name) => name === options.client);
	const plan = planLive(script, {
		ours: on.length === 0,
		...(client === undefined ? {} : {client}),
		...(await whyNoTransactions(options, on)),
	});
	if (!('steps' in plan)) {
		for (const {sentence, ...place} of plan) io.stderr.write(placed({file, ...place}, sentence));
		return exitCode.unusable;
	}
	const simulated = simulate(file, script, io);
	if (simulated === null) return exitCode.unusable;
	const isFixed = options.scale !== undefined;
	const {scale, ttl} = paceOf(plan, simulated.spec, options.scale, on, client);
	const foreign = client === undefined ? null : await foreignClient(client, io);
	if (foreign !== null) io.stderr.write(`The clients are ${foreign.shown}.\n`);
	const prefix = newPrefix();
	if (on.length > 0 && !(await mayWrite(on, prefix, {...options, until: 'and removes them afterwards'}, io)))
		return exitCode.unusable;
	return await withSignals((stop) =>
		untilInTime(file, plan, simulated, {...options, scale, ttl, isFixed, foreign, servers: on, prefix, stop}, io),
	);
}

/** Why no store with transactions can be had: Redis has none, and PostgreSQL is not here. */
async function whyNoTransactions(
	{stores}: LiveOptions,
	on: readonly NamedServer[],
): Promise<{readonly noTransactions?: string}> {
	if (stores === 'redis')
		return {
			noTransactions: 'A store with transactions is a table of PostgreSQL; Redis has none. Leave out --stores redis.',
		};
	if (on.some(({locks}) => locks.includes('postgres')) || (await systemIsHere('postgres'))) return {};
	return {noTransactions: `A store with transactions needs ${howToGet.postgres}`};
}

/** The script of a file or a lesson; null, and told, where the file has none. Fails: with UnusableInput where none or both are named. */
async function scriptOf(
	typed: string | null,
	{lesson, client, json}: LiveOptions,
	io: Io,
): Promise<{readonly file: string; readonly script: Script | null}> {
	if (lesson === undefined) {
		if (typed === null && client !== undefined) return storyScript(await clientStory(client));
		if (typed === null)
			throw new UnusableInput(
				'Name a script, or a lesson. Type: fence-tutor live FILE, or: fence-tutor live --lesson ID',
			);
		return {file: typed, script: await loadScript(typed, json, io)};
	}
	if (typed !== null) throw new UnusableInput('Name a script or a lesson, not both.');
	return storyScript(await lessonStory(lesson));
}

function storyScript({file, text}: {readonly file: string; readonly text: string}) {
	return {file, script: parseScript(text)};
}

/** `comparable`: by the place of its statement, what can be seen of a real run too. */
type Simulated = {
	readonly spec: World['spec'];
	readonly comparable: ReadonlyMap<string, readonly Seen[]>;
	readonly entries: readonly Entry[];
	/** By the place of a statement: the pauses with a length that end while it is done. */
	readonly resumes: ReadonlyMap<string, readonly Resume[]>;
	/** The places of expectations that do not hold in the simulator either. */
	readonly failed: ReadonlySet<string>;
};

/** The same script in the simulator. Null, and told, where it refuses a line. Messages take a moment there too, so that what happens meanwhile has its place. */
function simulate(file: string, script: Parameters<typeof play>[1], io: Io): Simulated | null {
	const entries = [...play(file, withLatency(file, script))];
	const refused = entries.filter((entry) => entry.kind === 'refusal');
	for (const entry of refused) io.stderr.write(placed(entry, entry.sentence));
	const end = entries.find((entry) => entry.kind === 'end');
	if (refused.length > 0 || end === undefined) return null;
	const steps = entries.filter((entry) => entry.kind === 'step');
	const typed = script.statements.filter(({statement}) => ['resume', 'unstall'].includes(statement.kind));
	const byHand = new Set(typed.map(placeKey));
	return {
		spec: end.world.spec,
		comparable: byPlace(steps, comparableIn),
		entries: entries.filter((entry) => !('line' in entry) || entry.line > 0),
		resumes: byPlace(steps, (step) => (byHand.has(placeKey(step)) ? [] : resumesIn(step))),
		failed: new Set(
			entries.flatMap((entry) => (entry.kind === 'expect' && entry.why !== null ? [placeKey(entry)] : [])),
		),
	};
}

/** The script with a latency, unless it has one, and with a moment after each statement that would end before its messages have arrived. */
function withLatency(file: string, script: Script): Script {
	if (script.statements.some(({statement}) => statement.kind === 'latency')) return script;
	const first = {statement: {kind: 'latency', latency: 1}, text: 'latency 1ms', line: 0, column: 0} as const;
	const late = {...script, statements: [first, ...script.statements]};
	const early = [...play(file, late)].flatMap((entry) =>
		entry.kind === 'step' && arrivesSoon(entry.world) ? [placeKey(entry)] : [],
	);
	const moment = {kind: 'wait', for: 2} as const;
	return {
		...late,
		statements: late.statements.flatMap((each) =>
			early.includes(placeKey(each)) ? [each, {...each, statement: moment, text: 'wait 2ms'}] : [each],
		),
	};
}

function arrivesSoon(world: World): boolean {
	return inFlight(world).some(({due}) => due !== null && due <= world.now + 2);
}

/** What each step has, by the place of its statement. */
function byPlace<T>(
	steps: readonly StepEntry[],
	listOf: (step: StepEntry) => readonly T[],
): ReadonlyMap<string, readonly T[]> {
	const found = new Map<string, readonly T[]>();
	for (const step of steps) found.set(placeKey(step), [...(found.get(placeKey(step)) ?? []), ...listOf(step)]);
	return found;
}

function comparableIn({events, before}: StepEntry): readonly Seen[] {
	const believers = before.spec.clients.filter(({name}) =>
		before.spec.locks.some((lock) => belief(before, name, lock.name) !== null),
	);
	const chosen = new Set(comparableOf(events, new Set(believers.map(({name}) => name))));
	return events.flatMap((event) => (chosen.has(event) ? [{at: event.at, happening: event}] : []));
}

/** The pauses that end by themselves in a step. */
function resumesIn({events, before, world}: StepEntry): readonly Resume[] {
	return events.flatMap((event) =>
		event.kind === 'resumed'
			? [
					{
						actor: 'client' in event ? event.client : event.actor,
						after: event.at - before.now,
						isLast: event.at === world.now,
					},
				]
			: [],
	);
}

function placeKey({line, column}: {readonly line: number; readonly column: number}): string {
	return `${line}:${column}`;
}

type Run = LiveOptions & {
	readonly scale: number;
	readonly ttl: number;
	readonly isFixed: boolean;
	readonly foreign: ForeignClient | null;
	readonly servers: readonly NamedServer[];
	readonly prefix: string;
	readonly stop: AbortSignal;
};

/** How often a story is told at the most where this machine is too busy for it. */
const mostTries = 3;

/**
 * The exit code after a story was told, again and slower where this machine kept it waiting and it came out otherwise than in the simulator: that says nothing of the servers.
 * What goes to a pipe or a file is the last try alone; on a terminal each is seen as it goes.
 */
async function untilInTime(file: string, plan: LivePlan, simulated: Simulated, run: Run, io: Io): Promise<number> {
	const isWatched = 'isTTY' in io.stdout && io.stdout.isTTY === true;
	for (let tries = 1; ; tries++) {
		const held: string[] = [];
		const stdout = isWatched ? io.stdout : {write: (text: string) => held.push(text)};
		const flush = (): void => {
			for (const text of held) io.stdout.write(text);
		};
		const {code, lateness} = await tell(file, plan, simulated, {...run, tries}, {...io, stdout}).catch(
			(error: unknown) => {
				flush();
				throw error;
			},
		);
		if (lateness === null || tries === mostTries || run.stop.aborted) {
			flush();
			return code;
		}
		io.stderr.write(`... ${latenessSentence(lateness)} Once more${run.isFixed ? '' : ', and slower'}\n`);
		if (isWatched) io.stdout.write('\n');
	}
}

/** Where this machine kept a story waiting the longest. Units: `lag` in real ms. */
type Lateness = {readonly line: number; readonly lag: number};

function latenessSentence({line, lag}: Lateness): string {
	return `This machine was ${Math.round(lag)} ms late at line ${line}, too late for this story.`;
}

/** `lateness`: where it came out otherwise than in the simulator and the machine may be why; else null. */
type Told = {readonly code: number; readonly lateness: Lateness | null};

async function tell(
	file: string,
	plan: LivePlan,
	simulated: Simulated,
	run: Run & {readonly tries: number},
	io: Io,
): Promise<Told> {
	const printer = openPrinter(null, {json: run.json, diagram: run.diagram, quiet: false}, io);
	const simulatedOf = (step: Step): readonly Seen[] => simulated.comparable.get(placeKey(step)) ?? [];
	const comparison = openComparison(countsAsSimulated(plan.lock));
	const late: Difference[] = [];
	const violations: Extract<Event, {kind: 'violated'}>[] = [];
	const count = {held: 0, failed: 0, refused: 0};
	const interrupted: Told = {code: codeOfSignal('SIGINT'), lateness: null};
	let isOtherwise = false;
	let worst: Lateness = {line: 0, lag: 0};
	let world: World | null = null;
	let pace: Pace = run;
	let line = 0;
	if (run.diagram && !run.json) io.stdout.write('The real run:\n');
	try {
		const steps = playLive(plan, simulated.spec, {
			ttl: run.ttl,
			scale: run.scale,
			isFixed: run.isFixed,
			slower: run.tries,
			sessions: plan.lock !== null && ['etcd', 'zookeeper'].includes(plan.lock.kind),
			on: run.servers.length === 0 ? null : run.servers.map(({address}) => address),
			foreign: run.foreign,
			stores: run.stores === 'postgres' || run.stores === 'redis' ? run.stores : null,
			prefix: run.prefix,
			clientCommand: liveClientCommand(),
			expected: (step) => simulatedOf(step).map(({happening}) => happening),
			resumes: (step) => simulated.resumes.get(placeKey(step)) ?? [],
			progress: (text) => io.stderr.write(`... ${text}\n`),
			stop: run.stop,
		});
		for await (const {step, before, world: after, seen, moments, pace: now, expiries, lag} of steps) {
			world = after;
			pace = now;
			const {statement, text, column} = step;
			line = step.line;
			if (lag > worst.lag) worst = {line, lag};
			const place = {file, line, column};
			if (statement.kind === 'expect') {
				const fact = inRealTime(statement.fact, pace.scale);
				const why = evaluate(after, fact) ? null : explainFact(after, fact);
				count[why === null ? 'held' : 'failed'] += 1;
				if (why !== null && !simulated.failed.has(placeKey(step))) isOtherwise = true;
				await printer.print({kind: 'expect', ...place, input: text, fact: text.replace(/^expect\s+/i, ''), why});
				await printer.close();
				continue;
			}
			const events = moments.map(({event}) => event);
			violations.push(...events.filter((event) => event.kind === 'violated'));
			await printer.print({
				kind: 'step',
				...place,
				input: text,
				before,
				world: after,
				moments,
				remarks: [],
				events,
				stopped: null,
			});
			await printer.close();
			comparison.add(line, text, simulatedOf(step), seen);
			const {lock} = plan;
			if (lock !== null) late.push(...expiries.flatMap((each) => lateExpiry(lock.kind, line, each) ?? []));
		}
	} catch (error) {
		if (run.stop.aborted) return interrupted;
		if (error instanceof ServerGone)
			throw new UnusableInput(
				`${run.servers.map(({shown}) => shown).join(', ')}: ${messageOf(error)}, and the story ends after line ${line}. What it wrote there begins with ${run.prefix}, and is removed if the server is back within a minute.`,
			);
		if (error instanceof NotInTime && worst.lag > leastLag && run.tries < mostTries)
			return {code: exitCode.unusable, lateness: worst};
		if (error instanceof NotInTime)
			throw new UnusableInput(`The live run does not get on: ${visible(messageOf(error))}. Nothing of it is left.`);
		if (!(error instanceof NoServer) && run.servers.length === 0) throw error;
		throw new UnusableInput(visible([...run.servers.map(({shown}) => shown), messageOf(error)].join(': ')));
	}
	if (run.stop.aborted || world === null) return interrupted;
	await printer.print({kind: 'end', file, world, violations, count});
	await printer.close();
	const {rows, differences} = comparison.finish();
	const isLate = worst.lag > Math.max(leastLag, pace.ttl / 10) && (isOtherwise || differences.length > 0);
	const all = [...(isLate ? [] : differences), ...late].sort((one, other) => one.line - other.line);
	await tellComparison(file, rows, all, isLate ? worst : null, simulated, {...run, ...pace}, io);
	const failed = count.failed > 0 ? exitCode.failed : exitCode.fine;
	return isLate ? {code: isOtherwise ? exitCode.gaveUp : failed, lateness: worst} : {code: failed, lateness: null};
}

/** A machine that is late by less disturbs no story. Units: real ms. */
const leastLag = 40;

/** Whether the tokens of a real lock count one by one from where the simulator's do: a revision or a sequence leaves gaps. */
function countsAsSimulated(lock: LivePlan['lock']): boolean {
	if (lock === null) return true;
	const {kind, options} = lock;
	return kind === 'redis' || (kind === 'postgres' && options['token'] !== 'sequence');
}

async function tellComparison(
	file: string,
	rows: readonly Row[],
	differences: readonly Difference[],
	lateness: Lateness | null,
	simulated: Simulated,
	run: Run & {readonly tries: number},
	io: Io,
): Promise<void> {
	if (run.json) {
		for (const {line, says} of differences) io.stdout.write(jsonLine({type: 'difference', file, line, says}));
		io.stdout.write(
			jsonLine({
				type: 'live',
				file,
				scale: run.scale,
				differences: differences.length,
				tries: run.tries,
				late: lateness === null ? null : {line: lateness.line, ms: Math.round(lateness.lag)},
			}),
		);
		return;
	}
	if (run.diagram) {
		io.stdout.write('\nThe simulated run:\n');
		const {drawn} = await import('../run/diagram.js');
		const history = simulated.entries.flatMap((entry) =>
			entry.kind === 'step' ? [{input: entry.input, moments: entry.moments, events: entry.events}] : [],
		);
		io.stdout.write(await drawn(history, simulated.spec, io.columns, io.look.ascii));
	}
	io.stdout.write(
		`\nReal beside simulated (${Number(run.scale.toFixed(2))} virtual seconds in a real one):\n${rowLines(rows)}\n`,
	);
	if (lateness !== null)
		io.stdout.write(
			`${latenessSentence(lateness)} What came out otherwise is not said of the servers. Try again when it has less to do.\n`,
		);
	else if (differences.length === 0) io.stdout.write('The real run did what the simulator says, in the same order.\n');
	for (const {line, says} of differences) io.stdout.write(`Line ${line}: ${visible(says)}\n`);
}

/** A fact with its virtual times as they really pass. */
function inRealTime(fact: Fact, scale: number): Fact {
	switch (fact.kind) {
		case 'not':
			return {...fact, fact: inRealTime(fact.fact, scale)};
		case 'and':
		case 'or':
			return {...fact, left: inRealTime(fact.left, scale), right: inRealTime(fact.right, scale)};
		case 'time':
			return {...fact, value: fact.value / scale};
		default:
			return fact;
	}
}

/** How fast time passes where nobody says so. A ZooKeeper that was not started here keeps a session for two of its ticks at least, which are 2 s each unless it is told otherwise. */
function usualScale(kind: LiveLock | undefined, virtual: number, isElsewhere: boolean): number {
	if (kind === 'zookeeper' && isElsewhere) return virtual / 4000;
	if (kind === 'etcd' || kind === 'zookeeper') return virtual / 2000;
	return kind === 'redlock' ? 5 : 10;
}

/** How fast time passes, and how long a grant lasts then. Fails: where the server does not permit it. Units: `ttl` in real ms. */
function paceOf(
	plan: LivePlan,
	spec: World['spec'],
	wanted: number | undefined,
	servers: readonly NamedServer[],
	foreign: string | undefined,
): {readonly scale: number; readonly ttl: number} {
	const {lock} = plan;
	const virtual = spec.locks[0] === undefined ? 10_000 : ttlOf(spec.locks[0].service);
	if (wanted !== undefined && !(wanted > 0))
		throw new UnusableInput('--scale takes a number above 0, for example: --scale 10');
	const wrong = servers.find((server) => !server.locks.includes(lock?.kind ?? 'postgres'));
	if (wrong !== undefined)
		throw new UnusableInput(
			lock === null
				? `A store with transactions cannot be kept on ${wrong.shown}; it needs a PostgreSQL.`
				: `A ${lock.kind} lock cannot run on ${wrong.shown}; there runs a lock of kind ${wrong.locks[0]}.`,
		);
	const encrypted = servers.find(({address}) => address.encryptedFor !== undefined);
	if (foreign !== undefined && encrypted !== undefined)
		throw new UnusableInput(`--client ${foreign} goes unencrypted here, and ${encrypted.shown} does not.`);
	const nodes = serversOf(plan);
	const twice = servers.find(({shown}, index) => servers.findIndex((other) => other.shown === shown) !== index);
	if (twice !== undefined) throw new UnusableInput(`--on names ${twice.shown} twice.`);
	if (servers.length > 0 && servers.length !== nodes)
		throw new UnusableInput(
			nodes === 1
				? `${lock === null ? 'A store' : `A ${lock.kind} lock`} has one server. Give --on once.`
				: `This redlock has ${nodes} nodes, and --on names ${servers.length === 1 ? 'one server' : `${servers.length} servers`}. Give one --on for each node.`,
		);
	const idle = Math.min(...plan.stores.map((store) => store.idle ?? Number.POSITIVE_INFINITY));
	const usual = usualScale(lock?.kind, virtual, servers.length > 0);
	const mayBeSlower = lock?.kind !== 'etcd' && lock?.kind !== 'zookeeper';
	const scale = wanted ?? (mayBeSlower ? Math.min(usual, Math.max(1, idle / 1000)) : usual);
	const ttl = virtual / scale;
	if (idle / scale < shortest)
		throw new UnusableInput(
			`At this --scale a transaction may be silent for ${Math.round(idle / scale)} ms, and no machine is exact enough for that. Take ${Math.max(1, Math.floor(idle / 1000))} or less.`,
		);
	if (lock !== null && ttl < shortest)
		throw new UnusableInput(
			`At this --scale a grant lasts ${Math.round(ttl)} ms, and no server is exact enough for that. Take ${Math.max(1, Math.floor(virtual / 1000))} or less.`,
		);
	if (lock?.kind === 'etcd' && (ttl < 1000 || ttl % 1000 !== 0))
		throw new UnusableInput(
			`etcd counts whole seconds: with ttl ${virtual / 1000}s take --scale ${virtual / 1000} or a part of it, so that a grant lasts 1 s, 2 s or more.`,
		);
	// A Redis counts whole milliseconds, and refuses parts of one.
	return {scale, ttl: Math.round(ttl)};
}

/** A grant that is shorter than this ends before a busy machine notices. Units: real ms. */
const shortest = 400;
