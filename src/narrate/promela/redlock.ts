import {at} from '../../sim/client-step.js';
import type {World} from '../../sim/world.js';
import {type Code, either, forEach, inline, oneOf, variable} from './code.js';
import {endlessOver, grantOver, unexpiredParts, unexpiredPass, unexpiredVariables} from './grants.js';
import {holdsKnown, holdsNone, isReentrant} from './holds.js';
import {endless, mostFormer, type Plan, timesOf} from './plan.js';
import {
	callsOf,
	disksOf,
	eachNode,
	eachValue,
	empties,
	isStable,
	isTakenAgain,
	type Key,
	mostLive,
	mostValues,
	nodesFail,
	nodesOf,
	optionsOf,
	type RedlockState,
	roundsOf,
	stateOf,
	staysOut,
	wordsOf,
} from './redlock-words.js';
import {arrives, asks, clientParts, renumberRoundsPart} from './rounds.js';
import type {SaidLock} from './said-lock.js';

/** A lock of the kind redlock: its clients set a random value at each of its nodes, and count. */
export const redlockLock: SaidLock = {
	options: [
		'ttl',
		'nodes',
		'drift',
		'elapsedCheck',
		'fsync',
		'restartDelay',
		'identity',
		'nodeTimeout',
		'reentrant',
		'deadline',
	],
	unsaid,
	hasCentre: false,
	variables,
	known,
	parts,
	dues: (plan, lock) => {
		const {key, left} = wordsOf(plan, lock);
		return nodesOf(plan, lock).map((node) => ({
			when: `${key}[${node}] != 0 && ${left}[${node}] != ENDLESS`,
			left: `${left}[${node}]`,
		}));
	},
	passes,
	revoked: (plan, lock) => {
		const {key, up, owner, counted, of} = wordsOf(plan, lock);
		return {
			when: `${owner} != 0 && ${counted}[${owner}] != 0`,
			does: [
				...(timesOf(plan, lock).includes(endless) ? [`${of('taken_away')}()`] : []),
				`each = ${owner}`,
				...eachNode(plan, lock, [either(`${up('node')} && ${key}[node] == each`, [`${of('delete_key')}(node)`])]),
				`${of('count_keys')}()`,
			],
		};
	},
	crashes: (plan, lock) => nodesOf(plan, lock).flatMap((node) => nodeCrashes(plan, lock, node)),
	killed: (plan, lock) => [
		...eachNode(plan, lock, [
			either(wordsOf(plan, lock).up('node'), [
				`${wordsOf(plan, lock).down}[node] = 1`,
				...(optionsOf(plan, lock)['fsync'] === 'no' ? emptied(plan, lock, 'node') : []),
			]),
		]),
		`${wordsOf(plan, lock).of('count_keys')}()`,
	],
	restarts: (plan, lock) => nodesOf(plan, lock).flatMap((node) => nodeRestarts(plan, lock, node)),
	holder: (plan, lock) => {
		const {owner, counted} = wordsOf(plan, lock);
		return `${counted}[${owner}]`;
	},
	isHeldBy: (plan, lock, client) => {
		const {owner, word} = wordsOf(plan, lock);
		return `(${owner} != 0 && ${owner} == ${plan.name('issued', word)}[${client}])`;
	},
	isFree,
	token: () => 'NONE',
	forgets: (plan, lock) => {
		const {my} = wordsOf(plan, lock);
		return [`${my('value')} = 0`, ...holdsNone(plan, lock)];
	},
	rounds: {
		nodes: (plan, lock) => nodesOf(plan, lock).length,
		asks,
		arrives,
		clientParts,
		renumberPart: renumberRoundsPart,
		nodeCrashes,
		nodeRestarts,
		nodeClock,
		isUp: (plan, lock, node) => wordsOf(plan, lock).up(String(node)),
	},
};

function unsaid({spec, shared, locals}: World, lock: number): string | null {
	const {service} = at(spec.locks, lock);
	const {nodes, values} = at(shared.locks, lock) as RedlockState;
	const begun = values > 0 || nodes.some(({up}) => !up) || locals.some(({cuts}) => cuts.length > 0);
	return begun && isTakenAgain(service)
		? 'What has begun before the schedules cannot be said with a redlock that is reentrant, or has identity stable.'
		: null;
}

function timed(moment: number): number {
	return Math.min(moment, endless - 1) + (moment >= endless ? 1 : 0);
}

function variables(plan: Plan, lock: number): readonly string[] {
	const words = wordsOf(plan, lock);
	const {nodes, values, undrawn, counted, grants} = stateOf(plan, lock);
	const disks = disksOf(plan);
	const ofDisk = disks === 'hidden' ? 'hidden ' : '';
	const leftOf = (key: Key | null) => (key === null ? 0 : timed(key.when + 1));
	const most = mostValues(plan, lock);
	const byValue = (of: (value: number) => number) => Array.from({length: most}, (_, value) => of(value));
	const list = variable;
	return [
		`/* ${words.word} is a key at each of ${nodes.length} nodes. */`,
		list(
			'byte',
			words.key,
			nodes.map(({key}) => key?.grant ?? 0),
			'by node: the random value of the key, or 0',
		),
		list(
			'int',
			words.left,
			nodes.map(({key}) => leftOf(key)),
			'how long the key still lives, in ms',
		),
		...(isReentrant(plan, lock)
			? [
					list(
						'byte',
						words.holds,
						nodes.map(({key}) => key?.holds ?? 0),
						'how often its owner holds it',
					),
				]
			: []),
		...(nodesFail(plan, lock)
			? [
					list(
						'bit',
						words.down,
						nodes.map(({up}) => (up ? 0 : 1)),
						'the node has no power',
					),
				]
			: []),
		...(staysOut(plan, lock)
			? [
					list(
						'int',
						words.out,
						nodes.map(({outUntil}) => outUntil ?? 0),
						'how long the node still answers nobody',
					),
				]
			: []),
		...(empties(plan, lock)
			? [
					list(
						'bit',
						words.emptied,
						nodes.map(({counter}) => (counter === 0 ? 1 : 0)),
						'the node has lost all that it had: nothing goes by it, but the explorer tells it from others',
					),
				]
			: []),
		...(disks === null
			? []
			: [
					list(
						`${ofDisk}byte`,
						words.disk,
						nodes.map(({disk}) => disk.key?.grant ?? 0),
						"the key on the node's disk",
					),
					list(
						`${ofDisk}int`,
						words.diskLeft,
						nodes.map(({disk}) => leftOf(disk.key)),
						'how long that would live',
					),
					...(isReentrant(plan, lock)
						? [
								list(
									`${ofDisk}byte`,
									words.diskHolds,
									nodes.map(({disk}) => disk.key?.holds ?? 0),
									'',
								),
							]
						: []),
					list(
						`${ofDisk}int`,
						words.sync,
						nodes.map(({disk}) => disk.syncAt),
						'in how long it is written next',
					),
				]),
		list(
			'bit',
			words.drawn,
			byValue((value) => (value > 0 && value <= values && !undrawn.includes(value) ? 1 : 0)),
			'random values that were drawn and may still be somewhere',
		),
		list(
			'byte',
			words.counted,
			byValue((value) => counted.find((each) => each.value === value)?.grant ?? 0),
			'the grant of each value that a client has counted a majority for, and that some node may still store',
		),
		variable('byte', words.grants, grants, 'how many grants there were; a grant is known by its number'),
		variable(
			'byte',
			words.owner,
			majorityOf(nodes),
			'the value that most nodes store, or 0; it follows from their keys',
		),
		...unexpiredVariables(plan, lock, mostLive(plan)),
	];
}

function majorityOf(nodes: RedlockState['nodes']): number {
	const values = nodes.flatMap(({key}) => (key === null ? [] : [key.grant]));
	return values.find((value) => values.filter((each) => each === value).length > nodes.length / 2) ?? 0;
}

function known(plan: Plan, lock: number): readonly string[] {
	const {word} = wordsOf(plan, lock);
	const locks = plan.locals.map((local) => at(local.locks, lock));
	return [
		variable(
			'byte',
			plan.name('value', word),
			locks.map(({value}) => value ?? 0),
			'the random value of its newest grant, as far as its process remembers it',
		),
		...holdsKnown(plan, lock),
	];
}

/** Nobody holds it: most nodes store no value, or one that nobody has counted and that is no process's any more. */
function isFree(plan: Plan, lock: number): string {
	const {owner, counted, word} = wordsOf(plan, lock);
	const mine = plan.locals.flatMap((_, client) => [
		`${plan.name('issued', word)}[${client}] != ${owner}`,
		...(plan.has.lives
			? Array.from(
					{length: mostFormer(plan)},
					(_each, slot) => `${plan.name('former', word)}[${client * mostFormer(plan) + slot}] != ${owner}`,
				)
			: []),
	]);
	return `(${owner} == 0 || (${counted}[${owner}] == 0 && ${mine.join(' && ')}))`;
}

/** What the nodes do, as parts that others use. */
function parts(plan: Plan, lock: number): readonly string[] {
	const words = wordsOf(plan, lock);
	const {key, left, holds, disk, diskLeft, diskHolds, sync, counted, owner, of} = words;
	const disks = disksOf(plan);
	const again = isReentrant(plan, lock);
	const size = nodesOf(plan, lock).length;
	const {quorum, allowance} = roundsOf(plan, lock);
	const options = optionsOf(plan, lock);
	const stored = nodesOf(plan, lock).flatMap((node) => [
		`${key}[${node}] == (value)`,
		...(disks === null ? [] : [`${disk}[${node}] == (value)`]),
	]);
	const allowances = timesOf(plan, lock).map(
		(time) => [time, time === endless ? 0 : allowance(options, time)] as const,
	);
	const [[, only] = [0, 0], ...others] = allowances;
	const cleared = [`${disk}[node] = 0`, `${diskLeft}[node] = 0`, ...(again ? [`${diskHolds}[node] = 0`] : [])];
	const forgotten = [...cleared, `${sync}[node] = 1000`];
	const writes: readonly Code[] = [
		...(disks === null ? [] : [`${of('write_disk')}(node)`]),
		...(plan.faults.clock > 0
			? [either(`left_clock == 0 && ${diskLeft}[node] <= 0`, cleared)]
			: [either(`${diskLeft}[node] <= 0`, cleared)]),
	];
	return [
		[
			`#define ${of('NODES')} ${size}`,
			`#define ${of('QUORUM')} ${quorum(options)}`,
			'/* What is taken off the time of a grant for clocks that run at different rates. */',
			`#define ${words.allowance} ${others.reduce((rest, [time, off]) => `(r.ttl == ${time === endless ? 'ENDLESS' : time} -> ${off} : ${rest})`, String(only))}`,
			'/* Some node stores this value, or has it on its disk. */',
			`#define ${words.isStored}(value) (${stored.join(' || ')})`,
		].join('\n'),
		...unexpiredParts(plan, lock, mostLive(plan)),
		inline(of('count_keys'), `Which value most nodes of ${words.word} store.`, [
			`${owner} = 0`,
			...forEach('one', size, [
				'alike = 0',
				...forEach('other', size, [either(`${key}[other] == ${key}[one]`, ['alike++'])]),
				either(`${key}[one] != 0 && alike >= ${of('QUORUM')}`, [`${owner} = ${key}[one]`]),
			]),
			'alike = 0',
		]),
		...(disks === null
			? []
			: [
					inline(
						of('write_disk'),
						'A node has written to its disk if the time for that has come.',
						[
							either(`${sync}[which] <= 0`, [
								`${disk}[which] = ${key}[which]`,
								`${diskLeft}[which] = ${left}[which]`,
								...(again ? [`${diskHolds}[which] = ${holds}[which]`] : []),
								`${sync}[which] = ${sync}[which] + 1000 * ((0 - ${sync}[which]) / 1000 + 1)`,
							]),
						],
						'which',
					),
				]),
		inline(
			of('delete_key'),
			'A node has its key no longer.',
			[
				...(disks === null ? [] : [`${of('write_disk')}(which)`]),
				`${key}[which] = 0`,
				`${left}[which] = 0`,
				...(again ? [`${holds}[which] = 0`] : []),
			],
			'which',
		),
		inline(
			of('forget_counts'),
			'A grant is forgotten whose value no node stores any more.',
			eachValue(plan, lock, [either(`${counted}[each] != 0 && !${words.isStored}(each)`, [`${counted}[each] = 0`])]),
		),
		inline(of('settle'), 'After each move: what can make no difference any more is forgotten.', [
			...(disks === null
				? []
				: eachNode(plan, lock, disks === 'hidden' ? forgotten : [either('left_node > 0', writes, forgotten)])),
			`${of('forget_counts')}()`,
		]),
		inline(
			of('serve_node'),
			`A node of ${words.word} does what m asks: it sets a free key, and knows its owner by the value.`,
			served(plan, lock),
		),
		...(timesOf(plan, lock).includes(endless)
			? [
					inline(
						of('taken_away'),
						'The history: a grant without end is over that an operator takes away.',
						endlessOver(plan, lock, mostLive(plan), 'one', `${counted}[${owner}]`),
					),
				]
			: []),
	];
}

function served(plan: Plan, lock: number): readonly Code[] {
	const {key, left, holds, owner, of} = wordsOf(plan, lock);
	const again = isReentrant(plan, lock);
	const mine = `${key}[m.node] != 0 && ${key}[m.node] == m.value`;
	const lives = `${left}[m.node] = ${timesOf(plan, lock).includes(endless) ? '(m.ttl == ENDLESS -> ENDLESS : m.ttl + 1)' : 'm.ttl + 1'}`;
	const own: readonly (readonly [string, readonly Code[]])[] =
		again || isStable(plan, lock) ? [[mine, [lives, ...(again ? [`${holds}[m.node]++`] : []), 'm.flag = 1']]] : [];
	const ways = {
		acquire: oneOf([
			[
				`${key}[m.node] == 0`,
				[`${key}[m.node] = m.value`, lives, ...(again ? [`${holds}[m.node] = 1`] : []), 'm.flag = 1'],
			],
			...own,
		]),
		renew: [either(mine, [lives, 'm.flag = 1'])],
		release: [
			either(mine, [
				...(again
					? [either(`${holds}[m.node] > 1`, [`${holds}[m.node]--`], [`${of('delete_key')}(m.node)`])]
					: [`${of('delete_key')}(m.node)`]),
				'm.flag = 1',
			]),
			`${of('count_keys')}()`,
			...over(plan, lock, `m.grant != 0 && ${owner} != m.value`, 'm.grant'),
		],
		ask: [`m.flag = (${mine})`],
	};
	return [
		'm.flag = 0',
		...oneOf(callsOf(plan, lock).map((call) => [`m.what == ${call.word}`, ways[call.kind]] as const)),
		`${of('count_keys')}()`,
		'm.outcome = VOTED',
		'm.ttl = 0',
		'm.grant = 0',
	];
}

function over(plan: Plan, lock: number, when: string, grant: string): readonly Code[] {
	const ends = grantOver(plan, lock, grant);
	return ends.length === 0 ? [] : [either(when, ends)];
}

function passes(plan: Plan, lock: number): readonly Code[] {
	const {key, left, out, disk, diskLeft, sync, of} = wordsOf(plan, lock);
	const disks = disksOf(plan);
	const isTimed = (name: string) => (timesOf(plan, lock).includes(endless) ? ` && ${name}[node] != ENDLESS` : '');
	return [
		...unexpiredPass(plan, lock, mostLive(plan)),
		...eachNode(plan, lock, [
			...(disks === null
				? []
				: [
						`${sync}[node] = ${sync}[node] - step`,
						either(`${disk}[node] != 0${isTimed(diskLeft)}`, [`${diskLeft}[node] = ${diskLeft}[node] - step`]),
					]),
			...(staysOut(plan, lock)
				? [either(`${out}[node] > step`, [`${out}[node] = ${out}[node] - step`], [`${out}[node] = 0`])]
				: []),
			either(`${key}[node] != 0${isTimed(left)}`, [`${left}[node] = ${left}[node] - step`]),
			either(`${key}[node] != 0 && ${left}[node] <= 0`, [`${of('delete_key')}(node)`]),
		]),
		`${of('count_keys')}()`,
	];
}

/** A node has lost all that it had. */
function emptied(plan: Plan, lock: number, node: string): readonly Code[] {
	const {key, left, holds, disk, diskLeft, diskHolds, emptied: bit} = wordsOf(plan, lock);
	const again = isReentrant(plan, lock);
	return [
		...[key, left, ...(again ? [holds] : [])].map((each) => `${each}[${node}] = 0`),
		...(disksOf(plan) === null
			? []
			: [disk, diskLeft, ...(again ? [diskHolds] : [])].map((each) => `${each}[${node}] = 0`)),
		`${bit}[${node}] = 1`,
	];
}

/** What the loss of power does to one node. */
function nodeCrashes(plan: Plan, lock: number, node: number): readonly Code[] {
	const {key, left, holds, disk, diskLeft, diskHolds, down, up, of} = wordsOf(plan, lock);
	const again = isReentrant(plan, lock);
	const {fsync} = optionsOf(plan, lock);
	const asOnDisk = [
		`${key}[${node}] = ${disk}[${node}]`,
		`${left}[${node}] = ${diskLeft}[${node}]`,
		...(again ? [`${holds}[${node}] = ${diskHolds}[${node}]`] : []),
		either(`${left}[${node}] <= 0`, [
			`${key}[${node}] = 0`,
			`${left}[${node}] = 0`,
			...(again ? [`${holds}[${node}] = 0`] : []),
		]),
	];
	return [
		either(up(String(node)), [
			`${down}[${node}] = 1`,
			...(fsync === 'no' ? emptied(plan, lock, String(node)) : fsync === 'everysec' ? asOnDisk : []),
		]),
		...(fsync === 'always' ? [] : [`${of('count_keys')}()`]),
	];
}

function nodeRestarts(plan: Plan, lock: number, node: number): readonly Code[] {
	const {down, out} = wordsOf(plan, lock);
	const delay = Number(optionsOf(plan, lock)['restartDelay']);
	return [
		either(`${down}[${node}]`, [
			`${down}[${node}] = 0`,
			...(staysOut(plan, lock) ? [`${out}[${node}] = ${delay}`] : []),
		]),
	];
}

/** A node goes by its own clock, which steps: its keys end so much sooner. */
function nodeClock(plan: Plan, lock: number, node: number, by: number): readonly Code[] {
	const {key, left, disk, diskLeft, of} = wordsOf(plan, lock);
	const sooner = (value: string, time: string) =>
		either(`${value}[${node}] != 0 && ${time}[${node}] != ENDLESS`, [`${time}[${node}] = ${time}[${node}] - (${by})`]);
	return [
		sooner(key, left),
		...(disksOf(plan) === 'state' ? [sooner(disk, diskLeft)] : []),
		either(`${key}[${node}] != 0 && ${left}[${node}] <= 0`, [`${of('delete_key')}(${node})`]),
		`${of('count_keys')}()`,
	];
}
