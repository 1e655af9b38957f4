import {claimSentence, noFaults, nothingRuns} from '../../narrate/explorer.js';
import type {Statement} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import type {Claimed, Explored} from '../session.js';
import {type Answering, exploring} from './answering.js';
import {scriptFor} from './example.js';
import {withPrograms} from './usual-programs.js';

/** Whether each claim holds in every schedule from here, with the shortest one that breaks or shows the first that has one. Programs are not made up: a claim is about those that are there. */
export function* answerClaims(world: World, claims: readonly Claimed[], most: number): Answering<Explored> {
	const sentences: string[] = [];
	let script: readonly Statement[] | null = null;
	for (const claim of claims) {
		const running = withPrograms(world, claim.fact);
		if (running === null || running.isMadeUp) return {sentences: [nothingRuns], script: null};
		const finding = yield* exploring(running.world, claim.fact, most);
		sentences.push(claimSentence(claim, finding));
		script ??= finding.kind === 'found' ? scriptFor(world, running, finding, claim.fact) : null;
	}
	const hasFaults = Object.values(world.spec.faults).some((budget) => budget > 0);
	return {sentences: hasFaults ? sentences : [...sentences, noFaults], script};
}
