import {at} from '../../sim/client-step.js';
import {isOneOwner} from '../../sim/lock/registry.js';
import {type Code, either, forEach, inline, oneOf, variable} from './code.js';
import {
	endlessOver,
	grantExtended,
	grantedUntil,
	grantOver,
	unexpiredParts,
	unexpiredPass,
	unexpiredVariables,
} from './grants.js';
import {asks, violated} from './history.js';
import {holdsKnown, holdsNone, isReentrant} from './holds.js';
import {answer, calls, serving} from './message.js';
import {inOwnTime} from './own-time.js';
import {endless, mayBeEndless, none, type Plan} from './plan.js';
import type {Due, SaidLock} from './said-lock.js';

/** The state of a lease lock as the explorer has it. Source: sim/lock/lease.ts. */
type LeaseState = {
	readonly counter: number;
	readonly grants: number;
	readonly lease: {
		readonly grant: number;
		readonly token: number;
		readonly expiresAt: number;
		readonly holds: number;
		readonly least: number | null;
		readonly leaving: boolean;
	} | null;
};

/** Whether a lease can be there that is over: only while the service has no power. */
function mayLapse({has}: Plan): boolean {
	return has.locksFail;
}

/** A lock of the kind lease. */
export const leaseLock: SaidLock = {
	options: ['ttl', 'volatile', 'ownerCheck', 'deadline', 'identity', 'reentrant', 'min'],
	unsaid: () => null,
	hasCentre: true,
	variables: leaseVariables,
	known: knownOfLease,
	parts: leaseParts,
	dues: (plan, lock) => [leaseDue(plan, lock)],
	passes: leasePasses,
	revoked: leaseRevoked,
	crashes: leaseCrashes,
	killed: leaseCrashes,
	restarts: leaseRestarts,
	holder: holderOf,
	isHeldBy: (plan, lock, client) =>
		`(${holderOf(plan, lock)} != 0 && ${holderOf(plan, lock)} == ${plan.name('issued', at(plan.spec.locks, lock).name)}[${client}])`,
	isFree: (plan, lock) => `${holderOf(plan, lock)} == 0`,
	token: (plan, lock, client) => `${plan.name('token', at(plan.spec.locks, lock).name)}[${client}]`,
	forgets: (plan, lock) => [
		`${plan.name('token', at(plan.spec.locks, lock).name)}[me] = NONE`,
		...holdsNone(plan, lock),
	],
	rounds: null,
};

/** A grant lasts at least so long. Units: ms. */
function leastOf({spec}: Plan, lock: number): number {
	return Number(at(spec.locks, lock).service.options['min']);
}

/** The variables of what a holder may still do with its lease. */
function holdWords(plan: Plan, lock: number) {
	const {name} = at(plan.spec.locks, lock);
	return {
		holds: plan.name('holds_of', name),
		least: plan.name('least_of', name),
		leaving: plan.name('leaving_of', name),
		counts: isReentrant(plan, lock),
		lasts: leastOf(plan, lock) > 0,
	};
}

/** There is no lease. */
function noLease(plan: Plan, lock: number): readonly string[] {
	const {name} = at(plan.spec.locks, lock);
	const {holds, least, leaving, counts, lasts} = holdWords(plan, lock);
	return [
		`${plan.name('lease_of', name)} = 0`,
		`${plan.name('token_of', name)} = 0`,
		`${plan.name('left_of', name)} = 0`,
		...(counts ? [`${holds} = 0`] : []),
		...(lasts ? [`${least} = 0`, `${leaving} = 0`] : []),
	];
}

/** Whose the lease is by the service's truth. */
function holderOf(plan: Plan, lock: number): string {
	const {name} = at(plan.spec.locks, lock);
	const holder = plan.name('lease_of', name);
	return mayLapse(plan) ? `(${holder} * (${plan.name('left_of', name)} > 0))` : holder;
}

function knownOfLease(plan: Plan, lock: number): readonly string[] {
	const {name, locals, has, spec} = plan;
	const known = locals.map((local) => at(local.locks, lock));
	const word = at(spec.locks, lock).name;
	return [
		variable(
			'short',
			name('token', word),
			known.map(({token}) => token ?? none),
			'the token that it last got, as far as its process remembers it',
		),
		...(has.late
			? [
					variable(
						'byte',
						name('over', word),
						known.map(({over}) => over ?? 0),
						'the newest grant that it gave back and may yet hear of',
					),
				]
			: []),
		...holdsKnown(plan, lock),
	];
}

/** How many grants can be unexpired at once for the history, which a service that loses a lease forgets. */
function mostLive({faults, spec, steps}: Plan, lock: number): number {
	const {options} = at(spec.locks, lock).service;
	const lost = options['volatile'] === true ? faults.node + faults.restart : 0;
	const freed = options['ownerCheck'] === false ? 2 + steps.length : 0;
	return Math.min(12, 2 + faults.revoke + lost + freed);
}

function leaseVariables(plan: Plan, lock: number): readonly string[] {
	const {name} = at(plan.spec.locks, lock);
	const {counter, grants, lease} = at(plan.shared.shared.locks, lock) as LeaseState;
	const {highestToken} = plan.shared.audit.judgement;
	const {holds, least, leaving, counts, lasts} = holdWords(plan, lock);
	return [
		variable(
			'byte',
			plan.name('grants_of', name),
			grants,
			'how many grants there were; a grant is known by its number',
		),
		variable('short', plan.name('counter_of', name), counter, 'the token of the newest grant'),
		variable('byte', plan.name('lease_of', name), lease?.grant ?? 0, 'the grant that has the lease, or 0'),
		variable('short', plan.name('token_of', name), lease?.token ?? 0, 'its token'),
		variable(
			'int',
			plan.name('left_of', name),
			Math.min(lease?.expiresAt ?? 0, endless),
			'how long the lease still lasts, in ms',
		),
		...(counts
			? [variable('byte', holds, lease?.holds ?? 0, 'how many releases it takes until the lock is free')]
			: []),
		...(lasts
			? [
					variable('int', least, lease?.least ?? 0, 'how long the lease lasts at least'),
					variable('bit', leaving, lease?.leaving === true ? 1 : 0, 'it was given back before that'),
				]
			: []),
		...(asks(plan, 'token-regress')
			? [variable('short', plan.name('highest_token_of', name), highestToken[name]?.token ?? 0, 'ever granted')]
			: []),
		...unexpiredVariables(plan, lock, mostLive(plan, lock)),
	];
}

/** What a lease lock does with each request, as parts that others use. */
function leaseParts(plan: Plan, lock: number): readonly string[] {
	const {name, service} = at(plan.spec.locks, lock);
	const [lease, token, left, counter, grants] = ['lease_of', 'token_of', 'left_of', 'counter_of', 'grants_of'].map(
		(word) => plan.name(word, name),
	) as [string, string, string, string, string];
	const isOwnerChecked = service.options['ownerCheck'] !== false;
	const served = (kind: 'acquire' | 'renew' | 'release' | 'ask', about: string, body: readonly Code[]) =>
		calls(plan)
			.filter((call) => call.kind === kind && call.lock === lock)
			.map((call) => inline(serving(call), about, body));
	const until = (time: string) =>
		mayBeEndless(plan, lock)
			? `(${time} == ENDLESS -> ENDLESS : m.time + ${inOwnTime(plan, time)})`
			: `m.time + ${inOwnTime(plan, time)}`;
	const {holds, least, leaving, counts, lasts} = holdWords(plan, lock);
	const foreign = [
		`${lease} == 0`,
		...(lasts ? [leaving] : []),
		...(isOwnerChecked ? [`${lease} != issued`, `${token} != m.token`] : []),
	].join(' || ');
	const gone: readonly Code[] = [
		...(asks(plan, 'two-grants') ? [either(`${lease} == issued`, grantOver(plan, lock, lease))] : []),
		...noLease(plan, lock),
		...answer(plan, 'RELEASED', {grant: 'issued'}),
	];
	const stays = counts || lasts;
	const givenUp = grantOver(plan, lock, 'm.grant');
	const goes = [...(stays ? givenUp : []), ...gone];
	// Before its least time is over a lease that is given back has another end.
	const leaves = lasts
		? oneOf(
				[
					[
						`${least} > 0`,
						[
							`${left} = ${least}`,
							`${least} = 0`,
							`${leaving} = 1`,
							...(counts ? [`${holds} = 0`] : []),
							...answer(plan, 'RELEASED', {grant: 'issued'}),
						],
					],
				],
				goes,
			)
		: goes;
	return [
		...unexpiredParts(plan, lock, mostLive(plan, lock)),
		...served(
			'acquire',
			`${name}: a free lock is granted with the next number; the holder that asks again is told so.`,
			[
				...issuedTo(plan, lock),
				{
					word: 'if',
					ways: [
						{
							when: `${lease} == 0`,
							does: [
								`${grants}++`,
								`${counter}++`,
								`${lease} = ${grants}`,
								`${token} = ${counter}`,
								`${left} = m.ttl`,
								...(counts ? [`${holds} = 1`] : []),
								...(lasts ? [`${least} = ${leastOf(plan, lock)}`] : []),
								`issued = ${grants}`,
								...granted(plan, name, lock),
								...answer(plan, 'GRANTED', {token, grant: lease, time: until('m.ttl'), flag: '0'}),
							],
						},
						{
							when: `${lease} != 0 && ${lease} == issued${lasts ? ` && !${leaving}` : ''}`,
							does: [
								...(counts ? [`${holds}++`, `${left} = m.ttl`, ...grantExtended(plan, lock, lease, left)] : []),
								...answer(plan, 'GRANTED', {token, grant: lease, time: until(left), flag: '1'}),
							],
						},
					],
					otherwise: answer(plan, 'DENIED', {}),
				},
				...nowIssued(plan, lock),
			],
		),
		...served(
			'renew',
			`${name}: ${isOwnerChecked ? 'only the holder with its token' : 'anybody'} makes the lease last longer.`,
			[
				...issuedTo(plan, lock),
				either(foreign, answer(plan, 'RENEW_DENIED', {}), [
					either(`${left} < m.ttl`, [`${left} = m.ttl`]),
					...grantExtended(plan, lock, lease, left),
					...answer(plan, 'RENEWED', {time: until(left)}),
				]),
				...nowIssued(plan, lock),
			],
		),
		...served(
			'release',
			`${name}: ${isOwnerChecked ? 'only the holder with its token' : 'anybody'} gives the lease back.`,
			[
				...issuedTo(plan, lock),
				...(stays ? [] : givenUp),
				either(
					foreign,
					[...(stays ? givenUp : []), ...answer(plan, 'RELEASE_DENIED', {})],
					counts ? [either(`${holds} > 1`, [`${holds}--`, ...answer(plan, 'RELEASED', {grant: '0'})], leaves)] : leaves,
				),
				...nowIssued(plan, lock),
			],
		),
		...served('ask', `${name}: whether the asker has the lease.`, [
			...issuedTo(plan, lock),
			...answer(plan, 'ASKED', {flag: `(${lease} != 0 && ${lease} == issued)`}),
		]),
	];
}

/** Which grant the service last made to the process that has sent the request, or to its name where that is the owner. */
function issuedTo(plan: Plan, lock: number): readonly Code[] {
	const {name, service} = at(plan.spec.locks, lock);
	const mine = plan.name('issued', name);
	if (!plan.has.lives || isOneOwner(service)) return [`issued = ${mine}[me]`];
	return [
		`issued = ${mine}[me]`,
		either('m.life != life[me]', [
			'issued = 0',
			...forEach('i', 'FORMER', [
				either(
					`${plan.name('former', name)}[me * FORMER + i] != 0 && ${plan.name('former_life', name)}[me * FORMER + i] == m.life`,
					[`issued = ${plan.name('former', name)}[me * FORMER + i]`],
				),
			]),
		]),
	];
}

/** That the process that has sent the request was last given `issued`. */
function nowIssued(plan: Plan, lock: number): readonly Code[] {
	const {name, service} = at(plan.spec.locks, lock);
	const mine = `${plan.name('issued', name)}[me] = issued`;
	if (!plan.has.lives || isOneOwner(service)) return [mine];
	const former = plan.name('former', name);
	const life = plan.name('former_life', name);
	const here = 'me * FORMER + i';
	const last = 'me * FORMER + j';
	return [
		either(
			'm.life == life[me]',
			[mine],
			[
				'j = 0',
				...forEach('i', 'FORMER', [
					either(
						`${former}[${here}] != 0 && ${life}[${here}] != m.life`,
						[
							'k = ' + `${former}[${here}]`,
							`low = ${life}[${here}]`,
							`${former}[${here}] = 0`,
							`${life}[${here}] = 0`,
							`${former}[${last}] = k`,
							`${life}[${last}] = low`,
							'j++',
						],
						[`${former}[${here}] = 0`, `${life}[${here}] = 0`],
					),
				]),
				either('issued != 0', [`${former}[${last}] = issued`, `${life}[${last}] = m.life`]),
				'j = 0; k = 0; low = 0',
			],
		),
	];
}

/** What the history makes of a new grant. */
function granted(plan: Plan, name: string, lock: number): readonly Code[] {
	const counter = plan.name('counter_of', name);
	const highest = plan.name('highest_token_of', name);
	return [
		...(asks(plan, 'token-regress')
			? [
					either(`${highest} != 0 && ${counter} <= ${highest}`, violated(plan, 'token-regress'), [
						`${highest} = ${counter}`,
					]),
				]
			: []),
		...grantedUntil(plan, lock, mostLive(plan, lock), 'm.ttl'),
	];
}

/** What the passing of `step` ms does to a lease and to the grants of the history. */
function leasePasses(plan: Plan, lock: number): readonly Code[] {
	const {name} = at(plan.spec.locks, lock);
	const [lease, left] = [plan.name('lease_of', name), plan.name('left_of', name)];
	const runs = mayLapse(plan) ? ' && !locks_down' : '';
	const {least, lasts} = holdWords(plan, lock);
	return [
		...unexpiredPass(plan, lock, mostLive(plan, lock)),
		either(`${lease} != 0${mayBeEndless(plan, lock) ? ` && ${left} != ENDLESS` : ''}`, [`${left} = ${left} - step`]),
		...(lasts ? [either(`${least} > step`, [`${least} = ${least} - step`], [`${least} = 0`])] : []),
		either(`${lease} != 0 && ${left} <= 0${runs}`, leaseEnds(plan, lock)),
	];
}

/** The lease is over. */
function leaseEnds(plan: Plan, lock: number): readonly Code[] {
	const {name} = at(plan.spec.locks, lock);
	return [...grantOver(plan, lock, plan.name('lease_of', name)), ...noLease(plan, lock)];
}

/** When the lease ends by itself: the condition that it does, and in how long. */
function leaseDue(plan: Plan, lock: number): Due {
	const {name} = at(plan.spec.locks, lock);
	const left = plan.name('left_of', name);
	const ends = `${plan.name('lease_of', name)} != 0${mayBeEndless(plan, lock) ? ` && ${left} != ENDLESS` : ''}`;
	return {when: `${ends}${mayLapse(plan) ? ` && (!locks_down || ${left} > 0)` : ''}`, left};
}

/** What the death of the service does. */
function leaseCrashes(plan: Plan, lock: number): readonly Code[] {
	const {name, service} = at(plan.spec.locks, lock);
	if (service.options['volatile'] !== true) return [];
	return [...noLease(plan, lock), `${plan.name('counter_of', name)} = 0`];
}

/** What its return does: what has run out meanwhile is over. */
function leaseRestarts(plan: Plan, lock: number): readonly Code[] {
	const {name} = at(plan.spec.locks, lock);
	return [either(`${plan.name('lease_of', name)} != 0 && ${plan.name('left_of', name)} <= 0`, leaseEnds(plan, lock))];
}

/** An operator takes the lock away; the grant's time goes on for the history, where it has one. */
function leaseRevoked(plan: Plan, lock: number): {readonly when: string; readonly does: readonly Code[]} {
	const {name} = at(plan.spec.locks, lock);
	const lease = plan.name('lease_of', name);
	// A lease that was given back before its least time has another end than its grant.
	const over =
		leastOf(plan, lock) > 0
			? endlessOver(plan, lock, mostLive(plan, lock), 'k', lease)
			: asks(plan, 'two-grants')
				? [either(`${plan.name('left_of', name)} == ENDLESS`, grantOver(plan, lock, lease))]
				: [];
	return {when: `${lease} != 0`, does: [...(mayBeEndless(plan, lock) ? over : []), ...noLease(plan, lock)]};
}
