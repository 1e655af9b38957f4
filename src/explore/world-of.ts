import {at} from '../sim/client-step.js';
import type {Instant} from '../sim/time.js';
import type {World} from '../sim/world.js';
import {nameBelievers, nameHolders} from './names.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {rebaseShared} from './rebase.js';

/** A state as a world, at a moment that is called `now`. Shape: `locals` in the order of the actors, or none where only the shared part matters. */
export function worldOf(
	{spec, order}: Setting,
	{shared, audit}: SharedPart,
	locals: readonly LocalPart[],
	now: Instant,
): World {
	const inOrder = locals.length === 0 ? [] : spec.clients.map((_, client) => at(locals, order.indexOf(client)));
	const actors = inOrder.map((local, client) => ({name: at(spec.clients, client).name, local}));
	return {
		spec,
		now,
		started: true,
		// The moments in a state are relative to now, whatever now is called.
		shared: now === 0 ? shared : rebaseShared(spec, shared, -now),
		locals: inOrder,
		audit: nameHolders(nameBelievers(audit, spec, actors), spec, shared, actors),
	};
}
