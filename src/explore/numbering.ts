import {localWith, sharedWith} from '../sim/client-step.js';
import {isTaken, type Message} from '../sim/message.js';
import type {Local, Shared, World} from '../sim/world.js';

/**
 * Messages bear no numbers in a state, because when a number was given out is history. What is left of it is whether the client waits for the answer
 * before it goes on: an even number when it does, an odd one when it does not. Only in worlds where requests fall due by themselves
 * does the order of the numbers stay, because it decides between requests that fall due at once.
 */
export type Numbering = {readonly keepsOrder: boolean};

/** How the numbers of a world's messages are kept. */
export function numberingOf({spec, shared, locals}: Pick<World, 'spec' | 'shared' | 'locals'>): Numbering {
	const planned = spec.clients.some(({program}) =>
		program?.some((operation) => 'message' in operation && operation.message.delayed !== undefined),
	);
	// What a lock service has taken, and answers later, is of one key each: the order makes no difference.
	const sent = locals.some(({flight}) =>
		flight.some((message) => message.kind === 'request' && message.due !== null && !isTaken(message)),
	);
	// What waits at a service that stands still is served in the order in which it was sent.
	return {keepsOrder: planned || sent || shared.stall !== null};
}

/** Whether the client goes on without the answer to this message. */
export function isLate({id}: Message): boolean {
	return id % 2 === 1;
}

/** The client's part in which the messages sent since numbers stood at `from` are numbered as they stay. */
export function renumberLocal({keepsOrder}: Numbering, local: Local, from: number, goesOn: boolean): Local {
	if (local.flight.every(({id}) => id < from)) return local;
	const final = (id: number) => (keepsOrder ? from + 2 * (id - from) : 0) + (goesOn ? 1 : 0);
	return localWith(local, {
		flight: local.flight.map((message) => (message.id < from ? message : {...message, id: final(message.id)})),
	});
}

/** The shared part whose next message gets a number higher than all there are, when numbers stood at `from` before. */
export function renumberShared({keepsOrder}: Numbering, shared: Shared, from: number): Shared {
	const nextMessage = keepsOrder ? from + 2 * (shared.nextMessage - from) : 2;
	return nextMessage === shared.nextMessage ? shared : sharedWith(shared, {nextMessage});
}

/** The client's part at the start: whatever is in the network already, the client goes on without its answer. */
export function firstNumbers({keepsOrder}: Numbering, local: Local): Local {
	return localWith(local, {
		flight: local.flight.map((message) => ({...message, id: (keepsOrder ? 2 * message.id : 0) + 1})),
	});
}

/** The shared part at the start. */
export function firstNumber({keepsOrder}: Numbering, shared: Shared): Shared {
	return sharedWith(shared, {nextMessage: keepsOrder ? 2 * shared.nextMessage : 2});
}

/** Every client's part, with numbers that tell all messages apart and order them as they are; and the number that comes after them. */
export function distinctNumbers(
	{keepsOrder}: Numbering,
	locals: readonly Local[],
	next: number,
): {readonly locals: readonly Local[]; readonly next: number} {
	if (keepsOrder) return {locals, next};
	let number = 0;
	const distinct = (message: Message): Message => {
		number += 2;
		return {...message, id: number + (isLate(message) ? 1 : 0)};
	};
	return {locals: locals.map((local) => localWith(local, {flight: local.flight.map(distinct)})), next: number + 2};
}

/** The client's part with its distinct numbers, below `from`, made into those that stay. */
export function plainNumbers({keepsOrder}: Numbering, local: Local, from: number): Local {
	if (keepsOrder) return local;
	return localWith(local, {
		flight: local.flight.map((message) => (message.id < from ? {...message, id: isLate(message) ? 1 : 0} : message)),
	});
}
