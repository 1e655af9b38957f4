import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import {type FaultBudget, type FaultKind, faultKinds, isSent, type Operation} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {clientClocksDecide} from './client-moves.js';

/** Which kinds of fault a search went through, which it left out although this world could suffer them, and which had a budget and can do nothing here. */
export type FaultsSearched = {
	readonly searched: Readonly<Partial<FaultBudget>>;
	readonly notSearched: readonly FaultKind[];
	readonly idle: readonly FaultKind[];
};

/** The kinds that the explorer has moves for; a budget of any other spends nothing yet. */
const moved: ReadonlySet<FaultKind> = new Set([
	'delay',
	'late',
	'lose',
	'duplicate',
	'pause',
	'suspend',
	'rate',
	'clock',
	'crash',
	'cut',
	'node',
	'restart',
	'failover',
	'revoke',
]);

/** What a search of this world goes through. `looksAtClock`: the clients' wall clocks step in it. Order: of `faultKinds`. */
export function faultsSearched(world: World, looksAtClock = clientClocksDecide(world)): FaultsSearched {
	const {faults} = world.spec;
	const possible = new Set(faultKinds.filter((kind) => canSuffer(world, kind, looksAtClock)));
	const leavesOut = (kind: FaultKind) => kind === 'clock' && clientClocksDecide(world) && !looksAtClock;
	const isSearched = (kind: FaultKind) => faults[kind] > 0 && possible.has(kind) && moved.has(kind) && !leavesOut(kind);
	return {
		searched: Object.fromEntries(faultKinds.filter(isSearched).map((kind) => [kind, faults[kind]])),
		notSearched: faultKinds.filter((kind) => possible.has(kind) && !isSearched(kind)),
		idle: faultKinds.filter((kind) => faults[kind] > 0 && !possible.has(kind)),
	};
}

/** Whether a kind of fault can do anything in this world. */
function canSuffer({spec, shared, locals}: World, kind: FaultKind, looksAtClock: boolean): boolean {
	const programs = spec.clients.flatMap(({program}) => program ?? []);
	const sends = programs.some(isSent);
	const isUnderWay = locals.some(({flight}) => flight.length > 0);
	const hasLock = spec.locks.length > 0;
	const hasStore = spec.stores.length > 0;
	switch (kind) {
		case 'delay':
			return hasStore && programs.some(({kind: verb}) => verb === 'write');
		case 'late':
			return sends;
		case 'lose':
			return sends || isUnderWay;
		case 'duplicate':
			return isUnderWay || (sends && spec.faults.delay + spec.faults.late > 0) || programs.some(isHeldByItself);
		case 'pause':
		case 'crash':
			return spec.clients.length > 0;
		case 'suspend':
		case 'rate':
			return hasLock && spec.clients.length > 0;
		case 'clock':
			return hasLock && (looksAtClock || clientClocksDecide({spec}) || hasServerClock({spec, shared}));
		case 'cut':
			return spec.clients.length > 0 && (hasLock || hasStore);
		case 'node':
			return hasLock || hasStore;
		case 'restart':
		case 'revoke':
			return hasLock;
		case 'failover':
			return spec.locks.some(
				({service}, lock) =>
					machineOf(service).keepsSessions ||
					machineOf(service).promote(service.options, shared.locks[lock] ?? {grants: 0}, 0, null) !== undefined,
			);
	}
}

function isHeldByItself(operation: Operation): boolean {
	return 'message' in operation && (operation.message.held === true || operation.message.delayed !== undefined);
}

/** Whether any server here goes by a wall clock that can step. */
function hasServerClock({spec, shared}: Pick<World, 'spec' | 'shared'>): boolean {
	return spec.locks.some(({service}, lock) => {
		const machine = machineOf(service);
		const state = at(shared.locks, lock);
		const names = ['locks', ...machine.servers(state, 0).map(({name}) => name)];
		return names.some((name) => machine.stepClock(state, name, 0) !== null);
	});
}
