import {belief, hasPower, isCrashed, isPaused, isStalled, isUp, lease} from '../../sim/look.js';
import type {World} from '../../sim/world.js';
import type {Style} from '../text/row.js';
import {lockService} from './cast.js';

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
	if (still.length > 0) return barNow(world, actor, still);
	const known = drawn.get(world) ?? new Map<string, Bar>();
	drawn.set(world, known);
	const bar = known.get(actor) ?? barNow(world, actor, still);
	known.set(actor, bar);
	return bar;
}

/** Every line and every arrow of a row asks for the same bars. */
const drawn = new WeakMap<World, Map<string, Bar>>();

function barNow(world: World, actor: string, still: readonly string[]): Bar {
	if (actor === lockService) return lockBar(world);
	if (world.spec.clients.some(({name}) => name === actor)) return clientBar(world, actor, still);
	return world.spec.stores.some(({name}) => name === actor) && !isUp(world, actor) ? bars.down : bars.idle;
}

function lockBar(world: World): Bar {
	const {locks} = world.spec;
	const isDown = locks.length === 0 ? !isUp(world, lockService) : locks.every(({name}) => !hasPower(world, name));
	if (isStalled(world) && !isDown) return bars.paused;
	if (locks.some(({name}) => hasPower(world, name) && lease(world, name) !== null)) return bars.lease;
	return isDown ? bars.down : bars.idle;
}

function clientBar(world: World, client: string, still: readonly string[]): Bar {
	if (isCrashed(world, client)) return bars.down;
	if (isPaused(world, client)) return bars.paused;
	if (world.spec.locks.every(({name}) => belief(world, client, name) === null)) return bars.idle;
	return still.includes(client) ? bars.paused : bars.belief;
}

/** Every bar there is. */
export const bars = {
	idle: {bar: '│', right: '├', left: '┤', cross: '┼', style: 'dim'},
	lease: {bar: '║', right: '╟', left: '╢', cross: '╫', style: 'lease'},
	belief: {bar: '┃', right: '┠', left: '┨', cross: '╂', style: 'belief'},
	paused: {bar: '░', right: '░', left: '░', cross: '░', style: 'paused'},
	down: {bar: '╎', right: '╎', left: '╎', cross: '╎', style: 'crashed'},
} as const satisfies Record<string, Bar>;
