import type {Names} from './names.js';

export type NameKind = 'client' | 'store' | 'lock' | 'resource';

/** A declared name. Shape: `line` is where it was first declared in this text, or null when it came with the world. */
export type Entry = {readonly name: string; readonly kinds: ReadonlySet<NameKind>; readonly line: number | null};

/** The names that the lines so far have declared. Grows while a text is parsed. Shape: `entries` by the name in lower case. */
export type Scope = {
	readonly entries: Map<string, Entry>;
	readonly byKind: Readonly<Record<NameKind, string[]>>;
	readonly keys: Map<string, Set<string>>;
};

/** A scope that knows these names. */
export function scopeOf(names: Names): Scope {
	const scope: Scope = {entries: new Map(), byKind: {client: [], store: [], lock: [], resource: []}, keys: new Map()};
	for (const name of names.clients) declare(scope, name, ['client'], null);
	for (const name of names.stores) declare(scope, name, ['store'], null);
	for (const name of names.locks) declare(scope, name, ['lock', 'resource'], null);
	for (const name of names.resources) declare(scope, name, ['resource'], null);
	for (const [resource, key] of names.keys) addKey(scope, resource, key);
	return scope;
}

/** The names a scope knows now. */
export function namesIn({byKind, keys}: Scope): Names {
	return {
		clients: [...byKind.client],
		locks: [...byKind.lock],
		stores: [...byKind.store],
		resources: [...byKind.resource],
		keys: [...keys].flatMap(([resource, set]) => [...set].map((key): [string, string] => [resource, key])),
	};
}

/** The name as first declared, after adding the kinds to what it names. */
export function declare(scope: Scope, name: string, kinds: readonly NameKind[], line: number | null): string {
	const old = scope.entries.get(name.toLowerCase());
	const shown = old?.name ?? name;
	const added = kinds.filter((kind) => !old?.kinds.has(kind));
	scope.entries.set(name.toLowerCase(), {
		name: shown,
		kinds: new Set([...(old?.kinds ?? []), ...kinds]),
		line: old?.line ?? line,
	});
	for (const kind of added) scope.byKind[kind].push(shown);
	return shown;
}

/** What a name in any case stands for, or undefined. */
export function lookUp(scope: Scope, name: string): Entry | undefined {
	return scope.entries.get(name.toLowerCase());
}

/** Notes that a resource has a key, for completion. */
export function addKey(scope: Scope, resource: string, key: string): void {
	const known = scope.keys.get(resource);
	if (known === undefined) scope.keys.set(resource, new Set([key]));
	else known.add(key);
}
