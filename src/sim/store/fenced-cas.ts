import {fenced} from './fenced.js';
import type {Rule} from './rule.js';

/** The fence and the version comparison together; the token is looked at first. */
export const fencedCas: Rule = {...fenced, wantsVersion: true};
