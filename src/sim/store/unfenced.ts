import {type Rule, tokenBlind} from './rule.js';

/** Accepts every write. */
export const unfenced: Rule = {...tokenBlind, wantsVersion: false};
