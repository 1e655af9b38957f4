import type {LocalPart} from '../explore/parts.js';
import {lockOf} from '../sim/address.js';
import {at} from '../sim/client-step.js';
import {machineOf} from '../sim/lock/registry.js';
import {own} from '../sim/own.js';
import type {MessageOptions, Operation, TokenChoice} from '../sim/statement.js';
import type {Spec} from '../sim/world.js';
import {type Ask, Unusable} from './ask.js';

/**
 * An ask as the operation of the simulator that answers it. Fails: with Unusable where this world has not what it is about; throws on an ask that the simulator takes no
 * part in, which is our error.
 */
export function operationOf(spec: Spec, local: LocalPart, ask: Ask, message: MessageOptions): Operation {
	switch (ask.kind) {
		case 'acquire':
		case 'tryAcquire': {
			const {name, service} = at(spec.locks, positionOfLock(spec, ask));
			const {queue, errands} = machineOf(service);
			const goesOn = queue !== null || (errands(service.options)?.look ?? null) !== null;
			if (goesOn && ask.kind === 'tryAcquire')
				throw new Unusable(
					`tryAcquire cannot be done here: who asks ${service.kind} for a lock goes on waiting. Say for how long: lock.acquire({within: 1000})`,
					ask,
				);
			// Elsewhere its client asks again, and so only that knows when it gives up.
			const within = goesOn && typeof ask.within === 'number' ? {within: ask.within} : {};
			return {kind: 'acquire', lock: name, ttl: ask.ttl ?? null, ...within, message};
		}
		case 'renew':
			return {kind: 'renew', lock: lockNamed(spec, ask), ttl: ask.ttl ?? null, message};
		case 'release':
			return {kind: 'release', lock: lockNamed(spec, ask), message};
		case 'isMine':
			return {kind: 'ask', lock: lockNamed(spec, ask), message};
		case 'read':
			return {kind: 'read', ...placeOf(spec, ask), message};
		case 'advance': {
			const place = placeOf(spec, ask);
			return {kind: 'advance', ...place, message, token: tokenOf(spec, ask, place.resource, local)};
		}
		case 'write': {
			const place = placeOf(spec, ask);
			return {
				kind: 'write',
				...place,
				message,
				...changeOf(spec, ask, place, local),
				key: keyOf(spec, ask),
				token: tokenOf(spec, ask, place.resource, local),
				ifVersion: ask.ifVersion ?? null,
				job: ask.job ?? null,
			};
		}
		case 'sleep':
		case 'now':
		case 'clock':
		case 'name':
			throw new Error(`The simulator does not serve ${ask.kind}.`);
	}
}

/** The key of an ask without the name of its resource before it: `balance` of `account.balance`. */
export function keyOf({resources}: Spec, {key = ''}: Pick<Ask, 'key'>): string {
	const named = resources.find(({name}) => key.startsWith(`${name}.`));
	return named === undefined ? key : key.slice(named.name.length + 1);
}

type Place = {readonly resource: string; readonly store: string | null};

function lockNamed({locks}: Spec, ask: Ask): string {
	return named(locks, ask.lock ?? null, 'lock', ask);
}

/** Which lock an ask is about. Fails: as `operationOf`. */
export function positionOfLock(spec: Spec, ask: Ask): number {
	return positionOf(spec.locks, lockNamed(spec, ask));
}

/** Where in which store. A store is named only where there are several. */
function placeOf({stores, locks, resources}: Spec, ask: Ask): Place {
	const store = named(stores, ask.store ?? null, 'store', ask);
	const {key} = ask;
	const withData = resources.filter(({values}) => Object.keys(values).length > 0);
	const named_ = resources.find(({name}) => key?.startsWith(`${name}.`));
	const holding = key === undefined ? undefined : withData.find(({values}) => own(values, key) !== undefined);
	const usual = withData.length === 1 ? withData[0] : resources.find(({name}) => name === locks[0]?.name);
	const resource = named_ ?? holding ?? usual ?? resources[0];
	if (resource === undefined)
		throw new Unusable(
			`${ask.kind} cannot be done here: this world has no data. Add a line such as: put account balance=100`,
			ask,
		);
	return {resource: resource.name, store: stores.length > 1 ? store : null};
}

/** The name that an ask names, or the first that there is. */
function named(all: readonly {readonly name: string}[], name: string | null, what: 'lock' | 'store', ask: Ask): string {
	const found = name === null ? all[0] : all.find((each) => each.name === name);
	if (found !== undefined) return found.name;
	const known = all.map((each) => each.name).join(', ');
	throw new Unusable(
		`${ask.kind} cannot be done here: this world has no ${what}${name === null ? '' : ` of that name; it has ${known || 'none'}`}.`,
		ask,
	);
}

/** The token that the code passed on; the one its client got last for what it writes is known as that. */
function tokenOf(spec: Spec, {token: given = null}: Ask, resource: string, {locks}: LocalPart): TokenChoice {
	const lock = lockOf(spec, positionOf(spec.resources, resource));
	if (given === (lock === null ? null : at(locks, lock).token)) return {kind: 'last'};
	return given === null ? {kind: 'none'} : {kind: 'number', token: given};
}

/** A number written in place of one that was read counts as computed from it: that is what a reader would write in the language. */
function changeOf(
	spec: Spec,
	ask: Ask,
	{resource, store}: Place,
	{memory}: LocalPart,
): {readonly change: '=' | '+=' | '-='; readonly value: number | string} {
	const {value = 0} = ask;
	const known = memory[store === null ? 0 : positionOf(spec.stores, store)]?.[positionOf(spec.resources, resource)];
	const before = own(known?.values ?? {}, keyOf(spec, ask));
	if (typeof before !== 'number' || typeof value !== 'number') return {change: '=', value};
	return value < before ? {change: '-=', value: before - value} : {change: '+=', value: value - before};
}

function positionOf(all: readonly {readonly name: string}[], name: string): number {
	return all.findIndex((each) => each.name === name);
}
