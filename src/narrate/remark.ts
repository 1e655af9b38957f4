import {sayDuration} from '../language/duration.js';
import {machineOf, takenTtl} from '../sim/lock/registry.js';
import {taken} from '../sim/option.js';
import type {Operation, Statement} from '../sim/statement.js';
import type {Instant} from '../sim/time.js';
import type {CameBack, World} from '../sim/world.js';

/** What a statement is told besides what happens: a time that the real lock service does not take as it is, and takes another for; and what a client does in the background from now on. Order: as the options stand in the kind's table. */
export function remarks({spec}: World, statement: Statement): readonly string[] {
	if (statement.kind === 'lock') {
		const {service} = statement;
		return Object.entries(machineOf(service).options).flatMap(([key, option]) => {
			const value = service.options[key];
			return option.limits.length > 0 && typeof value === 'number'
				? (taken(option, service.options, value).says ?? [])
				: [];
		});
	}
	if (statement.kind === 'do' && statement.operation.kind === 'keeps')
		return [keeping(statement.client, statement.operation)];
	if (statement.kind !== 'do' || !('ttl' in statement.operation) || statement.operation.ttl === null) return [];
	const {lock, ttl} = statement.operation;
	const service = spec.locks.find(({name}) => name === lock)?.service;
	const says = service === undefined ? null : takenTtl(service, ttl).says;
	return says === null ? [] : [says];
}

function keeping(client: string, {lock, every}: Extract<Operation, {kind: 'keeps'}>): string {
	return every === null
		? `${client} renews ${lock} in the background no longer.`
		: `From its grant on ${client} renews ${lock} in the background, every ${sayDuration(every)}.`;
}

/** Why a `run` stopped where its program did not end; told after all that happened. */
export function cameBackSentence({client, since}: CameBack, now: Instant): string {
	const before =
		since === now ? 'and nothing has changed' : `at ${sayDuration(since)}, and nothing but the time has changed`;
	return `${client}'s program has come back to where it was before, ${before}. It would go round and round like this, so it stops here.`;
}
