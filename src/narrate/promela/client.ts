import {beliefParts, catchUpPart, readingPart} from './belief.js';
import {locksOf, placesWritten} from './client-state.js';
import {inline} from './code.js';
import {linkMoves, processMoves} from './faults.js';
import {eachLock, saidLock} from './lock-kinds.js';
import type {Move} from './move.js';
import {networkMoves} from './network.js';
import {livesPart, renumberPart} from './numbering.js';
import {countsOperations, type Plan} from './plan.js';
import {forgetParts, programParts} from './program.js';
import {lateRoundParts, wallClockMoves} from './rounds.js';
import {stepMoves} from './steps.js';
import {renumbersTransactions} from './transactions/session.js';
import {writerParts} from './writers.js';

/** What clients do with answers and with themselves, as parts that others use. Order: what is used stands first. */
export function clientParts(plan: Plan): readonly string[] {
	const {spec, has, name} = plan;
	return [
		...writerParts(plan),
		...locksOf(plan).flatMap((lock, index) => beliefParts(plan, lock, index)),
		...forgetParts(plan),
		...programParts(plan),
		...eachLock(plan, ({rounds}, lock) => rounds?.clientParts(plan, lock) ?? []).flat(),
		...lateRoundParts(plan),
		...(has.network || has.stops || has.rows ? [readingPart(plan)] : []),
		...(has.stops ? [catchUpPart(plan)] : []),
		...spec.locks.flatMap((lock, index) =>
			countsOperations(plan, index)
				? [saidLock(plan, index).rounds?.renumberPart(plan, index) ?? renumberPart(plan, lock.name)]
				: [],
		),
		...(has.lives ? [livesPart(plan)] : []),
		inline('settle', 'After each move of a client: what can make no difference any more is forgotten.', [
			...(placesWritten(plan).length > 0 ? ['forget_writes()'] : []),
			...spec.locks.flatMap((lock, index) =>
				countsOperations(plan, index) ? [`${name('renumber', lock.name)}()`] : [],
			),
			...renumbersTransactions(plan),
			...(has.lives ? ['renumber_lives()'] : []),
		]),
	];
}

/** Every move that a client makes, and that is made upon it. */
export function clientMoves(plan: Plan): readonly Move[] {
	return [
		...stepMoves(plan),
		...networkMoves(plan),
		...processMoves(plan),
		...linkMoves(plan),
		...wallClockMoves(plan),
	];
}
