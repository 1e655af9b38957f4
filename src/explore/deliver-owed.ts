import {at, replaced} from '../sim/client-step.js';
import {hearSessions, heartbeat} from '../sim/heartbeats.js';
import {machineOf} from '../sim/lock/registry.js';
import type {Owed} from '../sim/lock/state.js';
import {takeTurn} from '../sim/network.js';
import {announce, tellOwed} from '../sim/owed.js';
import {nextInLine} from '../sim/store/rows.js';
import {clientOfRowTicket, hasTransactions, losePower} from '../sim/transaction.js';
import {isOwner, owedAt} from '../sim/truth.js';
import type {Shared} from '../sim/world.js';
import {applyToParts} from './apply-to-parts.js';
import type {DeliverOwed, Next} from './engine/model.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';

/**
 * What a move does to other clients, or null where sessions keep no lock and no store locks rows: they notice that the power of a service came or went, as in
 * `noticePower`, and are told what they have waited for in line, as in `payOwed`; part by part.
 */
export function worldDeliverOwed(setting: Setting): DeliverOwed<SharedPart, LocalPart> | null {
	const {spec} = setting;
	if (!areToldLater(setting)) return null;
	return {
		isDue: ({shared, unnoticed}) =>
			unnoticed ||
			spec.locks.some((_, lock) => owedAt(spec, shared, lock).owed.length > 0) ||
			shared.stores.some(({rows}) => nextInLine(rows) !== null),
		reach: (sort, local, shared) => {
			const client = at(setting.standIns, sort);
			return shared.unnoticed
				? applyToParts({setting, client, local, shared}, (step) => tellOwed(hearSessions(heartbeat(losePower(step)))))
				: takeTurns(setting, client, reach(setting, client, {local, shared}));
		},
		end: (part) =>
			part.unnoticed ? {...part, unnoticed: false} : {...part, shared: withoutFirst(setting, part.shared)},
	};
}

/** Whether a move can concern other clients than the one that made it: where sessions keep a lock, or a store locks rows. */
export function areToldLater({spec}: Setting): boolean {
	return (
		spec.locks.some(({service}) => machineOf(service).keepsSessions || machineOf(service).queue !== null) ||
		spec.stores.some(hasTransactions)
	);
}

/** The rows that are this client's turn, as in `payOwed`. */
function takeTurns(setting: Setting, client: number, before: Next<SharedPart, LocalPart>): Next<SharedPart, LocalPart> {
	let next = before;
	for (const store of setting.spec.stores.keys()) {
		for (;;) {
			const ticket = nextInLine(at(next.shared.shared.stores, store).rows);
			if (ticket === null || clientOfRowTicket([next.local], store, ticket) === null) break;
			next = applyToParts({setting, client, ...next}, (step) => takeTurn(step, store, ticket));
		}
	}
	return next;
}

/** The answer that is told first: those of a lock are told in the order of its line, whoever they are for. Null where none is owed. */
function firstOwed({spec}: Setting, shared: Shared): {readonly lock: number; readonly owed: Owed} | null {
	for (const lock of spec.locks.keys()) {
		const [owed] = owedAt(spec, shared, lock).owed;
		if (owed !== undefined) return {lock, owed};
	}
	return null;
}

function withoutFirst(setting: Setting, shared: Shared): Shared {
	const first = firstOwed(setting, shared);
	if (first === null) return shared;
	const {state} = owedAt(setting.spec, shared, first.lock, 1);
	return {...shared, locks: replaced(shared.locks, first.lock, state)};
}

/** What is owed stays in the shared part until all have been reached, because the next client has to see it too. */
function reach(setting: Setting, client: number, before: Next<SharedPart, LocalPart>): Next<SharedPart, LocalPart> {
	const {local, shared} = before;
	const first = firstOwed(setting, shared.shared);
	return first !== null && isOwner(local.locks[first.lock], first.owed.ticket)
		? applyToParts({setting, client, ...before}, (step) => announce(step, first.lock, first.owed))
		: before;
}
