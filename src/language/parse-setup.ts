import {conforms, type OptionValues, usualValues} from '../sim/option.js';
import {type FaultBudget, faultKinds, noFaults, type Setup, type Value} from '../sim/statement.js';
import {storeOptions, useless} from '../sim/store/options.js';
import {storeRules} from '../sim/store/registry.js';
import type {StoreRule} from '../sim/store/rule.js';
import {anyWord, type Cursor, failAt, isOperator, isWord, keyword, listed, offer, peek, unexpected} from './cursor.js';
import {duration} from './duration.js';
import {type Option, takeOptions} from './options.js';
import {optionValues, optionWords} from './parse-options.js';
import {lockService} from './parse-service.js';
import {newName} from './resolve.js';
import {addKey} from './scope.js';
import {valueIn, wholeNumberAt} from './value.js';
import {clipped} from './visible.js';

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
	const first = isStoreOption(c) ? optionValues(c, storeOptions) : null;
	const rules = storeRules().filter(({optionsFirst}) => first === null || optionsFirst === true);
	const rule = rules.find((each) => keyword(c, each.name, 'store rule'));
	if (rule === undefined && first === null)
		for (const word of optionWords(storeOptions)) offer(c, word, `an option, before ${beforeRules()}`);
	if (rule === undefined) unexpected(c, `a store rule (${listed(rules.map((each) => each.name))})`);
	const options = rule.optionsFirst === true ? ownOptions(c, rule, first) : laterOptions(c, name, rule);
	if (!conforms(storeOptions, options)) throw new Error(`the options of ${name} lack some that every store has`);
	return {kind: 'store', name, rule: rule.name, options};
}

/** The rules whose options stand before their word. */
function beforeRules(): string {
	return listed(storeRules().flatMap(({name, optionsFirst}) => (optionsFirst === true ? [name] : [])));
}

/** Whether an option that every store may have stands before its rule. */
function isStoreOption(c: Cursor): boolean {
	return optionWords(storeOptions).some((word) => isWord(c, word));
}

function laterOptions(c: Cursor, name: string, rule: StoreRule): OptionValues {
	return optionValues(c, {...storeOptions, ...rule.options}, (key, said) => {
		const because = useless(key, rule.looks);
		if (because !== null)
			failAt(c, `${said} makes no sense for ${name}: ${rule.name} ${because}.`, {token: c.tokens[c.at - 1]});
	});
}

function ownOptions(c: Cursor, rule: StoreRule, first: OptionValues | null): OptionValues {
	const words = optionWords(rule.options);
	if (!words.some((word) => isWord(c, word))) {
		for (const word of words) offer(c, word);
		unexpected(c, `${listed(words)} and a condition, such as ${rule.name} when token < highest`);
	}
	return {...(first ?? usualValues(storeOptions)), ...optionValues(c, rule.options)};
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
