import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import type {LockState} from '../sim/lock/state.js';
import {perform} from '../sim/perform.js';
import type {FaultBudget, Statement} from '../sim/statement.js';
import type {LockSpec, World} from '../sim/world.js';
import {projectAudit} from './audit-part.js';
import {bareShared} from './bare.js';
import {canonical, prospectOf} from './canonical.js';
import {areToldLater} from './deliver-owed.js';
import {jumps} from './jumps.js';
import type {Setting, SharedPart} from './parts.js';
import {worldOf} from './world-of.js';

/** A fault or a recovery of a server, as a statement, and the shared part after it. */
type ServiceMove = {readonly statement: Statement; readonly shared: SharedPart};

/** Whether a budget has any fault that befalls servers. */
export function hasServerFaults({node, clock, failover, restart, revoke}: FaultBudget): boolean {
	return node + clock + failover + restart + revoke > 0;
}

/** A server, by the name that statements know it by. */
type Server = {readonly name: string; readonly isUp: boolean; readonly hasClock: boolean};

/**
 * Everything that the faults that are left can do to lock services and stores: they crash, the process of the lock service is killed, a clock steps, a replica is promoted
 * or a leader changes for no reason, an operator takes a lock away. To come back, and to promote a replica whose primary is down, is no fault.
 * `eachTwin`: of like nodes in the same state every one, for whoever counts; else one.
 */
export function serviceMoves(setting: Setting, part: SharedPart, eachTwin = false): readonly ServiceMove[] {
	const {node, clock, failover, restart, revoke} = part.left;
	const world = worldOf(setting, part, [], 0);
	const servers = serversOf(eachTwin ? {...setting, nodesAreAlike: false} : setting, part);
	const attempt = (statement: Statement, cost: keyof FaultBudget | null) =>
		movesBy(setting, part, world, statement, cost);
	const leaderless = setting.spec.locks.some(({service}, lock) =>
		machineOf(service)
			.servers(at(part.shared.locks, lock), 0)
			.some(({leads, up}) => leads && !up),
	);
	return [
		...(node > 0 ? servers.flatMap(({name, isUp}) => (isUp ? attempt({kind: 'crash', actor: name}, 'node') : [])) : []),
		...servers.flatMap(({name, isUp}) => (isUp ? [] : attempt({kind: 'restart', actor: name}, null))),
		...(clock > 0
			? servers.flatMap(({name, hasClock}) =>
					hasClock ? jumps(setting).flatMap((by) => attempt({kind: 'clock', actor: name, by}, 'clock')) : [],
				)
			: []),
		...(leaderless || failover > 0
			? failovers(setting, part).flatMap((statement) => attempt(statement, leaderless ? null : 'failover'))
			: []),
		...(failover > 0 ? attempt({kind: 'lead'}, 'failover') : []),
		...(restart > 0 ? attempt({kind: 'kill'}, 'restart') : []),
		...(revoke > 0 ? takings(setting, part).flatMap((statement) => attempt(statement, 'revoke')) : []),
	];
}

/** Every way in which an operator can take a lock away: with its record where numbers stand in that. */
function takings({spec}: Setting, {shared}: SharedPart): readonly Statement[] {
	return spec.locks.flatMap(({name, service}, index): readonly Statement[] => {
		const state = at(shared.locks, index);
		const isNumbered = machineOf(service).renumbered(service.options, state, 0) !== state;
		return [{kind: 'revoke', lock: name}, ...(isNumbered ? [{kind: 'delete', lock: name} as const] : [])];
	});
}

/** Every replica that could lead, by its name where there are several. */
function failovers({spec}: Setting, {shared}: SharedPart): readonly Statement[] {
	const several = spec.locks.flatMap(({service}, index) => {
		const state = at(shared.locks, index);
		const machine = machineOf(service);
		const servers = machine.servers(state, 0).map(({name}) => name);
		return servers.length > 2 ? servers.filter((name) => machine.promote(service.options, state, 0, name) != null) : [];
	});
	const named = [...new Set(several)];
	return named.length === 0 ? [{kind: 'failover'}] : named.map((to) => ({kind: 'failover', to}));
}

/** Every server, once; of like nodes that are in the same state, one. */
function serversOf({spec, nodesAreAlike}: Setting, {shared}: SharedPart): readonly Server[] {
	const servers = [
		...spec.locks.flatMap((lock, index) => serversOfLock(lock, at(shared.locks, index), shared.locksUp, nodesAreAlike)),
		...spec.stores.map(({name}, index): Server => ({name, isUp: at(shared.stores, index).up, hasClock: false})),
	];
	const names = [...new Set(servers.map(({name}) => name))];
	return names.map((name) => {
		const same = servers.filter((server) => server.name === name);
		return {name, isUp: same.every(({isUp}) => isUp), hasClock: same.some(({hasClock}) => hasClock)};
	});
}

function serversOfLock({service}: LockSpec, state: LockState, locksUp: boolean, alike: boolean): readonly Server[] {
	const machine = machineOf(service);
	const hasClock = (name: string) => machine.stepClock(state, name, 0) !== null;
	const texts = alike ? (machine.twins?.texts(state, null) ?? null) : null;
	const own = machine
		.servers(state, 0)
		.filter((_, index) => texts === null || texts.indexOf(at(texts, index)) === index)
		.map(({name, up}): Server => ({name, isUp: up, hasClock: hasClock(name)}));
	return machine.hasCentre ? [...own, {name: 'locks', isUp: locksUp, hasClock: hasClock('locks')}] : own;
}

function movesBy(
	setting: Setting,
	before: SharedPart,
	world: World,
	statement: Statement,
	cost: keyof FaultBudget | null,
): readonly ServiceMove[] {
	const outcome = perform(world, statement);
	if (!outcome.ok) return [];
	const {shared, audit} = outcome.world;
	const left = cost === null ? before.left : {...before.left, [cost]: before.left[cost] - 1};
	return [
		{
			statement,
			shared: {
				...before,
				shared: canonical(
					setting.spec,
					bareShared(setting, shared),
					setting.nodesAreAlike,
					prospectOf(setting, {left}),
				),
				audit: projectAudit(audit, setting.footprint),
				left,
				unnoticed: areToldLater(setting),
			},
		},
	];
}
