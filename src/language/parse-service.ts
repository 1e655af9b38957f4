import {lockKinds} from '../sim/lock/registry.js';
import type {LockKind} from '../sim/lock/service.js';
import {taken} from '../sim/option.js';
import type {LockService} from '../sim/statement.js';
import {type Cursor, failAt, isWord, keyword, listed, peek, unexpected} from './cursor.js';
import {optionValues, optionWords} from './parse-options.js';

/** The lock service at the cursor with its options, moving past it. Fails: on anything else. */
export function lockService(c: Cursor): LockService {
	const kinds = lockKinds();
	const kind = kinds.find(({name, hint}) => keyword(c, name, hint));
	if (kind === undefined) unexpected(c, `a lock service (${listed(kinds.map(({name}) => name))})`);
	const start = c.tokens[c.at];
	const options = optionValues(c, kind.options);
	refuseStrange(c, kind);
	for (const [key, option] of Object.entries(kind.options)) {
		const {refused, says} = taken(option, options, Number(options[key]));
		if (refused && says !== null) failAt(c, says, {token: start, kind: 'refusal'});
	}
	return {kind: kind.name, options};
}

/** Fails on a word that is an option of other kinds, with those kinds. Source: world.md, an option that a kind has not. */
function refuseStrange(c: Cursor, {name, options}: LockKind): void {
	if (peek(c) === undefined) return;
	const own = optionWords(options);
	const word = lockKinds()
		.flatMap((other) => optionWords(other.options))
		.find((each) => isWord(c, each));
	if (word === undefined || own.includes(word)) return;
	const having = lockKinds().filter((other) => optionWords(other.options).includes(word));
	failAt(
		c,
		`${name} has no option ${word}. ${listed(
			having.map((other) => other.name),
			'and',
		)} ${having.length === 1 ? 'has' : 'have'} it.`,
		{expected: own},
	);
}
