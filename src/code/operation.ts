import type {LocalPart} from '../explore/parts.js';
import {at} from '../sim/client-step.js';
import {own} from '../sim/own.js';
import type {MessageOptions, Operation, TokenChoice} from '../sim/statement.js';
import type {Spec} from '../sim/world.js';
import type {Ask} from './ask.js';

/** An ask as the operation of the simulator that answers it. Fails: throws on an ask that the simulator takes no part in, which is our error. */
export function operationOf({locks, resources}: Spec, local: LocalPart, ask: Ask, message: MessageOptions): Operation {
	const lock = at(locks, 0).name;
	const about = {resource: lock, store: null, message};
	switch (ask.kind) {
		case 'acquire':
		case 'tryAcquire':
			return {kind: 'acquire', lock, ttl: ask.ttl ?? null, message};
		case 'renew':
			return {kind: 'renew', lock, ttl: ask.ttl ?? null, message};
		case 'release':
			return {kind: 'release', lock, message};
		case 'isMine':
			return {kind: 'ask', lock, message};
		case 'read':
			return {kind: 'read', ...about};
		case 'advance':
			return {kind: 'advance', ...about, token: tokenOf(ask, local)};
		case 'write':
			return {
				kind: 'write',
				...about,
				...changeOf(
					ask,
					local,
					resources.findIndex(({name}) => name === lock),
				),
				key: ask.key ?? '',
				token: tokenOf(ask, local),
				ifVersion: ask.ifVersion ?? null,
				job: ask.job ?? null,
			};
		case 'sleep':
		case 'now':
		case 'clock':
		case 'name':
			throw new Error(`The simulator does not serve ${ask.kind}.`);
	}
}

/** The token that the code passed on; the one its client got last is known as that. */
function tokenOf({token: given = null}: Ask, {locks}: LocalPart): TokenChoice {
	if (given === at(locks, 0).token) return {kind: 'last'};
	return given === null ? {kind: 'none'} : {kind: 'number', token: given};
}

/** A number written in place of one that was read counts as computed from it: that is what a reader would write in the language. */
function changeOf(
	{key = '', value = 0}: Ask,
	{memory}: LocalPart,
	resource: number,
): {readonly change: '=' | '+=' | '-='; readonly value: number | string} {
	const before = own(memory[0]?.[resource]?.values ?? {}, key);
	if (typeof before !== 'number' || typeof value !== 'number') return {change: '=', value};
	return value < before ? {change: '-=', value: before - value} : {change: '+=', value: value - before};
}
