import {type Actor, actorName, type Link, serversNamed} from '../address.js';
import {at, replaced} from '../client-step.js';
import {setLink} from '../heartbeats.js';
import {act, type Journal, write} from '../journal.js';
import {machineOf} from '../lock/registry.js';
import type {LockKind} from '../lock/service.js';
import type {LockState} from '../lock/state.js';
import {lease} from '../look.js';
import {drop} from '../network.js';
import type {OptionValues} from '../option.js';
import {tellOwed} from '../owed.js';
import {expire, noticePower, queuedAt, resumeService, runDueStep} from '../pass.js';
import {crash, pause, restart, resume, setRate, stepClock, suspend} from '../process.js';
import type {Refusal} from '../refusal.js';
import {happened} from '../report.js';
import {powerOfParts} from '../truth.js';
import type {Shared, StoreState, World} from '../world.js';
import type {Rows} from './row.js';

/** What befalls processes, servers, clocks and links. */
export const faultRows: Rows<
	| 'pause'
	| 'suspend'
	| 'rate'
	| 'resume'
	| 'crash'
	| 'restart'
	| 'clock'
	| 'failover'
	| 'cut'
	| 'heal'
	| 'kill'
	| 'stall'
	| 'unstall'
	| 'lead'
	| 'revoke'
	| 'delete'
> = {
	suspend: {
		refuse: refusalOfStop,
		carryOut: (journal, {client, for: time}) => {
			const until = time === null ? null : journal.world.now + time;
			act(journal, client, (step) => suspend(step, until));
		},
	},
	rate: {
		refuse: () => null,
		carryOut: (journal, {client, rate}) => act(journal, client, (step) => setRate(step, rate)),
	},
	pause: {
		refuse: refusalOfStop,
		carryOut: (journal, {client, for: time}) => {
			const until = time === null ? null : journal.world.now + time;
			act(journal, client, (step) => pause(step, until));
		},
	},
	resume: {
		refuse: ({spec, locals}, {client}) =>
			at(locals, client).process === 'paused' ? null : {kind: 'not-paused', client: at(spec.clients, client).name},
		carryOut: (journal, {client}) => {
			act(journal, client, resume);
			const {nextAt} = at(journal.world.locals, client).program;
			if (nextAt !== null && nextAt <= journal.world.now) act(journal, client, runDueStep);
		},
	},
	crash: {
		refuse: (world, {actor}) => {
			const name = actorName(world.spec, actor);
			return isUp(world, actor) ? null : {kind: 'crashed-already', actor: name};
		},
		carryOut: (journal, {actor}) => switchPower(journal, actor, false),
	},
	restart: {
		refuse: (world, {actor}) => {
			const name = actorName(world.spec, actor);
			return isWhole(world, actor) ? {kind: 'not-crashed', actor: name} : null;
		},
		carryOut: (journal, {actor}) => switchPower(journal, actor, true),
	},
	clock: {
		refuse: (world, {actor}) =>
			hasClock(world, actor) ? null : {kind: 'no-clock', actor: actorName(world.spec, actor)},
		carryOut: (journal, {actor, by}) => {
			if (actor.kind === 'client') {
				act(journal, actor.client, (step) => stepClock(step, by));
				return;
			}
			const {world} = journal;
			const name = actorName(world.spec, actor);
			const locks = world.shared.locks.map(
				(state, index) => machineOf(at(world.spec.locks, index).service).stepClock(state, name, by) ?? state,
			);
			journal.world = {...world, shared: {...world.shared, locks}};
			write(journal, [happened({kind: 'clock-stepped', actor: name, by})]);
			for (const index of locks.keys()) expire(journal, index);
		},
	},
	failover: {
		refuse: (world, {to}) => {
			const promoted = promotions(world, to).filter((state) => state !== undefined);
			if (promoted.length === 0)
				return to === null ? {kind: 'nothing-fails-over'} : {kind: 'crashed-already', actor: to};
			return promoted.every((state) => state === null) ? {kind: 'failed-over-already'} : null;
		},
		carryOut: (journal, {to}) => {
			const {world} = journal;
			const locks = promotions(world, to).map((state, index) => state ?? at(world.shared.locks, index));
			journal.world = {...world, shared: {...world.shared, locks}};
			write(journal, [happened({kind: 'failed-over'})]);
			noticePower(journal);
		},
	},
	kill: {
		refuse: refusalOfDown,
		carryOut: (journal) => {
			const {world} = journal;
			const locks = eachLock(world, (machine, options, state) =>
				machine.hasCentre && !world.shared.locksUp ? state : machine.kill(options, state, world.now),
			);
			journal.world = {...world, shared: {...world.shared, locksUp: false, stall: null, locks}};
			write(journal, [happened({kind: 'crashed', actor: 'locks'})]);
			dropQueued(journal);
			noticePower(journal);
		},
	},
	stall: {
		refuse: (world) => refusalOfDown(world) ?? (world.shared.stall === null ? null : {kind: 'stalled', already: true}),
		carryOut: (journal, {for: time}) => {
			const {world} = journal;
			const stall = {until: time === null ? null : world.now + time};
			journal.world = {...world, shared: {...world.shared, stall}};
			write(journal, [happened({kind: 'paused', actor: 'locks'})]);
			noticePower(journal);
		},
	},
	unstall: {
		refuse: ({shared}) => (shared.stall === null ? {kind: 'not-stalled'} : null),
		carryOut: resumeService,
	},
	lead: {
		refuse: (world) => {
			if (!world.shared.locksUp) return {kind: 'crashed-already', actor: 'locks'};
			if (world.shared.stall !== null) return {kind: 'stalled', already: false};
			return led(world).every((state) => state === null) ? {kind: 'nobody-to-lead'} : null;
		},
		carryOut: (journal) => {
			const {world} = journal;
			const locks = led(world).map((state, index) => state ?? at(world.shared.locks, index));
			journal.world = {...world, shared: {...world.shared, locks}};
			write(journal, [happened({kind: 'failed-over'})]);
			noticePower(journal);
		},
	},
	revoke: {
		refuse: (world, {lock}) => refusalOfTaking(world, lock),
		carryOut: (journal, {lock}) => takeAway(journal, lock, false),
	},
	delete: {
		refuse: (world, {lock}) => {
			const refusal = refusalOfTaking(world, lock);
			return refusal?.kind === 'nobody-holds' && renumbered(world, lock) !== null ? null : refusal;
		},
		carryOut: (journal, {lock}) => takeAway(journal, lock, true),
	},
	cut: {
		refuse: (world, {from, to, links}) =>
			links.some((link) => !isCut(world, link)) ? null : {kind: 'cut-already', from, to},
		carryOut: (journal, {from, to, links}) => {
			for (const link of links) setCut(journal, link, true);
			write(journal, [happened({kind: 'cut', from, to})]);
		},
	},
	heal: {
		refuse: (world, {from, to, links}) =>
			links.some((link) => isCut(world, link)) ? null : {kind: 'not-cut', from, to},
		carryOut: (journal, {from, to, links}) => {
			for (const link of links) setCut(journal, link, false);
			write(journal, [happened({kind: 'healed', from, to})]);
		},
	},
};

/** The refusal of a client that stands still, or is dead, already; or null. */
function refusalOfStop({spec, locals}: World, {client}: {readonly client: number}): Refusal | null {
	const {name} = at(spec.clients, client);
	const {process} = at(locals, client);
	if (process === 'paused') return {kind: 'paused', client: name, already: true};
	return process === 'crashed' ? {kind: 'client-crashed', client: name} : null;
}

/** Each lock's state after a change by its kind. */
function eachLock(
	{spec, shared}: World,
	change: (machine: LockKind, options: OptionValues, state: LockState) => LockState,
): readonly LockState[] {
	return shared.locks.map((state, index) => {
		const {service} = at(spec.locks, index);
		return change(machineOf(service), service.options, state);
	});
}

/** Each lock under a new leader, or null where it has none. */
function led({spec, shared, now}: World): readonly (LockState | null)[] {
	return shared.locks.map((state, index) => {
		const {service} = at(spec.locks, index);
		return machineOf(service).lead(service.options, state, now);
	});
}

/** The refusal of a statement that needs some part of the lock service to have power, or null. */
function refusalOfDown({spec, shared, now}: World): Refusal | null {
	const isUp = powerOfParts(spec, shared, now).some((up) => up);
	return isUp ? null : {kind: 'crashed-already', actor: 'locks'};
}

function refusalOfTaking({spec, shared, now}: World, lock: number): Refusal | null {
	const {name, service} = at(spec.locks, lock);
	if (!shared.locksUp && machineOf(service).hasCentre) return {kind: 'crashed-already', actor: 'locks'};
	if (shared.stall !== null) return {kind: 'stalled', already: false};
	const taken = machineOf(service).revoke(service.options, at(shared.locks, lock), name, now);
	return taken === null ? {kind: 'nobody-holds', lock: name} : null;
}

/** An operator's hand: the grant is gone, and with `record` the numbers too. */
function takeAway(journal: Journal, lock: number, record: boolean): void {
	const {world} = journal;
	const {name, service} = at(world.spec.locks, lock);
	const machine = machineOf(service);
	const before = at(world.shared.locks, lock);
	const {state, reports} = machine.revoke(service.options, before, name, world.now) ?? {state: before, reports: []};
	journal.world = {...world, shared: {...world.shared, locks: replaced(world.shared.locks, lock, state)}};
	const anew = record ? renumbered(journal.world, lock) : null;
	if (anew !== null)
		journal.world = {...world, shared: {...world.shared, locks: replaced(world.shared.locks, lock, anew)}};
	// A key can stand whose client was denied the lock: the history knows no grant of it.
	const held = reports.length === 0 ? lease(world, name) : null;
	const {holder: client, token = null} = held ?? {};
	write(journal, client === undefined ? reports : [happened({kind: 'revoked', lock: name, client, token})]);
	noticePower(journal);
}

/** The state of a lock whose record was deleted and whose numbers start anew, or null where they stand elsewhere. */
function renumbered({spec, shared, now}: World, lock: number): LockState | null {
	const {service} = at(spec.locks, lock);
	const state = at(shared.locks, lock);
	const anew = machineOf(service).renumbered(service.options, state, now);
	return anew === state ? null : anew;
}

function isUp(world: World, actor: Actor): boolean {
	switch (actor.kind) {
		case 'client':
			return at(world.locals, actor.client).process !== 'crashed';
		case 'store':
			return at(world.shared.stores, actor.store).up;
		case 'locks':
			return actor.name === 'locks'
				? refusalOfDown(world) === null
				: serversNamed(world, actor.name).every(({up}) => up);
	}
}

/** Whether every part of an actor has power: of a lock service there can be several. */
function isWhole(world: World, actor: Actor): boolean {
	const isService = actor.kind === 'locks' && actor.name === 'locks';
	return isService ? powerOfParts(world.spec, world.shared, world.now).every((up) => up) : isUp(world, actor);
}

function switchPower(journal: Journal, actor: Actor, up: boolean): void {
	if (actor.kind === 'client') {
		act(journal, actor.client, up ? restart : crash);
		return;
	}
	const {world} = journal;
	const shared = actor.kind === 'store' ? storePower(world, actor.store, up) : lockPower(world, actor.name, up);
	journal.world = {...world, shared};
	write(journal, [happened({kind: up ? 'restarted' : 'crashed', actor: actorName(world.spec, actor)})]);
	if (shared.stall === null) dropQueued(journal);
	noticePower(journal);
}

function lockPower({spec, shared, now}: World, name: string, up: boolean): Shared {
	const locks = shared.locks.map((state, index) => {
		const {service} = at(spec.locks, index);
		const machine = machineOf(service);
		// What is so already stays as it is.
		if (name === 'locks' && machine.hasCentre && shared.locksUp === up) return state;
		return up ? machine.restart(service.options, state, name, now) : machine.crash(service.options, state, name, now);
	});
	const ofService = name === 'locks' ? {locksUp: up, stall: null} : {};
	return {...shared, ...ofService, locks};
}

function storePower({spec, shared}: World, store: number, up: boolean): Shared {
	const state = at(shared.stores, store);
	const forgotten: Partial<StoreState> =
		!up && at(spec.stores, store).options.forgets ? {highest: {}, retired: {}, used: {}} : {};
	return {...shared, stores: replaced(shared.stores, store, {...state, ...forgotten, up})};
}

/** What waited at a lock service that stood still is lost when that dies. */
function dropQueued(journal: Journal): void {
	for (const {client, id} of queuedAt(journal.world))
		act(journal, client, (step) =>
			drop(
				step,
				step.local.flight.findIndex((message) => message.id === id),
			),
		);
}

/** Whether anything here goes by the wall clock of an actor. */
function hasClock({spec, shared}: World, actor: Actor): boolean {
	if (actor.kind === 'client') return true;
	const name = actorName(spec, actor);
	return shared.locks.some(
		(state, index) => machineOf(at(spec.locks, index).service).stepClock(state, name, 0) !== null,
	);
}

/** Each lock after a failover: null where the replica leads already, undefined where there is nothing to fail over to. */
function promotions({spec, shared, now}: World, to: string | null) {
	return shared.locks.map((state, index) => {
		const {service} = at(spec.locks, index);
		return machineOf(service).promote(service.options, state, now, to);
	});
}

function isCut({locals}: World, {client, endpoint}: Link): boolean {
	return at(locals, client).cuts.includes(endpoint);
}

function setCut(journal: Journal, {client, endpoint}: Link, cut: boolean): void {
	act(journal, client, (step) => tellOwed(setLink(step, endpoint, cut)));
}
