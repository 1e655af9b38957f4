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

/** What code may ask of its locks and stores, as programs: what can befall them can befall code. */
function withPrograms(world: World): World {
	const {clients, locks, stores, resources} = world.spec;
	const [first] = resources;
	const place = {resource: first?.name ?? '', store: null, message: plain};
	const credentials = {token: {kind: 'last'}, ifVersion: null, job: null} as const;
	const program: readonly Operation[] = [
		...locks.map(({name}) => ({kind: 'acquire', lock: name, ttl: null, message: plain}) as const),
		...(first === undefined || stores.length === 0
			? []
			: ([
					{kind: 'read', ...place},
					{kind: 'write', ...place, change: '=', key: '', value: 0, ...credentials},
				] as const)),
	];
	return {...world, spec: {...world.spec, clients: clients.map((client) => ({...client, program}))}};
}
