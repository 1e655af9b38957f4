import type {Happening, Property} from '../sim/event.js';
import {type Atom, type Fact, factAtoms} from '../sim/fact.js';
import type {Subject} from '../sim/report.js';
import type {Instant} from '../sim/time.js';

type WroteAtom = Extract<Atom, {kind: 'wrote'}>;

/** What of a world's history a fact asks about. Everything else of the history stays out of the states. */
export type FactFootprint = {
	readonly properties: readonly Extract<Atom, {kind: 'violated'}>[];
	readonly wrote: readonly WroteAtom[];
	/** The latest moment that the fact compares the clock with; null when it does not look at the clock. */
	readonly time: Instant | null;
	/** The moments at which what it says of the clock changes: a search lets time pass to each of them. Order: as they come. */
	readonly moments: readonly Instant[];
	/** The clients it names: these cannot be exchanged with others. */
	readonly clients: readonly string[];
	/** Whether it looks at what single clients are and know. */
	readonly locals: boolean;
	/** What can change what it asks about of the history: kinds of event, and how an operation came out. */
	readonly subjects: ReadonlySet<Subject>;
};

/** The kinds of event that each property is judged by. Source: judge.ts. */
const eventsOf: Readonly<Record<Property, readonly Happening['kind'][]>> = {
	'two-believers': ['believed', 'disbelieved'],
	'two-grants': ['granted', 'renewed', 'voted', 'released', 'release-denied', 'expired', 'revoked'],
	'token-regress': ['granted'],
	'stale-write': ['accepted', 'advanced', 'read'],
	'late-write': ['granted', 'accepted', 'read'],
	'lost-update': ['accepted'],
	'locked-out': ['rejected'],
	'torn-write': ['accepted'],
	'double-effect': ['accepted'],
};

/** What a fact asks about. */
export function footprintOf(fact: Fact): FactFootprint {
	const atoms = factAtoms(fact);
	const times = atoms.filter((atom) => atom.kind === 'time');
	const properties = atoms.filter((atom) => atom.kind === 'violated');
	const wrote = atoms.filter((atom) => atom.kind === 'wrote');
	return {
		properties,
		wrote,
		time: times.length === 0 ? null : Math.max(...times.map(({value}) => value)),
		moments: [...new Set(times.flatMap(changesAt))].sort((one, other) => one - other),
		clients: [...new Set(atoms.flatMap(clientsOf))],
		locals: atoms.some(looksAtLocals),
		subjects: new Set([
			...properties.flatMap(({property}) => eventsOf[property]),
			...wrote.map(({outcome}) => outcome),
			...(atoms.some(({kind}) => kind === 'last') ? (['concluded'] as const) : []),
		]),
	};
}

/** When a comparison with the clock comes out otherwise than a millisecond before. */
function changesAt({is, value}: Extract<Atom, {kind: 'time'}>): readonly Instant[] {
	switch (is) {
		case '<':
		case '>=':
			return [value];
		case '<=':
		case '>':
			return [value + 1];
		case '=':
		case '!=':
			return [value, value + 1];
	}
}

function clientsOf(atom: Atom): readonly string[] {
	return 'client' in atom && atom.client !== null ? [atom.client] : [];
}

function looksAtLocals(atom: Atom): boolean {
	return ['believes', 'process', 'token', 'holds', 'waits'].includes(atom.kind);
}
