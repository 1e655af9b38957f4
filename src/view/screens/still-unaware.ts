import type {Notice} from '../../narrate/notice.js';
import type {Message} from '../../session/message.js';
import {belief, holders} from '../../sim/look.js';
import type {World} from '../../sim/world.js';

/** The messages without what somebody had not noticed along the way and has noticed since, and of each with the latest only: beside the world as it is now, the rest would not be true. */
export function stillUnaware(said: readonly Message[], world: World): readonly Message[] {
	const mistaken = new Set(world.spec.clients.map(({name}) => name).filter((name) => isMistaken(world, name)));
	const unaware = said.flatMap((message) =>
		message.kind === 'done' ? message.notices.filter(({kind}) => kind === 'unaware') : [],
	);
	const latest = new Map(unaware.map((notice) => [notice.client ?? '', notice]));
	const isSo = (notice: Notice) =>
		notice.kind !== 'unaware' || (mistaken.has(notice.client ?? '') && latest.get(notice.client ?? '') === notice);
	return said.map((message) =>
		message.kind === 'done' ? {...message, notices: message.notices.filter(isSo)} : message,
	);
}

/** Whether a client believes of some lock what is not so. */
function isMistaken(world: World, client: string): boolean {
	return world.spec.locks.some(
		({name}) => (belief(world, client, name) !== null) !== holders(world, name).includes(client),
	);
}
