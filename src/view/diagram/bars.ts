import {type Glance, glance} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import type {Style} from '../text/row.js';

/** How a lane looks where nothing, something to its right, to its left, or something on both sides meets it. */
export type Bar = {
	readonly bar: string;
	readonly right: string;
	readonly left: string;
	readonly cross: string;
	readonly style: Style;
};

/** The bar of an actor's lane in a world. `still`: clients that could go on and are given no step, which is as good as a pause while they believe. */
export function barOf(world: World, actor: string, still: readonly string[] = []): Bar {
	const known = glances.get(world) ?? new Map<string, Glance>();
	glances.set(world, known);
	const seen = known.get(actor) ?? glance(world, actor);
	known.set(actor, seen);
	return bars[seen === 'belief' && still.includes(actor) ? 'paused' : seen];
}

/** Every line and every arrow of a row asks for the same bars. */
const glances = new WeakMap<World, Map<string, Glance>>();

/** Every bar there is. */
export const bars = {
	idle: {bar: '│', right: '├', left: '┤', cross: '┼', style: 'dim'},
	held: {bar: '║', right: '╟', left: '╢', cross: '╫', style: 'lease'},
	belief: {bar: '┃', right: '┠', left: '┨', cross: '╂', style: 'belief'},
	transaction: {bar: '[', right: '[', left: '[', cross: '[', style: 'lease'},
	work: {bar: '▒', right: '▒', left: '▒', cross: '▒', style: 'plain'},
	'work-belief': {bar: '▓', right: '▓', left: '▓', cross: '▓', style: 'belief'},
	paused: {bar: '░', right: '░', left: '░', cross: '░', style: 'paused'},
	down: {bar: '╎', right: '╎', left: '╎', cross: '╎', style: 'crashed'},
} as const satisfies Record<Glance, Bar>;
