import type {Instant} from '../../sim/time.js';
import type {Local, Spec, World} from '../../sim/world.js';
import type {Asked} from '../asked.js';
import {projectAudit, rebaseAudit} from '../audit-part.js';

import {createInterner} from '../engine/interner.js';
import {rebaseLocal, rebaseShared} from '../rebase.js';

/** A name for a moment: two worlds have the same exactly when the same statements do the same to both, as far as is asked. `ticked`: which goals have been reached, as bits. */
export type Identity = {readonly of: (world: World, ticked: number) => string; readonly bytes: () => number};

/** Names for the moments of one search. */
export function createIdentity(asked: Asked): Identity {
	const shareds = createInterner(() => {});
	const audits = createInterner(() => {});
	const locals = createInterner(() => {});
	const specs = new Map<string, number>();
	const named = new WeakMap<Spec, number>();
	return {of, bytes: () => shareds.bytes() + audits.bytes() + locals.bytes()};

	function of(world: World, ticked: number): string {
		const {spec, now, started, shared, audit} = world;
		const ids = ranks(world);
		const clock = asked.time === null ? 0 : Math.min(now, asked.time + 1);
		return [
			specOf(spec),
			ticked,
			clock,
			started ? 1 : 0,
			shareds.id({...rebaseShared(spec, shared, now), nextMessage: 0}),
			audits.id(projectAudit(rebaseAudit(audit, now), asked)),
			...world.locals.map((local) => locals.id({...localOf(local, now, ids), wallOffset: goesByWall(spec) ? local.wallOffset : 0})),
		].join();
	}

	function specOf(spec: Spec): number {
		const known = named.get(spec);
		if (known !== undefined) return known;
		const text = JSON.stringify(spec);
		const number = specs.get(text) ?? specs.size;
		specs.set(text, number);
		named.set(spec, number);
		return number;
	}
}

/** Whether any client looks at its wall clock. Source: world.md, Time and order. */
function goesByWall({locks}: Spec): boolean {
	return locks.some(({service}) => service.kind === 'redlock');
}

/** Messages in the order of their numbers: which number exactly is history. */
function ranks({locals}: World): ReadonlyMap<number, number> {
	const ids = locals.flatMap(({flight}) => flight.map(({id}) => id)).sort((one, other) => one - other);
	return new Map(ids.map((id, index) => [id, index]));
}

function localOf(local: Local, now: Instant, ids: ReadonlyMap<number, number>): Local {
	const {program, resumeAt, call} = local;
	const rebased = rebaseLocal(local, now);
	// A step that was missed is taken at once when its client goes on, however long ago it was due; several that go on together take theirs in order.
	const nextAt = program.nextAt === null ? null : resumeAt === null ? Math.max(program.nextAt - now, 0) : program.nextAt - now;
	const round = call?.round ?? null;
	const calls =
		call === null || round === null
			? call
			: {...call, round: {...round, startedAt: round.startedAt - now, startedWall: round.startedWall - now, due: round.due === null ? null : round.due - now}};
	return {
		...rebased,
		program: {...rebased.program, nextAt},
		call: calls,
		flight: rebased.flight.map((message) => ({...message, id: ids.get(message.id) ?? 0})),
	};
}
