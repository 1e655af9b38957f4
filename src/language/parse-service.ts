import {lockKinds} from '../sim/lock/registry.js';
import {taken} from '../sim/option.js';
import type {LockService} from '../sim/statement.js';
import {type Cursor, failAt, keyword, listed, unexpected} from './cursor.js';
import {optionValues} from './parse-options.js';

/** The lock service at the cursor with its options, moving past it. Fails: on anything else. */
export function lockService(c: Cursor): LockService {
	const kinds = lockKinds();
	const kind = kinds.find(({name, hint}) => keyword(c, name, hint));
	if (kind === undefined) unexpected(c, `a lock service (${listed(kinds.map(({name}) => name))})`);
	const start = c.tokens[c.at];
	const options = optionValues(c, kind.options);
	for (const [key, option] of Object.entries(kind.options)) {
		const {refused, says} = taken(option, options, Number(options[key]));
		if (refused && says !== null) failAt(c, says, {token: start, kind: 'refusal'});
	}
	return {kind: kind.name, options};
}
