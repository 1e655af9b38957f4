import type {ClientStep} from '../sim/client-step.js';
import {setLink} from '../sim/heartbeats.js';
import {machineOf} from '../sim/lock/registry.js';
import {isUnderWay} from '../sim/message.js';
import {arrive, drop, duplicate} from '../sim/network.js';
import {refusalOfProcess, takeStep} from '../sim/operate.js';
import {tellOwed} from '../sim/owed.js';
import {catchUp, crash, pause, restart, resume, setRate, stepClock, suspend} from '../sim/process.js';
import {nextOperation} from '../sim/program.js';
import {type FaultBudget, isSent, type LockService, type MessageOptions, type Operation} from '../sim/statement.js';
import type {Duration} from '../sim/time.js';
import type {ClientInState} from './apply-to-parts.js';
import {applyToParts} from './apply-to-parts.js';
import type {Next} from './engine/model.js';
import {heldReply} from './held-reply.js';
import {jumps} from './jumps.js';
import {isLate} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';

/** What is done with a client in one move. `position`: a message's place among those of the client that are in the network. */
export type Deed =
	| {readonly kind: 'step'; readonly message: MessageOptions}
	| {readonly kind: 'deliver' | 'drop' | 'duplicate'; readonly position: number}
	| {readonly kind: 'pause' | 'suspend' | 'resume' | 'crash' | 'restart'}
	| {readonly kind: 'cut' | 'heal'; readonly endpoints: readonly string[]}
	| {readonly kind: 'clock'; readonly by: Duration}
	| {readonly kind: 'rate'; readonly rate: number};

/** A deed and the parts after it. */
type ClientMove = Next<SharedPart, LocalPart> & {readonly deed: Deed};

/** Every move of one client: its own next step, a message of its that arrives, and what the faults that are left can do to it. */
export function clientMoves(place: ClientInState): readonly ClientMove[] {
	return [
		...steps(place),
		...deliveries(place),
		...drops(place),
		...duplicates(place),
		...processFaults(place),
		...linkFaults(place),
		...clockFaults(place),
		...rateFaults(place),
	];
}

/** The client's next step: as it is, with its write held in the network, and with its request or the answer lost. */
function steps(place: ClientInState): readonly ClientMove[] {
	const {local} = place;
	const {spec} = place.setting;
	const operation = nextOperation({spec, client: place.client, local});
	if (operation === null || refusalOfProcess({spec, client: place.client, local, now: 0}) !== null) return [];
	if (spec.latency > 0 && local.flight.some((message) => !isLate(message))) return [];
	if (!isSent(operation)) return [stepMove(place, {}, null)];
	// With latency a request travels, and is served when it is delivered: a move of its own.
	const message: MessageOptions = spec.latency > 0 ? {held: true} : {};
	return [
		stepMove(place, isFree(operation) ? message : {}, null),
		...(operation.kind === 'write' && isFree(operation) && place.shared.left.delay > 0
			? [stepMove(place, {held: true}, 'delay')]
			: []),
		...(operation.kind !== 'write' && isFree(operation) && place.shared.left.late > 0
			? [stepMove(place, {held: true}, 'late')]
			: []),
		...(isFree(operation) && place.shared.left.late > 0
			? [stepMove(place, {...message, replyDelayed: heldReply}, 'late')]
			: []),
		...(operation.message.lost !== true && place.shared.left.lose > 0 ? [stepMove(place, {lost: true}, 'lose')] : []),
		...(operation.message.replyLost !== true && place.shared.left.lose > 0
			? [stepMove(place, {...message, replyLost: true}, 'lose')]
			: []),
	];
}

/** The program itself says nothing about how this message travels. */
function isFree(operation: Operation): boolean {
	return !isSent(operation) || Object.keys(operation.message).length === 0;
}

function stepMove(place: ClientInState, message: MessageOptions, cost: keyof FaultBudget | null): ClientMove {
	const goesOn = cost !== null || message.held !== true;
	return {
		deed: {kind: 'step', message},
		...applyToParts(spend(place, cost), (step) => catchUp(takeStep(step, message)), goesOn),
	};
}

/** What falls due by itself arrives as time passes; what is held arrives at any moment. */
function deliveries(place: ClientInState): readonly ClientMove[] {
	return place.local.flight.flatMap((message, position): readonly ClientMove[] =>
		message.due === null && isUnderWay(message)
			? [
					{
						deed: {kind: 'deliver', position},
						outside: true,
						...applyToParts(place, (step) => arrive(step, position), isLate(message)),
					},
				]
			: [],
	);
}

function drops(place: ClientInState): readonly ClientMove[] {
	if (place.shared.left.lose === 0) return [];
	const poorer = spend(place, 'lose');
	return place.local.flight.flatMap((message, position): readonly ClientMove[] =>
		isUnderWay(message)
			? [
					{
						deed: {kind: 'drop', position},
						outside: true,
						...applyToParts(poorer, (step) => drop(step, position)),
					},
				]
			: [],
	);
}

/** A held or a late message arrives twice. */
function duplicates(place: ClientInState): readonly ClientMove[] {
	if (place.shared.left.duplicate === 0) return [];
	const poorer = spend(place, 'duplicate');
	return place.local.flight.flatMap((message, position): readonly ClientMove[] =>
		isLate(message) && isUnderWay(message)
			? [
					{
						deed: {kind: 'duplicate', position},
						outside: true,
						...applyToParts(poorer, (step) => duplicate(step, position)),
					},
				]
			: [],
	);
}

/** The link to the lock service, or to a store, is cut; one that is cut, also before the search begins, heals at any later moment, which is no fault. */
export function linkFaults(place: ClientInState): readonly ClientMove[] {
	const {cuts} = place.local;
	if (place.setting.spec.faults.cut === 0 && cuts.length === 0) return [];
	const links = linksOf(place.setting);
	const isCut = (link: readonly string[]) => link.some((endpoint) => cuts.includes(endpoint));
	return links.flatMap((link) => {
		if (isCut(link)) return [linkMove(place, 'heal', link)];
		return place.shared.left.cut > 0 ? [linkMove(spend(place, 'cut'), 'cut', link)] : [];
	});
}

function linkMove(place: ClientInState, kind: 'cut' | 'heal', endpoints: readonly string[]): ClientMove {
	const change = (step: ClientStep) =>
		endpoints.reduce((next, endpoint) => tellOwed(setLink(next, endpoint, kind === 'cut')), step);
	return {deed: {kind, endpoints}, outside: true, ...applyToParts(place, change)};
}

/** The endpoints that a client can be cut off from, those of the lock service together. */
export function linksOf({spec}: Pick<Setting, 'spec'>): readonly (readonly string[])[] {
	const nodes = spec.locks.flatMap(({service}) => {
		const {rounds} = machineOf(service);
		return rounds === null ? [] : Array.from({length: rounds.nodes(service.options)}, (_, node) => `n${node + 1}`);
	});
	const hasCentre = spec.locks.some(({service}) => machineOf(service).rounds === null);
	const service = [...(hasCentre ? ['locks'] : []), ...new Set(nodes)];
	return [...(service.length === 0 ? [] : [service]), ...spec.stores.map(({name}) => [name])];
}

/** The wall clock of a client that looks at it steps. */
export function clockFaults(
	place: ClientInState,
	looksAtIt = clientClocksDecide(place.setting),
): readonly ClientMove[] {
	const {setting, local, shared} = place;
	if (shared.left.clock === 0 || !looksAtIt || local.process === 'crashed') return [];
	return jumps(setting).map(
		(by): ClientMove => ({
			deed: {kind: 'clock', by},
			outside: true,
			...applyToParts(spend(place, 'clock'), (step) => stepClock(step, by)),
		}),
	);
}

/** Both clocks of a client run at half speed, or at double speed. Source: language.md, Facts. */
export function rateFaults(place: ClientInState): readonly ClientMove[] {
	const {setting, local, shared} = place;
	if (shared.left.rate === 0 || setting.spec.locks.length === 0 || local.process === 'crashed') return [];
	return [0.5, 2].flatMap((rate): readonly ClientMove[] =>
		rate === local.clock.rate
			? []
			: [
					{
						deed: {kind: 'rate', rate},
						outside: true,
						...applyToParts(spend(place, 'rate'), (step) => setRate(step, rate)),
					},
				],
	);
}

function stampsByClients(service: LockService): boolean {
	return machineOf(service).goesByClientClocks(service.options);
}

/** Whether any client here goes by its wall clock. Source: world.md, Time and order. */
export function clientClocksDecide({spec}: Pick<Setting, 'spec'>): boolean {
	return spec.locks.some(({service}) => machineOf(service).rounds !== null || stampsByClients(service));
}

function processFaults(place: ClientInState): readonly ClientMove[] {
	const {process} = place.local;
	const {left} = place.shared;
	return [
		...stoppages(place),
		...(process !== 'crashed' && left.crash > 0 ? [processMove(spend(place, 'crash'), 'crash')] : []),
		...(process === 'crashed' ? [processMove(place, 'restart')] : []),
	];
}

/** The client's process or its machine stands still, and goes on. */
export function stoppages(place: ClientInState): readonly ClientMove[] {
	const {process} = place.local;
	const {left} = place.shared;
	return [
		...(process === 'running' && left.pause > 0 ? [processMove(spend(place, 'pause'), 'pause')] : []),
		...(process === 'running' && left.suspend > 0 ? [processMove(spend(place, 'suspend'), 'suspend')] : []),
		...(process === 'paused' ? [processMove(place, 'resume')] : []),
	];
}

function processMove(place: ClientInState, kind: 'pause' | 'suspend' | 'resume' | 'crash' | 'restart'): ClientMove {
	switch (kind) {
		case 'pause':
			return {deed: {kind}, outside: true, ...applyToParts(place, (step) => pause(step, null))};
		case 'suspend':
			return {deed: {kind}, outside: true, ...applyToParts(place, (step) => suspend(step, null))};
		case 'resume':
			return {deed: {kind}, outside: true, ...applyToParts(place, resume)};
		case 'crash':
			return {deed: {kind}, outside: true, ...applyToParts(place, crash)};
		case 'restart':
			return {deed: {kind}, outside: true, ...applyToParts(place, restart)};
	}
}

function spend(place: ClientInState, kind: keyof FaultBudget | null): ClientInState {
	return kind === null ? place : {...place, shared: spent(place.shared, kind)};
}

/** The part with one fault of a kind less to spend. */
export function spent(shared: SharedPart, kind: keyof FaultBudget): SharedPart {
	return {...shared, left: {...shared.left, [kind]: shared.left[kind] - 1}};
}
