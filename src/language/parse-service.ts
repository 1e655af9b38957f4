import {lockKinds} from '../sim/lock/registry.js';
import type {LockService} from '../sim/statement.js';
import {type Cursor, keyword, listed, unexpected} from './cursor.js';
import {optionValues} from './parse-options.js';

/** The lock service at the cursor with its options, moving past it. Fails: on anything else. */
export function lockService(c: Cursor): LockService {
	const kinds = lockKinds();
	const kind = kinds.find(({name, hint}) => keyword(c, name, hint));
	if (kind === undefined) unexpected(c, `a lock service (${listed(kinds.map(({name}) => name))})`);
	return {kind: kind.name, options: optionValues(c, kind.options)};
}
