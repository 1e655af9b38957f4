import type {Finding} from '../../explore/explore.js';
import {exampleSentence, madeUp, nothingRuns, trueAlready} from '../../narrate/explorer.js';
import type {Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {play} from '../../sim/play.js';
import type {Statement} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import type {Explored} from '../session.js';
import {type Answering, exploring} from './answering.js';
import {closestMiss} from './miss.js';
import {type Running, withoutPrograms, withPrograms} from './usual-programs.js';

/** The shortest schedule from here that makes a fact true; where there is none, the one that comes closest. */
export function* answerExample(world: World, fact: Fact, most: number): Answering<Explored> {
	if (evaluate(world, fact)) return {sentences: [trueAlready], script: null};
	const running = withPrograms(world, fact);
	if (running === null) return {sentences: [nothingRuns], script: null};
	const finding = yield* exploring(running.world, fact, most);
	const note = running.isMadeUp ? [madeUp] : [];
	if (finding.kind === 'found')
		return {sentences: [exampleSentence(finding), ...note], script: scriptFor(world, running, finding, fact)};
	const miss = finding.kind === 'none' ? yield* closestMiss(running.world, fact, most) : null;
	if (miss === null) return {sentences: [exampleSentence(finding), ...note], script: null};
	return {
		sentences: [exampleSentence(finding), miss.sentence, ...note],
		script: scriptFor(world, running, miss.finding, miss.fact),
	};
}

/** A story as statements for the learner's own world; null when they do not come to the same there. */
export function scriptFor(world: World, running: Running, {script}: Finding, fact: Fact): readonly Statement[] | null {
	const statements = script.map(({statement}) => statement);
	if (!running.isMadeUp) return statements;
	const typed = withoutPrograms(running.world, statements);
	const {world: end, refused} = play(typed, world);
	return refused === null && evaluate(end, fact) ? typed : null;
}
