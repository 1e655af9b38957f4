import {at} from '../../sim/client-step.js';
import type {Property} from '../../sim/event.js';
import type {Atom} from '../../sim/fact.js';
import {type Code, either, variable} from './code.js';
import type {Plan} from './plan.js';

/** How an operation can come out, in the order of the numbers that stand for it, which count from 1. */
const outcomes = ['YES', 'NO', 'UNKNOWN'] as const;

type Outcome = (typeof outcomes)[number];

/** The same by its words in a claim. */
const lasts: Readonly<Record<Extract<Atom, {kind: 'last'}>['outcome'], Outcome>> = {
	granted: 'YES',
	accepted: 'YES',
	denied: 'NO',
	rejected: 'NO',
	unknown: 'UNKNOWN',
};

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
	const place = store === null ? null : (plan.spec.stores[store]?.name ?? null);
	const concerned = plan.setting.footprint.properties.filter(
		(atom) => atom.property === property && (atom.store === null || atom.store === place),
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
	const place = plan.spec.stores[store]?.name ?? '';
	return plan.spec.clients.flatMap(({name}): readonly Code[] => {
		const count = countOf(plan, name, outcome, place);
		if (count === null) return [];
		return [either(`me == ${plan.name('client', name)} && ${count.name} < ${count.most}`, [`${count.name}++`])];
	});
}

/** Whether any claim asks how the newest operation came out. */
function asksLast({setting}: Plan): boolean {
	return setting.footprint.subjects.has('concluded');
}

/** How the newest operation came out at a store, or at the locks; 0 where it went elsewhere. */
function lastAt({name, spec}: Plan, store: number | null): string {
	return store === null ? name('last', 'at', 'locks') : name('last', 'at', 'store', at(spec.stores, store).name);
}

function lastsAtStores(plan: Plan): readonly string[] {
	return plan.spec.stores.map((_, store) => lastAt(plan, store));
}

/** What is noted of an operation that goes to stores, before they answer. */
export function lastBegins(plan: Plan): readonly Code[] {
	return asksLast(plan) ? [lastAt(plan, null), ...lastsAtStores(plan)].map((each) => `${each} = 0`) : [];
}

/** How it has come out at one of them. */
export function lastAtStore(plan: Plan, store: number, outcome: Outcome): readonly Code[] {
	return asksLast(plan) ? [`${lastAt(plan, store)} = ${outcome}`] : [];
}

/** How an operation on a lock has come out, by what is counted in `denied` and in `unknown`. */
export function lastAtLocks(plan: Plan): readonly Code[] {
	if (!asksLast(plan)) return [];
	return [
		...lastsAtStores(plan).map((each) => `${each} = 0`),
		`${lastAt(plan, null)} = (denied > 0 -> NO : (unknown > 0 -> UNKNOWN : YES))`,
	];
}

/** That the newest operation came out so, at all that it went to, or at one store. */
export function lastIs(plan: Plan, {outcome, store}: Extract<Atom, {kind: 'last'}>): string {
	const isOfLock = outcome === 'granted' || outcome === 'denied';
	const word = lasts[outcome];
	if (store !== null) {
		const index = plan.spec.stores.findIndex(({name}) => name === store);
		return isOfLock || index < 0 ? 'false' : `${lastAt(plan, index)} == ${word}`;
	}
	const locks = isOfLock || outcome === 'unknown' ? [lastAt(plan, null)] : [];
	const stores = isOfLock ? [] : lastsAtStores(plan);
	const some = [...locks, ...stores].map((each) => `${each} == ${word}`).join(' || ');
	const all = stores.map((each) => `(${each} == 0 || ${each} == ${word})`);
	return some === '' ? 'false' : `(${[`(${some})`, ...all].join(' && ')})`;
}

/** The variables of that. */
function lastVariables(plan: Plan): readonly string[] {
	if (!asksLast(plan)) return [];
	const answers = plan.shared.audit.last?.answers ?? [];
	const first = (store: string | null) => {
		const found = answers.find((answer) => answer.store === store);
		return found === undefined ? 0 : outcomes.indexOf(lasts[found.outcome]) + 1;
	};
	return [
		'/* How the newest operation came out; 0: it did not go there. */',
		...outcomes.map((outcome, index) => `#define ${outcome} ${index + 1}`),
		variable('byte', lastAt(plan, null), first(null), ''),
		...plan.spec.stores.map(({name}, store) => variable('byte', lastAt(plan, store), first(name), '')),
	];
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
		...lastVariables(plan),
		...(setting.footprint.time === null
			? []
			: [variable('int', 'now', shared.now, 'the clock, up to just past the last moment that a claim asks about')]),
	];
}
