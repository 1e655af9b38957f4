import type {World} from '../sim/world.js';

/** The names that a line may use, each spelled as declared. Shape: `resources` holds every `put` resource and every lock's name; `keys` are pairs of a resource and a key it was given. */
export type Names = {
	readonly clients: readonly string[];
	readonly locks: readonly string[];
	readonly stores: readonly string[];
	readonly resources: readonly string[];
	readonly keys: readonly (readonly [resource: string, key: string])[];
};

/** No name at all: how a file starts. */
export const emptyNames: Names = {clients: [], locks: [], stores: [], resources: [], keys: []};

/** The names of a world. */
export function namesOf({spec}: World): Names {
	const locks = spec.locks.map(({name}) => name);
	const others = spec.resources.map(({name}) => name).filter((name) => !locks.includes(name));
	return {
		clients: spec.clients.map(({name}) => name),
		locks,
		stores: spec.stores.map(({name}) => name),
		resources: [...locks, ...others],
		keys: spec.resources.flatMap(({name, values}) => Object.keys(values).map((key): [string, string] => [name, key])),
	};
}
