import type {Style} from '../text/row.js';
import {type Cast, lockService} from './cast.js';
import type {ClientLane, LaneState} from './lane-state.js';

/** How a lane looks where nothing, something to its right, to its left, or something on both sides meets it. */
export type Bar = {
	readonly bar: string;
	readonly right: string;
	readonly left: string;
	readonly cross: string;
	readonly style: Style;
};

/** The lane's bar in a state. */
export function barOf(cast: Cast, state: LaneState, actor: string): Bar {
	if (actor === lockService)
		return state.locksUp ? (state.leases.some(({known}) => known) ? bars.lease : bars.idle) : bars.down;
	const client = state.clients[cast.clientAt.get(actor) ?? -1];
	if (client !== undefined) return clientBar(client);
	return state.stores[cast.storeAt.get(actor) ?? -1]?.up === false ? bars.down : bars.idle;
}

function clientBar({process, still, beliefs}: ClientLane): Bar {
	if (process === 'crashed') return bars.down;
	if (process === 'paused' || still === 'yes') return bars.paused;
	return beliefs.length > 0 ? bars.belief : bars.idle;
}

/** Every bar there is. */
export const bars = {
	idle: {bar: '│', right: '├', left: '┤', cross: '┼', style: 'dim'},
	lease: {bar: '║', right: '╟', left: '╢', cross: '╫', style: 'lease'},
	belief: {bar: '┃', right: '┠', left: '┨', cross: '╂', style: 'belief'},
	paused: {bar: '░', right: '░', left: '░', cross: '░', style: 'paused'},
	down: {bar: '╎', right: '╎', left: '╎', cross: '╎', style: 'crashed'},
} as const satisfies Record<string, Bar>;
