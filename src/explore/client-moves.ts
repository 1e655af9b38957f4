import {arrive, drop} from '../sim/network.js';
import {refusalOfProcess, takeStep} from '../sim/operate.js';
import {catchUp, crash, pause, restart, resume} from '../sim/process.js';
import {nextOperation} from '../sim/program.js';
import type {FaultBudget, MessageOptions, Operation} from '../sim/statement.js';
import type {ClientInState} from './apply-to-parts.js';
import {applyToParts} from './apply-to-parts.js';
import type {Next} from './engine/model.js';
import {isLate} from './numbering.js';
import type {LocalPart, SharedPart} from './parts.js';

/** What is done with a client in one move. `position`: a message's place among those of the client that are in the network. */
export type Deed =
	| {readonly kind: 'step'; readonly message: MessageOptions}
	| {readonly kind: 'deliver' | 'drop'; readonly position: number}
	| {readonly kind: 'pause' | 'resume' | 'crash' | 'restart'};

/** A deed and the parts after it. */
export type ClientMove = Next<SharedPart, LocalPart> & {readonly deed: Deed};

/** Every move of one client: its own next step, a message of its that arrives, and what the faults that are left can do to it. */
export function clientMoves(place: ClientInState): readonly ClientMove[] {
	return [...steps(place), ...deliveries(place), ...drops(place), ...processFaults(place)];
}

/** The client's next step: as it is, with its write held in the network, and with its request or the answer lost. */
function steps(place: ClientInState): readonly ClientMove[] {
	const {local} = place;
	const {spec} = place.setting;
	const operation = nextOperation({spec, client: place.client, local});
	if (operation === null || refusalOfProcess({spec, client: place.client, local}) !== null) return [];
	if (spec.latency > 0 && local.flight.some((message) => !isLate(message))) return [];
	if (operation.kind === 'check') return [stepMove(place, {}, null)];
	// With latency a request travels, and is served when it is delivered: a move of its own.
	const message: MessageOptions = spec.latency > 0 ? {held: true} : {};
	return [
		stepMove(place, isFree(operation) ? message : {}, null),
		...(operation.kind === 'write' && isFree(operation) && place.shared.left.delay > 0
			? [stepMove(place, {held: true}, 'delay')]
			: []),
		...(operation.message.lost !== true && place.shared.left.lose > 0 ? [stepMove(place, {lost: true}, 'lose')] : []),
		...(operation.message.replyLost !== true && place.shared.left.lose > 0
			? [stepMove(place, {...message, replyLost: true}, 'lose')]
			: []),
	];
}

/** The program itself says nothing about how this message travels. */
function isFree(operation: Operation): boolean {
	return operation.kind === 'check' || Object.keys(operation.message).length === 0;
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
		message.due === null
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
	return place.local.flight.map(
		(_, position): ClientMove => ({
			deed: {kind: 'drop', position},
			outside: true,
			...applyToParts(poorer, (step) => drop(step, position)),
		}),
	);
}

function processFaults(place: ClientInState): readonly ClientMove[] {
	const {process} = place.local;
	const {left} = place.shared;
	return [
		...(process === 'running' && left.pause > 0 ? [processMove(spend(place, 'pause'), 'pause')] : []),
		...(process === 'paused' ? [processMove(place, 'resume')] : []),
		...(process !== 'crashed' && left.crash > 0 ? [processMove(spend(place, 'crash'), 'crash')] : []),
		...(process === 'crashed' ? [processMove(place, 'restart')] : []),
	];
}

function processMove(place: ClientInState, kind: 'pause' | 'resume' | 'crash' | 'restart'): ClientMove {
	switch (kind) {
		case 'pause':
			return {deed: {kind}, outside: true, ...applyToParts(place, (step) => pause(step, null))};
		case 'resume':
			return {deed: {kind}, outside: true, ...applyToParts(place, resume)};
		case 'crash':
			return {deed: {kind}, outside: true, ...applyToParts(place, crash)};
		case 'restart':
			return {deed: {kind}, outside: true, ...applyToParts(place, restart)};
	}
}

function spend(place: ClientInState, kind: keyof FaultBudget | null): ClientInState {
	if (kind === null) return place;
	const {shared} = place;
	return {...place, shared: {...shared, left: {...shared.left, [kind]: shared.left[kind] - 1}}};
}
