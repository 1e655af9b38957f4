import {jumps} from '../../explore/jumps.js';
import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import {asLongAs, type Code, either, forEach, inline, oneOf} from './code.js';
import {grantExtended, grantedUntil, grantOver} from './grants.js';
import {givesBack, isReentrant} from './holds.js';
import type {Move} from './move.js';
import {inOwnTime, ownStep, rates} from './own-time.js';
import {countsOperations, mayBeEndless, type Plan, timeOf} from './plan.js';
import {
	callsOf,
	eachNode,
	eachValue,
	isKept,
	isStable,
	isWhole,
	mostLive,
	mostValues,
	optionsOf,
	patienceOf,
	wordsOf,
} from './redlock-words.js';
import type {Fate, LockOperation} from './said-lock.js';

/** Whether a client can be cut off from the node at `node`. */
function cutOff({has}: Plan, node: string): string | null {
	return has.cuts ? `cut_off_node[me * NODES + ${node}]` : null;
}

/** What keeps a request of the client `me` from a node; null: nothing can. */
function barrier(plan: Plan, lock: number, node: string): string | null {
	const cut = cutOff(plan, node);
	const bars = [...(cut === null ? [] : [cut]), ...wordsOf(plan, lock).silent(node)];
	return bars.length === 0 ? null : bars.join(' || ');
}

/** A step of a program that is a round over all nodes: what each is asked, and what the votes come to. */
export function asks(plan: Plan, operation: LockOperation, fate: Fate, conclude: readonly Code[]): readonly Code[] {
	const {lock, kind} = operation;
	const {my, of} = wordsOf(plan, lock);
	const call = callsOf(plan, lock).find((each) => each.kind === kind);
	if (call === undefined) throw new Error('every step has its call');
	const again = isReentrant(plan, lock);
	const counts = countsOperations(plan, lock);
	const mayBeLate = fate === 'held' || fate === 'answer held';
	const closes: readonly Code[] = [
		`close_${call.word}()`,
		either('!won', ['denied++']),
		...conclude,
		...(kind === 'acquire' ? [either(again ? '!won && r.held == 0' : '!won', [`${of('clean_up')}()`])] : []),
	];
	return [
		...(counts ? [`${my('sent')}++`] : []),
		...(kind === 'release' ? givesBack(plan, lock) : []),
		'blank_round()',
		`r.what = ${call.word}`,
		`r.ttl = ${timeOf(plan, lock, 'ttl' in operation ? operation.ttl : null)}`,
		...(counts ? [`r.operation = ${my('sent')}`] : []),
		`r.before = ${my('issued')}`,
		...valueIn(plan, operation),
		...eachNode(plan, lock, [
			'blank()',
			`m.what = ${call.word}`,
			'm.node = node',
			'm.value = r.value',
			...(kind === 'acquire' || kind === 'renew' ? ['m.ttl = r.ttl'] : []),
			...(kind === 'release' ? ['m.grant = r.held'] : []),
			...(plan.has.lives ? ['m.life = life[me]'] : []),
			...sent(plan, lock, fate),
		]),
		...(patienceOf(plan, lock) > 0 ? [either('r.silent > 0', [`wait_for_nodes(${patienceOf(plan, lock)})`])] : []),
		...(mayBeLate ? [either('r.left > 0', ['put_round()', 'unknown++', ...conclude], closes)] : closes),
	];
}

/** The request in m goes to its node, and what comes of it is counted. */
function sent(plan: Plan, lock: number, fate: Fate): readonly Code[] {
	const travels = ['put_flight()', 'r.left++'];
	const arrives: Readonly<Record<Fate, readonly Code[]>> = {
		prompt: ['r.votes = r.votes + m.flag'],
		'answer held': travels,
		'answer lost': ['r.silent++'],
		held: travels,
		lost: ['r.silent++'],
	};
	if (fate === 'lost') return arrives.lost;
	const bar = fate === 'held' ? cutOff(plan, 'node') : barrier(plan, lock, 'node');
	const does = [...(fate === 'held' ? [] : [`${wordsOf(plan, lock).of('serve_node')}()`]), ...arrives[fate]];
	return bar === null ? does : [either(bar, ['r.silent++'], does)];
}

/** The request in m arrives late at the node m.node. */
export function arrives(plan: Plan, lock: number): readonly Code[] {
	const silent = wordsOf(plan, lock).silent('m.node');
	const cut = cutOff(plan, 'm.node');
	const serves: readonly Code[] = [
		`${wordsOf(plan, lock).of('serve_node')}()`,
		...(cut === null ? ['answered = 1'] : [either(cut, ['count_late(0)'], ['answered = 1'])]),
	];
	return silent.length === 0 ? serves : [either(silent.join(' || '), ['count_late(0)'], serves)];
}

/** The random value that a round carries: an acquire draws a new one, unless its client is known by one that it has. */
function valueIn(plan: Plan, {kind, lock}: LockOperation): readonly Code[] {
	const {my, drawn, owner, counted} = wordsOf(plan, lock);
	const [value, issued] = [my('value'), my('issued')];
	if (kind === 'release') return [`r.value = ${value}`, `r.held = (${value} == 0 -> 0 : ${my('grant')})`];
	if (kind === 'ask' && isStable(plan, lock)) return [`r.value = (${issued} == 0 -> ${value} : ${issued})`];
	if (kind !== 'acquire') return [`r.value = ${value}`];
	const draws: readonly Code[] = [
		'each = 1',
		asLongAs(`${drawn}[each]`, ['each++']),
		`assert(each + 1 < ${mostValues(plan, lock)})`,
		`${drawn}[each] = 1`,
		'r.value = each',
		'each = 0',
	];
	const own = isStable(plan, lock) ? issued : isReentrant(plan, lock) ? `(${my('holds')} > 0 -> ${value} : 0)` : null;
	return [
		...(own === null
			? draws
			: [
					`r.value = ${own}`,
					either('r.value != 0', [either(`${owner} == r.value`, [`r.held = ${counted}[${owner}]`])], draws),
				]),
		`${issued} = r.value`,
	];
}

/** What clients do with the votes of a lock's nodes, as parts that others use. */
export function clientParts(plan: Plan, lock: number): readonly string[] {
	const {of, word} = wordsOf(plan, lock);
	return [
		...valueParts(plan, lock),
		...(plan.has.late && callsOf(plan, lock).some(({kind}) => kind === 'release') && isKept(plan, lock)
			? [releaseCounted(plan, lock)]
			: []),
		...callsOf(plan, lock).map((call) =>
			inline(
				`close_${call.word}`,
				`The votes of a round over the nodes of ${word} are counted.`,
				closed(plan, lock)[call.kind],
			),
		),
		inline(
			of('clean_up'),
			'A round that failed is cleaned up behind: each node that it reaches deletes the key.',
			cleanUp(plan, lock),
		),
	];
}

function closed(plan: Plan, lock: number): Readonly<Record<LockOperation['kind'], readonly Code[]>> {
	const {my, of, grants, counted, word, allowance} = wordsOf(plan, lock);
	const options = optionsOf(plan, lock);
	const again = isReentrant(plan, lock);
	const counts = countsOperations(plan, lock);
	const bounded = (left: string) => (mayBeEndless(plan, lock) ? `(r.ttl == ENDLESS -> ENDLESS : ${left})` : left);
	const lasts = `(r.ttl - ${allowance})`;
	const times = [
		`validity = ${bounded(`${inOwnTime(plan, lasts)} + ${seesWallClock(plan) ? 'r.started_wall' : 'r.started'}`)}`,
		`ends = ${bounded(`${lasts} + r.started`)}`,
	];
	const until = machineOf(at(plan.spec.locks, lock).service).keepsDeadline(options) ? 'validity' : 'ENDLESS';
	const majority = `r.votes >= ${of('QUORUM')}`;
	const inTime = options['elapsedCheck'] === false ? majority : `(${majority} && validity > 0)`;
	const isNews = counts ? `r.operation > ${my('past')}` : 'true';
	const ifNews = (does: readonly Code[]): readonly Code[] => (counts ? [either(isNews, does)] : does);
	const believes = `${plan.name('believe', word)}(${until})`;
	const believesNot = `${plan.name('disbelieve', word)}()`;
	// What a long wait has brought to its end while the votes were not counted yet.
	const gone: readonly Code[] =
		patienceOf(plan, lock) > 0 && options['elapsedCheck'] === false
			? [
					either('waited', [
						either(`${my('believes_for')} < 0`, [`${my('believes_for')} = 0`]),
						...(grantOver(plan, lock, '0').length === 0 ? [] : [`${plan.name('keep_unexpired_of', word)}()`]),
					]),
				]
			: [];
	const returned: readonly Code[] = [`${counted}[r.value] = 0`, ...grantOver(plan, lock, 'r.held')];
	return {
		acquire: [
			...times,
			`won = ${inTime}`,
			either(
				'won',
				[
					either(
						'r.held == 0',
						[
							`${of('forget_counts')}()`,
							`${grants}++`,
							`${counted}[r.value] = ${grants}`,
							...grantedUntil(plan, lock, mostLive(plan), 'ends'),
							`${my('grant')} = ${grants}`,
							...(again ? [`${my('holds')} = 1`] : []),
						],
						[
							...grantExtended(plan, lock, 'r.held', 'ends'),
							`${my('grant')} = r.held`,
							...(again ? [`${my('holds')}++`] : []),
						],
					),
					`${my('value')} = r.value`,
					...ifNews(counts ? [`${my('past')} = r.operation`] : []),
					believes,
					...gone,
				],
				[`${my('issued')} = r.before`],
			),
		],
		renew: [
			...times,
			`won = ${inTime}`,
			either(
				'won',
				[
					...grantExtended(plan, lock, my('grant'), 'ends'),
					...ifNews([...(counts ? [`${my('past')} = r.operation`] : []), believes, ...gone]),
				],
				ifNews([believesNot]),
			),
		],
		release: [`won = (${majority})`, ...(again ? [either(`!won || ${my('holds')} == 0`, returned)] : returned)],
		ask: [`won = (${majority})`, either(`!won && ${isNews}`, [believesNot])],
	};
}

function cleanUp(plan: Plan, lock: number): readonly Code[] {
	const {key, holds, of} = wordsOf(plan, lock);
	const again = isReentrant(plan, lock);
	const counted = plan.has.late && isKept(plan, lock) && callsOf(plan, lock).some(({kind}) => kind === 'release');
	const deletes: readonly Code[] = again
		? [either(`${holds}[node] > 1`, [`${holds}[node]--`], [`${of('delete_key')}(node)`])]
		: [`${of('delete_key')}(node)`];
	const bar = barrier(plan, lock, 'node');
	const does = [either(`gone != 0 && ${key}[node] == gone`, [...deletes, ...(counted ? ['alike = 1'] : [])])];
	return [
		'gone = r.value',
		...eachNode(plan, lock, [
			...(counted ? ['alike = 0'] : []),
			...(bar === null ? does : [either(`!(${bar})`, does)]),
			...(counted ? [`${of('count_release')}(alike)`] : []),
		]),
		'gone = 0',
		`${of('count_keys')}()`,
	];
}

/** What a node says to the cleaning up behind a round is counted for a release of the same value that is under way. */
function releaseCounted(plan: Plan, lock: number): string {
	const {of} = wordsOf(plan, lock);
	const release = callsOf(plan, lock).find(({kind}) => kind === 'release');
	return inline(
		of('count_release'),
		'What a node says where it is asked to delete a key is counted for a release of the same value that is under way.',
		[`m.what = ${release?.word ?? 0}`, 'm.value = gone', ...countsLate('vote', [`close_${release?.word ?? 0}()`], [])],
		'vote',
	);
}

/** The last answer to a round is the one to the step that waits for it; for a release none does. */
const answersStep: readonly Code[] = [
	'm.waited = 1',
	'm.outcome = (won -> VOTED : DENIED)',
	'answer_step()',
	'm.waited = 0',
];

/** One more answer to a round that came out `unknown`: the last decides it. `answers`: what the program hears of that. */
function countsLate(
	vote: string,
	closes: readonly Code[],
	answers: readonly Code[],
	cleans: readonly Code[] = [],
): readonly Code[] {
	const here = 'late_round[me * LATE + one]';
	return [
		'one = 0',
		asLongAs(`one < LATE && !(${here}.what == m.what && ${here}.value == m.value)`, ['one++']),
		either('one < LATE', [
			`${here}.votes = ${here}.votes + ${vote}`,
			either(
				`${here}.left > 1`,
				[`${here}.left--`],
				['take_round(one)', 'waited = 0', ...closes, ...answers, ...cleans],
			),
		]),
		'one = 0',
	];
}

/** Which random values a client knows, and which count as never drawn once nobody knows them. */
function valueParts(plan: Plan, lock: number): readonly string[] {
	const {of, word, drawn, counted, isStored} = wordsOf(plan, lock);
	const {has, name} = plan;
	const most = mostValues(plan, lock);
	const knows = (value: string) => `knows[${value}] = 1`;
	const mine = callsOf(plan, lock);
	const arrays = has.late ? ['flight', ...(has.inbox ? ['inbox'] : [])] : [];
	const forgets = (when: string): Code =>
		either(`${drawn}[each] && !knows[each] && ${when}!${isStored}(each) && ${counted}[each] == 0`, [
			`${drawn}[each] = 0`,
		]);
	return [
		inline(
			of('know_values'),
			`Into knows: the random values that a client knows, or that are on the way to it or from it.`,
			[
				knows(`${name('value', word)}[who]`),
				knows(`${name('issued', word)}[who]`),
				...(has.lives ? forEach('one', 'FORMER', [knows(`${name('former', word)}[who * FORMER + one]`)]) : []),
				...arrays.flatMap((array) =>
					forEach('one', 'FLIGHT', [
						either(mine.map((call) => `${array}[who * FLIGHT + one].what == ${call.word}`).join(' || ') || 'false', [
							knows(`${array}[who * FLIGHT + one].value`),
						]),
					]),
				),
				...(has.late
					? forEach('one', 'LATE', [
							either(mine.map((call) => `late_round[who * LATE + one].what == ${call.word}`).join(' || ') || 'false', [
								knows('late_round[who * LATE + one].value'),
								knows('late_round[who * LATE + one].before'),
							]),
						])
					: []),
			],
			'who',
		),
		`hidden byte ${of('knew')}[${most}], ${of('was_drawn')}[${most}];`,
		inline(of('note_values'), 'Before a move of a client: which values it knows, and which are drawn.', [
			...eachValue(plan, lock, ['knows[each] = 0']),
			`${of('know_values')}(me)`,
			...eachValue(plan, lock, [`${of('knew')}[each] = knows[each]`, `${of('was_drawn')}[each] = ${drawn}[each]`]),
		]),
		inline(
			of('forget_values'),
			'After it: a value counts as never drawn that it knew or has drawn, that it knows no longer and that is nowhere.',
			[
				...eachValue(plan, lock, ['knows[each] = 0']),
				`${of('know_values')}(me)`,
				...eachValue(plan, lock, [forgets(`(${of('knew')}[each] || !${of('was_drawn')}[each]) && `)]),
			],
		),
		...(isWhole(plan)
			? [
					inline(of('forget_lost_values'), 'A value counts as never drawn that nobody knows and that is nowhere.', [
						...eachValue(plan, lock, ['knows[each] = 0']),
						...plan.spec.clients.map((_, client) => `${of('know_values')}(${client})`),
						...eachValue(plan, lock, [forgets('')]),
					]),
				]
			: []),
	];
}

/** Whether the wall clock of a client can go otherwise than true time. */
function seesWallClock({faults, has}: Plan): boolean {
	return faults.clock > 0 || has.rate;
}

/** How much `step` is by the wall clock of the client `me`: a machine that sleeps keeps the time of day. */
function wallStep(plan: Plan): string {
	return plan.has.rate && plan.has.sleep ? `step * (asleep[me] -> ${rates.true} : rate[me])` : ownStep(plan);
}

/** Whether a world has a lock that clients ask node by node. */
export function hasRounds({spec}: Pick<Plan, 'spec'>): boolean {
	return spec.locks.some(({service}) => machineOf(service).rounds !== null);
}

function roundLocks({spec}: Plan): readonly number[] {
	return spec.locks.flatMap(({service}, lock) => (machineOf(service).rounds === null ? [] : [lock]));
}

/** Whether clients wait for silent nodes, while time passes. */
export function waitsForNodes(plan: Plan): boolean {
	return roundLocks(plan).some((lock) => patienceOf(plan, lock) > 0);
}

function fields(plan: Plan): readonly (readonly [type: string, name: string, about: string])[] {
	return [
		['byte', 'what', 'what is asked; 0: there is no round here'],
		['byte', 'value', 'the random value that it carries'],
		['byte', 'before', 'the one that the client had before'],
		['byte', 'held', 'the grant that it has under this value already, or that it gives back; or 0'],
		['byte', 'votes', 'how many nodes have said yes'],
		['byte', 'left', 'how many may yet answer'],
		['byte', 'silent', 'how many are known not to'],
		['byte', 'operation', "which of the client's operations that are under way is newer"],
		['int', 'ttl', ''],
		['int', 'started', 'when it began, from now'],
		...(seesWallClock(plan) ? [['int', 'started_wall', "the same by the client's wall clock"] as const] : []),
	];
}

/** The declarations of what rounds are. */
export function roundParts(plan: Plan): readonly string[] {
	if (!hasRounds(plan)) return [];
	const declared = fields(plan);
	const here = 'late_round[me * LATE + one]';
	const next = 'late_round[me * LATE + one + 1]';
	const copied = (to: string, from: string) => declared.map(([, field]) => `${to}.${field} = ${from}.${field}`);
	const most = Math.max(...roundLocks(plan).map((lock) => mostValues(plan, lock)));
	return [
		[
			'/* An operation on a redlock, which is a round over all its nodes. What it does not need is 0. */',
			'typedef Round {',
			...declared.map(([type, field, about]) => `\t${type} ${field};${about === '' ? '' : ` /* ${about} */`}`),
			'};',
			'hidden Round r; /* the round that is being dealt with */',
			`hidden byte knows[${most}];`,
		].join('\n'),
		inline('blank_round', 'Nothing is in r.', [...declared.map(([, field]) => `r.${field} = 0`), 'waited = 0']),
		...(plan.has.late
			? [
					`/* The rounds of each client whose outcome is unknown so far, oldest first. */\n#define LATE ${plan.faults.late}\nRound late_round[${plan.spec.clients.length * plan.faults.late}];`,
					inline('put_round', "What is in r goes to the end of the client's late rounds.", [
						'one = 0',
						asLongAs(`${here}.what != 0`, ['one++', 'assert(one < LATE)']),
						...copied(here, 'r'),
						'one = 0',
					]),
					inline(
						'take_round',
						'The late round at a place goes into r, and those behind it move up.',
						[
							...copied('r', 'late_round[me * LATE + which]'),
							'one = which',
							asLongAs('one + 1 < LATE', [...copied(here, next), 'one++']),
							...declared.map(([, field]) => `${here}.${field} = 0`),
							'one = 0',
						],
						'which',
					),
				]
			: []),
	];
}

/** What clients do with late rounds, as parts that others use. Order: after those of each lock. */
export function lateRoundParts(plan: Plan): readonly string[] {
	const all = roundLocks(plan).flatMap((lock) => callsOf(plan, lock).map((call) => ({lock, call})));
	if (!plan.has.late || all.length === 0) return [];
	const others = all.flatMap(({call}) => (call.kind === 'release' ? [`r.what != ${call.word}`] : []));
	return [
		inline(
			'count_late',
			'One more answer to a round whose outcome is unknown so far, or what is known not to come: the last decides it.',
			countsLate(
				'vote',
				oneOf(all.map(({call}) => [`r.what == ${call.word}`, [`close_${call.word}()`]] as const)),
				others.length === 0 ? answersStep : [either(others.join(' && '), answersStep)],
				oneOf(
					all.flatMap(({lock, call}) =>
						call.kind === 'acquire'
							? [
									[
										`r.what == ${call.word} && !won${isReentrant(plan, lock) ? ' && r.held == 0' : ''}`,
										[`${wordsOf(plan, lock).of('clean_up')}()`],
									] as const,
								]
							: [],
					),
				),
			),
			'vote',
		),
	];
}

/** That a message that is known not to come is one of a round. */
export function countsLost(plan: Plan): readonly Code[] {
	const all = roundLocks(plan).flatMap((lock) => callsOf(plan, lock));
	if (!plan.has.late || all.length === 0) return [];
	return [either(all.map((call) => `m.what == ${call.word}`).join(' || '), ['count_late(0)'])];
}

/** What stands before and behind what a client does that can touch what it knows of random values. */
export function aroundValues(plan: Plan, body: readonly Code[]): readonly Code[] {
	const locks = roundLocks(plan);
	return [
		...locks.map((lock) => `${wordsOf(plan, lock).of('note_values')}()`),
		...body,
		...locks.map((lock) => `${wordsOf(plan, lock).of('forget_values')}()`),
	];
}

/** The same where it can touch the nodes too. */
export function aroundMove(plan: Plan, body: readonly Code[]): readonly Code[] {
	return [...aroundValues(plan, body), ...nodesSettled(plan)];
}

/** What stands behind a fault of a server; and behind the passing of time. */
export function nodesSettled(plan: Plan): readonly Code[] {
	return roundLocks(plan).map((lock) => `${wordsOf(plan, lock).of('settle')}()`);
}
export function nodesPassed(plan: Plan): readonly Code[] {
	return roundLocks(plan).flatMap((lock) => [
		...(isWhole(plan) ? [`${wordsOf(plan, lock).of('forget_lost_values')}()`] : []),
		`${wordsOf(plan, lock).of('settle')}()`,
	]);
}

/** Of the operations on a redlock nothing counts but which of its rounds that are under way are newer. */
export function renumberRoundsPart(plan: Plan, lock: number): string {
	const {my, word} = wordsOf(plan, lock);
	const here = 'late_round[me * LATE + i]';
	const mine = callsOf(plan, lock)
		.map((call) => `${here}.what == ${call.word}`)
		.join(' || ');
	return inline(
		plan.name('renumber', word),
		`Of the operations on ${word} nothing counts but which of its rounds that are under way are newer.`,
		[
			'k = 0',
			...(plan.has.late && mine !== ''
				? forEach('i', 'LATE', [
						either(mine, [
							either(`${here}.operation > ${my('past')}`, ['k++', `${here}.operation = k`], [`${here}.operation = 0`]),
						]),
					])
				: []),
			`${my('sent')} = k`,
			`${my('past')} = 0`,
			'k = 0',
		],
	);
}

/** The rounds of a process that dies are nobody's any more. */
export function lateRoundsLost(plan: Plan): readonly Code[] {
	if (!hasRounds(plan) || !plan.has.late) return [];
	return [asLongAs('late_round[me * LATE].what != 0', ['take_round(0)'])];
}

/** What the passing of `step` ms does to the rounds of the client `me` that are under way. */
export function roundsPass(plan: Plan): readonly Code[] {
	if (!hasRounds(plan) || !plan.has.late) return [];
	const here = 'late_round[me * LATE + i]';
	return forEach('i', 'LATE', [
		either(`${here}.what != 0`, [
			`${here}.started = ${here}.started - step`,
			...(seesWallClock(plan) ? [`${here}.started_wall = ${here}.started_wall - ${wallStep(plan)}`] : []),
		]),
	]);
}

/** How a client waits for silent nodes: its step is one move, whatever falls due meanwhile. */
export function waitPart(plan: Plan): readonly string[] {
	if (!waitsForNodes(plan)) return [];
	const {has, spec} = plan;
	const resumed = spec.clients.map((_, client) => `resumed[${client}]`).join(' || ');
	const declared = fields(plan);
	const kept = has.inbox && has.late;
	const passes: readonly Code[] = ['waits_for = waits_for - step', 'last_moment = (waits_for == 0)', 'pass()'];
	return [
		...(kept ? ['hidden Round kept;'] : []),
		inline(
			'wait_for_nodes',
			'The client waits so long for nodes that stay silent. Nobody else moves meanwhile, but what falls due happens; of what falls due at the end, what comes after it in order does not.',
			[
				'waiting = 1',
				'waiter = me',
				'waits_for = patience',
				...(kept ? declared.map(([, field]) => `kept.${field} = r.${field}`) : []),
				asLongAs('waits_for > 0', [
					'soonest()',
					either('step > waits_for', ['step = waits_for']),
					...(has.stops
						? [either(`step > 0 && (${resumed})`, ['me = 0', asLongAs('me < CLIENTS', ['catch_up()', 'me++'])], passes)]
						: passes),
				]),
				...(kept ? declared.map(([, field]) => `r.${field} = kept.${field}`) : []),
				'r.started = 0 - patience',
				...(seesWallClock(plan) ? [`r.started_wall = 0 - patience${plan.has.rate ? ' * rate[waiter]' : ''}`] : []),
				'me = waiter',
				'step = 0; waiting = 0; last_moment = 0',
				'waited = 1',
			],
			'patience',
		),
	];
}

/** The wall clock of a client steps, by which it sees how long a round took. */
export function wallClockMoves(plan: Plan): readonly Move[] {
	if (!hasRounds(plan) || plan.faults.clock === 0) return [];
	const here = 'late_round[me * LATE + i]';
	return jumps(plan.setting).map((by) => ({
		about: `its wall clock steps by ${by} ms`,
		when: `left_clock > 0${plan.has.lives ? ' && process[_pid] != CRASHED' : ''}`,
		does: [
			'me = _pid',
			'left_clock--',
			...(plan.has.late
				? forEach('i', 'LATE', [
						either(`${here}.what != 0`, [`${here}.started_wall = ${here}.started_wall - (${inOwnTime(plan, by)})`]),
					])
				: []),
		],
	}));
}
