import type {Refusal} from './refusal.js';
import type {Statement} from './statement.js';
import type {Spec, World} from './world.js';

/** The refusal of a statement that names what this world has not, because the line that declares it was refused; or null. */
export function refusalOfUnknownName({spec}: World, statement: Statement): Refusal | null {
	if (declarations.has(statement.kind)) return null;
	return firstMissing(spec, statement);
}

const declarations: ReadonlySet<Statement['kind']> = new Set(['client', 'lock', 'store', 'put']);

/** Every part of a statement that is called a client, a lock, a store or a resource is the name of one. */
function firstMissing(spec: Spec, part: unknown): Refusal | null {
	if (typeof part !== 'object' || part === null) return null;
	for (const [key, value] of Object.entries(part)) {
		const missing = typeof value === 'string' ? missingName(spec, key, value) : firstMissing(spec, value);
		if (missing !== null) return missing;
	}
	return null;
}

function missingName(spec: Spec, what: string, name: string): Refusal | null {
	if (what !== 'client' && what !== 'lock' && what !== 'store' && what !== 'resource') return null;
	const known = {client: spec.clients, lock: spec.locks, store: spec.stores, resource: spec.resources}[what];
	return known.some((each) => each.name === name) ? null : {kind: 'unknown-name', what, name};
}
