import {
	type FaultBudget,
	noFaults,
	plainStore,
	type Setup,
	type StoreOptions,
	type StoreRule,
	type Value,
} from '../sim/statement.js';
import {anyWord, type Cursor, failAt, isOperator, keyword, listed, offer, peek, unexpected} from './cursor.js';
import {duration} from './duration.js';
import {type Option, takeOptions} from './options.js';
import {lockService} from './parse-service.js';
import {newName} from './resolve.js';
import {addKey} from './scope.js';
import {valueIn, wholeNumberAt} from './value.js';
import {clipped} from './visible.js';
import {faultKinds, storeRules} from './words.js';

/** A set-up statement that begins with a word, by that word; the cursor stands after it. */
export const setupStatements: Readonly<
	Record<'client' | 'lock' | 'store' | 'put' | 'latency' | 'pace' | 'faults', (c: Cursor) => Setup>
> = {
	client: (c) => ({kind: 'client', name: newName(c, ['client'])}),
	lock,
	store,
	put,
	latency: (c) => ({kind: 'latency', latency: duration(c, '1ms')}),
	pace: (c) => ({kind: 'pace', pace: duration(c, '1s', {least: 1})}),
	faults,
};

function lock(c: Cursor): Setup {
	const name = newName(c, ['lock', 'resource']);
	return {kind: 'lock', name, service: lockService(c)};
}

function store(c: Cursor): Setup {
	const name = newName(c, ['store']);
	const rule = storeRules.find((each) => keyword(c, each, 'store rule'));
	if (rule === undefined) unexpected(c, `a store rule (${listed(storeRules)})`);
	return {kind: 'store', name, rule, options: storeOptions(c, name, rule)};
}

function storeOptions(c: Cursor, name: string, rule: StoreRule): StoreOptions {
	const tokens = rule !== 'unfenced' && rule !== 'cas';
	/** What the option sets, or the error that the rule has no use for it. */
	const fitting = (said: string, possible: boolean, because: string, read: () => Partial<StoreOptions>) => () => {
		if (!possible) failAt(c, `${said} makes no sense for ${name}: ${rule} ${because}.`, {token: c.tokens[c.at - 1]});
		return read();
	};
	const needsTokens = 'does not look at tokens';
	return takeOptions<StoreOptions>(c, plainStore, [
		{
			words: ['ratchet', 'read'],
			group: 'read',
			hint: 'reads carry the token and raise the highest',
			read: fitting('ratchet read', tokens, needsTokens, () => ({reads: 'ratchet'})),
		},
		{
			words: ['check', 'read'],
			group: 'read',
			hint: 'reads carry the token and are only checked',
			read: fitting('check read', tokens, needsTokens, () => ({reads: 'check'})),
		},
		{
			words: ['scope'],
			group: 'scope',
			hint: 'what the highest token is kept for',
			read: fitting('scope', tokens, needsTokens, () => ({scope: scope(c)})),
		},
		{
			words: ['forgets'],
			group: 'forgets',
			hint: 'a crash loses the highest token',
			read: fitting('forgets', tokens, needsTokens, () => ({forgets: true})),
		},
		{
			words: ['text-tokens'],
			group: 'text-tokens',
			hint: 'tokens are compared as text',
			read: fitting('text-tokens', rule.startsWith('fenced'), 'does not ask which token is lower', () => ({
				textTokens: true,
			})),
		},
		{
			words: ['dedupes'],
			group: 'dedupes',
			hint: 'a job that was applied before is not applied again',
			read: () => ({dedupes: true}),
		},
		{
			words: ['non-atomic'],
			group: 'non-atomic',
			hint: 'check and apply are two steps',
			read: fitting('non-atomic', rule !== 'unfenced', 'checks nothing', () => ({nonAtomic: true})),
		},
	]);
}

function scope(c: Cursor): StoreOptions['scope'] {
	const found = (['key', 'resource', 'global'] as const).find((each) => keyword(c, each, 'scope of the highest token'));
	return found ?? unexpected(c, 'key, resource or global after scope');
}

function put(c: Cursor): Setup {
	if (isOperator(c, '=', 1)) failAt(c, 'Name the resource before its keys, for example: put account balance=100');
	const resource = newName(c, ['resource']);
	const values = new Map<string, Value>();
	do {
		const token = anyWord(c, 'a key and a value, such as balance=100');
		if (!isOperator(c, '=')) {
			offer(c, '=', 'sets the value');
			unexpected(c, `= after the key ${clipped(token.text)}`);
		}
		c.at++;
		if (values.has(token.text))
			failAt(c, `The key ${clipped(token.text)} is given twice. Give each key once.`, {token});
		values.set(token.text, valueIn(c, anyWord(c, 'a value')));
		addKey(c.scope, resource, token.text);
	} while (peek(c) !== undefined);
	return {kind: 'put', resource, values: [...values]};
}

function faults(c: Cursor): Setup {
	const start = c.at;
	const budget = takeOptions(
		c,
		noFaults,
		faultKinds.map(
			(kind): Option<FaultBudget> => ({
				words: [kind],
				group: kind,
				hint: 'how many the explorer may spend',
				read: () => ({[kind]: wholeNumberAt(c, 'a number of faults', '1')}),
			}),
		),
	);
	if (c.at === start) unexpected(c, `a kind of fault and how many (${listed(faultKinds)})`);
	return {kind: 'faults', budget};
}
