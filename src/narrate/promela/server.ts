import {jumps} from '../../explore/jumps.js';
import {at} from '../../sim/client-step.js';
import {mostNodes} from './client-state.js';
import type {Code} from './code.js';
import {eachLock, saidLock} from './lock-kinds.js';
import type {Move} from './move.js';
import type {Plan} from './plan.js';
import {nodesSettled} from './rounds.js';
import {storeCrashes} from './store.js';
import {powerLost} from './transactions/session.js';

/** Whether the power of the lock service as a whole is a part of the state: some lock stands and falls with it, or its process can be killed. */
export function hasPower({faults, shared, ...plan}: Plan): boolean {
	return (
		eachLock({faults, shared, ...plan}, ({hasCentre}) => hasCentre).some(Boolean) ||
		faults.restart > 0 ||
		!shared.shared.locksUp
	);
}

/** What befalls servers: the lock service, its nodes and the stores lose power and come back, clocks step, an operator takes a lock away. */
export function serverMoves(plan: Plan): readonly Move[] {
	return [...serviceMoves(plan), ...nodeMoves(plan), ...storeMoves(plan), ...takings(plan)];
}

function serviceMoves(plan: Plan): readonly Move[] {
	const {faults, spec, has} = plan;
	if (spec.locks.length === 0) return [];
	const hasCentre = eachLock(plan, (said) => said.hasCentre).some(Boolean);
	const ofAll = (does: readonly (readonly Code[])[]) => [...does.flat(), ...nodesSettled(plan)];
	const nodesUp = eachLock(plan, ({rounds}, lock) =>
		Array.from({length: rounds?.nodes(plan, lock) ?? 0}, (_, node) => rounds?.isUp(plan, lock, node) ?? ''),
	).flat();
	return [
		...(faults.node > 0 && hasCentre
			? [
					{
						about: 'the lock service loses power',
						when: '!locks_down && left_node > 0',
						does: ['left_node--', 'locks_down = 1', ...ofAll(eachLock(plan, (said, lock) => said.crashes(plan, lock)))],
					},
				]
			: []),
		...(faults.restart > 0
			? [
					{
						about: 'the process of the lock service dies',
						when: `(${[...(hasCentre ? ['!locks_down'] : []), ...nodesUp].join(' || ')}) && left_restart > 0`,
						does: [
							'left_restart--',
							'locks_down = 1',
							...ofAll(eachLock(plan, (said, lock) => said.killed(plan, lock))),
						],
					},
				]
			: []),
		...(has.locksFail && hasCentre
			? [
					{
						about: 'and is back',
						when: 'locks_down',
						does: ['locks_down = 0', ...ofAll(eachLock(plan, (said, lock) => said.restarts(plan, lock)))],
					},
				]
			: []),
	];
}

/** The nodes of locks that are asked node by node, each by its name, which those of several locks share. */
function nodeMoves(plan: Plan): readonly Move[] {
	const {faults} = plan;
	return Array.from({length: mostNodes(plan)}, (_, node) => node).flatMap((node): readonly Move[] => {
		const locks = eachLock(plan, ({rounds}, lock) =>
			rounds !== null && node < rounds.nodes(plan, lock) ? [{rounds, lock}] : [],
		).flat();
		const isUp = locks.map(({rounds, lock}) => rounds.isUp(plan, lock, node)).join(' && ');
		const name = `n${node + 1}`;
		return [
			...(faults.node > 0
				? [
						{
							about: `${name} loses power`,
							when: `${isUp} && left_node > 0`,
							does: [
								'left_node--',
								...locks.flatMap(({rounds, lock}) => rounds.nodeCrashes(plan, lock, node)),
								...nodesSettled(plan),
							],
						},
					]
				: []),
			...(isUp.includes('!')
				? [
						{
							about: `${name} is back`,
							when: `!(${isUp})`,
							does: [
								...locks.flatMap(({rounds, lock}) => rounds.nodeRestarts(plan, lock, node)),
								...nodesSettled(plan),
							],
						},
					]
				: []),
			...(faults.clock > 0
				? jumps(plan.setting).map((by) => ({
						about: `the clock of ${name} steps by ${by} ms`,
						when: 'left_clock > 0',
						does: [
							'left_clock--',
							...locks.flatMap(({rounds, lock}) => rounds.nodeClock(plan, lock, node, by)),
							...nodesSettled(plan),
						],
					}))
				: []),
		];
	});
}

function storeMoves(plan: Plan): readonly Move[] {
	const {faults, spec, name, has} = plan;
	if (!has.storesFail) return [];
	return spec.stores.flatMap((store, index): readonly Move[] => {
		const down = name('down', store.name);
		return [
			...(faults.node > 0
				? [
						{
							about: `${store.name} loses power`,
							when: `!${down} && left_node > 0`,
							does: [
								'left_node--',
								`${down} = 1`,
								...storeCrashes(plan, index),
								...powerLost(plan, index),
								...nodesSettled(plan),
							],
						},
					]
				: []),
			{about: 'and is back', when: down, does: [`${down} = 0`]},
		];
	});
}

function takings(plan: Plan): readonly Move[] {
	const {faults, spec, has} = plan;
	if (faults.revoke === 0) return [];
	return spec.locks.map((_, lock): Move => {
		const said = saidLock(plan, lock);
		const {when, does} = said.revoked(plan, lock);
		const up = has.locksFail && said.hasCentre ? ' && !locks_down' : '';
		return {
			about: `an operator takes ${at(spec.locks, lock).name} away`,
			when: `left_revoke > 0 && ${when}${up}`,
			does: ['left_revoke--', ...does, ...nodesSettled(plan)],
		};
	});
}
