import {searchClaims} from './claims.js';
import type {Search} from './search.js';
import {searchWays} from './ways.js';

/** Answers everything that only a search can answer. */
export const everySchedule: Search = (question) => [...searchClaims(question), ...searchWays(question)];
