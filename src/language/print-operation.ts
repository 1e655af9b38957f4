import type {MessageOptions, Operation, TokenChoice} from '../sim/statement.js';
import {printDuration} from './duration.js';
import {printValue, written} from './value.js';

/** The canonical text of an operation, as it stands in a program or after a client's name. */
export function printOperation(operation: Operation): string {
	switch (operation.kind) {
		case 'acquire':
		case 'renew':
			return joined(
				operation.kind,
				operation.lock,
				operation.ttl !== null && `ttl ${printDuration(operation.ttl)}`,
				operation.kind === 'acquire' && operation.within !== undefined && `within ${printDuration(operation.within)}`,
				printMessageOptions(operation.message),
			);
		case 'release':
		case 'ask':
			return joined(operation.kind, operation.lock, printMessageOptions(operation.message));
		case 'check':
			return joined(operation.kind, operation.lock);
		case 'keeps':
			return joined(
				'keeps',
				operation.lock,
				operation.every === null ? 'off' : `every ${printDuration(operation.every)}`,
			);
		case 'works':
			return `works ${printDuration(operation.for)}`;
		case 'read':
			return joined(
				operation.kind,
				operation.resource,
				operation.forUpdate && 'for update',
				printStore(operation.store),
				printMessageOptions(operation.message),
			);
		case 'begin':
		case 'commit':
		case 'rollback':
			return joined(operation.kind, operation.store, printMessageOptions(operation.message));
		case 'write':
			return printWrite(operation);
		case 'advance':
			return joined(
				operation.kind,
				operation.resource,
				printStore(operation.store),
				printToken(operation.token),
				printMessageOptions(operation.message),
			);
	}
}

/** The canonical text of message options, empty when there are none. */
export function printMessageOptions({delayed, lost, held, replyDelayed, replyLost}: MessageOptions): string {
	return joined(
		delayed !== undefined && `delayed ${printDuration(delayed)}`,
		lost && 'lost',
		held && 'held',
		replyDelayed !== undefined && `reply delayed ${printDuration(replyDelayed)}`,
		replyLost && 'reply lost',
	);
}

/** The parts that are there, with a space between. */
export function joined(...parts: readonly (string | false | null | undefined)[]): string {
	return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
}

function printWrite(operation: Extract<Operation, {kind: 'write'}>): string {
	const {resource, key, change, value, store, token, ifVersion, job, message} = operation;
	return joined(
		`write ${resource} ${written(key)}${change}${printValue(value)}`,
		printStore(store),
		printToken(token),
		ifVersion !== null && `if version ${ifVersion}`,
		job !== null && `as job ${written(job)}`,
		printMessageOptions(message),
	);
}

function printStore(store: string | null): string {
	return store === null ? '' : `to ${store}`;
}

function printToken(token: TokenChoice): string {
	switch (token.kind) {
		case 'last':
			return '';
		case 'number':
			return `token ${token.token}`;
		case 'none':
			return 'no token';
	}
}
