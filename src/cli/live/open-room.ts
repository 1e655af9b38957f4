import {userInfo} from 'node:os';
import {addressOfUrl} from '../../live/address-of-url.js';
import {messageOf} from '../../live/clock.js';
import type {RoomSystem} from '../../live/room/room-log.js';
import {workshopIn} from '../../progress/folder.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {wrappedOnTerminal} from '../wrapped.js';
import {mayWrite} from './may-write.js';

/** What was typed after `live --room URL`. */
export type RoomOptions = {
	readonly room: string;
	readonly presenter: boolean;
	readonly name: string | undefined;
	readonly yes: boolean;
};

/** Opens a room on a workshop's own server, or joins the one that is open there. Returns the exit code. Fails: with UnusableInput. */
export async function openRoom(options: RoomOptions, clientCommand: readonly string[], io: Io): Promise<number> {
	const server = addressOfUrl(options.room, io.env);
	if (typeof server === 'string') throw new UnusableInput(server.replace('--on', '--room'));
	const systems: readonly RoomSystem[] = ['redis', 'etcd', 'postgres'];
	const system = systems.find((each) => server.locks.includes(each));
	if (system === undefined)
		throw new UnusableInput(`A room is at a Redis, an etcd or a PostgreSQL, and not at ${server.shown}.`);
	const workshop = workshopIn(io.env)?.toLowerCase() ?? null;
	const room = workshop === null ? 'The room' : `The room ${workshop}`;
	const place = {system, address: server.address, prefix: workshop === null ? 'fence-room' : `fence-room-${workshop}`};
	const until = 'removed when the presenter closes the room';
	if (!(await mayWrite([server], place.prefix, {yes: options.yes, until}, wrappedOnTerminal(io))))
		return exitCode.unusable;
	try {
		if (options.presenter) {
			const {showRoom} = await import('./show-room.js');
			const title = {name: room, workshop, shown: server.shown, lock: system, stores: system !== 'etcd'};
			return await showRoom(title, place, clientCommand, io);
		}
		const {joinRoom} = await import('./join-room.js');
		return await joinRoom({name: options.name ?? usualName(), room, shown: server.shown}, place, wrappedOnTerminal(io));
	} catch (error) {
		if (error instanceof UnusableInput) throw error;
		throw new UnusableInput(`${server.shown}: ${messageOf(error).split('\n')[0]?.replace(/\.?$/, '.')}`);
	}
}

/** The user's own, as far as it can be a name. */
function usualName(): string {
	return userInfo()
		.username.replaceAll(/[^A-Za-z0-9]/g, '')
		.slice(0, 16);
}
