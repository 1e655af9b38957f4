import {machineOf} from '../sim/lock/registry.js';
import {perform} from '../sim/perform.js';
import type {FaultBudget, Statement} from '../sim/statement.js';
import {projectAudit} from './audit-part.js';
import {canonical} from './canonical.js';
import type {Setting, SharedPart} from './parts.js';
import {worldOf} from './world-of.js';

/** A fault or a recovery of a server, as a statement, and the shared part after it. */
export type ServiceMove = {readonly statement: Statement; readonly shared: SharedPart};

/**
 * Everything that the faults that are left can do to lock services and stores: they crash, a clock steps by a ttl, a replica is promoted for no reason.
 * To come back, and to promote a replica whose primary is down, is no fault.
 */
export function serviceMoves(setting: Setting, shared: SharedPart): readonly ServiceMove[] {
	const {spec} = setting;
	const {node, clock} = shared.left;
	// A redlock is its nodes; there is no service beside them that could crash.
	const service = spec.locks.every((lock) => lock.service.kind === 'redlock') ? [] : ['locks'];
	const actors = [...new Set([...service, ...spec.stores.map(({name}) => name), ...spec.locks.flatMap(({service}) => machineOf(service).actors)])];
	const leaderless = shared.shared.locks.some((state) => state.kind === 'replicated' && !state.primaryUp);
	return [
		...(node > 0 ? actors.flatMap((actor) => attempt(setting, shared, {kind: 'crash', actor}, 'node')) : []),
		...actors.flatMap((actor) => attempt(setting, shared, {kind: 'restart', actor}, null)),
		...(clock > 0 ? actors.flatMap((actor) => jumps(setting).flatMap((by) => attempt(setting, shared, {kind: 'clock', actor, by}, 'clock'))) : []),
		...(leaderless || node > 0 ? attempt(setting, shared, {kind: 'failover'}, leaderless ? null : 'node') : []),
	];
}

/** How far a clock steps: a second further than makes a lock run out at once, or last twice as long. Units: ms. */
function jumps({spec}: Setting): readonly number[] {
	return [...new Set(spec.locks.flatMap(({service: {ttl}}) => [ttl + 1000, -ttl - 1000]))];
}

function attempt(setting: Setting, before: SharedPart, statement: Statement, cost: keyof FaultBudget | null): readonly ServiceMove[] {
	const outcome = perform(worldOf(setting, before, [], 0), statement);
	if (!outcome.ok) return [];
	const {shared, audit} = outcome.world;
	const left = cost === null ? before.left : {...before.left, [cost]: before.left[cost] - 1};
	return [{statement, shared: {...before, shared: canonical(shared, setting.alike), audit: projectAudit(audit, setting.asked), left}}];
}
