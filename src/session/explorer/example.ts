import type {Finding} from '../../explore/explore.js';
import type {Fact} from '../../sim/fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {play} from '../../sim/play.js';
import type {Statement} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import type {Explored} from '../session.js';
import {type Answering, exploring, movesInWords, statesInWords} from './answering.js';
import {closestMiss} from './miss.js';
import {type Running, withoutPrograms, withPrograms} from './usual-programs.js';

/** The shortest schedule from here that makes a fact true; where there is none, the one that comes closest. */
export function* answerExample(world: World, fact: Fact, most: number): Answering<Explored> {
	if (evaluate(world, fact)) return {sentences: ['It is true already.'], script: null};
	const running = withPrograms(world, fact);
	if (running === null) return {sentences: [nothingRuns], script: null};
	const finding = yield* exploring(running.world, fact, most);
	const note = running.isMadeUp ? [madeUp] : [];
	if (finding.kind === 'found')
		return {sentences: [sentence(finding), ...note], script: scriptFor(world, running, finding, fact)};
	const miss = finding.kind === 'none' ? yield* closestMiss(running.world, fact, most) : null;
	if (miss === null) return {sentences: [sentence(finding), ...note], script: null};
	return {
		sentences: [sentence(finding), miss.sentence, ...note],
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

function sentence({kind, states, moves}: Finding): string {
	switch (kind) {
		case 'found':
			return `Yes: the shortest schedule that makes it true has ${movesInWords(moves ?? 0)}. ${statesInWords(states)} were searched.`;
		case 'none':
			return `No: none of the schedules from here makes it true. All ${statesInWords(states)} were searched.`;
		case 'gave-up':
			return `Not found in ${statesInWords(states)}; there the search stopped, so it may still be possible.`;
	}
}

/** What is said where clients were given programs. */
export const madeUp =
	'No client has a program here, so each was taken to run the usual one: acquire, read, write, release; one write may be delayed, and for beliefs one client paused.';

/** What is said where nothing can be made up either. */
export const nothingRuns =
	'The explorer runs programs, and no client here has one. Give them some first: A runs acquire account; read account; write account balance-=10; release account';
