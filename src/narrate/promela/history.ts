import type {Property} from '../../sim/event.js';
import type {Atom} from '../../sim/fact.js';
import {type Code, either, variable} from './code.js';
import type {Plan} from './plan.js';

type PropertyAtom = Extract<Atom, {kind: 'violated'}>;

/** Whether any claim asks for a property. */
export function asks({setting}: Plan, property: Property): boolean {
	return setting.footprint.properties.some((each) => each.property === property);
}

/** The flag of a property that some claim asks for, at one store or at any. */
export function flagOf({name}: Plan, {property, store}: PropertyAtom): string {
	return store === null ? name(property.replaceAll('-', '_')) : name(property.replaceAll('-', '_'), 'on', store);
}

/** What is noted when a property is violated, at a store where it is one of stores. */
export function violated(plan: Plan, property: Property, store: number | null = null): readonly Code[] {
	const at = store === null ? null : (plan.spec.stores[store]?.name ?? null);
	const concerned = plan.setting.footprint.properties.filter(
		(atom) => atom.property === property && (atom.store === null || atom.store === at),
	);
	return [...new Set(concerned.map((atom) => `${flagOf(plan, atom)} = 1`))];
}

/** The same where a condition is true; nothing where no claim asks. */
export function violatedIf(plan: Plan, when: string, property: Property, store: number | null = null): readonly Code[] {
	const noted = violated(plan, property, store);
	return noted.length === 0 ? [] : [either(when, noted)];
}

/** How often a client's writes were accepted or rejected at a store, as far as some claim asks; null where none does. */
export function countOf(
	{setting, name}: Plan,
	client: string,
	outcome: 'accepted' | 'rejected',
	store: string,
): {readonly name: string; readonly most: number} | null {
	const asked = setting.footprint.wrote.filter(
		(atom) => atom.client === client && atom.outcome === outcome && atom.store === store,
	);
	if (asked.length === 0) return null;
	const same = setting.footprint.wrote.filter((atom) => atom.client === client && atom.store === store);
	return {
		name: name(outcome, 'of', client, 'on', store),
		most: Math.max(...same.map(({times}) => (times?.count ?? 0) + 1)),
	};
}

/** What is noted of a write that a store has accepted or rejected. */
export function counted(plan: Plan, outcome: 'accepted' | 'rejected', store: number): readonly Code[] {
	const at = plan.spec.stores[store]?.name ?? '';
	return plan.spec.clients.flatMap(({name}): readonly Code[] => {
		const count = countOf(plan, name, outcome, at);
		if (count === null) return [];
		return [either(`me == ${plan.name('client', name)} && ${count.name} < ${count.most}`, [`${count.name}++`])];
	});
}

/** What the model keeps of the history: whether each property that is asked for was ever violated, and counts of writes. */
export function historyVariables(plan: Plan): readonly string[] {
	const {setting, shared} = plan;
	const flags = new Map(setting.footprint.properties.map((atom) => [flagOf(plan, atom), atom]));
	const counts = plan.spec.clients.flatMap(({name}) =>
		plan.spec.stores.flatMap((store) =>
			(['accepted', 'rejected'] as const).flatMap((outcome) => {
				const count = countOf(plan, name, outcome, store.name);
				const now = shared.audit[outcome][`${name} ${store.name}`] ?? 0;
				return count === null ? [] : [variable('byte', count.name, now, `at most ${count.most} are counted`)];
			}),
		),
	);
	return [
		...[...flags].map(([flag, atom]) =>
			variable(
				'bit',
				flag,
				shared.audit.violated.some((each) => each.property === atom.property && each.store === atom.store) ? 1 : 0,
				'',
			),
		),
		...counts,
		...(setting.footprint.time === null
			? []
			: [variable('int', 'now', shared.now, 'the clock, up to just past the last moment that a claim asks about')]),
	];
}
