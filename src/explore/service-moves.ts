import {perform} from '../sim/perform.js';
import type {FaultBudget, Statement} from '../sim/statement.js';
import {projectAudit} from './audit-part.js';
import type {Setting, SharedPart} from './parts.js';
import {worldOf} from './world-of.js';

/** A fault or a recovery of a server, as a statement, and the shared part after it. */
export type ServiceMove = {readonly statement: Statement; readonly shared: SharedPart};

/** Everything that the faults that are left can do to the lock service and the stores: they crash; and those that have crashed come back. */
export function serviceMoves(setting: Setting, shared: SharedPart): readonly ServiceMove[] {
	if (setting.spec.faults.node === 0 && shared.shared.locksUp && shared.shared.stores.every(({up}) => up)) return [];
	const actors = ['locks', ...setting.spec.stores.map(({name}) => name)];
	return actors.flatMap((actor) => [
		...(shared.left.node > 0 ? attempt(setting, shared, {kind: 'crash', actor}, 'node') : []),
		...attempt(setting, shared, {kind: 'restart', actor}, null),
	]);
}

function attempt(setting: Setting, before: SharedPart, statement: Statement, cost: keyof FaultBudget | null): readonly ServiceMove[] {
	const outcome = perform(worldOf(setting, before, [], 0), statement);
	if (!outcome.ok) return [];
	const {shared, audit} = outcome.world;
	const left = cost === null ? before.left : {...before.left, [cost]: before.left[cost] - 1};
	return [{statement, shared: {...before, shared, audit: projectAudit(audit, setting.asked), left}}];
}
