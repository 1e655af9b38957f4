import {goalWords} from '../../narrate/goal.js';
import type {Atom, Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {contents, holder} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import {type Trace, worldsOf} from '../trail.js';

/** A goal that a run suggests: the words for the checklist, the fact, and after how many statements it is first true. */
export type Suggestion = {readonly show: string; readonly fact: Fact; readonly after: number};

/**
 * Returns the goals that a run suggests: the properties it violated, and where there are none the writes that were refused; then who was wrong about the lock, what the
 * stores came to hold, and who holds the lock. Each was false at the beginning. Order: the most telling first; at most three.
 */
export function suggestedGoals(trail: readonly Trace[]): readonly Suggestion[] {
	const start = trail[0]?.world;
	const end = trail.at(-1)?.world;
	if (start === undefined || end === undefined) return [];
	const ranks = [
		violations(end),
		refusals(end),
		[...mistaken(trail), ...held(end), ...stored(start, end)],
		stopped(end),
		[late(end)],
	];
	const found = ranks.map((rank) => rank.flatMap((each) => suggestionsOf(each, trail)));
	const [most = []] = found.filter((rank) => rank.length > 0);
	const [belief] = mistaken(trail).flatMap((each) => suggestionsOf(each, trail));
	return [...most, ...(belief === undefined || most.some(({show}) => show === belief.show) ? [] : [belief])]
		.slice(0, 3)
		.sort((one, other) => one.after - other.after);
}

/** A fact that was false at the beginning and is true after some statement. */
function suggestionsOf(fact: Fact, trail: readonly Trace[]): readonly Suggestion[] {
	const [start] = trail;
	if (start === undefined || evaluate(start.world, fact)) return [];
	const after = trail.findIndex(
		(trace, index) => index > 0 && worldsOf([trace]).some((world) => evaluate(world, fact)),
	);
	return after < 0 ? [] : [{show: goalWords(fact), fact, after}];
}

/** A belief is told with more words below, and what lands too late is late where it is stale. */
function violations({audit}: World): readonly Fact[] {
	return audit.violated
		.filter(({property}) => property !== 'two-believers')
		.filter(
			({property, store}) =>
				property !== 'late-write' ||
				!audit.violated.some((each) => each.property === 'stale-write' && each.store === store),
		)
		.map(({property, store}) => ({kind: 'violated', property, store}));
}

function refusals({spec}: World): readonly Fact[] {
	return spec.clients.flatMap(({name: client}) =>
		spec.stores.map(({name: store}): Fact => ({kind: 'wrote', client, outcome: 'rejected', store, times: null})),
	);
}

/** One holds the lock, and another believes that it does. */
function mistaken(trail: readonly Trace[]): readonly Fact[] {
	return worldsOf(trail).flatMap((world) =>
		world.spec.locks.flatMap(({name: lock}): readonly Fact[] => {
			const holds = holder(world, lock);
			const wrong = world.spec.clients.find(
				({name}) => holds !== null && name !== holds && evaluate(world, {kind: 'believes', client: name, lock}),
			);
			if (holds === null || wrong === undefined) return [];
			const left: Atom = {kind: 'holds', client: holds, lock};
			return [{kind: 'and', left, right: {kind: 'believes', client: wrong.name, lock}}];
		}),
	);
}

function held(end: World): readonly Fact[] {
	return end.spec.locks.flatMap(({name: lock}): readonly Fact[] => {
		const client = holder(end, lock);
		return client === null ? [] : [{kind: 'holds', client, lock}];
	});
}

function stored(start: World, end: World): readonly Fact[] {
	return end.spec.stores.flatMap(({name: store}) =>
		end.spec.resources.flatMap(({name: resource}) =>
			Object.entries(contents(end, store, resource).values).flatMap(([key, value]): readonly Fact[] => {
				const fact: Fact = {kind: 'value', store, resource, key, is: '=', value};
				return evaluate(start, fact) ? [] : [fact];
			}),
		),
	);
}

function stopped({spec}: World): readonly Fact[] {
	return spec.clients.flatMap(({name: client}) =>
		(['paused', 'crashed'] as const).map((state): Fact => ({kind: 'process', client, state})),
	);
}

function late({now}: World): Fact {
	return {kind: 'time', is: '>=', value: now};
}
