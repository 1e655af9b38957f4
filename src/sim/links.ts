import {at, type ClientStep, replaced, withReports, withShared} from './client-step.js';
import {machineOf} from './lock/registry.js';
import type {LinkState} from './lock/state.js';

/**
 * The step after the servers have noticed what became of the connections of this client and of its dead processes: one that is closed ends at once what it kept,
 * one that is silent when the server takes it for dead. A process that is paused keeps its connection; a machine that sleeps is silent.
 */
export function noticeLinks(step: ClientStep): ClientStep {
	if (!step.shared.locksUp) return step;
	return step.spec.locks.reduce((next, _, lock) => {
		const {lastGrantIssued, former} = at(next.local.locks, lock);
		const dead = former.reduce(
			(each, {lastGrantIssued: ticket}) => notice(each, lock, ticket, linkOf(each, true)),
			next,
		);
		return lastGrantIssued === null ? dead : notice(dead, lock, lastGrantIssued, linkOf(dead, false));
	}, step);
}

function linkOf({local: {cuts, process, clock}}: ClientStep, isFormer: boolean): LinkState {
	if (cuts.includes('locks')) return 'silent';
	if (isFormer || process === 'crashed') return 'closed';
	return clock.asleep ? 'silent' : 'up';
}

function notice(step: ClientStep, lock: number, ticket: number, link: LinkState): ClientStep {
	const {service, name} = at(step.spec.locks, lock);
	const before = at(step.shared.locks, lock);
	// A server that stands still looks at what was closed when it goes on.
	if (link === 'closed' && step.shared.stall !== null) return step;
	const lapsed = machineOf(service).linked(service.options, before, ticket, link, name, step.now);
	if (lapsed === null || lapsed.state === before) return step;
	const locks = replaced(step.shared.locks, lock, lapsed.state);
	return withReports(withShared(step, {locks}), lapsed.reports);
}
