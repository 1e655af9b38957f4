import {withoutLostDraws, withoutVainDraws} from '../../src/explore/canonical.js';
import {clientClocksDecide, linksOf} from '../../src/explore/client-moves.js';
import {heldReply} from '../../src/explore/held-reply.js';
import {machineOf} from '../../src/sim/lock/registry.js';
import {nextDeadline} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import type {FaultBudget, MessageOptions, Statement} from '../../src/sim/statement.js';
import {forever} from '../../src/sim/time.js';
import type {World} from '../../src/sim/world.js';

/** A world on a walk, and the faults that may still be spent. */
export type Stop = {readonly world: World; readonly left: FaultBudget};

type Choice = {readonly statement: Statement; readonly cost: keyof FaultBudget | null};

/**
 * Where a walk goes next: one of the moves of language.md's claims that the world accepts, typed as a statement, each as likely as any other. The same turn is the same move;
 * where no move is accepted the walk stays. One is drawn until the world takes it, since trying them all costs ten times as much.
 */
export function nextStop(stop: Stop, turn: number, timeSeesAll = false): Stop {
	const {world, left} = stop;
	const open = [...clientChoices(world, left), ...serverChoices(world, left), ...timeChoices(world)];
	// A generator of remainders: each draw takes one of those that are left.
	let drawn = turn % 2_147_483_647 || 1;
	while (open.length > 0) {
		drawn = (drawn * 48_271) % 2_147_483_647;
		const [choice] = open.splice(drawn % open.length, 1);
		if (choice === undefined) continue;
		const {statement, cost} = choice;
		const outcome = perform(world, statement);
		if (outcome.ok)
			return {
				world: forgetful(world, outcome.world, timeSeesAll),
				left: cost === null ? left : {...left, [cost]: left[cost] - 1},
			};
	}
	return stop;
}

/**
 * Random values that were drawn in vain, and numbers of a line that nobody was given, are history, and the explorer forgets them.
 * `timeSeesAll`: where it lets time pass for everybody at once, it forgets whatever nobody knows any more.
 */
function forgetful(before: World, result: World, timeSeesAll: boolean): World {
	const after = withoutGaps(result);
	if (timeSeesAll && after.now > before.now) return {...after, shared: withoutLostDraws(before.spec, after)};
	const moved = after.locals.flatMap((local, client) => (local === before.locals[client] ? [] : [client]));
	const seen = ({shared, locals}: World) => ({shared, locals: moved.flatMap((client) => locals[client] ?? [])});
	return {...after, shared: withoutVainDraws(before.spec, seen(before), seen(after))};
}

/** The world in which nobody has left a line without a grant. */
function withoutGaps(world: World): World {
	const {spec, shared} = world;
	const locks = shared.locks.map((state, lock) => {
		const service = spec.locks[lock]?.service;
		if (service === undefined || machineOf(service).queue === null) return state;
		return machineOf(service).settled(service.options, state, {power: true, clocks: true, numbersAsked: false});
	});
	return {...world, shared: {...shared, locks}};
}

function clientChoices({spec, locals}: World, left: FaultBudget): readonly Choice[] {
	const links = linksOf({spec});
	return spec.clients.flatMap(({name: client}, index) => {
		const local = locals[index];
		if (local === undefined) return [];
		const {program, flight, cuts, process, clock} = local;
		const operation = spec.clients[index]?.program?.[program.at];
		const step = (message: MessageOptions, cost: Choice['cost']): Choice => ({
			statement: {kind: 'step', client, count: 1, message},
			cost,
		});
		const isPlain = operation !== undefined && 'message' in operation && Object.keys(operation.message).length === 0;
		return [
			step({}, null),
			...(left.delay > 0 && isPlain && operation.kind === 'write' ? [step({held: true}, 'delay')] : []),
			...(left.late > 0 && isPlain && operation.kind !== 'write' ? [step({held: true}, 'late')] : []),
			...(left.late > 0 && isPlain ? [step({replyDelayed: heldReply}, 'late')] : []),
			...(left.lose > 0 && isPlain ? [step({lost: true}, 'lose'), step({replyLost: true}, 'lose')] : []),
			...flight.flatMap((message): Choice[] =>
				message.due === null || message.due >= heldReply / 2
					? [{statement: {kind: 'deliver', message: message.id}, cost: null}]
					: [],
			),
			...(left.lose > 0
				? flight.map((message): Choice => ({statement: {kind: 'drop', message: message.id}, cost: 'lose'}))
				: []),
			...(left.duplicate > 0
				? flight.flatMap((message): Choice[] =>
						message.due === null || message.due >= heldReply / 2
							? [{statement: {kind: 'duplicate', message: message.id}, cost: 'duplicate'}]
							: [],
					)
				: []),
			...links.flatMap((to): Choice[] => [
				...(left.cut > 0 && to.every((end) => !cuts.includes(end))
					? [{statement: {kind: 'cut', from: client, to}, cost: 'cut'} as const]
					: []),
				{statement: {kind: 'heal', from: client, to}, cost: null},
			]),
			...(left.clock > 0 && clientClocksDecide({spec})
				? [11_000, -11_000].map((by): Choice => ({statement: {kind: 'clock', actor: client, by}, cost: 'clock'}))
				: []),
			...(left.pause > 0 ? [{statement: {kind: 'pause', client, for: null}, cost: 'pause'} as const] : []),
			...(left.suspend > 0 ? [{statement: {kind: 'suspend', client, for: null}, cost: 'suspend'} as const] : []),
			...(left.rate > 0 && process !== 'crashed'
				? [0.5, 2].flatMap((rate): Choice[] =>
						rate === clock.rate ? [] : [{statement: {kind: 'rate', client, rate}, cost: 'rate'}],
					)
				: []),
			{statement: {kind: 'resume', client}, cost: null},
			...(left.crash > 0 ? [{statement: {kind: 'crash', actor: client}, cost: 'crash'} as const] : []),
			{statement: {kind: 'restart', actor: client}, cost: null},
		] satisfies Choice[];
	});
}

function serverChoices({spec, shared}: World, left: FaultBudget): readonly Choice[] {
	const service = spec.locks.every((lock) => !machineOf(lock.service).hasCentre) ? [] : ['locks'];
	const own = spec.locks.map((lock, index) => {
		const state = shared.locks[index];
		return state === undefined ? [] : machineOf(lock.service).servers(state, 0);
	});
	const leaderless = own.flat().some(({leads, up}) => leads && !up);
	const several = own.flatMap((servers) => servers.map(({name}) => name).filter((name) => /^r[1-5]$/.test(name)));
	const actors = [...service, 'primary', 'n1', 'n2', 'n3', ...several, ...spec.stores.map(({name}) => name)];
	const failovers: readonly Statement[] =
		several.length === 0 ? [{kind: 'failover'}] : several.map((to) => ({kind: 'failover', to}));
	return [
		...actors.flatMap((actor): Choice[] => [
			...(left.node > 0 ? [{statement: {kind: 'crash', actor}, cost: 'node'} as const] : []),
			{statement: {kind: 'restart', actor}, cost: null},
			...(left.clock > 0
				? [11_000, -11_000].map((by): Choice => ({statement: {kind: 'clock', actor, by}, cost: 'clock'}))
				: []),
		]),
		...(left.failover > 0 ? [{statement: {kind: 'lead'}, cost: 'failover'} as const] : []),
		...(left.restart > 0 ? [{statement: {kind: 'kill'}, cost: 'restart'} as const] : []),
		...(left.revoke > 0
			? spec.locks.flatMap(({name: lock}): Choice[] => [
					{statement: {kind: 'revoke', lock}, cost: 'revoke'},
					{statement: {kind: 'delete', lock}, cost: 'revoke'},
				])
			: []),
		...(leaderless || left.failover > 0
			? failovers.map((statement): Choice => ({statement, cost: leaderless ? null : 'failover'}))
			: []),
	];
}

function timeChoices(world: World): readonly Choice[] {
	const deadline = world.locals.some(({justResumed}) => justResumed) ? world.now + 1 : nextDeadline(world, false);
	// No schedule waits for a reply that is late without end: it is delivered.
	return deadline === null || deadline === forever || deadline - world.now >= heldReply / 2
		? []
		: [{statement: {kind: 'wait', for: deadline - world.now}, cost: null}];
}
