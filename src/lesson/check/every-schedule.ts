import {type HeldClaim, searchClaims} from './claims.js';
import type {Search} from './search.js';
import {searchWays} from './ways.js';

/** Answers everything that only a search can answer. */
export const everySchedule: Search = everyScheduleNoting(() => {});

/** The same, and notes the claims that hold, with what was searched. */
export function everyScheduleNoting(note: (held: HeldClaim) => void): Search {
	const claims = searchClaims(note);
	return (question) => [...claims(question), ...searchWays(question)];
}
