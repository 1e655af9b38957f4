import type {StoreRule} from '../statement.js';
import {cas} from './cas.js';
import {equal} from './equal.js';
import {fenced} from './fenced.js';
import {fencedCas} from './fenced-cas.js';
import {fencedStrict} from './fenced-strict.js';
import type {Rule} from './rule.js';
import {unfenced} from './unfenced.js';
import {uuid} from './uuid.js';

/** Every store rule by its word in the language. A new rule is one file and one row here. */
export const rules: Readonly<Record<StoreRule, Rule>> = {
	unfenced,
	fenced,
	'fenced-strict': fencedStrict,
	equal,
	uuid,
	cas,
	'fenced-cas': fencedCas,
};
