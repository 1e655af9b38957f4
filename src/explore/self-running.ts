import {at} from '../sim/client-step.js';
import type {Duration} from '../sim/time.js';
import type {World} from '../sim/world.js';
import type {StoryMove} from './story-moves.js';
import type {StoryScript} from './story-script.js';
import {appendMove, appendStatement, begin} from './story-script.js';

/** Whether a program of this world runs by itself. */
export function isSelfRunning({spec}: World): boolean {
	return spec.clients.some(({startsAt}) => startsAt !== null);
}

/** The story with one more move, where a client that must not take a step yet is paused as long as time passes; null when that is not possible. */
export function tellWithPauses(script: StoryScript | null, move: StoryMove): StoryScript | null {
	if (script === null) return null;
	if (move.kind === 'wait') return appendMove(pauseEager(script, move.time), move);
	const isStopped =
		move.kind === 'client' && move.deed.kind === 'step' && at(script.world.locals, move.client).process === 'paused';
	return isStopped ? resumeWithStep(script, move) : appendMove(script, move);
}

/** The world at its set-up, with every program given to its client anew and none of them started. */
export function withoutStarts(world: World): StoryScript | null {
	let script: StoryScript | null = begin(world);
	for (const {name, program, retries, startsAt} of world.spec.clients) {
		if (startsAt === null || program === null) continue;
		script = script && appendStatement(script, {kind: 'client', name});
		script = script && appendStatement(script, {kind: 'runs', client: name, program});
		if (retries) script = script && appendStatement(script, {kind: 'retries', client: name});
	}
	return script;
}

function pauseEager(script: StoryScript, time: Duration): StoryScript | null {
	const {world} = script;
	const eager = world.spec.clients.filter((_, index) => {
		const {process, program} = at(world.locals, index);
		return (
			process === 'running' && program.ended === null && program.nextAt !== null && program.nextAt <= world.now + time
		);
	});
	return eager.reduce(
		(told: StoryScript | null, {name}) => told && appendStatement(told, {kind: 'pause', client: name, for: null}),
		script,
	);
}

/** A step that is overdue is taken as soon as its client goes on. */
function resumeWithStep(script: StoryScript, move: Extract<StoryMove, {kind: 'client'}>): StoryScript | null {
	const {world} = script;
	const {nextAt} = at(world.locals, move.client).program;
	const resumed = appendStatement(script, {kind: 'resume', client: at(world.spec.clients, move.client).name});
	if (nextAt === null || nextAt > world.now) return appendMove(resumed, move);
	return move.deed.kind === 'step' && Object.keys(move.deed.message).length === 0 ? resumed : null;
}
