import {disbelieve} from './believe.js';
import {type ClientStep, clientName, clientSpec, report, withLocal} from './client-step.js';
import type {Refusal} from './refusal.js';
import type {Operation} from './statement.js';
import {hangUp} from './transaction.js';
import type {ClientLock, ProgramState} from './world.js';

/** The next step of the client's program, or null when there is none or it has ended. */
export function nextOperation(step: Pick<ClientStep, 'spec' | 'client' | 'local'>): Operation | null {
	const {at: position, ended} = step.local.program;
	return ended === null ? (step.spec.clients[step.client]?.program?.[position] ?? null) : null;
}

/** The step after the program's present step has come out well: the next step is up, or the program is done. */
export function completeStep(step: ClientStep): ClientStep {
	const position = step.local.program.at + 1;
	const length = clientSpec(step).program?.length ?? 0;
	const moved = withProgram(step, {at: position, awaiting: null});
	return position >= length ? end(moved, 'ok') : awaken(moved);
}

/** The step after the program's present step has failed: it ends, or with `retries` the client forgets and starts over. */
export function failStep(step: ClientStep, refusal?: Refusal): ClientStep {
	if (!clientSpec(step).retries || refusal !== undefined)
		return end(withProgram(step, {awaiting: null}), 'failed', refusal);
	return awaken(withProgram(hangUp(forget(step), 'starts-over'), {at: 0, awaiting: null}));
}

/** The step after a denied acquire: the program stays at that step. */
export function blockStep(step: ClientStep): ClientStep {
	return awaken(withProgram(step, {awaiting: null}));
}

/** The step in which the process has forgotten what it got and read. */
export function forget(step: ClientStep): ClientStep {
	const sobered = step.local.locks.reduce((next, _, lock) => disbelieve(next, lock), step);
	const locks = sobered.local.locks.map(
		(each): ClientLock => ({
			...each,
			token: null,
			value: null,
			holds: 0,
			givesUpAt: null,
			errand: null,
			keep: null,
			watched: null,
		}),
	);
	const memory = sobered.local.memory.map((store) => store.map(() => null));
	return withLocal(sobered, {locks, memory});
}

/** The step with a change to the program's state. */
export function withProgram(step: ClientStep, change: Partial<ProgramState>): ClientStep {
	return withLocal(step, {program: {...step.local.program, ...change}});
}

/** A step that fell due while the client waited for an answer, or worked, falls due now. */
export function awaken(step: ClientStep): ClientStep {
	const selfRunning = clientSpec(step).startsAt !== null;
	return selfRunning && step.local.program.nextAt === null ? withProgram(step, {nextAt: step.now}) : step;
}

function end(step: ClientStep, ended: 'ok' | 'failed', refusal?: Refusal): ClientStep {
	const stopped = withProgram(step, {ended, nextAt: null});
	return report(stopped, {
		kind: 'done',
		client: clientName(step),
		ok: ended === 'ok',
		...(refusal === undefined ? {} : {refusal}),
	});
}
