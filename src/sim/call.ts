import {believe, disbelieve, withLock} from './believe.js';
import type {Reply, Waiting} from './message.js';
import {blockStep, completeStep, failStep, withProgram} from './program.js';
import {at, clientName, replaced, report, type Scene, withLocal, withReports} from './scene.js';
import type {Answer, Call, Remembered} from './world.js';

/** What became of a request: its answer, or none within the plain round trip. */
export type Fate =
	| Reply
	| {readonly kind: 'unanswered'; readonly store: string | null}
	| {readonly kind: 'silent'; readonly store: string | null};

/** The scene after the client has taken note of an answer, or of its absence; the call or the program's step that waited for it may come out by this. */
export function noteReply(scene: Scene, fate: Fate, waiting: Waiting): Scene {
	const learned = fate.kind === 'unanswered' || fate.kind === 'silent' ? scene : learn(scene, fate);
	switch (waiting) {
		case 'call':
			return scene.local.call?.round == null ? answerCall(learned, answerOf(learned, fate)) : countVote(learned, fate);
		case 'step':
			return fate.kind === 'unanswered' || fate.kind === 'silent'
				? learned
				: answerStep(learned, answerOf(learned, fate));
		case 'nobody':
			return learned;
	}
}

function learn(scene: Scene, reply: Reply): Scene {
	switch (reply.kind) {
		case 'granted':
			return learnGrant(scene, reply);
		case 'renewed': {
			const {deadline} = at(scene.local.locks, reply.lock);
			return reply.deadline > scene.now ? believe(scene, reply.lock, Math.max(reply.deadline, deadline ?? 0)) : scene;
		}
		case 'renew-denied':
			return disbelieve(scene, reply.lock);
		case 'asked':
			return reply.ok ? scene : disbelieve(scene, reply.lock);
		case 'read':
			return remember(
				scene,
				reply.store,
				reply.resource,
				() => ({version: reply.version, values: reply.values}),
				reply.version,
			);
		case 'accepted':
			return remember(
				scene,
				reply.store,
				reply.resource,
				(old) => ({version: reply.version, values: {...old?.values, [reply.key]: reply.value}}),
				reply.version,
			);
		case 'rejected':
			return reply.what === 'write' && reply.reason === 'stale-token' ? disbelieveOwner(scene, reply.resource) : scene;
		case 'denied':
		case 'released':
		case 'release-denied':
		case 'prepared':
		case 'node-answered':
		case 'advanced':
			return scene;
	}
}

function learnGrant(scene: Scene, {lock, token, grant, deadline, again}: Extract<Reply, {kind: 'granted'}>): Scene {
	const knowing = withLock(scene, lock, {token, value: grant, got: grant});
	const believes = at(scene.local.locks, lock).deadline !== null;
	return deadline <= scene.now || (again && believes) ? knowing : believe(knowing, lock, deadline);
}

/** An answer that left the store before what is remembered teaches nothing new. */
function remember(
	scene: Scene,
	store: number,
	resource: number,
	renew: (old: Remembered | null) => Remembered,
	version: number,
): Scene {
	const known = at(scene.local.memory, store);
	const old = at(known, resource);
	if (old !== null && old.version > version) return scene;
	return withLocal(scene, {memory: replaced(scene.local.memory, store, replaced(known, resource, renew(old)))});
}

function disbelieveOwner(scene: Scene, resource: number): Scene {
	const {name} = at(scene.spec.resources, resource);
	const lock = scene.spec.locks.findIndex((each) => each.name === name);
	return lock === -1 ? scene : disbelieve(scene, lock);
}

function answerOf(scene: Scene, fate: Fate): Answer {
	const store =
		fate.kind === 'unanswered' || fate.kind === 'silent'
			? fate.store
			: 'store' in fate
				? at(scene.spec.stores, fate.store).name
				: null;
	return {store, outcome: outcomeOf(fate)};
}

function outcomeOf(fate: Fate): Answer['outcome'] {
	switch (fate.kind) {
		case 'granted':
		case 'renewed':
		case 'released':
			return 'granted';
		case 'asked':
		case 'node-answered':
			return fate.ok ? 'granted' : 'denied';
		case 'denied':
		case 'renew-denied':
		case 'release-denied':
		// There is nothing to go on with: the key is not the asker's.
		case 'prepared':
			return 'denied';
		case 'read':
		case 'accepted':
		case 'advanced':
			return 'accepted';
		case 'rejected':
			return 'rejected';
		case 'unanswered':
		case 'silent':
			return 'unknown';
	}
}

function answerCall(scene: Scene, answer: Answer): Scene {
	const {call} = scene.local;
	if (call === null) return scene;
	const answered: Call = {...call, left: call.left - 1, answers: [...call.answers, answer]};
	return answered.left > 0 ? withLocal(scene, {call: answered}) : conclude(withLocal(scene, {call: null}), answered);
}

/** One more node has answered, or is known not to. */
function countVote(scene: Scene, fate: Fate): Scene {
	const {call} = scene.local;
	if (call === null || call.round === null) return scene;
	const {round} = call;
	const left = call.left - 1;
	if (fate.kind === 'silent')
		return withLocal(scene, {call: {...call, left, round: {...round, silent: round.silent + 1}}});
	if (fate.kind === 'unanswered')
		return withLocal(scene, {call: {...call, left, round: {...round, late: round.late + 1}}});
	const votes = round.votes + (fate.kind === 'node-answered' && fate.ok ? 1 : 0);
	return withLocal(scene, {call: {...call, left, round: {...round, votes}}});
}

/** The scene after a call has come out: the history knows how, and a program's step is over, blocked, failed or still waits. */
export function conclude(scene: Scene, {what, step, answers}: Pick<Call, 'what' | 'step' | 'answers'>): Scene {
	const client = clientName(scene);
	const unknown = answers.filter(({outcome}) => outcome === 'unknown').length;
	const told = unknown > 0 ? report(scene, {kind: 'unknown', client, what}) : scene;
	const concluded = withReports(told, [{kind: 'concluded', last: {client, what, answers}}]);
	if (!step) return concluded;
	if (answers.some(isNegative))
		return what === 'acquire'
			? blockStep(concluded)
			: what === 'release'
				? completeStep(concluded)
				: failStep(concluded);
	if (unknown === 0 || what === 'write' || what === 'release') return completeStep(concluded);
	return withProgram(concluded, {awaiting: {left: unknown, failed: false}});
}

export function answerStep(scene: Scene, answer: Answer): Scene {
	const {awaiting, at: position} = scene.local.program;
	if (awaiting === null) return scene;
	const left = awaiting.left - 1;
	const failed = awaiting.failed || isNegative(answer);
	if (left > 0) return withProgram(scene, {awaiting: {left, failed}});
	if (!failed) return completeStep(scene);
	const step = scene.spec.clients[scene.client]?.program?.[position];
	return step?.kind === 'acquire' ? blockStep(scene) : failStep(scene);
}

function isNegative({outcome}: Answer): boolean {
	return outcome === 'denied' || outcome === 'rejected';
}
