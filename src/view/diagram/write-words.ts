import {clause} from '../../narrate/row.js';
import {visible} from '../text/visible.js';
import type {Cast} from './cast.js';
import type {Accepted, Rejected, Staged} from './verdict.js';
import {pair, shown} from './verdict.js';

/** What a write wrote and with which token: `write 80 34`; the key too when the resource has several. */
export function writeLabel(cast: Cast, event: Accepted | Rejected | Staged): string {
	return ['write', written(cast, event), event.token].filter((part) => part !== null).join(' ');
}

/** The words of a write in a sentence: `B wrote 80 with token 34`. */
export function writeSentence(cast: Cast, event: Accepted | Rejected | Staged): string {
	const value = written(cast, event);
	return clause.wrote(visible(event.client), value, cast.reading.tokens ? event.token : undefined);
}

/** The key that goes without saying: the only one of the only resource; or null. */
export function onlyKey({values}: Cast): string | null {
	const [first, second] = [...values.values()].flatMap((each) => Object.keys(each));
	return second === undefined ? (first ?? null) : null;
}

function written(cast: Cast, {resource, key, value}: Accepted | Rejected | Staged): string | null {
	if (resource === null || key === undefined || value === undefined) return null;
	const keys = Object.keys(cast.values.get(resource) ?? {});
	return keys.length === 0 || (keys.length === 1 && keys[0] === key) ? shown(value) : pair(key, value);
}
