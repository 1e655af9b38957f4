import {listed} from '../language/cursor.js';
import {sayDuration} from '../language/duration.js';
import {printOperation} from '../language/print-operation.js';
import {printRule} from '../language/print-service.js';
import type {Values} from '../sim/event.js';
import {
	belief,
	closedUntil,
	contents,
	inFlight,
	isCrashed,
	isDone,
	isPaused,
	isStalled,
	isUp,
	lease,
	nextStep,
	tokenOf,
	transactionsOf,
	workOf,
} from '../sim/look.js';
import type {World} from '../sim/world.js';
import {endlessBelief} from './endless.js';
import {fenceWords} from './fence.js';
import {type Reading, wholeReading} from './reading.js';
import {rowWords, transactionWords} from './rows.js';

/** What is true now and who believes what, one line an actor. Order: time, clients, locks, stores, messages. */
export function stateLines(world: World, reading: Reading = wholeReading): readonly string[] {
	const {clients, locks, stores} = world.spec;
	return [
		`Time: ${sayDuration(world.now)}`,
		...clients.map(({name}) => clientLine(world, name, reading)),
		...(isUp(world, 'locks') ? [] : ['LOCK has no power.']),
		...(isStalled(world) ? ['LOCK is paused.'] : []),
		...locks.map(({name}) => lockLine(world, name, reading)),
		...stores.map(({name}) => storeLine(world, name, reading)),
		...inFlight(world).map(
			({id, from, to, what, due, queued}) =>
				`Message #${id} from ${actor(from)} to ${actor(to)}: ${what}, ${due === null ? (queued ? 'waits until LOCK goes on' : 'held until delivered') : `due at ${sayDuration(due)}`}`,
		),
	];
}

/** What one client is doing and believes. */
export function clientLine(world: World, client: string, reading: Reading = wholeReading): string {
	const process = isCrashed(world, client)
		? 'crashed'
		: isPaused(world, client)
			? 'paused'
			: isDone(world, client)
				? 'its program has ended'
				: 'running';
	const beliefs = world.spec.locks.map(({name}) => believes(world, client, name, reading));
	const work = workWords(world, client);
	const next = nextStep(world, client);
	const open = transactionsOf(world, client).map(transactionWords);
	const then = work !== null ? [work] : next === null ? [] : [`next step \`${printOperation(next)}\``];
	return `${client}: ${[process, ...beliefs, ...open, ...then].join('; ')}`;
}

/** Until when a client works, or how much of its work is left while it stands still; null while it does not work. */
export function workWords(world: World, client: string): string | null {
	const work = workOf(world, client);
	if (work === null) return null;
	return work.until === null ? `works ${sayDuration(work.left)} more` : `works until ${sayDuration(work.until)}`;
}

/** What the lock service knows of one lock. */
function lockLine(world: World, lock: string, {tokens}: Reading): string {
	const held = lease(world, lock);
	if (held === null) {
		const closed = closedUntil(world, lock);
		return `${lock}: nobody holds it${closed === null ? '' : `, and nobody is granted it before ${sayDuration(closed)}`}`;
	}
	const until = held.expiresAt === null ? 'until it gives it back' : `until ${sayDuration(held.expiresAt)}`;
	const others = held.others.length === 0 ? '' : `, and over the same connection ${listed(held.others, 'and')}`;
	return `${lock}: ${held.holder} holds it ${until}${others}${held.token === null || !tokens ? '' : `, token ${held.token}`}`;
}

/** What one store keeps. */
function storeLine(world: World, store: string, {rules, versions}: Reading): string {
	const found = world.spec.stores.find(({name}) => name === store);
	const rule = found === undefined || !rules ? '' : ` (${printRule(found)})`;
	const kept = world.spec.resources.map(({name}) => {
		const {values, version} = contents(world, store, name);
		const fence = fenceWords(world, store, name);
		const row = rowWords(world, store, name);
		return `${name} ${pairs(values)}${versions ? `, version ${version}` : ''}${fence === null ? '' : `, ${fence}`}${row === null ? '' : `, ${row}`}`;
	});
	return `${store}${rule}${isUp(world, store) ? '' : ' has no power'}: ${kept.length === 0 ? 'empty' : kept.join('; ')}`;
}

function believes(world: World, client: string, lock: string, {tokens}: Reading): string {
	const held = belief(world, client, lock);
	const token = tokenOf(world, client, lock);
	const last = token === null || !tokens ? '' : `, token ${token}`;
	return held === null
		? `does not believe that it holds ${lock}${last}`
		: `believes that it holds ${lock} ${held.until === null ? endlessBelief(world.spec, lock) : `until ${sayDuration(held.until)}`}${last}`;
}

function pairs(values: Values): string {
	const shown = Object.entries(values).map(([key, value]) => `${key}=${value}`);
	return shown.length === 0 ? 'without values' : shown.join(' ');
}

function actor(name: string): string {
	return name === 'locks' ? 'LOCK' : name;
}
