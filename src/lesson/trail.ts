import {nextDeadline} from '../sim/look.js';
import {perform} from '../sim/perform.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';

/** A statement that was done and the world after it; null where a world begins. */
export type Trace = {readonly statement: Statement | null; readonly world: World};

/**
 * Returns every world that a trace passes through: each one's end, and within a wait the world at each deadline, within a run or a step of several the world after each step.
 * A fact that is true for a moment only is true in one of them. Order: as they happened.
 */
export function worldsOf(trail: readonly Trace[]): readonly World[] {
	return trail.flatMap((trace, index) => {
		const before = trail[index - 1]?.world;
		return before === undefined || trace.statement === null
			? [trace.world]
			: [...within(before, trace.statement, trace.world), trace.world];
	});
}

/** The same moments are judged again after each statement of a step; what lies inside them does not change. */
const known = new WeakMap<World, {readonly before: World; readonly worlds: readonly World[]}>();

/** The worlds strictly inside one statement. */
function within(before: World, statement: Statement, after: World): readonly World[] {
	const kept = known.get(after);
	if (kept?.before === before) return kept.worlds;
	const worlds = inside(before, statement, after);
	if (after !== before) known.set(after, {before, worlds});
	return worlds;
}

function inside(before: World, statement: Statement, after: World): readonly World[] {
	switch (statement.kind) {
		case 'wait':
		case 'wait-until-expiry':
			return throughTime(before, after);
		case 'step':
			return throughSteps(before, statement, after);
		case 'run':
			return throughSteps(before, {kind: 'step', client: statement.client, count: 1, message: {}}, after);
		default:
			return [];
	}
}

function throughTime(before: World, after: World): readonly World[] {
	const worlds: World[] = [];
	for (let world = before; worlds.length < most; ) {
		const stop = Math.max(nextDeadline(world, true) ?? after.now, world.now + 1);
		if (stop >= after.now) break;
		const outcome = perform(world, {kind: 'wait', for: stop - world.now});
		if (!outcome.ok) break;
		world = outcome.world;
		worlds.push(world);
	}
	return worlds;
}

function throughSteps(before: World, step: Extract<Statement, {kind: 'step'}>, after: World): readonly World[] {
	const worlds: World[] = [];
	for (let world = before; worlds.length < most; ) {
		const outcome = perform(world, {...step, count: 1});
		// The last step ends with the statement itself; one that is blocked would repeat for ever.
		if (!outcome.ok || outcome.world.audit.seq >= after.audit.seq) break;
		world = outcome.world;
		worlds.push(world);
	}
	return worlds;
}

/** Past this many moments of one statement only its end is looked at. */
const most = 4000;
