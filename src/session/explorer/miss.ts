import type {Finding} from '../../explore/explore.js';
import {missSentence} from '../../narrate/explorer.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';
import {type Answering, exploring} from './answering.js';

/** The schedule that comes closest to what no schedule reaches: the fact that it does reach, and a sentence about it. */
type Miss = {readonly fact: Fact; readonly finding: Finding; readonly sentence: string};

/** The closest miss of a fact that cannot come true: as many parts of it as possible in as few moves as possible; of a broken order, a write that is turned away. Null when there is none. */
export function* closestMiss(world: World, fact: Fact, most: number): Answering<Miss | null> {
	for (const parts of nearly(world, fact)) {
		let best: Miss | null = null;
		for (const part of parts) {
			const finding = yield* exploring(world, part, most);
			if (finding.kind !== 'found' || (best !== null && (best.finding.moves ?? 0) <= (finding.moves ?? 0))) continue;
			best = {
				fact: part,
				finding,
				sentence: missSentence(part, finding.moves ?? 0),
			};
		}
		if (best !== null) return best;
	}
	return null;
}

/** Order: the closest first. */
function nearly(world: World, fact: Fact): readonly (readonly Fact[])[] {
	const parts = conjuncts(fact);
	if (parts.length > 1) return fewer(parts);
	return fact.kind === 'violated' ? [rejections(world, fact.store)] : [];
}

/** Every way to leave out one part, two parts and so on. */
function fewer(parts: readonly Fact[]): readonly (readonly Fact[])[] {
	const sizes = Array.from(
		{length: Math.min(parts.length, mostParts) - 1},
		(_, index) => Math.min(parts.length, mostParts) - 1 - index,
	);
	return sizes.map((size) =>
		choices(parts.slice(0, mostParts), size).map((some) => some.reduce((left, right) => ({kind: 'and', left, right}))),
	);
}

function choices<Each>(list: readonly Each[], size: number): readonly (readonly Each[])[] {
	if (size === 0) return [[]];
	return list.flatMap((each, index) => choices(list.slice(index + 1), size - 1).map((rest) => [each, ...rest]));
}

function conjuncts(fact: Fact): readonly Fact[] {
	return fact.kind === 'and' ? [...conjuncts(fact.left), ...conjuncts(fact.right)] : [fact];
}

function rejections({spec}: World, store: string | null): readonly Fact[] {
	const stores = spec.stores.filter(({name}) => store === null || name === store);
	return stores.map(({name}) =>
		spec.clients
			.map(({name: client}): Fact => ({kind: 'wrote', client, outcome: 'rejected', store: name, times: null}))
			.reduce((left, right) => ({kind: 'or', left, right})),
	);
}

const mostParts = 5;
