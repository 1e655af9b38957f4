import {type Claim, verdictOf} from '../../explore/claim.js';
import {defaultLimits, explore, type Finding as Found} from '../../explore/explore.js';
import {grouped} from '../../language/grouped.js';
import {print} from '../../language/print.js';
import type {Fact} from '../../sim/fact.js';
import type {World} from '../../sim/world.js';
import {play, worldOf} from '../judge.js';
import type {Claims, Line, TextPosition} from '../lesson.js';
import type {Finding, Search} from './search.js';

/** A claim that holds, and what was searched to say so. */
export type HeldClaim = {readonly place: TextPosition; readonly claim: Claim; readonly found: Found};

/** Answers what is asked about claims by going through every schedule of their world, and notes those that hold; it has nothing to say about tasks. */
export function searchClaims(note: (held: HeldClaim) => void): Search {
	return (question) => (question.kind === 'claims' ? claimFindings(question.claims, note) : []);
}

/** The largest world that a lesson may have: larger ones keep learners waiting. Units: states. */
const mostStates = 15_000;

/** Room enough to tell how large a world is that is too large. */
const limits = {...defaultLimits, maxStates: 10 * mostStates};

function claimFindings({world, script}: Claims, note: (held: HeldClaim) => void): readonly Finding[] {
	const {world: start} = play(
		script.filter(({statement}) => statement.kind !== 'claim'),
		worldOf(world),
	);
	const claimed = script.flatMap(({place, text, statement}) =>
		statement.kind === 'claim' ? [{place, text, claim: statement}] : [],
	);
	const nevers = claimed.filter(({claim}) => claim.mode === 'never').map(({claim}) => claim.fact);
	const noneOfThem = nevers.length > 1 ? searchForAny(start, nevers) : null;
	return claimed.flatMap((line) => {
		const found = (line.claim.mode === 'never' && noneOfThem) || explore(start, line.claim.fact, limits);
		return findingOf(found, line, note);
	});
}

/** What one search for several facts finds where none of them comes true: it holds for each of them. Null where one may. */
function searchForAny(start: World, facts: readonly Fact[]): Found | null {
	const found = explore(
		start,
		facts.reduce((left, right) => ({kind: 'or', left, right})),
		limits,
	);
	return found.kind === 'none' ? found : null;
}

function findingOf(
	found: Found,
	{place, text, claim}: Pick<Line, 'place' | 'text'> & {readonly claim: Claim},
	note: (held: HeldClaim) => void,
): readonly Finding[] {
	const verdict = verdictOf(claim, found);
	if (verdict === 'unknown') return [{place, message: `${text}: ${gaveUp(found)}`, gaveUp: true}];
	if (verdict === 'violated') return [{place, message: `${text}: ${refuted(found)}`}];
	if (found.states > mostStates) return [{place, message: `${text}: ${tooLarge(found)}`}];
	note({place, claim, found});
	return [];
}

function gaveUp({states, depth}: Found): string {
	return `nothing has decided it in the first ${grouped(states)} states, up to ${depth} moves deep. Make the world smaller.`;
}

function tooLarge({states}: Found): string {
	return `it holds, but ${grouped(states)} states had to be searched, and a lesson's world may have ${grouped(mostStates)}. Make the world smaller.`;
}

function refuted({kind, states, moves, script}: Found): string {
	if (kind !== 'found') return `this is not so; no schedule does it, and all ${grouped(states)} states were searched.`;
	return `this is not so; the shortest way takes ${moves} moves: ${script.map(({statement}) => print(statement)).join('; ')}.`;
}
