import {at} from '../sim/client-step.js';
import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import {machineOf, ttlOf} from '../sim/lock/registry.js';
import {type Duration, forever} from '../sim/time.js';
import {dueAt} from '../sim/truth.js';
import type {Spec, World} from '../sim/world.js';
import {projectAudit, rebaseAudit} from './audit-part.js';
import {asksForNumbers, asksWhoWrote, bareLocal, bareShared} from './bare.js';
import {canonical, prospectOf, twinsAlike} from './canonical.js';
import {clientMoves} from './client-moves.js';
import {worldDeliverOwed} from './deliver-owed.js';
import type {Goal, Model} from './engine/model.js';
import {footprintOf} from './fact-footprint.js';
import {laterClock} from './later-clock.js';
import {firstNumber, firstNumbers, numberingOf} from './numbering.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {worldOutlast} from './pass-whole.js';
import {promptClock} from './prompt.js';
import {rebaseLocal, rebaseShared} from './rebase.js';
import {hasServerFaults, serviceMoves} from './service-moves.js';
import {worldClock} from './world-clock.js';
import {worldOf} from './world-of.js';

/** A world with a question, made ready for the engine. */
export type WorldModel = {
	readonly setting: Setting;
	readonly model: Model<SharedPart, LocalPart>;
	/** The states in which the fact is true. */
	readonly goal: Goal<SharedPart, LocalPart>;
};

/**
 * The model of every schedule of a world's programs from the state the world is in, with the faults of its budget, as far as a fact asks.
 * `exchange`: states that differ by an exchange of a redlock's nodes are one state. `prompt`: nobody is slow but by a fault.
 */
export function worldModel(world: World, fact: Fact, exchange = true, prompt = false): WorldModel {
	const {setting, sorts} = settingOf(world, fact, exchange);
	const {footprint, numbering, order, standIns} = setting;
	const shared = firstShared(setting, world);
	// Servers that are up stay up where no fault can be spent on them.
	const serversMove = hasServerFaults(world.spec.faults) || serviceMoves(setting, shared).length > 0;
	return {
		setting,
		model: {
			shared,
			locals: order.map((client) =>
				bareLocal(setting, firstNumbers(numbering, rebaseLocal(at(world.locals, client), world.now, setting.longest))),
			),
			sorts,
			step: (sort, local, part) => clientMoves({setting, client: at(standIns, sort), local, shared: part}),
			surroundings: (part) => (serversMove ? serviceMoves(setting, part).map((move) => move.shared) : []),
			clock: prompt ? promptClock(setting) : worldClock(setting, world),
			deliverOwed: worldDeliverOwed(setting),
			outlast: worldOutlast(setting),
		},
		goal: {
			shared: (part) => (footprint.locals ? null : evaluate(worldOf(setting, part, [], part.now), fact)),
			whole: (part, locals) => evaluate(worldOf(setting, part, locals, part.now), fact),
		},
	};
}

/**
 * What is the same in every state of an exploration of a fact, and per actor its sort.
 * `clientsAreAlike`: false keeps all clients apart, as where each knows its own name.
 */
export function settingOf(
	world: World,
	fact: Fact,
	exchange: boolean,
	clientsAreAlike = true,
): {readonly setting: Setting; readonly sorts: readonly number[]} {
	const footprint = footprintOf(fact);
	const spec: Spec = {...world.spec, clients: world.spec.clients.map((client) => ({...client, startsAt: null}))};
	// Of clients that look for themselves at one moment, the one that was declared first comes first.
	const goByThemselves =
		spec.locks.some(({service}) => machineOf(service).errands(service.options) !== null) ||
		spec.clients.some(({program}) => program?.some(({kind}) => kind === 'keeps') === true) ||
		world.locals.some(({locks}) => locks.some(({keep}) => keep !== null));
	const isNamed = (name: string) => !clientsAreAlike || goByThemselves || footprint.clients.includes(name);
	const kinds = spec.clients.map(({name, program, retries, pool}) =>
		JSON.stringify([isNamed(name) ? name : null, program, retries, pool]),
	);
	const distinct = [...new Set(kinds)];
	const order = distinct.flatMap((kind) => kinds.flatMap((other, client) => (other === kind ? [client] : [])));
	const setting = {
		spec,
		footprint,
		asksWhoWrote: asksWhoWrote(world, footprint),
		asksForRows: footprint.properties.some(({property}) =>
			['stale-write', 'late-write', 'torn-write'].includes(property),
		),
		numbering: numberingOf({...world, spec}),
		numbersAsked: asksForNumbers(world, fact),
		nodesAreAlike: exchange && twinsAlike(spec, world.locals),
		order,
		standIns: distinct.map((kind) => kinds.indexOf(kind)),
		longest: longestTime(world),
	};
	return {setting, sorts: order.map((client) => distinct.indexOf(at(kinds, client)))};
}

/** The shared part of a world as an exploration begins with it. */
export function firstShared(setting: Setting, {spec, shared, audit, now}: World): SharedPart {
	return {
		shared: canonical(
			spec,
			bareShared(setting, firstNumber(setting.numbering, rebaseShared(spec, shared, now))),
			setting.nodesAreAlike,
			prospectOf(setting, {left: spec.faults}),
		),
		audit: projectAudit(rebaseAudit(audit, now), setting.footprint),
		left: spec.faults,
		now: laterClock(setting, 0, now),
		unnoticed: false,
	};
}

function longestTime({spec, shared, locals, now}: World): Duration {
	const asked = spec.clients.flatMap(({program}) =>
		(program ?? []).map((operation) => ('ttl' in operation ? (operation.ttl ?? 0) : 0)),
	);
	const travelling = locals.flatMap(({flight}) =>
		flight.map((message) => (message.kind === 'request' && 'ttl' in message.request ? message.request.ttl : 0)),
	);
	const running = spec.locks.map((_, lock) => (dueAt(spec, shared, lock, now) ?? now) - now);
	const times = [...spec.locks.map(({service}) => ttlOf(service)), ...asked, ...travelling, ...running];
	return Math.max(0, ...times.filter((time) => time < forever));
}
