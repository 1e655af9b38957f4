import {mergeWaits} from '../../explore/reach/merge-waits.js';
import {costOf, lengthOf} from '../../explore/reach/quest.js';
import type {Reached} from '../../explore/reach/reach.js';
import {verbOf} from '../../lesson/allow.js';
import {shortenSentences} from '../../narrate/explorer.js';
import type {Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {play} from '../../sim/play.js';
import type {Statement} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import type {Explored} from '../session.js';
import {type Answering, seeking} from './answering.js';

/** How few of a learner's own lines make a fact true, and whether the same kinds of statement can do it in fewer still. */
export function* answerShorten(
	world: World,
	fact: Fact,
	script: readonly Statement[],
	most: number,
): Answering<Explored> {
	const fewest = yield* fewestOf(world, fact, script);
	const shorter = yield* shorterThan(world, fact, script, fewest, most);
	return {
		sentences: shortenSentences(fact, script, fewest, shorter),
		script: shorter.kind === 'found' ? shorter.script : fewest,
	};
}

/** Leaves out runs of statements, long ones first, as long as the fact still comes true; in the end every single one is needed. */
function* fewestOf(world: World, fact: Fact, script: readonly Statement[]): Answering<readonly Statement[]> {
	let kept = proof(world, fact, script) ?? script;
	for (let size = Math.ceil(kept.length / 2), isSmaller = false; size >= 1; ) {
		isSmaller = false;
		for (let from = kept.length - size; from >= 0; from--) {
			const fewer = proof(world, fact, [...kept.slice(0, from), ...kept.slice(from + size)]);
			if (fewer !== null) {
				kept = fewer;
				isSmaller = true;
				from = Math.min(from, kept.length - size + 1);
			}
			if (yield 0) return kept;
		}
		if (size === 1 && isSmaller) continue;
		size = size === 1 ? 0 : Math.ceil(size / 2);
	}
	return kept;
}

/** The statements that are not refused, up to the moment when the fact is true; null when it never is. */
function proof(from: World, fact: Fact, script: readonly Statement[]): readonly Statement[] | null {
	const {done, world} = play(script, from, {skipsRefusals: true, until: (after) => evaluate(after, fact)});
	return done.length > 0 && evaluate(world, fact) ? mergeWaits(done.map(({statement}) => statement)) : null;
}

function* shorterThan(
	world: World,
	fact: Fact,
	script: readonly Statement[],
	fewest: readonly Statement[],
	maxStates: number,
): Answering<Reached> {
	const verbs = new Set(script.map(kindOf));
	const allows = (statement: Statement) => costOf(statement) === 0 || verbs.has(kindOf(statement));
	return yield* seeking(
		world,
		{goals: [fact], ticked: [false], lose: [], allows, examples: script},
		{maxStates, maxLength: lengthOf(fewest) - 1, isClose: false},
	);
}

function kindOf(statement: Statement): string {
	return verbOf(statement).verb;
}
