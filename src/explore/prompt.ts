import {at} from '../sim/client-step.js';
import {refusalOfProcess} from '../sim/operate.js';
import {nextOperation} from '../sim/program.js';
import type {WholeClock} from './engine/model.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {passWhole} from './pass-whole.js';

/**
 * A clock under which time passes only once every client that has begun has taken the steps that it can take: nobody is slow but by a fault.
 * When a client begins, and when it asks again for what it was denied, is free, as it is everywhere in the explorer.
 */
export function promptClock(setting: Setting): WholeClock<SharedPart, LocalPart> {
	const known = new WeakMap<LocalPart, boolean>();
	const isAhead = (local: LocalPart, actor: number): boolean => {
		const found = known.get(local) ?? hasStep(setting, at(setting.order, actor), local);
		known.set(local, found);
		return found;
	};
	return {
		kind: 'whole',
		pass: (shared, locals) => (locals.some(isAhead) ? null : passWhole(setting, shared, locals)),
		apart: null,
	};
}

/** Whether a client is in the middle of its program and can go on with it. */
function hasStep({spec}: Setting, client: number, local: LocalPart): boolean {
	const place = {spec, client, local};
	const operation = nextOperation(place);
	return (
		operation !== null &&
		local.program.at > 0 &&
		operation.kind !== 'acquire' &&
		refusalOfProcess({...place, now: 0}) === null
	);
}
