import {at} from '../../sim/client-step.js';
import {eachLock, saidLock} from './lock-kinds.js';
import type {Move} from './move.js';
import type {Plan} from './plan.js';
import {storeCrashes} from './store.js';

/** What befalls servers: the lock service and the stores lose power and come back, an operator takes a lock away. */
export function serverMoves(plan: Plan): readonly Move[] {
	const {faults, spec, name, has} = plan;
	const crashes = eachLock(plan, (said, lock) => said.crashes(plan, lock)).flat();
	const restarts = eachLock(plan, (said, lock) => said.restarts(plan, lock)).flat();
	const hasLocks = spec.locks.length > 0;
	const die = (kind: 'node' | 'restart', about: string): readonly Move[] =>
		hasLocks && faults[kind] > 0
			? [{about, when: `!locks_down && left_${kind} > 0`, does: [`left_${kind}--`, 'locks_down = 1', ...crashes]}]
			: [];
	return [
		...die('node', 'the lock service loses power'),
		...die('restart', 'the process of the lock service dies'),
		...(has.locksFail ? [{about: 'and is back', when: 'locks_down', does: ['locks_down = 0', ...restarts]}] : []),
		...(has.storesFail
			? spec.stores.flatMap((store, index): readonly Move[] => {
					const down = name('down', store.name);
					return [
						...(faults.node > 0
							? [
									{
										about: `${store.name} loses power`,
										when: `!${down} && left_node > 0`,
										does: ['left_node--', `${down} = 1`, ...storeCrashes(plan, index)],
									},
								]
							: []),
						{about: 'and is back', when: down, does: [`${down} = 0`]},
					];
				})
			: []),
		...(faults.revoke > 0
			? spec.locks.map((_, lock): Move => {
					const {when, does} = saidLock(plan, lock).revoked(plan, lock);
					const up = has.locksFail ? ' && !locks_down' : '';
					return {
						about: `an operator takes ${at(spec.locks, lock).name} away`,
						when: `left_revoke > 0 && ${when}${up}`,
						does: ['left_revoke--', ...does],
					};
				})
			: []),
	];
}
