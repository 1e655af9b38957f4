import {linksOf} from '../../explore/client-moves.js';
import {at} from '../../sim/client-step.js';
import {variable} from './code.js';
import {eachLock, saidLock} from './lock-kinds.js';
import {rates} from './own-time.js';
import {countsOperations, endless, keysOf, mostFormer, none, type Place, type Plan, placesOf} from './plan.js';
import {sessionVariables} from './transactions/session.js';

/** The places whose writers the history has to know. */
export function placesWritten(plan: Plan): readonly Place[] {
	return placesOf(plan).filter(({store}) => plan.setting.asksWhoWrote[store] === true);
}

export function locksOf({spec}: Plan): readonly string[] {
	return spec.locks.map(({name}) => name);
}

/** The most nodes that any lock here has which clients ask node by node. */
export function mostNodes(plan: Plan): number {
	return Math.max(0, ...eachLock(plan, ({rounds}, lock) => rounds?.nodes(plan, lock) ?? 0));
}

/** What tells that a client, known by its name in the model, is cut off from an endpoint. */
export function cutOff(plan: Plan, endpoint: string, client: string): string {
	const node = isNode(plan, endpoint) ? Number(endpoint.slice(1)) - 1 : null;
	return node === null ? `${plan.name('cut_off', endpoint)}[${client}]` : `cut_off_node[${client} * NODES + ${node}]`;
}

function isNode(plan: Plan, endpoint: string): boolean {
	return /^n[1-9]$/.test(endpoint) && Number(endpoint.slice(1)) <= mostNodes(plan);
}

/** The variables of the links. */
function cutVariables(plan: Plan): readonly string[] {
	const {name, locals} = plan;
	const endpoints = linksOf(plan.setting).flat();
	const nodes = endpoints.filter((endpoint) => isNode(plan, endpoint));
	const isCut = (local: Plan['locals'][number], endpoint: string) => (local.cuts.includes(endpoint) ? 1 : 0);
	return [
		...(nodes.length === 0
			? []
			: [
					variable(
						'bit',
						'cut_off_node',
						locals.flatMap((local) => nodes.map((node) => isCut(local, node))),
						'client by client, from each node',
					),
				]),
		...endpoints
			.filter((endpoint) => !isNode(plan, endpoint))
			.map((endpoint) =>
				variable(
					'bit',
					name('cut_off', endpoint),
					locals.map((local) => isCut(local, endpoint)),
					'',
				),
			),
	];
}

/** Units: of times ms from now. */
export function clientVariables(plan: Plan): readonly string[] {
	const {name, locals, has, faults} = plan;
	const each = (of: (local: Plan['locals'][number]) => number) => locals.map(of);
	const lockLines = plan.spec.locks.flatMap((lock, index): readonly string[] => {
		const known = locals.map((local) => at(local.locks, index));
		return [
			...saidLock(plan, index).known(plan, index),
			variable(
				'byte',
				name('grant', lock.name),
				known.map(({lastGrantReceived}) => lastGrantReceived ?? 0),
				'the grant that it last got: history, which it does not see',
			),
			variable(
				'byte',
				name('issued', lock.name),
				known.map(({lastGrantIssued}) => lastGrantIssued ?? 0),
				'the grant that the service last made to it: by this the service knows it',
			),
			variable(
				'bit',
				name('believes', lock.name),
				known.map(({deadline}) => (deadline === null ? 0 : 1)),
				'it believes that it holds the lock',
			),
			variable(
				'int',
				name('believes_for', lock.name),
				known.map(({deadline}) => timed(plan, deadline)),
				'and for how long, by its own clock',
			),
			...(countsOperations(plan, index)
				? [
						variable(
							'byte',
							name('sent', lock.name),
							known.map(({sent}) => sent),
							'its newest operation on the lock, counted among those under way',
						),
						variable(
							'byte',
							name('past', lock.name),
							known.map(({past}) => past),
							'operations up to this one are past: their answers change no belief',
						),
					]
				: []),
			...(has.lives
				? [
						`#define FORMER ${mostFormer(plan)}`,
						variable(
							'byte',
							name('former', lock.name),
							slots(plan, (client, slot) => at(at(locals, client).locks, index).former[slot]?.lastGrantIssued ?? 0),
							'the grants that the service made to processes of it that died',
						),
						variable(
							'byte',
							name('former_life', lock.name),
							slots(plan, (client, slot) => at(at(locals, client).locks, index).former[slot]?.life ?? 0),
							'which process each was made to',
						),
					]
				: []),
		];
	});
	const memory = placesOf(plan).flatMap(({store, resource, words}) => [
		variable(
			'short',
			name('knows', ...words),
			each(({memory}) => memory[store]?.[resource]?.version ?? none),
			`the version that it remembers of ${words[1]} at ${words[0]}`,
		),
		...keysOf(plan, resource).map((key) =>
			variable(
				'int',
				name('remembers', ...words, key),
				each(({memory}) => {
					const remembered = memory[store]?.[resource] ?? null;
					return remembered === null ? 0 : plan.number(remembered.values[key]);
				}),
				'',
			),
		),
	]);
	const wrote = placesWritten(plan);
	const most = Math.max(0, ...locals.map((local) => local.wrote.length));
	const writes = Math.max(most, wrote.length * (1 + faults.crash));
	const written = (of: (each: Plan['locals'][number]['wrote'][number]) => number) =>
		locals.flatMap((local) =>
			Array.from({length: writes}, (_, slot) => {
				const each = local.wrote[slot];
				return each === undefined ? 0 : of(each);
			}),
		);
	return [
		variable(
			'byte',
			'at',
			each(({program}) => program.at),
			'how many steps of its program are done',
		),
		variable(
			'byte',
			'ended',
			each(({program}) => (program.ended === null ? 0 : program.ended === 'ok' ? WELL : BADLY)),
			'its program has come to its end, or to another',
		),
		...(has.waits
			? [
					variable(
						'byte',
						'awaits',
						each(({program}) => program.awaiting?.left ?? 0),
						'answers that the present step still waits for',
					),
				]
			: []),
		...(has.late || has.rows
			? [
					variable(
						'bit',
						'denied_one',
						each(({program}) => (program.awaiting?.failed === true ? 1 : 0)),
						'one of its answers that are in was a no',
					),
				]
			: []),
		...(has.stops || has.lives
			? [
					variable(
						'byte',
						'process',
						each(({process}) => ['running', 'paused', 'crashed'].indexOf(process)),
						'',
					),
				]
			: []),
		...(has.stops
			? [
					variable(
						'bit',
						'resumed',
						each(({justResumed}) => (justResumed ? 1 : 0)),
						'it has just been resumed: its next step goes before what waits',
					),
				]
			: []),
		...(has.sleep
			? [
					variable(
						'bit',
						'asleep',
						each(({clock}) => (clock.asleep ? 1 : 0)),
						'its machine sleeps, and its own clock stands',
					),
				]
			: []),
		...(has.rate
			? [
					variable(
						'byte',
						'rate',
						each(({clock}) => clock.rate * rates.true),
						'how fast its own clocks run: by how many half ms in a ms',
					),
				]
			: []),
		...(has.lives
			? [
					variable(
						'byte',
						'life',
						each(({life}) => life),
						'which of the processes that something is left of is the present one',
					),
				]
			: []),
		...(has.cuts ? cutVariables(plan) : []),
		...lockLines.filter((line, index) => !line.startsWith('#') || lockLines.indexOf(line) === index),
		...memory,
		...sessionVariables(plan),
		...(writes === 0
			? []
			: [
					`#define WRITES ${writes}`,
					...wrote.map(({words}, index) => `#define ${name('WROTE', ...words)} ${index + 1}`),
					variable(
						'byte',
						'wrote',
						written(
							({store, resource}) =>
								1 + wrote.findIndex((place) => place.store === store && place.resource === resource),
						),
						'the history: what it wrote last, oldest first',
					),
					variable(
						'short',
						'wrote_version',
						written(({version}) => version),
						'and which version that was',
					),
					...(has.lives
						? [
								variable(
									'byte',
									'wrote_life',
									written(({life}) => life),
									'and which process of it wrote it',
								),
							]
						: []),
				]),
	];
}

const WELL = 1;
const BADLY = 2;

function slots(plan: Plan, of: (client: number, slot: number) => number): readonly number[] {
	return plan.locals.flatMap((_, client) => Array.from({length: mostFormer(plan)}, (_each, slot) => of(client, slot)));
}

function timed({has}: Plan, deadline: number | null): number {
	if (deadline === null) return 0;
	return deadline >= endless ? endless : deadline * (has.rate ? rates.true : 1);
}
