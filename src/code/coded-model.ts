import {applyToParts} from '../explore/apply-to-parts.js';
import {bareLocal} from '../explore/bare.js';
import {worldDeliverOwed} from '../explore/deliver-owed.js';
import type {Clock, DeliverOwed, Goal, Model, Next} from '../explore/engine/model.js';
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
import {at} from '../sim/client-step.js';
import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import {operate, refusalOfOperation} from '../sim/operate.js';
import {crash, restart} from '../sim/process.js';
import {type MessageOptions, type Operation, plain} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {answerOf} from './answer.js';
import {type Ask, type AskKind, type Standing, Unusable} from './ask.js';
import type {ClientTable, Needs} from './client-table.js';
import {operationOf} from './operation.js';

/** A client's part of a state: what the simulator keeps of it, where its code stands, and how long each of its sleeps still lasts, by the number of the ask. Units: ms. */
export type CodedPart = {
	readonly local: LocalPart;
	/** A node of the table; `over` for every client that has ended, since how it did makes no difference any more. */
	readonly node: number;
	readonly wakes: Readonly<Record<string, number>>;
};

/** What a client does in one move. `operation` is null where the simulator takes no part in it. */
export type CodedDeed =
	| {readonly kind: 'ask'; readonly ask: Ask; readonly operation: Operation | null}
	| {readonly kind: 'crash'};

export type CodedMove = Next<SharedPart, CodedPart> & {readonly deed: CodedDeed};

/** The third model of the engine, beside programs in the language and the yardstick of its tests: clients that run code. */
export type CodedModel = {
	readonly setting: Setting;
	readonly model: Model<SharedPart, CodedPart>;
	readonly goal: Goal<SharedPart, CodedPart>;
	/** Every move of one client, with what it does. */
	readonly moves: (client: number, part: CodedPart, shared: SharedPart) => readonly CodedMove[];
};

const over = -1;

/** The model of every schedule of clients that all run the code of a table, in a world of one lock and one store, as far as a fact asks. */
export function codedModel(world: World, fact: Fact, table: ClientTable, needs: Needs): CodedModel {
	const prepared = settingOf(world, fact, true, !needs.names);
	const footprint = needs.clock ? {...prepared.setting.footprint, time: clockStops} : prepared.setting.footprint;
	const setting: Setting = {...prepared.setting, footprint, longest: Math.max(prepared.setting.longest, longestAsked)};
	const {spec, numbering, order, standIns} = setting;
	const shared = firstShared(setting, world);
	const serversMove = hasServerFaults(spec.faults) || serviceMoves(setting, shared).length > 0;
	const locals = order.map((client) => {
		const known = rebaseLocal(at(world.locals, client), world.now, setting.longest);
		const local = bareLocal(setting, firstNumbers(numbering, known));
		return arrive({local, node: 0, wakes: {}}, 0, client);
	});
	return {
		setting,
		moves,
		goal: {
			shared: (part) => (footprint.locals ? null : evaluate(worldOf(setting, part, [], part.now), fact)),
			whole: (part, parts) => evaluate(worldOf(setting, part, parts.map(simulated), part.now), fact),
		},
		model: {
			shared,
			locals,
			sorts: prepared.sorts,
			step: (sort, part, sharedPart) => moves(at(standIns, sort), part, sharedPart),
			surroundings: (part) => (serversMove ? serviceMoves(setting, part).map((move) => move.shared) : []),
			clock: codedClock(setting, world),
			deliverOwed: codedDeliverOwed(setting),
		},
	};

	function moves(client: number, part: CodedPart, sharedPart: SharedPart): readonly CodedMove[] {
		if (part.node === over) return [];
		const {pending} = table.standing(part.node);
		const atOnce = pending.find(({sync}) => sync === true);
		const asks = atOnce === undefined ? pending : [atOnce];
		const {left} = sharedPart;
		const poorer = left.lose > 0 ? {...sharedPart, left: {...left, lose: left.lose - 1}} : null;
		return [
			...asks.flatMap((ask) => serve(client, part, sharedPart, ask, plain)),
			...(poorer === null
				? []
				: asks
						.filter(({kind}) => canBeLost(kind))
						.flatMap((ask) => losses.flatMap((message) => serve(client, part, poorer, ask, message)))),
			...(left.crash > 0 ? [crashed(client, part, sharedPart)] : []),
		];
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
		if (ask.kind === 'now') return [told(client, part, sharedPart, ask, sharedPart.now)];
		const operation = operationOf(spec, part.local, ask, message);
		const addressed = addressOperation(spec, operation);
		const refusal = refusalOfOperation({spec, client, local: part.local}, addressed);
		if (refusal !== null) throw new Unusable(`${ask.kind} cannot be done here. ${refusalSentence(refusal)}`, ask);
		let answer: object | null = null;
		const after = applyToParts({setting, client, local: part.local, shared: sharedPart}, (step) => {
			const done = operate(step, addressed, false);
			answer = answerOf(
				ask,
				done.reports.map(({report}) => report),
				needs.clock ? sharedPart.now : null,
			);
			return done;
		});
		const next = {...part, local: after.local};
		// A denial is not told to who waits for the lock: it goes on waiting, and what it may do next is the same as before.
		return answer === null
			? [{deed: {kind: 'ask', ask, operation}, shared: after.shared, local: next}]
			: [told(client, next, after.shared, ask, answer, operation)];
	}

	function told(
		client: number,
		part: CodedPart,
		sharedPart: SharedPart,
		ask: Ask,
		answer: unknown,
		operation: Operation | null = null,
	): CodedMove {
		return {
			deed: {kind: 'ask', ask, operation},
			shared: sharedPart,
			local: arrive(part, table.after(part.node, ask, answer), client),
		};
	}

	function crashed(client: number, part: CodedPart, sharedPart: SharedPart): CodedMove {
		const poorer = {...sharedPart, left: {...sharedPart.left, crash: sharedPart.left.crash - 1}};
		const after = applyToParts({setting, client, local: part.local, shared: poorer}, (step) => restart(crash(step)));
		return {
			deed: {kind: 'crash'},
			outside: true,
			shared: after.shared,
			local: arrive({local: after.local, node: 0, wakes: {}}, 0, client),
		};
	}

	/** The client's part at a node, where it has been told its name if it asked for it, and new sleeps begin. */
	function arrive(part: CodedPart, node: number, client: number): CodedPart {
		const {pending, ended} = table.standing(node);
		const naming = pending.find(({kind}) => kind === 'name');
		if (naming !== undefined) return arrive(part, table.after(node, naming, at(spec.clients, client).name), client);
		const {program} = part.local;
		return {
			local:
				ended === null || ended === 'cut' ? part.local : {...part.local, program: {...program, ended: endOf(ended)}},
			node: ended === null ? node : over,
			wakes: Object.fromEntries(
				pending.flatMap(({id, kind, ms = 0}): [number, number][] =>
					kind === 'sleep' ? [[id, part.wakes[id] ?? ms]] : [],
				),
			),
		};
	}
}

/** A lease that code asks for may be longer than any that the world tells of. Units: ms. */
const longestAsked = 3_600_000;

/** What is owed to a client changes what the simulator keeps of it, and tells its code nothing. */
function codedDeliverOwed(setting: Setting): DeliverOwed<SharedPart, CodedPart> | null {
	const owed = worldDeliverOwed(setting);
	if (owed === null) return null;
	return {
		...owed,
		reach(sort, part, shared) {
			const next = owed.reach(sort, part.local, shared);
			return {...next, local: {...part, local: next.local}};
		},
	};
}

/** Past this moment the clock in a state stands still, so that states stay finitely many. Units: ms. */
const clockStops = 1_000_000;

const losses: readonly MessageOptions[] = [{lost: true}, {replyLost: true}];

/** Who waits for a lock asks again when a message is lost, which comes to the same as asking later. */
function canBeLost(kind: AskKind): boolean {
	return !['acquire', 'sleep', 'now', 'clock', 'name'].includes(kind);
}

function endOf(ended: NonNullable<Standing['ended']>): 'ok' | 'failed' {
	return ended === 'returned' ? 'ok' : 'failed';
}

function simulated({local}: CodedPart): LocalPart {
	return local;
}

/** The world's clock, at which sleeps end too. */
function codedClock(setting: Setting, world: World): Clock<SharedPart, CodedPart> {
	const clock = worldClock(setting, world.locals);
	if (clock.kind === 'whole')
		return {
			kind: 'whole',
			pass(shared, parts) {
				const passed = passWhole(setting, shared, parts.map(simulated), earliest(parts.flatMap(wakesOf)));
				if (passed === null) return null;
				const {time, locals} = passed;
				return {...passed, locals: parts.map((part, actor) => later(part, at(locals, actor), time))};
			},
		};
	return {
		...clock,
		localDue: (part) => earliest([...wakesOf(part), ...listOf(clock.localDue(part.local))]),
		passLocal: (sort, part, shared, time) => {
			const next = clock.passLocal(sort, part.local, shared, time);
			return {...next, local: later(part, next.local, time)};
		},
	};
}

function later(part: CodedPart, local: LocalPart, time: number): CodedPart {
	const wakes = Object.entries(part.wakes).map(([id, left]): [string, number] => [id, Math.max(0, left - time)]);
	return {...part, local, wakes: Object.fromEntries(wakes)};
}

function wakesOf({wakes}: CodedPart): readonly number[] {
	return Object.values(wakes).filter((left) => left > 0);
}

function listOf(due: number | null): readonly number[] {
	return due === null ? [] : [due];
}

function earliest(moments: readonly number[]): number | null {
	return moments.length === 0 ? null : Math.min(...moments);
}
