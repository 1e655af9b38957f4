import {applyToParts} from '../explore/apply-to-parts.js';
import {bareLocal} from '../explore/bare.js';
import {clockFaults, type Deed, linkFaults, rateFaults, spent, stoppages} from '../explore/client-moves.js';
import {worldDeliverOwed} from '../explore/deliver-owed.js';
import {createInterner} from '../explore/engine/interner.js';
import type {Clock, DeliverOwed, Goal, Model, Next} from '../explore/engine/model.js';
import {heldReply} from '../explore/held-reply.js';
import {firstNumbers} from '../explore/numbering.js';
import type {LocalPart, Setting, SharedPart} from '../explore/parts.js';
import {passWhole} from '../explore/pass-whole.js';
import {rebaseLocal} from '../explore/rebase.js';
import {hasServerFaults, serviceMoves} from '../explore/service-moves.js';
import {worldClock} from '../explore/world-clock.js';
import {firstShared, settingOf} from '../explore/world-model.js';
import {worldOf} from '../explore/world-of.js';
import {refusalSentence} from '../narrate/refusal.js';
import {addressOperation} from '../sim/address.js';
import {at, type ClientStep} from '../sim/client-step.js';
import {monotonic} from '../sim/clock.js';
import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import {arrive as arriveAt, duplicate} from '../sim/network.js';
import {operate, refusalOfOperation} from '../sim/operate.js';
import {catchUp, crash, restart} from '../sim/process.js';
import {type MessageOptions, type Operation, plain} from '../sim/statement.js';
import {forever, type Instant} from '../sim/time.js';
import type {World} from '../sim/world.js';
import {answerOf, noAnswerTo, servedAnswer} from './answer.js';
import {type Ask, type AskKind, type Standing, Unusable} from './ask.js';
import type {ClientTable, Needs} from './client-table.js';
import {keyOf, operationOf, positionOfLock} from './operation.js';

/** A client's part of a state: what the simulator keeps of it, where its code stands, and how long each of its sleeps and of its limited waits still lasts, by the number of the ask. Units: ms. */
export type CodedPart = {
	readonly local: LocalPart;
	/** A node of the table; `over` for every client that has ended, since how it did makes no difference any more. */
	readonly node: number;
	readonly wakes: Readonly<Record<string, number>>;
	/** Its wall clock minus true time, while the code may still look at it; else 0. Units: ms. */
	readonly skew: number;
	/** What of its asks is in the network. Order: of its messages in flight. */
	readonly out: readonly Travelling[];
};

/** Which ask a message is of, null where nothing waits for it any more, and what its answer says once the ask has been served, as JSON. */
type Travelling = {readonly ask: number | null; readonly answer: string | null};

/** What a client does in one move. `operation` is null where the simulator takes no part in it. */
type CodedDeed =
	| {readonly kind: 'ask'; readonly ask: Ask; readonly operation: Operation | null}
	/** A message of the ask arrives, or gets a second copy. */
	| {readonly kind: 'message'; readonly ask: Ask | null; readonly done: Deed}
	| {readonly kind: 'crash'}
	/** What befalls the client whatever it runs. */
	| {readonly kind: 'befalls'; readonly done: Deed};

/** `told`: where its code stands once it has heard an answer or begun anew; absent where it is told nothing. */
export type CodedMove = Next<SharedPart, CodedPart> & {readonly deed: CodedDeed; readonly told?: number};

/** The third model of the engine, beside programs in the language and the yardstick of its tests: clients that run code. */
export type CodedModel = {
	readonly setting: Setting;
	readonly model: Model<SharedPart, CodedPart>;
	readonly goal: Goal<SharedPart, CodedPart>;
	/** Every move of one client, with what it does. */
	readonly moves: (client: number, part: CodedPart, shared: SharedPart) => readonly CodedMove[];
	/** What a client prints at a node of the table, before it asks anything that has to be answered by others. */
	readonly saidAt: (client: number, node: number) => readonly string[];
};

const over = -1;

/**
 * The model of every schedule of clients that all run the code of a table, in a world, as far as a fact asks.
 * `exchange`: states that differ by an exchange of a redlock's nodes are one state.
 */
export function codedModel(world: World, fact: Fact, table: ClientTable, needs: Needs, exchange = true): CodedModel {
	const prepared = settingOf(world, fact, exchange, !needs.names);
	const footprint = needs.clock ? {...prepared.setting.footprint, time: clockStops} : prepared.setting.footprint;
	const longest = Math.max(prepared.setting.longest, longestAsked);
	// Code may do with a token what it will.
	const setting: Setting = {...prepared.setting, footprint, longest, numbersAsked: true};
	const {spec, numbering, order, standIns} = setting;
	const shared = firstShared(setting, world);
	const serversMove = hasServerFaults(spec.faults) || serviceMoves(setting, shared).length > 0;
	/** Per shared part and ask, what it comes to. */
	const serves = new WeakMap<SharedPart, Map<string, Served>>();
	let kept = 0;
	const simulatedParts = createInterner<LocalPart>(() => {});
	const texts = new WeakMap<Ask, string>();
	const locals = order.map((client) => {
		const known = rebaseLocal(at(world.locals, client), world.now, setting.longest);
		const local = bareLocal(setting, firstNumbers(numbering, known));
		const {wallOffset} = at(world.locals, client);
		return arrive({local, node: 0, wakes: {}, skew: needs.clock ? wallOffset : 0, out: []}, 0, client);
	});
	return {
		setting,
		moves,
		saidAt,
		goal: {
			shared: (part) => (footprint.locals ? null : evaluate(worldOf(setting, part, [], part.now), fact)),
			whole: (part, parts) => evaluate(worldOf(setting, part, parts.map(simulated), part.now), fact),
		},
		model: {
			shared,
			locals,
			sorts: prepared.sorts,
			step: (sort, part, sharedPart) => moves(at(standIns, sort), part, sharedPart),
			surroundings: (part) => (serversMove ? serviceMoves(setting, part, true).map((move) => move.shared) : []),
			clock: codedClock(setting, world, needs, hear),
			deliverOwed: codedDeliverOwed(setting, hear),
			outlast: null,
		},
	};

	function moves(client: number, part: CodedPart, sharedPart: SharedPart): readonly CodedMove[] {
		const place = {setting, client, local: part.local, shared: sharedPart};
		const isUp = part.local.process === 'running';
		return [
			...(part.node === over || !isUp ? [] : asksServed(client, part, sharedPart)),
			...messages(client, part, sharedPart),
			...[
				...stoppages(place),
				...linkFaults(place),
				...rateFaults(place),
				...(needs.clock && part.node !== over ? clockFaults(place, true) : []),
			].map(({deed, shared: after, local}): CodedMove => {
				const skew = deed.kind === 'clock' ? part.skew + deed.by : part.skew;
				return {
					deed: {kind: 'befalls', done: deed},
					outside: true,
					shared: after,
					local: hear(client, part, {...part, local, skew}, after.now),
				};
			}),
		];
	}

	function asksServed(client: number, part: CodedPart, sharedPart: SharedPart): readonly CodedMove[] {
		const {pending} = table.standing(part.node);
		const atOnce = pending.find(({sync}) => sync === true);
		const free = pending.filter(({id}) => part.out.every((each) => each.ask !== id));
		const asks = atOnce === undefined ? free : [atOnce];
		const sent = asks.filter(({kind}) => isSent(kind));
		const {left} = sharedPart;
		const lossy = left.lose > 0 ? spent(sharedPart, 'lose') : null;
		return [
			...asks.flatMap((ask) => serve(client, part, sharedPart, ask, plain)),
			...(lossy === null
				? []
				: sent
						.filter(({kind}) => kind !== 'acquire')
						.flatMap((ask) => losses.flatMap((message) => serve(client, part, lossy, ask, message)))),
			...sent.flatMap((ask) => travels(client, part, sharedPart, ask)),
			...(left.crash > 0 ? [crashed(client, part, sharedPart)] : []),
		];
	}

	/** The moves in which the request of an ask stays in the network, or its answer does. */
	function travels(client: number, part: CodedPart, sharedPart: SharedPart, ask: Ask): readonly CodedMove[] {
		const {left} = sharedPart;
		const kind = ask.kind === 'write' ? 'delay' : 'late';
		return [
			...(left[kind] > 0 ? serve(client, part, spent(sharedPart, kind), ask, {held: true}) : []),
			...(left.late > 0 ? serve(client, part, spent(sharedPart, 'late'), ask, {replyDelayed: heldReply}) : []),
		];
	}

	/** What is in the network arrives, at any moment, and where the budget allows it twice. */
	function messages(client: number, part: CodedPart, sharedPart: SharedPart): readonly CodedMove[] {
		return part.out.flatMap(({ask: id, answer: known}, position): readonly CodedMove[] => {
			const ask = id === null || part.node === over ? null : askOf(part.node, id);
			const isReply = part.local.flight[position]?.kind === 'reply';
			const others = part.out.filter((_, index) => index !== position);
			let answer: object | null = null;
			const after = applyToParts({setting, client, local: part.local, shared: sharedPart}, (step) => {
				const done = arriveAt(hearingAll(step), position);
				// Where the request came to nobody, there will be no answer.
				const reports = done.reports.map(({report}) => report);
				if (ask !== null && !isReply)
					answer = servedAnswer({...ask, key: keyOf(spec, ask)}, reports, clockOf(sharedPart, part)) ?? noAnswerTo(ask);
				return done;
			});
			// A write that is only checked stays in the network, behind all others, and is not answered yet.
			const goesOn = after.local.flight.length > others.length;
			const out = goesOn ? [...others, {ask: id, answer: known}] : others;
			const next = {...part, local: after.local, out};
			const text = goesOn ? null : isReply ? known : answer;
			const node = ask === null || text === null ? null : table.after(part.node, ask, plainAnswer(text));
			const arrival: CodedMove = {
				deed: {kind: 'message', ask, done: {kind: 'deliver', position}},
				...(node === null ? {} : {told: node}),
				outside: true,
				shared: after.shared,
				local: node === null ? next : arrive(next, node, client),
			};
			if (sharedPart.left.duplicate === 0) return [arrival];
			const twice = applyToParts({setting, client, local: part.local, shared: spent(sharedPart, 'duplicate')}, (step) =>
				duplicate(step, position),
			);
			return [
				arrival,
				{
					deed: {kind: 'message', ask, done: {kind: 'duplicate', position}},
					outside: true,
					shared: twice.shared,
					local: {...part, local: twice.local, out: [...part.out, {ask: null, answer: known}]},
				},
			];
		});
	}

	function askOf(node: number, id: number): Ask | null {
		return table.standing(node).pending.find((ask) => ask.id === id) ?? null;
	}

	/** What the client's wall clock shows, where the code looks at it. */
	function clockOf({now}: SharedPart, {skew}: CodedPart): Instant | null {
		return needs.clock ? Math.floor(now + skew) : null;
	}

	/** The move in which one ask is answered; none while its answer is not due. */
	function serve(
		client: number,
		part: CodedPart,
		sharedPart: SharedPart,
		ask: Ask,
		message: MessageOptions,
	): readonly CodedMove[] {
		if (ask.kind === 'sleep') return (part.wakes[ask.id] ?? 0) > 0 ? [] : [told(client, part, sharedPart, ask, {})];
		if (ask.kind === 'now') return [told(client, part, sharedPart, ask, clockOf(sharedPart, part))];
		// Who waits for so long only gives up at that moment, unless it has been answered before.
		if (part.wakes[ask.id] === 0) return message === plain ? [told(client, part, sharedPart, ask, {ok: false})] : [];
		const {operation, after, answer} = servedOnce(client, part, sharedPart, ask, message);
		const travelling = isUnderWayAfter(message);
		const deed: CodedDeed = {kind: 'ask', ask, operation};
		const next = {...part, local: after.local};
		if (travelling) {
			// Where it is lost on the way, or says nothing new when it comes, it does not travel.
			const isUnderWay = after.local.flight.length === part.local.flight.length + 1;
			if (!isUnderWay || (message.held !== true && answer === null)) return [];
			const text = answer === null ? null : JSON.stringify(answer);
			return [{deed, shared: after.shared, local: {...next, out: [...part.out, {ask: ask.id, answer: text}]}}];
		}
		// A denial is not told to who waits for the lock: it goes on waiting, and what it may do next is the same as before.
		return answer === null
			? [{deed, shared: after.shared, local: next}]
			: [told(client, next, after.shared, ask, answer, operation)];
	}

	/** As `served`. Many stories differ in what the code alone knows of, and then the simulator does the same again. */
	function servedOnce(
		client: number,
		part: CodedPart,
		sharedPart: SharedPart,
		ask: Ask,
		message: MessageOptions,
	): Served {
		if (message !== plain) return served(client, part, sharedPart, ask, message);
		const key = `${client} ${simulatedParts.id(part.local)} ${part.wakes[ask.id]} ${clockOf(sharedPart, part)} ${askedText(ask)}`;
		const known = serves.get(sharedPart) ?? new Map<string, Served>();
		const found = known.get(key);
		if (found !== undefined) return found;
		const made = served(client, part, sharedPart, ask, message);
		if (++kept > mostKept) return made;
		serves.set(sharedPart, known.set(key, made));
		return made;
	}

	/** What is asked, whatever its number is and wherever in the code. */
	function askedText(ask: Ask): string {
		const known = texts.get(ask);
		if (known !== undefined) return known;
		const {id: _, file: __, line: ___, ...asked} = ask;
		const text = JSON.stringify(asked);
		texts.set(ask, text);
		return text;
	}

	/** What an ask comes to when it is served now. Fails: with Unusable where that cannot be done in this world. */
	function served(client: number, part: CodedPart, sharedPart: SharedPart, ask: Ask, message: MessageOptions): Served {
		const left = part.wakes[ask.id];
		const asWaits = left === undefined ? ask : {...ask, within: Math.ceil(left)};
		const operation = operationOf(spec, part.local, asWaits, message);
		const addressed = addressOperation(spec, operation);
		const refusal = refusalOfOperation({spec, client, local: part.local}, addressed);
		if (refusal !== null) throw new Unusable(`${ask.kind} cannot be done here. ${refusalSentence(refusal)}`, ask);
		let answer: object | null = null;
		const asked = {...ask, key: keyOf(spec, ask)};
		const after = applyToParts({setting, client, local: part.local, shared: sharedPart}, (step) => {
			const done = operate(hearingAll(step), addressed, false);
			const reports = done.reports.map(({report}) => report);
			const moment = clockOf(sharedPart, part);
			answer = isUnderWayAfter(message)
				? (servedAnswer(asked, reports, moment) ?? null)
				: answerOf(asked, reports, moment);
			return catchUp(done);
		});
		return {operation, after, answer};
	}

	function told(
		client: number,
		part: CodedPart,
		sharedPart: SharedPart,
		ask: Ask,
		answer: unknown,
		operation: Operation | null = null,
	): CodedMove {
		const node = table.after(part.node, ask, answer);
		return {
			deed: {kind: 'ask', ask, operation},
			told: node,
			shared: sharedPart,
			local: arrive(part, node, client),
		};
	}

	/**
	 * The part, told what has come to it without an answer to its own move: a lock that it waits for, in line or by looking again by itself, is given in the move of another, or while
	 * time passes.
	 */
	function hear(client: number, before: CodedPart, part: CodedPart, now: Instant): CodedPart {
		if (part.node === over || part.local.locks === before.local.locks) return part;
		const ask = table.standing(part.node).pending.find((each) => isGiven(each, before, part));
		if (ask === undefined) return part;
		const {deadline, token} = at(part.local.locks, positionOfLock(spec, ask));
		const left = (deadline ?? forever) - monotonic(part.local, 0);
		const moment = needs.clock ? {expiresAt: left >= forever / 2 ? null : Math.floor(now + part.skew + left)} : {};
		return arrive(part, table.after(part.node, ask, {ok: true, token, ...moment}), client);
	}

	function isGiven(ask: Ask, before: CodedPart, part: CodedPart): boolean {
		if (ask.kind !== 'acquire' || part.out.some((each) => each.ask === ask.id)) return false;
		const lock = positionOfLock(spec, ask);
		return at(before.local.locks, lock).deadline === null && at(part.local.locks, lock).deadline !== null;
	}

	function saidAt(client: number, node: number): readonly string[] {
		const {pending, said = []} = table.standing(node);
		const naming = pending.find(({kind}) => kind === 'name');
		if (naming === undefined) return said;
		return [...said, ...saidAt(client, table.after(node, naming, at(spec.clients, client).name))];
	}

	function crashed(client: number, part: CodedPart, sharedPart: SharedPart): CodedMove {
		const after = applyToParts({setting, client, local: part.local, shared: spent(sharedPart, 'crash')}, (step) =>
			restart(crash(step)),
		);
		const out = after.local.flight.map((): Travelling => ({ask: null, answer: null}));
		return {
			deed: {kind: 'crash'},
			told: 0,
			outside: true,
			shared: after.shared,
			local: arrive({local: after.local, node: 0, wakes: {}, skew: part.skew, out}, 0, client),
		};
	}

	/** The client's part at a node, where it has been told its name if it asked for it, and new sleeps begin. */
	function arrive(part: CodedPart, node: number, client: number): CodedPart {
		const {pending, ended} = table.standing(node);
		const naming = pending.find(({kind}) => kind === 'name');
		if (naming !== undefined) return arrive(part, table.after(node, naming, at(spec.clients, client).name), client);
		const {program} = part.local;
		const goesOn = ended === null;
		return {
			...part,
			local: goesOn || ended === 'cut' ? part.local : {...part.local, program: {...program, ended: endOf(ended)}},
			node: goesOn ? node : over,
			skew: goesOn ? part.skew : 0,
			wakes: Object.fromEntries(
				pending.flatMap((ask): [number, number][] => {
					const lasts = lastsAtMost(ask);
					return lasts === null ? [] : [[ask.id, part.wakes[ask.id] ?? lasts]];
				}),
			),
		};
	}
}

/** How long a client waits for an answer before it goes on without; null where it waits for ever. Units: ms. */
function lastsAtMost({kind, ms = 0, within = null}: Ask): number | null {
	return kind === 'sleep' ? ms : within;
}

/** A lease that code asks for may be longer than any that the world tells of. Units: ms. */
const longestAsked = 3_600_000;

/** The part after a change that was no move of its own, with what its code is told by it. */
type Hear = (client: number, before: CodedPart, part: CodedPart, now: Instant) => CodedPart;

/** What is owed to a client: the simulator tells it, and so its code hears that. */
function codedDeliverOwed(setting: Setting, hear: Hear): DeliverOwed<SharedPart, CodedPart> | null {
	const owed = worldDeliverOwed(setting);
	if (owed === null) return null;
	return {
		...owed,
		reach(sort, part, shared) {
			const next = owed.reach(sort, part.local, shared);
			const client = at(setting.standIns, sort);
			return {...next, local: hear(client, part, {...part, local: next.local}, next.shared.now)};
		},
	};
}

/** Past this moment the clock in a state stands still, so that states stay finitely many. Units: ms. */
const clockStops = 1_000_000;

/** What the simulator makes of an ask. `answer`: what the client is told, or what is on its way to it; null for nothing yet. */
type Served = {
	readonly operation: Operation;
	readonly after: {readonly shared: SharedPart; readonly local: LocalPart};
	readonly answer: object | null;
};

/** So many are kept, since the limit on the memory of a search does not count them. */
const mostKept = 20_000;

/** The step with all that it reports: a client is told what the question of a search does not ask about. */
function hearingAll(step: ClientStep): ClientStep {
	return {...step, heard: null};
}

/** Whether something of the ask stays in the network. */
function isUnderWayAfter({held, replyDelayed}: MessageOptions): boolean {
	return held === true || replyDelayed !== undefined;
}

const losses: readonly MessageOptions[] = [{lost: true}, {replyLost: true}];

/** Whether an ask is a message to a lock service or a store. */
function isSent(kind: AskKind): boolean {
	return !['sleep', 'now', 'clock', 'name'].includes(kind);
}

function plainAnswer(answer: string | object): unknown {
	return typeof answer === 'string' ? JSON.parse(answer) : answer;
}

function endOf(ended: NonNullable<Standing['ended']>): 'ok' | 'failed' {
	return ended === 'returned' ? 'ok' : 'failed';
}

function simulated({local}: CodedPart): LocalPart {
	return local;
}

/** The world's clock, at which sleeps end too. */
function codedClock(setting: Setting, world: World, needs: Needs, hear: Hear): Clock<SharedPart, CodedPart> {
	const clock = worldClock(setting, world);
	if (clock.kind === 'whole')
		return {
			kind: 'whole',
			apart: null,
			pass(shared, parts) {
				const passed = passWhole(setting, shared, parts.map(simulated), earliest(parts.flatMap(wakesOf)));
				if (passed === null) return null;
				const {time, locals} = passed;
				const {now} = passed.shared;
				return {
					...passed,
					locals: parts.map((part, actor) =>
						hear(at(setting.order, actor), part, later(part, at(locals, actor), time, needs), now),
					),
				};
			},
		};
	return {
		...clock,
		localDue: (part) => earliest([...wakesOf(part), ...listOf(clock.localDue(part.local))]),
		passLocal: (sort, part, shared, time) => {
			const next = clock.passLocal(sort, part.local, shared, time);
			const after = later(part, next.local, time, needs);
			return {...next, local: hear(at(setting.standIns, sort), part, after, next.shared.now)};
		},
	};
}

/** The part after a time, by the client's own clocks. While its machine sleeps its sleeps do not go on. */
function later(part: CodedPart, local: LocalPart, time: number, needs: Needs): CodedPart {
	const {clock} = part.local;
	const own = clock.asleep ? 0 : clock.rate * time;
	const wakes = Object.entries(part.wakes).map(([id, left]): [string, number] => [id, Math.max(0, left - own)]);
	const drifts = needs.clock && part.node !== over && clock.rate !== 1 && !clock.asleep;
	return {...part, local, wakes: Object.fromEntries(wakes), skew: drifts ? part.skew + own - time : part.skew};
}

/** When its sleeps end, in true time. */
function wakesOf({wakes, local: {clock}}: CodedPart): readonly number[] {
	if (clock.asleep) return [];
	return Object.values(wakes).flatMap((left) => (left > 0 ? [Math.ceil(left / clock.rate - 1e-6)] : []));
}

function listOf(due: number | null): readonly number[] {
	return due === null ? [] : [due];
}

function earliest(moments: readonly number[]): number | null {
	return moments.length === 0 ? null : Math.min(...moments);
}
