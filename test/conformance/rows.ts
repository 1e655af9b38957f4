import type {Happening} from '../../src/sim/event.js';
import {rowOf, transactionsOf} from '../../src/sim/look.js';
import type {World} from '../../src/sim/world.js';
import type {Seen} from './outcome.js';

/** The store with transactions that the scripts are about, and its rows. */
export const ledger = 'ledger';
export const rows = ['account', 'other'] as const;

/** What a step told its own client, and what others learnt in it that had waited. */
export function toldOfRows(actor: string, happenings: readonly Happening[]): Omit<Seen, 'holder' | 'state'> {
	const heard = happenings.flatMap((happening) => {
		const said = sentence(happening);
		return said === null || !('client' in happening) || happening.client === undefined
			? []
			: [{client: happening.client, said}];
	});
	const queued = heard.some(({client, said}) => client === actor && said.startsWith('waits'));
	// Who stands in the line knows why it has no answer.
	const own = heard.filter(({client, said}) => client === actor && !(queued && said === 'unknown'));
	return {
		own: own.length === 0 ? null : own.map(({said}) => said).join('; '),
		token: null,
		late: heard
			.filter(({client}) => client !== actor)
			.map(({client, said}) => ({client, token: null, said}))
			.sort((one, other) => (one.client < other.client ? -1 : one.client > other.client ? 1 : 0)),
	};
}

/** What a client hears, in a word; null where only the store knows. */
function sentence(happening: Happening): string | null {
	switch (happening.kind) {
		case 'begun':
			return happening.again === true ? 'goes on' : 'begun';
		case 'read': {
			const locked = happening.forUpdate === true ? ' for update' : '';
			return `read ${rowText(happening.resource, happening)}${locked}`;
		}
		case 'staged':
			return `staged ${happening.key}=${happening.value}`;
		case 'accepted':
			return `accepted ${happening.key}=${happening.value} v${happening.version}`;
		case 'rejected':
			return `rejected ${happening.what} ${happening.reason}`;
		case 'committed':
			return 'committed';
		case 'rolled-back':
			if (happening.because === undefined) return 'rolled back';
			return ['nothing', 'deadlock'].includes(happening.because) ? `rolled back: ${happening.because}` : null;
		case 'queued':
			return `waits behind ${happening.behind}`;
		case 'unknown':
			return 'unknown';
		default:
			return null;
	}
}

/** A row as its store has it. */
type RowSeen = {readonly version: number; readonly values: Readonly<Record<string, unknown>>};

function rowText(name: string, {version, values}: RowSeen): string {
	const pairs = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
	return [name, `v${version}`, ...pairs.map(([key, value]) => `${key}=${value}`)].join(' ');
}

/** What the store says when it is asked: what is committed, which rows somebody has, and who is in a transaction. */
export function stateText(
	seen: readonly (RowSeen & {readonly name: string; readonly locked: boolean})[],
	inside: readonly string[],
): string {
	const each = seen.map((row) => `${rowText(row.name, row)}${row.locked ? ' locked' : ''}`);
	return [...each, `inside: ${[...inside].sort().join(' ') || 'nobody'}`].join(', ');
}

/** The same of a simulated store. */
export function simulatedState(world: World): string {
	const [store] = world.shared.stores;
	const seen = rows.map((name) => {
		const at = world.spec.resources.findIndex((resource) => resource.name === name);
		const {version, values} = store?.resources[at] ?? {version: 0, values: {}};
		return {name, version, values, locked: rowOf(world, ledger, name)?.holder != null};
	});
	const inside = world.spec.clients.filter(({name}) => transactionsOf(world, name).length > 0);
	return stateText(
		seen,
		inside.map(({name}) => name),
	);
}
