import {cas} from './cas.js';
import {equal} from './equal.js';
import {fenced} from './fenced.js';
import {fencedCas} from './fenced-cas.js';
import {fencedStrict} from './fenced-strict.js';
import {rejects} from './rejects.js';
import type {StoreRule} from './rule.js';
import {transactional} from './transactional.js';
import {unfenced} from './unfenced.js';
import {uuid} from './uuid.js';

/** Every store rule by its word in the language. Order: as a reader meets them. */
const rules = new Map<string, StoreRule>();

// A new rule is one file and one row here.
for (const rule of [unfenced, fenced, fencedStrict, equal, uuid, cas, fencedCas, transactional, rejects])
	addStoreRule(rule);

/** Makes a store rule known everywhere: in the language, in help, in worlds and to the explorer. Fails: throws when its name is taken. */
export function addStoreRule(rule: StoreRule): void {
	if (rules.has(rule.name)) throw new Error(`there is a store rule ${rule.name} already`);
	rules.set(rule.name, rule);
}

/** Every store rule. Order: as a reader meets them. */
export function storeRules(): readonly StoreRule[] {
	return [...rules.values()];
}

/** The rule of a store. Fails: throws on one that is not in the registry, which the parser never lets through. */
export function ruleOf({rule}: {readonly rule: string}): StoreRule {
	const found = rules.get(rule);
	if (found === undefined) throw new Error(`there is no store rule ${rule}`);
	return found;
}
