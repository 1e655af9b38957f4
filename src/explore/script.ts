import {at} from '../sim/client-step.js';
import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import {nextOperation} from '../sim/program.js';
import type {Duration} from '../sim/time.js';
import type {World} from '../sim/world.js';
import type {StoryMove} from './story-moves.js';
import {appendMove, appendStatement, begin, type ScriptLine, type StoryScript} from './story-script.js';

/**
 * A story as statements that make the fact true when they are performed on the world.
 * Programs that run by themselves have to be kept from it: by pauses where that comes to the same, else by giving them to their clients anew, without a start.
 * Once such a world has begun, what is left is to pause them or to leave them alone, and neither may do: a program that is overdue takes its step as soon as its client goes on. The story is then empty.
 * Fails: throws when the statements do not make the fact true otherwise, which is our error.
 */
export function scriptOf(world: World, fact: Fact, moves: readonly StoryMove[]): readonly ScriptLine[] {
	const proof = tellings(world, moves).find((script) => script !== null && evaluate(script.world, fact));
	if (proof == null && world.started && isSelfRunning(world)) return [];
	if (proof == null)
		throw new Error(
			`The story does not replay in a world with ${JSON.stringify(world.spec)}: ${JSON.stringify(moves)}`,
		);
	return proof.lines;
}

/** Every way to tell the story; null where a statement is refused. Order: the most readable first. */
function tellings(world: World, moves: readonly StoryMove[]): readonly (StoryScript | null)[] {
	if (!isSelfRunning(world)) return [moves.reduce(appendMove, begin(world))];
	const paused = moves.reduce(tellWithPauses, begin(world));
	return [paused, moves.reduce(appendMove, world.started ? begin(world) : withoutStarts(world))];
}

/** Whether a program of this world runs by itself. */
function isSelfRunning({spec}: World): boolean {
	return spec.clients.some(({startsAt}) => startsAt !== null);
}

/** The story with one more move, where a client that must not take a step yet is paused as long as time passes; null when that is not possible. */
function tellWithPauses(script: StoryScript | null, move: StoryMove): StoryScript | null {
	if (script === null) return null;
	if (move.kind === 'wait') return appendMove(pauseEager(script, move.time), move);
	const isStopped =
		move.kind === 'client' && move.deed.kind === 'step' && at(script.world.locals, move.client).process === 'paused';
	return isStopped ? resumeWithStep(script, move) : appendMove(script, move);
}

/** The world at its set-up, with every program given to its client anew and none of them started. */
function withoutStarts(world: World): StoryScript | null {
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
		const local = at(world.locals, index);
		const {nextAt} = local.program;
		return (
			local.process === 'running' &&
			nextAt !== null &&
			nextAt <= world.now + time &&
			nextOperation({spec: world.spec, client: index, local}) !== null
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
