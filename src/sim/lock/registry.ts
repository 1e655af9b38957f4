import type {LockService} from '../statement.js';
import {consulMachine} from './consul.js';
import {etcdMachine} from './etcd.js';
import {leaseMachine} from './lease.js';
import {postgresMachine} from './postgres.js';
import {redisMachine} from './redis.js';
import {redlockMachine} from './redlock.js';
import {replicatedMachine} from './replicated.js';
import type {LockMachine} from './service.js';
import type {LockState} from './state.js';
import {zookeeperMachine} from './zookeeper.js';

/** The rules of a lock service. A new service is one file and one row here. */
export function machineOf(service: LockService): LockMachine {
	return machines[service.kind];
}

type Kind = LockService['kind'];
type ServiceOf<Each extends Kind> = Extract<LockService, {kind: Each}>;
type StateOf<Each extends LockState['kind']> = Extract<LockState, {kind: Each}>;

const machines: Readonly<Record<Kind, LockMachine>> = {
	lease: only('lease', leaseMachine, isState('lease')),
	redis: only('redis', redisMachine, isState('redis')),
	replicated: only('replicated', replicatedMachine, isState('replicated')),
	postgres: only('postgres', postgresMachine, isState('postgres')),
	consul: only('consul', consulMachine, isState('consul')),
	zookeeper: only('zookeeper', zookeeperMachine, isState('queue')),
	etcd: only('etcd', etcdMachine, isState('queue')),
	redlock: only('redlock', redlockMachine, isState('redlock')),
};

/** The machine as one of many: it takes any service and state, and insists on its own kind. */
function only<Each extends Kind, State extends LockState>(
	kind: Each,
	machine: LockMachine<ServiceOf<Each>, State>,
	isMine: (state: LockState) => state is State,
): LockMachine {
	const declared = (service: LockService): ServiceOf<Each> => {
		if (!isService(service, kind)) throw new Error(`expected a lock of kind ${kind}, got ${service.kind}`);
		return service;
	};
	const mine = (state: LockState): State => {
		if (!isMine(state)) throw new Error(`expected the state of a lock of kind ${kind}, got ${state.kind}`);
		return state;
	};
	return {
		initial: (service) => machine.initial(declared(service)),
		answer: (service, state, request, asker) => machine.answer(declared(service), mine(state), request, asker),
		holding: (state) => machine.holding(mine(state)),
		line: (state) => machine.line(mine(state)),
		closedUntil: (state) => machine.closedUntil(mine(state)),
		newestToken: (state) => machine.newestToken(mine(state)),
		due: (state) => machine.due(mine(state)),
		expire: (service, state, lock, now) => machine.expire(declared(service), mine(state), lock, now),
		isReady: (state, now) => machine.isReady(mine(state), now),
		crash: (service, state, actor, now) => machine.crash(declared(service), mine(state), actor, now),
		restart: (service, state, actor, now) => machine.restart(declared(service), mine(state), actor, now),
		actors: machine.actors,
		stepClock: (state, actor, by) => machine.stepClock(mine(state), actor, by),
		hear: (state, lastGrantIssued, silent, now) => machine.hear(mine(state), lastGrantIssued, silent, now),
		forgetsClients: machine.forgetsClients,
		owed: (state) => machine.owed(mine(state)),
		prelude: (service, request, value, options) => machine.prelude(declared(service), request, value, options),
		shift: (state, by) => machine.shift(mine(state), by),
	};
}

function isService<Each extends Kind>(service: LockService, kind: Each): service is ServiceOf<Each> {
	return service.kind === kind;
}

function isState<Each extends LockState['kind']>(kind: Each): (state: LockState) => state is StateOf<Each> {
	return (state): state is StateOf<Each> => state.kind === kind;
}
