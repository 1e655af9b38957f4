import {sayDuration} from '../../language/duration.js';
import {fenceWords} from '../../narrate/fence.js';
import {belief, closedUntil, contents, hasPower, isCrashed, isPaused, isStalled, lease} from '../../sim/look.js';
import type {Instant} from '../../sim/time.js';
import type {World} from '../../sim/world.js';
import {lineWords} from '../diagram/status.js';
import {type Row, rowWidth, type Span} from '../text/row.js';
import {visible} from '../text/visible.js';

/** What every client believes, every lock's truth and what every store holds, in as few rows as it takes: for screens without room for a row each. */
export function actorSummary(world: World, now: Instant, columns: number): readonly Row[] {
	const {clients, locks, stores} = world.spec;
	const parts: readonly Row[] = [
		...clients.map(({name}): Row => [named(name), ...clientWords(world, name, now)]),
		...locks.map(({name}): Row => [named(name), lockWords(world, name, now), ...lockHalt(world, name)]),
		...stores.map(({name}): Row => [named(name), {text: storeWords(world, name), style: 'plain'}]),
	];
	return flow(parts, columns);
}

function clientWords(world: World, client: string, now: Instant): Row {
	const held = world.spec.locks.flatMap(({name}) => {
		const each = belief(world, client, name);
		if (each === null) return [];
		const which = world.spec.locks.length > 1 ? ` ${visible(name)}` : '';
		// A lease in a session has no time of its own: what ended it is known to the service alone.
		const goesOn = each.until === null ? lease(world, name)?.holder === client : each.until > now;
		return [goesOn ? `believes${which} ${leftWords(each.until, now)}`.trimEnd() : `still believes${which}`];
	});
	if (isCrashed(world, client)) return [{text: 'crashed', style: 'crashed'}];
	const line = lineWords(world, client);
	return [
		...(isPaused(world, client) ? [{text: 'paused, ', style: 'paused'} as const] : []),
		...(held.length === 0 ? [] : [{text: held.join(', '), style: 'belief'} as const]),
		...(held.length === 0 || line === '' ? [] : [{text: '; ', style: 'plain'} as const]),
		...(line === '' ? [] : [{text: line, style: 'plain'} as const]),
		...(held.length === 0 && line === '' ? [{text: 'believes nothing', style: 'dim'} as const] : []),
	];
}

function lockHalt(world: World, lock: string): Row {
	return hasPower(world, lock) && isStalled(world) ? [{text: ' paused', style: 'paused'}] : [];
}

function lockWords(world: World, lock: string, now: Instant): Span {
	if (!hasPower(world, lock)) return {text: 'crashed', style: 'crashed'};
	const held = lease(world, lock);
	const closed = closedUntil(world, lock);
	if (held === null && closed !== null) return {text: `closed ${leftWords(closed, now)}`, style: 'lease'};
	if (held === null) return {text: 'free', style: 'dim'};
	return {text: `held by ${visible(held.holder)} ${leftWords(held.expiresAt, now)}`.trimEnd(), style: 'lease'};
}

function storeWords(world: World, store: string): string {
	const parts = world.spec.resources.flatMap(({name}) => {
		const pairs = Object.entries(contents(world, store, name).values).map(
			([key, value]) => `${visible(key)}=${visible(String(value))}`,
		);
		const fence = fenceWords(world, store, name);
		return [...pairs, ...(fence === null ? [] : [fence])];
	});
	return parts.length === 0 ? 'empty' : parts.join(' ');
}

function leftWords(until: Instant | null, now: Instant): string {
	return until === null ? '' : sayDuration(Math.ceil(Math.max(0, until - now) / 100) * 100);
}

function named(name: string): Span {
	return {text: ` ${visible(name)} `, style: 'bold'};
}

/** Parts one after another, in as many rows as it takes. */
function flow(parts: readonly Row[], columns: number): readonly Row[] {
	const rows: Row[] = [];
	for (const part of parts) {
		const last = rows.at(-1);
		const joined: Row = last === undefined ? part : [...last, {text: ' │', style: 'dim'}, ...part];
		if (last !== undefined && rowWidth(joined) <= columns) rows[rows.length - 1] = joined;
		else rows.push(part);
	}
	return rows;
}
