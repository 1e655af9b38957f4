import type {Finding} from '../../explore/explore.js';
import {breakSentences, madeUp, noFaults, nothingRuns, storySentence} from '../../narrate/explorer.js';
import {type Property, properties} from '../../sim/event.js';
import type {Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import type {World} from '../../sim/world.js';
import type {Explored} from '../session.js';
import {type Answering, exploring} from './answering.js';
import {scriptFor} from './example.js';
import {closestMiss} from './miss.js';
import {type Running, withPrograms} from './usual-programs.js';

type Broken = Extract<Fact, {kind: 'violated'}>;
type Answered = {readonly fact: Broken; readonly running: Running; readonly finding: Finding};

/** What can still go wrong from here, property by property, with the shortest story of the worst of it; where nothing can, the closest miss. */
export function* answerBreaks(world: World, most: number): Answering<Explored> {
	const facts = breakable(world);
	const open = facts.filter((fact) => !evaluate(world, fact));
	const answered: Answered[] = [];
	for (const fact of open) {
		const running = withPrograms(world, fact);
		if (running === null) return {sentences: [nothingRuns], script: null};
		answered.push({fact, running, finding: yield* exploring(running.world, fact, most)});
	}
	const worst = worstOf(answered);
	const already = facts.filter((fact) => !open.includes(fact));
	const sentences = [
		...breakSentences(answered, already),
		...(answered.some(({running}) => running.isMadeUp) ? [madeUp] : []),
		...(hasNoFaults(answered) ? [noFaults] : []),
	];
	if (worst !== null)
		return {
			sentences: [...sentences, storySentence(worst.fact)],
			script: scriptFor(world, worst.running, worst.finding, worst.fact),
		};
	const missed: Fact = {kind: 'violated', property: 'stale-write', store: null};
	const running = answered.every(({finding}) => finding.kind === 'none') ? withPrograms(world, missed) : null;
	const miss = running === null ? null : yield* closestMiss(running.world, missed, most);
	if (running === null || miss === null) return {sentences, script: null};
	return {sentences: [...sentences, miss.sentence], script: scriptFor(world, running, miss.finding, miss.fact)};
}

/** Every property that could be violated in a world, at each store where it is about stores. */
function breakable({spec}: World): readonly Broken[] {
	return properties.flatMap((property): readonly Broken[] =>
		ofStores.includes(property)
			? spec.stores.map(({name}) => ({kind: 'violated', property, store: name}))
			: [{kind: 'violated', property, store: null}],
	);
}

/** Whether something was found not to break only because nothing but the order of steps was tried. */
function hasNoFaults(answered: readonly Answered[]): boolean {
	const unbroken = answered.filter(({finding}) => finding.kind === 'none');
	return unbroken.some(({running}) => Object.values(running.world.spec.faults).every((budget) => budget === 0));
}

/** The worst thing that can happen; of things equally bad, the one with the shortest story. */
function worstOf(answered: readonly Answered[]): Answered | null {
	const found = answered.filter(({finding}) => finding.kind === 'found');
	const rank = ({fact, finding}: Answered) =>
		(mild.includes(fact.property) ? 1000 * (1 + mild.indexOf(fact.property)) : 0) + (finding.moves ?? 0);
	return found.reduce<Answered | null>(
		(worst, each) => (worst === null || rank(each) < rank(worst) ? each : worst),
		null,
	);
}

const ofStores: readonly Property[] = [
	'stale-write',
	'late-write',
	'lost-update',
	'locked-out',
	'torn-write',
	'double-effect',
];

/** These harm nobody yet. */
const mild: readonly Property[] = ['late-write', 'two-believers'];
