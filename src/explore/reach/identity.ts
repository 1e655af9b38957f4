import {ttlOf} from '../../sim/lock/registry.js';
import type {Instant} from '../../sim/time.js';
import type {Local, Spec, World} from '../../sim/world.js';
import {projectAudit, rebaseAudit} from '../audit-part.js';
import {withoutTallies} from '../bare.js';
import {clientClocksDecide} from '../client-moves.js';
import {createInterner} from '../engine/interner.js';
import type {FactFootprint} from '../fact-footprint.js';
import {rebaseLocal, rebaseShared} from '../rebase.js';
import {type NumbersThatMatter, numbersThatMatter} from './numbers-that-matter.js';
import type {Quest} from './quest.js';
import {renumbered} from './renumbered.js';

/** A name for a moment: two worlds have the same only when the same statements do the same to both, as far as is asked. `ticked`: which goals have been reached, as bits. */
type Identity = {readonly of: (world: World, ticked: number) => string};

/** What is known of a set-up: its number, and how far numbers count in it. */
type Known = {readonly number: number; readonly matters: NumbersThatMatter};

/** Names for the moments of one search. */
export function createIdentity(quest: Quest, footprint: FactFootprint): Identity {
	const shareds = createInterner(() => {});
	const audits = createInterner(() => {});
	const locals = createInterner(() => {});
	const numbers = new Map<string, number>();
	const known = new WeakMap<Spec, Known>();
	return {of};

	function of(world: World, ticked: number): string {
		const {spec, now, started} = world;
		const {number, matters} = aboutSpec(spec);
		const ids = ranks(world);
		const parts = renumbered(
			spec,
			{
				shared: {...rebaseShared(spec, world.shared, now), nextMessage: 0},
				audit: projectAudit(rebaseAudit(world.audit, now), footprint),
				locals: world.locals.map((local) => localOf(spec, local, now, ids)),
			},
			matters,
		);
		const clock = footprint.time === null ? 0 : Math.min(now, footprint.time + 1);
		return [
			number,
			ticked,
			clock,
			started ? 1 : 0,
			shareds.id(parts.shared),
			audits.id(parts.audit),
			...parts.locals.map((local) => locals.id(local)),
		].join();
	}

	function aboutSpec(spec: Spec): Known {
		const found = known.get(spec);
		if (found !== undefined) return found;
		const text = JSON.stringify(spec);
		const made: Known = {number: numbers.get(text) ?? numbers.size, matters: numbersThatMatter(spec, quest)};
		numbers.set(text, made.number);
		known.set(spec, made);
		return made;
	}
}

/** Messages in the order of their numbers: which number exactly is history. */
function ranks({locals}: World): ReadonlyMap<number, number> {
	const ids = locals.flatMap(({flight}) => flight.map(({id}) => id)).sort((one, other) => one - other);
	return new Map(ids.map((id, index) => [id, index]));
}

function localOf(spec: Spec, local: Local, now: Instant, ids: ReadonlyMap<number, number>): Local {
	const {program, resumeAt} = local;
	const rebased = withoutTallies(rebaseLocal(local, now, longestOf(spec)));
	// A step that was missed is taken at once when its client goes on, however long ago it was due; several that go on together take theirs in order.
	const nextAt =
		program.nextAt === null ? null : resumeAt === null ? Math.max(program.nextAt - now, 0) : program.nextAt - now;
	return {
		...rebased,
		wallOffset: clientClocksDecide({spec}) ? rebased.wallOffset : 0,
		program: {...rebased.program, nextAt},
		flight: rebased.flight.map((message) => ({...message, id: ids.get(message.id) ?? 0})),
	};
}

/** Longer than any grant lasts that a learner asks for. Units: ms. */
function longestOf({locks}: Spec): number {
	return 10 * Math.max(60_000, ...locks.map(({service}) => ttlOf(service)));
}
