import {type Rule, tokenBlind} from './rule.js';

/** Accepts a write that is based on the current version; looks at no token. */
export const cas: Rule = {...tokenBlind, wantsVersion: true};
