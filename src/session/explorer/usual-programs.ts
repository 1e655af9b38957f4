import {at} from '../../sim/client-step.js';
import {type Fact, factAtoms} from '../../sim/fact.js';
import {type Operation, plain, type Statement} from '../../sim/statement.js';
import type {Spec, World} from '../../sim/world.js';

/** A world in which programs run, and whether they had to be made up. */
export type Running = {readonly world: World; readonly isMadeUp: boolean};

/**
 * The world as it is when some client has a program; else the world in which every client goes on with what clients usually do: acquire, read, write, release. Then one write
 * may be delayed, and one client paused where the fact is about what clients are or believe. Null when there is no lock, or nothing to write.
 */
export function withPrograms(world: World, fact: Fact): Running | null {
	const {spec} = world;
	if (spec.clients.some(({program}) => program !== null)) return {world, isMadeUp: false};
	const programs = spec.clients.map((_, index) => usualProgram(spec, index)?.slice(done(world, index)) ?? null);
	if (programs.length === 0 || programs.includes(null)) return null;
	const clients = spec.clients.map((client, index) => ({...client, program: at(programs, index)}));
	const {delay, pause} = spec.faults;
	const faults = {...spec.faults, delay: Math.max(1, delay), pause: Math.max(needsPause(fact) ? 1 : 0, pause)};
	return {world: {...world, spec: {...spec, clients, faults}}, isMadeUp: true};
}

/** A story of made-up programs as statements that need none. */
export function withoutPrograms({spec}: World, script: readonly Statement[]): readonly Statement[] {
	const next = spec.clients.map(() => 0);
	return script.map((statement) => {
		if (statement.kind !== 'step') return statement;
		const index = spec.clients.findIndex(({name}) => name === statement.client);
		const operation = spec.clients[index]?.program?.[next[index] ?? 0];
		if (operation === undefined) return statement;
		next[index] = (next[index] ?? 0) + 1;
		return {
			kind: 'do',
			client: statement.client,
			operation: operation.kind === 'check' ? operation : {...operation, message: statement.message},
		};
	});
}

/** Only a process that stands still believes what is no longer so. */
function needsPause(fact: Fact): boolean {
	return factAtoms(fact).some(
		(atom) =>
			atom.kind === 'believes' ||
			atom.kind === 'process' ||
			(atom.kind === 'violated' && atom.property === 'two-believers'),
	);
}

/** How many steps of the usual program a client has behind it: who believes has acquired, and who also remembers has read. */
function done({locals}: World, index: number): number {
	const {locks, memory} = at(locals, index);
	if (locks.every(({deadline}) => deadline === null)) return 0;
	return memory.some((store) => store.some((remembered) => remembered !== null)) ? 2 : 1;
}

function usualProgram({locks, resources, stores}: Spec, index: number): readonly Operation[] | null {
	const lock = locks.find(
		({name}) => Object.keys(resources.find((resource) => resource.name === name)?.values ?? {}).length > 0,
	);
	const [entry] = Object.entries(resources.find(({name}) => name === lock?.name)?.values ?? {});
	if (lock === undefined || entry === undefined || stores.length === 0) return null;
	const {name} = lock;
	const [key, value] = entry;
	const change =
		typeof value === 'number'
			? ({change: '-=', value: 10 * (index + 1)} as const)
			: ({change: '=', value: `by ${index + 1}`} as const);
	return [
		{kind: 'acquire', lock: name, ttl: null, message: plain},
		{kind: 'read', resource: name, store: null, message: plain},
		{
			kind: 'write',
			resource: name,
			key,
			...change,
			store: null,
			token: {kind: 'last'},
			ifVersion: null,
			job: null,
			message: plain,
		},
		{kind: 'release', lock: name, message: plain},
	];
}
