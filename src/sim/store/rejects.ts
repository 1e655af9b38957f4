import {conditionOption} from '../option.js';
import {type Condition, isMet} from './condition.js';
import {raised, type StoreRule} from './rule.js';

/** The fence, said as a condition. */
const fence: Condition = {kind: 'compare', left: 'token', is: '<', right: 'highest'};

/** A rule of one's own: only its condition decides, and its highest token rises as under `fenced`. Source: language.md, Setting up a world. */
export const rejects: StoreRule<{readonly condition: Condition}> = {
	name: 'rejects',
	meaning:
		'A rule of your own: it rejects a write or an advance when the condition is true. The condition compares token, highest, version, base (the version that the write is based on), none and whole numbers, with and, or and not.',
	example: [
		'store mine rejects when token = none or token < highest',
		'A acquire account',
		'A write account balance=90 to mine',
		'A write account balance=80 to mine token 32',
		'expect A rejected on mine',
	],
	options: {
		condition: conditionOption('when', fence, {
			hint: 'the condition, to the end of the statement',
			sample: 'token < highest',
		}),
	},
	optionsFirst: true,
	looks: {tokens: true, order: true, anything: true},
	wantsToken: false,
	ratchets: true,
	passes: 'its condition is not true of the write',
	rejects: 'what its condition is true of, such as a token lower than',
	refuse: ({condition}, {token, basedOn, version, seen: {highest}}) =>
		isMet(condition, {token, highest, version, base: basedOn}) ? 'rejected-by-rule' : null,
	record: raised,
};
