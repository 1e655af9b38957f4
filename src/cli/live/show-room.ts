import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {visible} from '../../language/visible.js';
import {mono} from '../../live/clock.js';
import {lineOf, noticeOf, type OwnRoom, prepareRoom, type RoomPlace, roomCast, roomTtl} from '../../live/room/room.js';
import {roomLog} from '../../live/room/room-log.js';
import {after, afterLine, emptyRoom, endOf, type RoomState} from '../../live/room/room-state.js';
import {type Seen, withEnd} from '../../live/story/observed.js';
import {lockTruthOf, reach} from '../../live/story/real-lock.js';
import {removeWritten} from '../../live/story/remove-written.js';
import {openCleaner} from '../../live/story/stage.js';
import {openSweeper} from '../../live/sweeper.js';
import {sentence} from '../../narrate/event.js';
import {fitFrame} from '../../view/screens/frame.js';
import {UnusableInput} from '../exit-code.js';
import type {Io, Terminal} from '../io.js';
import {showFrames} from '../tty/show-frames.js';
import {type RoomTitle, roomRows, summary} from './room-rows.js';
import {withSignals} from './with-signals.js';

/** Opens a room on a server and shows it until the presenter ends it; then nothing of it is left there. Returns the exit code. Fails: with UnusableInput where a room is open there already. */
export async function showRoom(
	title: RoomTitle,
	place: RoomPlace,
	clientCommand: readonly string[],
	io: Io,
): Promise<number> {
	const {system, address, prefix} = place;
	await reach(system, [address]);
	const log = roomLog(system, prefix, address);
	const own: OwnRoom = {...place, id: randomUUID()};
	const sweeper = await openSweeper();
	const cast = roomCast(place, '');
	// It stands by before anything is written, since this process may be killed at any moment.
	const cleaner = await openCleaner(sweeper, clientCommand, cast, own);
	if (!(await log.open(noticeOf(own)))) {
		cleaner.kill('SIGKILL');
		cleaner.unref();
		log.close();
		await sweeper.close();
		throw new UnusableInput(
			`${title.name} is open there already. --workshop NAME gives yours another name; end the other one first if it is yours.`,
		);
	}
	const watch = watchRoom(place, log);
	try {
		await prepareRoom(place);
		return await (io.terminal === null ? printed(title, watch, io) : shown(title, watch, io, io.terminal));
	} finally {
		watch.stop();
		watch.close();
		const isGone = await removeWritten(cast, own).then(
			() => true,
			() => false,
		);
		if (isGone) cleaner.kill('SIGKILL');
		else cleaner.disconnect();
		cleaner.unref();
		log.close();
		await sweeper.close();
	}
}

/** Something that happened, or somebody who came or went. */
type News = Seen | {readonly name: string; readonly here: boolean};

type Watch = {
	readonly state: () => RoomState;
	readonly now: () => number;
	/** Calls back with what is new after each look, until `stop`. Ends when it has been stopped. Fails: when the server is not there any more. */
	readonly follow: (changed: (news: readonly News[]) => void) => Promise<void>;
	/** A look that is under way goes to its end. */
	readonly stop: () => void;
	readonly close: () => void;
};

/** How often the log and the lock are looked at. Units: real ms. */
const every = 100;

/** For how long the lock has to be somebody else's, or nobody's, before it counts as expired: a release may be on its way here. Units: real ms. */
const grace = 1500;

function watchRoom(place: RoomPlace, log: ReturnType<typeof roomLog>): Watch {
	const began = mono();
	const truth = lockTruthOf(roomCast(place, '').lock);
	const stopping = new AbortController();
	let state = emptyRoom;
	let gone: number | null = null;
	const look = async (): Promise<readonly News[]> => {
		const news: News[] = [];
		const take = (next: RoomState): void => {
			const last = state.recent.at(-1);
			news.push(...next.recent.slice(last === undefined ? 0 : next.recent.indexOf(last) + 1));
			state = next;
		};
		for (const text of await log.next()) {
			const line = lineOf(text);
			if (line === null) continue;
			if (line.here !== undefined) news.push({name: line.name, here: line.here});
			take(afterLine(state, line, mono() - began));
		}
		const holder = await truth.holder();
		if (state.holder === null || state.holder.name === holder) gone = null;
		else gone ??= mono();
		if (gone !== null && state.holder !== null && mono() - gone >= grace) {
			take(after(state, endOf(state.holder.name), mono() - began));
			gone = null;
		}
		return news;
	};
	return {
		state: () => state,
		now: () => mono() - began,
		follow: async (changed) => {
			while (!stopping.signal.aborted) {
				const news = await look().catch((error: unknown) => {
					// Who stops in the middle of a look has closed what it looks with.
					if (stopping.signal.aborted) return [];
					throw error;
				});
				changed(news);
				await pause(every, undefined, {signal: stopping.signal}).catch(() => {});
			}
		},
		stop: () => stopping.abort(),
		close: truth.close,
	};
}

/** Line by line, for a pipe or a screen reader. */
async function printed(title: RoomTitle, watch: Watch, io: Io): Promise<number> {
	io.stdout.write(`The room is open: ${title.lock} at ${title.shown}. Ctrl-C closes it.\n`);
	const endsAfter = title.lock === 'etcd' ? null : roomTtl;
	return await withSignals(async (stop) => {
		stop.addEventListener('abort', watch.stop);
		await watch.follow((news) => {
			for (const each of news)
				io.stdout.write(
					'name' in each
						? `${each.name} ${each.here ? 'is here' : 'has left'}.\n`
						: `${Math.round(each.at)} ms  ${visible(sentence(withEnd(each.happening, each.at, endsAfter)))}\n`,
				);
		});
		const state = watch.state();
		for (const line of summary(state, watch.now(), title.stores)) io.stdout.write(`${visible(line)}\n`);
		return 0;
	});
}

async function shown(title: RoomTitle, watch: Watch, io: Io, terminal: Terminal): Promise<number> {
	const broken = (error: unknown) => `fence-tutor: the room is over: ${visible(String(error))}\n`;
	return await showFrames({io, terminal, broken}, (screen) => {
		watch.follow(() => screen.draw()).catch((error: unknown) => screen.end({kind: 'crash', error}));
		return {
			frame: (room) => fitFrame({rows: roomRows(title, watch.state(), watch.now(), room), field: null}, room),
			left: () =>
				summary(watch.state(), watch.now(), title.stores)
					.map((line) => `${line}\n`)
					.join(''),
		};
	});
}
