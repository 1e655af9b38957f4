import {type Server, serversOf} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {graphemes} from '../text/width.js';

/** What each server of a lock keeps, where it has several: `A A B · ✗`, a character a node, where nobody leads; `A | ·` for a primary and its replica. Null where there is only one. */
export function serverCells(world: World, lock: string): string | null {
	const servers = serversOf(world, lock);
	if (servers.length === 0) return null;
	const isLed = servers.some(({leads}) => leads);
	return servers.map((server) => cellOf(world, server, isLed)).join(isLed ? ' | ' : ' ');
}

/** Whether a lock is kept by servers that know nothing of each other, and its clients count. */
export function isRounds(world: World, lock: string): boolean {
	const servers = serversOf(world, lock);
	return servers.length > 0 && servers.every(({leads}) => !leads);
}

/** The locks that an actor is a server of; the lock service as a whole is every server. */
export function locksKeptBy(world: World, actor: string): readonly string[] {
	return world.spec.locks
		.map(({name}) => name)
		.filter((name) => serversOf(world, name).some((server) => server.name === actor || actor === 'locks'));
}

function cellOf(world: World, {holder, up, answers}: Server, isLed: boolean): string {
	if (isLed ? !up : !answers) return '✗';
	if (holder === null) return '·';
	return isLed ? visible(holder) : letterOf(world, holder);
}

/** The first letter of a client's name where no other begins with it, else its number among the clients. */
function letterOf({spec}: World, client: string): string {
	const initial = (name: string): string => (graphemes(visible(name))[0] ?? '?').toUpperCase();
	const own = initial(client);
	const index = spec.clients.findIndex(({name}) => name === client);
	if (index === -1) return '?';
	return spec.clients.filter(({name}) => initial(name) === own).length === 1 ? own : String((index + 1) % 10);
}
