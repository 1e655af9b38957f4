import {at} from '../sim/client-step.js';
import {pulse} from '../sim/pulse.js';
import type {Statement} from '../sim/statement.js';
import type {Moment, World} from '../sim/world.js';

/** A statement that was done, its moments, and the world after it; null where a world begins. */
export type Trace = {
	readonly statement: Statement | null;
	readonly moments: readonly Moment[];
	readonly world: World;
};

/** The trace of a world that begins. */
export function beginning(world: World): Trace {
	return {statement: null, moments: [], world};
}

/**
 * Returns every world in which a trace rests: each statement's end, and within a statement the world before time moves on and the world in which an operation or a step has come out.
 * A fact that is true for a while only is true in one of them; what lasts no time, as between the expiry of a lease and the end of the belief in it, is in none. Order: as they happened.
 */
export function worldsOf(trail: readonly Trace[]): readonly World[] {
	return trail.flatMap(({moments, world}) => [...restsOf(moments, world), world]);
}

function restsOf(moments: readonly Moment[], end: World): readonly World[] {
	return moments.flatMap(({world}, index) => {
		pulse();
		const next = moments[index + 1]?.world ?? end;
		const before = moments[index - 1]?.world;
		const rests =
			next.now > world.now || (before !== undefined && index < moments.length - 1 && hasComeOut(before, world));
		return rests ? [world] : [];
	});
}

/** Whether an operation, or a step of a program, has come out between two worlds. */
function hasComeOut(before: World, after: World): boolean {
	return (
		before.audit.last !== after.audit.last ||
		after.locals.some(({program}, client) => program.at !== at(before.locals, client).program.at)
	);
}
