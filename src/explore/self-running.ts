import {at} from '../sim/scene.js';
import type {Duration} from '../sim/time.js';
import type {World} from '../sim/world.js';
import type {StoryMove} from './story-moves.js';
import type {Telling} from './tell.js';
import {begin, say, tell} from './tell.js';

/** Whether a program of this world runs by itself. */
export function isSelfRunning({spec}: World): boolean {
	return spec.clients.some(({startsAt}) => startsAt !== null);
}

/** The story with one more move, where a client that must not take a step yet is paused as long as time passes; null when that is not possible. */
export function tellWithPauses(telling: Telling | null, move: StoryMove): Telling | null {
	if (telling === null) return null;
	if (move.kind === 'wait') return tell(pauseEager(telling, move.time), move);
	const isStopped =
		move.kind === 'client' && move.deed.kind === 'step' && at(telling.world.locals, move.client).process === 'paused';
	return isStopped ? resumeWithStep(telling, move) : tell(telling, move);
}

/** The world at its set-up, with every program given to its client anew and none of them started. */
export function withoutStarts(world: World): Telling | null {
	let telling: Telling | null = begin(world);
	for (const {name, program, retries, startsAt} of world.spec.clients) {
		if (startsAt === null || program === null) continue;
		telling = telling && say(telling, {kind: 'client', name});
		telling = telling && say(telling, {kind: 'runs', client: name, program});
		if (retries) telling = telling && say(telling, {kind: 'retries', client: name});
	}
	return telling;
}

function pauseEager(telling: Telling, time: Duration): Telling | null {
	const {world} = telling;
	const eager = world.spec.clients.filter((_, index) => {
		const {process, program} = at(world.locals, index);
		return (
			process === 'running' && program.ended === null && program.nextAt !== null && program.nextAt <= world.now + time
		);
	});
	return eager.reduce(
		(told: Telling | null, {name}) => told && say(told, {kind: 'pause', client: name, for: null}),
		telling,
	);
}

/** A step that is overdue is taken as soon as its client goes on. */
function resumeWithStep(telling: Telling, move: Extract<StoryMove, {kind: 'client'}>): Telling | null {
	const {world} = telling;
	const {nextAt} = at(world.locals, move.client).program;
	const resumed = say(telling, {kind: 'resume', client: at(world.spec.clients, move.client).name});
	if (nextAt === null || nextAt > world.now) return tell(resumed, move);
	return move.deed.kind === 'step' && Object.keys(move.deed.message).length === 0 ? resumed : null;
}
