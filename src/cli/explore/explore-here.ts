import {answer} from '../../session/explorer/answer.js';
import type {Answering} from '../../session/explorer/answering.js';
import {onTrack, type Stand} from '../../session/explorer/goal.js';
import type {Explored, Request} from '../../session/session.js';

/** How an exploration is watched: it tells how many states it has looked at, and asks whether it is to stop. */
export type Watch = {readonly onStates: (states: number) => void; readonly isStopped: () => boolean};

/** What the explorer finds out about a question of a session, in sentences and as a script. Keys and frames come in between. */
export async function exploreHere(request: Request, watch: Watch = unwatched): Promise<Explored> {
	return await driven(answer(request, mostStates), watch);
}

/** Whether the goals of a task can still be reached from here; null where that was not found out within so many states. */
export async function trackHere(stand: Stand, states: number, watch: Watch = unwatched): Promise<boolean | null> {
	return await driven(onTrack(stand, states), watch);
}

async function driven<Found>(answering: Answering<Found>, {onStates, isStopped}: Watch): Promise<Found> {
	for (;;) {
		const pause = performance.now() + slice;
		do {
			const next = answering.next(isStopped());
			if (next.done === true) return next.value;
			onStates(next.value);
		} while (performance.now() < pause);
		await new Promise<void>((resume) => setImmediate(resume));
	}
}

const unwatched: Watch = {onStates: () => {}, isStopped: () => false};

/** Units: real ms. A key waits no longer than a slice. */
const slice = 4;

/** Past this a search says that it does not know. */
const mostStates = 300_000;
