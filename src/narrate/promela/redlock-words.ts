import {worldClock} from '../../explore/world-clock.js';
import {at} from '../../sim/client-step.js';
import {isOneOwner, machineOf} from '../../sim/lock/registry.js';
import type {LockService} from '../../sim/statement.js';
import {asLongAs, type Code, forEach} from './code.js';
import {type Call, calls} from './message.js';
import {mostFormer, type Plan} from './plan.js';

/** The state of a redlock as the explorer has it. Source: sim/lock/redlock.ts. */
export type RedlockState = {
	readonly nodes: readonly {
		readonly key: Key | null;
		readonly counter: number;
		readonly disk: {readonly key: Key | null; readonly syncAt: number};
		readonly up: boolean;
		readonly outUntil: number | null;
	}[];
	readonly values: number;
	readonly undrawn: readonly number[];
	readonly grants: number;
	readonly counted: readonly {readonly value: number; readonly grant: number}[];
};

export type Key = {readonly grant: number; readonly when: number; readonly holds: number};

/** The words of a lock's part of the model. */
export function wordsOf(plan: Plan, lock: number) {
	const {name: word} = at(plan.spec.locks, lock);
	const of = (part: string) => plan.name(`${part}_of`, word);
	const [down, out] = [of('down'), of('out')];
	const up = (node: string) => (nodesFail(plan, lock) ? `!${down}[${node}]` : 'true');
	return {
		word,
		of,
		my: (part: string) => `${plan.name(part, word)}[me]`,
		key: of('key'),
		left: of('left'),
		holds: of('holds'),
		disk: of('disk'),
		diskLeft: of('disk_left'),
		diskHolds: of('disk_holds'),
		sync: of('sync'),
		down,
		out,
		emptied: of('emptied'),
		drawn: of('drawn'),
		counted: of('counted'),
		owner: of('owner'),
		grants: of('grants'),
		allowance: of('allowance'),
		isStored: of('is_stored'),
		up,
		/** What makes a node silent. */
		silent: (node: string) => [
			...(nodesFail(plan, lock) ? [`${down}[${node}]`] : []),
			...(staysOut(plan, lock) ? [`${out}[${node}] > 0`] : []),
		],
	};
}

export function optionsOf(plan: Plan, lock: number) {
	return at(plan.spec.locks, lock).service.options;
}

export function roundsOf(plan: Plan, lock: number) {
	const {rounds} = machineOf(at(plan.spec.locks, lock).service);
	if (rounds === null) throw new Error('a redlock is asked for node by node');
	return rounds;
}

export function stateOf(plan: Plan, lock: number): RedlockState {
	return at(plan.shared.shared.locks, lock) as RedlockState;
}

export function nodesOf(plan: Plan, lock: number): readonly number[] {
	return [...stateOf(plan, lock).nodes.keys()];
}

export function isStable(plan: Plan, lock: number): boolean {
	return isOneOwner(at(plan.spec.locks, lock).service);
}

/** Whether a client can take its own value again. */
export function isKept(plan: Plan, lock: number): boolean {
	return isTakenAgain(at(plan.spec.locks, lock).service);
}

/** The same of a lock service. */
export function isTakenAgain(service: LockService): boolean {
	return isOneOwner(service) || machineOf(service).isReentrant(service.options);
}

/** Whether a node can be without power. */
export function nodesFail({faults, ...plan}: Plan, lock: number): boolean {
	const {nodes} = stateOf({faults, ...plan}, lock);
	return faults.node + faults.restart > 0 || nodes.some(({up}) => !up);
}

/** Whether a node that has restarted can stay out. */
export function staysOut(plan: Plan, lock: number): boolean {
	const {nodes} = stateOf(plan, lock);
	return (
		(nodesFail(plan, lock) && optionsOf(plan, lock)['restartDelay'] !== 0) ||
		nodes.some(({outUntil}) => outUntil !== null)
	);
}

/** Whether a node can lose all that it has. */
export function empties(plan: Plan, lock: number): boolean {
	const {nodes} = stateOf(plan, lock);
	return nodes.some(({counter}) => counter === 0) || (optionsOf(plan, lock)['fsync'] === 'no' && nodesFail(plan, lock));
}

/** How long a client waits for silent nodes. Units: ms. */
export function patienceOf(plan: Plan, lock: number): number {
	const {service} = at(plan.spec.locks, lock);
	return machineOf(service).patience(service.options);
}

/** Whether the explorer lets time pass for all at once, and then looks which random values are lost. */
export function isWhole(plan: Plan): boolean {
	return worldClock(plan.setting, {shared: plan.shared.shared, locals: plan.locals}).kind === 'whole';
}

/** Where disks are: in the state while power can fail, else as far as a value on one counts while time passes. */
export function disksOf(plan: Plan): 'state' | 'hidden' | null {
	return plan.faults.node > 0 ? 'state' : isWhole(plan) ? 'hidden' : null;
}

/** How many random values can be drawn at once, and one more. */
export function mostValues(plan: Plan, lock: number): number {
	const acquires = plan.spec.clients.reduce(
		(sum, {program}) => sum + (program ?? []).filter(({kind}) => kind === 'acquire').length,
		0,
	);
	const clients = plan.spec.clients.length;
	const known = 2 + mostFormer(plan) + 3 * plan.faults.late + plan.faults.duplicate;
	return Math.min(250, stateOf(plan, lock).values + 2 + acquires + clients * known + 2 * nodesOf(plan, lock).length);
}

/** How many grants can be unexpired at once for the history. */
export function mostLive({faults, steps, shared}: Plan): number {
	return Math.min(
		12,
		2 +
			steps.length +
			faults.node +
			faults.restart +
			faults.revoke +
			faults.clock +
			faults.crash +
			Object.keys(shared.audit.judgement.live).length,
	);
}

export function eachNode(plan: Plan, lock: number, body: readonly Code[]): readonly Code[] {
	return forEach('node', nodesOf(plan, lock).length, body);
}

export function eachValue(plan: Plan, lock: number, body: readonly Code[]): readonly Code[] {
	return ['each = 1', asLongAs(`each < ${mostValues(plan, lock)}`, [...body, 'each++']), 'each = 0'];
}

type LockCall = Extract<Call, {lock: number}>;

/** What the programs ask of a lock. */
export function callsOf(plan: Plan, lock: number): readonly LockCall[] {
	return calls(plan).flatMap((call) => ('lock' in call && call.lock === lock ? [call] : []));
}
