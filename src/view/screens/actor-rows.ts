import {sayDuration} from '../../language/duration.js';
import {belief, contents, highest, isCrashed, isDone, isPaused, isUp, lease} from '../../sim/look.js';
import type {Instant} from '../../sim/time.js';
import type {LockSpec, World} from '../../sim/world.js';
import {pad} from '../text/fit.js';
import type {Row, Span} from '../text/row.js';
import {rowWidth} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {bar} from './bar.js';

/** One row per client, lock and store: what it believes, what is true, and the time left as a bar. `now` may lie before the world's, while time passes on the screen. */
export function actorRows(world: World, now: Instant, columns: number): readonly Row[] {
	const {clients, locks, stores} = world.spec;
	const names = [...clients, ...locks, ...stores].map(({name}) => width(visible(name)));
	const style: Columns = {name: Math.min(16, Math.max(4, ...names)) + 2, words: columns < 78 ? 10 : 17, bar: columns < 78 ? 10 : columns < 110 ? 16 : 24};
	return [
		...clients.flatMap(({name}) => clientRows(world, name, now, style)),
		...locks.map((lock) => lockRow(world, lock, now, style)),
		...storeRows(world, style, columns),
	];
}

/** The same in as few rows as it takes, without bars. */
export function actorSummary(world: World, now: Instant, columns: number): readonly Row[] {
	const {clients, locks, stores} = world.spec;
	const parts: readonly Row[] = [
		...clients.map(({name}) => [named(name), ...clientWords(world, name, now)]),
		...locks.map(({name}): Row => {
			const held = lease(world, name);
			return [
				named(name),
				held === null ? {text: 'free', style: 'dim'} : {text: `held by ${visible(held.holder)}, ${leftWords(held.expiresAt, now)}`, style: 'lease'},
			];
		}),
		...stores.map(({name}) => [named(name), ...storeWords(world, name)]),
	];
	return flow(parts, columns);
}

/** Units: columns. */
type Columns = {readonly name: number; readonly words: number; readonly bar: number};

function clientRows(world: World, client: string, now: Instant, style: Columns): readonly Row[] {
	const believed = world.spec.locks.filter(({name}) => belief(world, client, name) !== null);
	const state = processSpan(world, client);
	if (believed.length === 0) return [[label(client, style), {text: pad('no belief', style.words + style.bar + 2), style: 'dim'}, ...state]];
	return believed.map((lock, index) => [
		index === 0 ? label(client, style) : {text: ' '.repeat(style.name), style: 'plain'},
		...beliefSpans(world, client, lock, now, style),
		...(index === 0 ? state : []),
	]);
}

function beliefSpans(world: World, client: string, {name, service}: LockSpec, now: Instant, style: Columns): Row {
	const held = belief(world, client, name);
	if (held === null) return [];
	const words = world.spec.locks.length > 1 ? `believes ${visible(name)}` : style.words > 12 ? 'believes it holds' : 'believes';
	const wrong = lease(world, name)?.holder !== client;
	return [
		{text: `${pad(words, style.words)} `, style: 'belief'},
		...bar(held.until - now, service.ttl, style.bar, '━', 'belief'),
		{
			text: ` ${held.until > now ? `${leftWords(held.until, now)} left` : `ended ${sayDuration(now - held.until)} ago`}`,
			style: held.until > now ? 'plain' : 'paused',
		},
		...(held.token === null ? [] : [{text: `  token ${held.token}`, style: 'dim'} as const]),
		...(wrong ? [{text: '  not true', style: 'violation'} as const] : []),
	];
}

function lockRow(world: World, {name, service}: LockSpec, now: Instant, style: Columns): Row {
	const held = lease(world, name);
	const down: Row = isUp(world, 'locks') ? [] : [{text: '  no power', style: 'crashed'}];
	if (held === null) return [label(name, style), {text: 'free', style: 'dim'}, ...down];
	return [
		label(name, style),
		{text: `${pad(`held by ${visible(held.holder)}`, style.words)} `, style: 'lease'},
		...(held.expiresAt === null ? [] : bar(held.expiresAt - now, service.ttl, style.bar, '═', 'lease')),
		{text: held.expiresAt === null ? '' : ` ${leftWords(held.expiresAt, now)} left`, style: 'plain'},
		...(held.token === null ? [] : [{text: `  token ${held.token}`, style: 'dim'} as const]),
		...down,
	];
}

function storeRows(world: World, style: Columns, columns: number): readonly Row[] {
	const rows = world.spec.stores.map(({name, rule}): Row => [label(name, style), {text: `${pad(rule, 13)} `, style: 'dim'}, ...storeWords(world, name)]);
	return rows.every((row) => rowWidth(row) <= columns)
		? rows
		: flow(
				world.spec.stores.map(({name}) => [named(name), ...storeWords(world, name)]),
				columns,
			);
}

/** Values, version and the highest token of every resource that holds something. */
function storeWords(world: World, store: string): Row {
	const {resources} = world.spec;
	const parts = resources.flatMap(({name}) => {
		const {values, version} = contents(world, store, name);
		const pairs = Object.entries(values).map(([key, value]) => `${visible(key)}=${visible(String(value))}`);
		const token = highest(world, store, name);
		if (pairs.length === 0 && token === null && version === 0) return [];
		const prefix = resources.length > 1 ? `${visible(name)}: ` : '';
		return [`${prefix}${[...pairs, `version ${version}`, ...(token === null ? [] : [`highest ${token}`])].join('  ')}`];
	});
	return [{text: parts.join('   '), style: 'plain'}, ...(isUp(world, store) ? [] : [{text: '  crashed', style: 'crashed'} as const])];
}

function clientWords(world: World, client: string, now: Instant): Row {
	const held = world.spec.locks.flatMap(({name}) => {
		const each = belief(world, client, name);
		return each === null ? [] : [each.until > now ? `believes ${leftWords(each.until, now)}` : 'still believes'];
	});
	return [held.length === 0 ? {text: 'no belief', style: 'dim'} : {text: held.join(', '), style: 'belief'}, ...processSpan(world, client)];
}

function processSpan(world: World, client: string): Row {
	if (isCrashed(world, client)) return [{text: '  crashed', style: 'crashed'}];
	if (isPaused(world, client)) return [{text: '  paused', style: 'paused'}];
	return isDone(world, client) ? [{text: '  done', style: 'dim'}] : [];
}

function leftWords(until: Instant | null, now: Instant): string {
	if (until === null) return 'until released';
	const left = until - now;
	// While time passes on the screen a tenth of a second is all one can read.
	return sayDuration(left >= 1000 && left % 100 !== 0 ? Math.round(left / 100) * 100 : Math.max(0, Math.round(left)));
}

function label(name: string, style: Columns): Span {
	return {text: pad(` ${visible(name)}`, style.name), style: 'bold'};
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
