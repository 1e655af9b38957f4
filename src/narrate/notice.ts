import {sayDuration} from '../language/duration.js';
import type {Event} from '../sim/event.js';
import {belief, hasHeardOfGrant, holder, holders, isCrashed, isPaused} from '../sim/look.js';
import type {World} from '../sim/world.js';
import {sentence, sentences} from './event.js';
import {asRead, type Reading, wholeReading} from './reading.js';
import {type Pointer, unpointed} from './violation.js';

/** One sentence about a change: who did something, who noticed, or who did not. */
export type Notice = {
	/** `change`: what happened; `noticed`: a client has learnt of it; `unaware`: belief and truth part here; `violation`: a property is broken. */
	readonly kind: 'change' | 'noticed' | 'unaware' | 'violation';
	/** It points at no event. */
	readonly text: string;
	/** The violation that it tells of, for a view whose rows it can point at. */
	readonly violation?: Violated;
	/** Who is not aware. */
	readonly client?: string;
};

export type Violated = Extract<Event, {readonly kind: 'violated'}>;

/** What a notice says to a reader who sees what the pointer points at. */
export function noticeText({text, violation}: Pick<Notice, 'text' | 'violation'>, pointer: Pointer): string {
	return violation === undefined ? text : sentence(violation, pointer);
}

/** What changed between two worlds, who noticed, and who did not. Order: as it happened; who did not notice stands last. */
export function notice(
	before: World,
	after: World,
	events: readonly Event[],
	reading: Reading = wholeReading,
): readonly Notice[] {
	const read = events.flatMap((event) => asRead(event, reading) ?? []);
	const told = sentences(read, unpointed, before.spec, reading).map(
		({event, text}): Notice => ({
			kind: kindOf(event),
			text,
			...(event.kind === 'violated' ? {violation: event} : {}),
		}),
	);
	return [...shortened(told, read), ...unaware(before, after)];
}

function kindOf({kind}: Event): Notice['kind'] {
	switch (kind) {
		case 'believed':
		case 'disbelieved':
		case 'checked':
			return 'noticed';
		case 'violated':
			return 'violation';
		default:
			return 'change';
	}
}

/** Where a client's belief and the lock service's truth part, and did not part in the same way before. */
function unaware(before: World, after: World): readonly Notice[] {
	return after.spec.locks.flatMap(({name: lock}) =>
		after.spec.clients.flatMap(({name: client}) => {
			const text = gap(after, client, lock);
			return text === null || (knows(before, client, lock) && gap(before, client, lock) === text)
				? []
				: [{kind: 'unaware' as const, text, client}];
		}),
	);
}

function gap(world: World, client: string, lock: string): string | null {
	const believed = belief(world, client, lock);
	const truth = holder(world, lock);
	const holds = holders(world, lock).includes(client);
	if (believed !== null && !holds) {
		const who = truth === null ? 'nobody holds it' : `${truth} holds it`;
		const still = `still believes that it holds ${lock}; in truth ${who}.`;
		return isPaused(world, client) ? `${client} is paused, notices nothing, and ${still}` : `${client} ${still}`;
	}
	if (believed !== null || !holds) return null;
	return isCrashed(world, client)
		? `LOCK keeps ${lock} for ${client}, which has crashed and told nobody.`
		: `LOCK keeps ${lock} for ${client}, and ${client} ${hasHeardOfGrant(world, client, lock) ? 'no longer believes that it holds it' : 'does not know it'}.`;
}

function knows({spec}: World, client: string, lock: string): boolean {
	return spec.clients.some(({name}) => name === client) && spec.locks.some(({name}) => name === lock);
}

/** A long silence of `wait` can hold thousands of events; the first and the last of them tell enough. */
function shortened(notices: readonly Notice[], events: readonly Event[]): readonly Notice[] {
	if (notices.length <= most) return notices;
	const left = notices.length - most;
	const until = sayDuration(events.at(-1)?.at ?? 0);
	return [
		...notices.slice(0, most - shownLast),
		{kind: 'change', text: `And ${left} more, until ${until}:`},
		...notices.slice(-shownLast),
	];
}

const most = 40;
const shownLast = 5;
