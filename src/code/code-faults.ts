import {type FaultsSearched, faultsSearched} from '../explore/faults-searched.js';
import type {FaultKind, Operation} from '../sim/statement.js';
import {plain} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import type {Needs} from './client-table.js';

/** What a search of code in this world goes through. Clients' clocks step only where the code looks at them. Order: of `faultKinds`. */
export function codeFaults(world: World, {clock}: Needs): FaultsSearched {
	const found = faultsSearched(withPrograms(world), clock);
	return {...found, notSearched: found.notSearched.filter((kind) => !always.has(kind))};
}

/** Any ask may be served late, and any client may stand still before it: that needs no budget. */
const always: ReadonlySet<FaultKind> = new Set(['delay', 'pause']);

/** What code may ask of a lock and a store, as programs: what can befall them can befall code. */
function withPrograms(world: World): World {
	const {clients, locks, stores} = world.spec;
	const [lock] = locks;
	const program: readonly Operation[] =
		lock === undefined || stores.length === 0
			? []
			: [
					{kind: 'acquire', lock: lock.name, ttl: null, message: plain},
					{kind: 'read', resource: lock.name, store: null, message: plain},
					{
						kind: 'write',
						resource: lock.name,
						store: null,
						message: plain,
						change: '=',
						key: '',
						value: 0,
						token: {kind: 'last'},
						ifVersion: null,
						job: null,
					},
				];
	return {...world, spec: {...world.spec, clients: clients.map((client) => ({...client, program}))}};
}
