import {at} from '../sim/client-step.js';
import {holdingsIn, machineOf} from '../sim/lock/registry.js';
import {type LongList, longList} from '../sim/long-list.js';
import type {Audit, Granted, Local, Shared, Spec} from '../sim/world.js';

/** An actor of a state by its name, for those functions that need one. */
type Named = {readonly name: string; readonly local: Local};

/** A projected audit that knows which of the believers these actors are; the others stay without a name. */
export function nameBelievers(audit: Audit, {locks}: Spec, actors: readonly Named[]): Audit {
	const entries = Object.entries(audit.judgement.believers).map(([lock, unnamed]) => {
		const index = locks.findIndex(({name}) => name === lock);
		const named = actors
			.filter(({local}) => (local.locks[index]?.deadline ?? null) !== null)
			.map(({name}) => ({client: name, token: null, grant: null, seq: 0}));
		return [lock, [...named, ...unnamed.slice(named.length)]] as const;
	});
	return entries.length === 0
		? audit
		: {...audit, judgement: {...audit.judgement, believers: Object.fromEntries(entries)}};
}

/** A grant that nobody asks about any more. */
const unnamed: Granted = {client: '', token: null, event: 0};

/** A projected audit that knows whose the present leases are. */
export function nameHolders(audit: Audit, {locks}: Spec, shared: Shared, actors: readonly Named[]): Audit {
	const entries = locks.map(({name, service}, index): readonly [string, LongList<Granted>] => {
		const state = at(shared.locks, index);
		const holders = new Map(
			holdingsIn(machineOf(service), state).map(({grant, owner}) => [
				grant,
				actors.find(({local}) => local.locks[index]?.lastGrantIssued === owner)?.name ?? '',
			]),
		);
		return [
			name,
			longList(
				Array.from({length: state.grants}, (_, grant) =>
					holders.has(grant + 1) ? {...unnamed, client: holders.get(grant + 1) ?? ''} : unnamed,
				),
			),
		];
	});
	return {...audit, grants: Object.fromEntries(entries)};
}
