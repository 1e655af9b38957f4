import type {LockService} from '../statement.js';
import {consulMachine} from './consul.js';
import {leaseMachine} from './lease.js';
import {postgresMachine} from './postgres.js';
import {redisMachine} from './redis.js';
import {replicatedMachine} from './replicated.js';
import type {LockMachine} from './service.js';
import type {LockState} from './state.js';

/** The rules of a lock service. A new service is one file and one row here. */
export function machineOf(service: LockService): LockMachine {
	return machines[service.kind];
}

type Kind = LockService['kind'];
type ServiceOf<Each extends Kind> = Extract<LockService, {kind: Each}>;
type StateOf<Each extends Kind> = Extract<LockState, {kind: Each}>;

const machines: Readonly<Record<Kind, LockMachine>> = {
	lease: only('lease', leaseMachine),
	redis: only('redis', redisMachine),
	replicated: only('replicated', replicatedMachine),
	postgres: only('postgres', postgresMachine),
	consul: only('consul', consulMachine),
};

/** The machine as one of many: it takes any service and state, and insists on its own kind. */
function only<Each extends Kind>(kind: Each, machine: LockMachine<ServiceOf<Each>, StateOf<Each>>): LockMachine {
	const mine = <Tagged extends {kind: Kind}>(tagged: Tagged): Extract<Tagged, {kind: Each}> => {
		if (!isOf(tagged, kind)) throw new Error(`expected a lock of kind ${kind}, got ${tagged.kind}`);
		return tagged;
	};
	return {
		initial: (service) => machine.initial(mine(service)),
		answer: (service, state, request, asker) => machine.answer(mine(service), mine(state), request, asker),
		holding: (state) => machine.holding(mine(state)),
		due: (state) => machine.due(mine(state)),
		expire: (service, state, lock, now) => machine.expire(mine(service), mine(state), lock, now),
		isReady: (state, now) => machine.isReady(mine(state), now),
		crash: (service, state, actor, now) => machine.crash(mine(service), mine(state), actor, now),
		restart: (service, state, actor, now) => machine.restart(mine(service), mine(state), actor, now),
		actors: machine.actors,
		stepClock: (state, actor, by) => machine.stepClock(mine(state), actor, by),
		prelude: (service, request, value, options) => machine.prelude(mine(service), request, value, options),
		shift: (state, by) => machine.shift(mine(state), by),
	};
}

function isOf<Tagged extends {kind: Kind}, Each extends Kind>(tagged: Tagged, kind: Each): tagged is Extract<Tagged, {kind: Each}> {
	return tagged.kind === kind;
}
