import {sayDuration} from '../../language/duration.js';
import type {Reading} from '../../narrate/reading.js';
import {type InFlight, inFlight} from '../../sim/look.js';
import type {Instant} from '../../sim/time.js';
import type {World} from '../../sim/world.js';
import {pair} from '../diagram/verdict.js';
import {cutRow, type Row} from '../text/row.js';
import {visible} from '../text/visible.js';

/** The messages that are under way, in one row; none when the network is empty. */
export function networkRows(world: World, now: Instant, columns: number, {tokens}: Reading): readonly Row[] {
	const messages = inFlight(world);
	if (messages.length === 0) return [];
	const words = messages.map((message) => describe(tokens ? message : {...message, token: null}, now)).join(', ');
	return [
		cutRow(
			[
				{text: ' ┄ ', style: 'accent'},
				{text: 'under way: ', style: 'bold'},
				{text: words, style: 'plain'},
			],
			columns,
		),
	];
}

function describe({id, from, to, what, due, queued, key, value, token}: InFlight, now: Instant): string {
	const when = due === null ? (queued ? 'waits there' : 'held') : `in ${sayDuration(Math.max(0, due - now))}`;
	const load = [what, key === null || value === null ? null : pair(key, value), token].filter((part) => part !== null);
	return `#${id} ${load.join(' ')} ${visible(from)} to ${visible(to)} (${when})`;
}
