import {
	choice,
	duration,
	flag,
	type OptionTable,
	type OptionValues,
	phrases,
	usualValues,
	type ValuesOf,
} from '../option.js';

/** The options that a store of any rule may have, as far as its rule has a use for them. Order: as they are printed. */
export const storeOptions = {
	/** `ratchet`: reads carry the token and raise the highest; `check`: they are only checked; null: reads are free. */
	reads: phrases<'ratchet' | 'check' | null>(
		[
			{
				words: 'ratchet read',
				value: 'ratchet',
				hint: 'reads carry the token and raise the highest',
				page: {
					meaning:
						'Reads carry the token and raise the highest that the store has processed: after the read of a new holder, an older one can no longer write.',
					example: [
						'store safe fenced ratchet read',
						'A acquire account',
						'A read account',
						'expect highest of safe = 33',
					],
				},
			},
			{
				words: 'check read',
				value: 'check',
				hint: 'reads carry the token and are only checked',
				page: {
					meaning: 'Reads carry the token and are rejected when it is too low, but they do not raise the highest.',
					example: [
						'store safe fenced check read',
						'A acquire account',
						'A read account',
						'expect highest of safe = none',
					],
				},
			},
		],
		null,
	),
	scope: choice('scope', ['key', 'resource', 'global'], 'resource', {
		hint: 'what the highest token is kept for',
		page: {
			meaning: 'What the store keeps one highest token for: each key, each resource, or everything it holds.',
			example: [
				'store safe fenced scope key',
				'put account balance=100 note=new',
				'A acquire account',
				'A write account balance=90 to safe',
			],
		},
	}),
	/** A fence that no token has used for so long is dropped; 0 where it is kept. Source: Kafka, producer state by age (domain-2, 10). */
	forgetsAfter: duration('forgets after', 0, {
		hint: 'a fence unused for so long is dropped',
		sample: '60m',
		least: 1,
		page: {
			meaning:
				'The store drops a fence that no token has used for so long: then it has never heard of any, and takes the oldest.',
			example: [
				'store safe fenced forgets after 60m',
				'A acquire account',
				'A advance account',
				'wait 61m',
				'expect highest of safe = none',
			],
		},
	}),
	/** The highest token is lost when the store crashes. */
	forgets: flag('forgets', {
		hint: 'a crash loses the highest token',
		page: {
			meaning: 'The highest token is kept in memory only: after a crash the store has never heard of any.',
			example: [
				'store safe fenced forgets',
				'A acquire account',
				'A advance account',
				'safe crash',
				'safe restart',
				'expect highest of safe = none',
			],
		},
	}),
	/** Check and apply are two steps. */
	nonAtomic: flag('non-atomic', {
		hint: 'check and apply are two steps',
		page: {
			meaning: 'The store checks a write and applies it in two steps, and another write can come between.',
			example: [
				'store safe fenced non-atomic',
				'A acquire account',
				'A write account balance=90 to safe held',
				'deliver A',
				'deliver A',
			],
		},
	}),
	/** Tokens are compared as text, so that 10 comes before 9. Source: domain S31. */
	textTokens: flag('text-tokens', {
		hint: 'tokens are compared as text',
		page: {
			meaning: 'Compares tokens as text, letter by letter, and so takes 9 for higher than 10.',
			example: [
				'store safe fenced text-tokens',
				'A write account balance=90 to safe token 9',
				'A write account balance=80 to safe token 10',
				'expect last rejected',
			],
		},
	}),
	/** The same for so long after it was applied; 0 where that is not said. */
	dedupesFor: duration('dedupes for', 0, {
		hint: 'and for so long it is not applied again',
		sample: '5m',
		least: 1,
		page: {
			meaning:
				'The store remembers a job for so long after it has applied it. The same job later is applied once more.',
			example: [
				'store raw unfenced dedupes for 5m',
				'A write account balance=90 to raw as job pay-7',
				'wait 6m',
				'A write account balance=80 to raw as job pay-7',
				'expect version of raw = 2',
			],
		},
	}),
	/** A job that was applied before is answered and not applied again. Source: domain 1.11, idempotency keys. */
	dedupes: flag('dedupes', {
		hint: 'a job that was applied before is not applied again',
		page: {
			meaning:
				'The store remembers the jobs it has applied; a write as a job that it knows is answered as before and not applied again.',
			example: [
				'store raw unfenced dedupes',
				'A write account balance=90 to raw as job pay-7',
				'A write account balance=90 to raw as job pay-7',
				'expect version of raw = 1',
			],
		},
	}),
};

/** What the options of a store say, those of its own rule among them. */
export type StoreOptions = ValuesOf<typeof storeOptions> & OptionValues;

/** What a rule looks at. */
export type Looks = {
	/** It has a use for tokens. */
	readonly tokens: boolean;
	/** It asks which of two tokens is lower. */
	readonly order: boolean;
	/** It checks anything at all. */
	readonly anything: boolean;
};

/** Why a rule has no use for an option, or null where it has: the rest of a sentence that begins with the rule. */
export function useless(key: string, {tokens, order, anything}: Looks): string | null {
	switch (key) {
		case 'reads':
		case 'scope':
		case 'forgets':
		case 'forgetsAfter':
			return tokens ? null : 'does not look at tokens';
		case 'textTokens':
			return order ? null : 'does not ask which token is lower';
		case 'nonAtomic':
			return anything ? null : 'checks nothing';
		default:
			return null;
	}
}

/** A store's options when none are given. */
export const plainStore: StoreOptions = {
	reads: null,
	scope: 'resource',
	forgetsAfter: 0,
	forgets: false,
	nonAtomic: false,
	textTokens: false,
	dedupesFor: 0,
	dedupes: false,
};

/** Every option of a store under a rule with these options of its own, none of them given. */
export function usualStore(own: OptionTable): StoreOptions {
	return {...usualValues(own), ...plainStore};
}
