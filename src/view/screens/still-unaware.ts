import type {Message} from '../../session/message.js';
import {belief, holders} from '../../sim/look.js';
import type {World} from '../../sim/world.js';

/** A message without what somebody had not noticed along the way and has noticed since: beside the world as it is now, it would not be true. */
export function stillUnaware(message: Message, world: World): Message {
	if (message.kind !== 'done') return message;
	const mistaken = new Set(world.spec.clients.map(({name}) => name).filter((name) => isMistaken(world, name)));
	return {
		...message,
		notices: message.notices.filter(({kind, client}) => kind !== 'unaware' || mistaken.has(client ?? '')),
	};
}

/** Whether a client believes of some lock what is not so. */
function isMistaken(world: World, client: string): boolean {
	return world.spec.locks.some(
		({name}) => (belief(world, client, name) !== null) !== holders(world, name).includes(client),
	);
}
