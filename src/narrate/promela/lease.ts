import {at} from '../../sim/client-step.js';
import {type Code, either, forEach, inline, variable} from './code.js';
import {grantExtended, grantedUntil, grantOver, unexpiredParts, unexpiredPass, unexpiredVariables} from './grants.js';
import {asks, violated} from './history.js';
import {answer, calls, serving} from './message.js';
import {endless, mayBeEndless, none, type Plan} from './plan.js';
import type {Due, SaidLock} from './said-lock.js';

/** The state of a lease lock as the explorer has it. Source: sim/lock/lease.ts. */
type LeaseState = {
	readonly counter: number;
	readonly grants: number;
	readonly lease: {readonly grant: number; readonly token: number; readonly expiresAt: number} | null;
};

/** Whether a lease can be there that is over: only while the service has no power. */
function mayLapse({has}: Plan): boolean {
	return has.locksFail;
}

/** A lock of the kind lease. */
export const leaseLock: SaidLock = {
	options: ['ttl', 'volatile', 'ownerCheck', 'deadline'],
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
	forgets: (plan, lock) => [`${plan.name('token', at(plan.spec.locks, lock).name)}[me] = NONE`],
	disbelieves: () => [],
	rounds: null,
};

/** Whose the lease is by the service's truth. */
function holderOf(plan: Plan, lock: number): string {
	const {name} = at(plan.spec.locks, lock);
	const holder = plan.name('lease_of', name);
	return mayLapse(plan) ? `(${holder} * (${plan.name('left_of', name)} > 0))` : holder;
}

function knownOfLease({name, locals, has, spec}: Plan, lock: number): readonly string[] {
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
		mayBeEndless(plan, lock) ? `(${time} == ENDLESS -> ENDLESS : m.time + ${time})` : `m.time + ${time}`;
	const foreign = isOwnerChecked ? `${lease} == 0 || ${lease} != issued || ${token} != m.token` : `${lease} == 0`;
	return [
		...unexpiredParts(plan, lock, mostLive(plan, lock)),
		...served(
			'acquire',
			`${name}: a free lock is granted with the next number; the holder that asks again is told so.`,
			[
				...issuedTo(plan, name),
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
								`issued = ${grants}`,
								...granted(plan, name, lock),
								...answer(plan, 'GRANTED', {token, grant: lease, time: until('m.ttl'), flag: '0'}),
							],
						},
						{
							when: `${lease} != 0 && ${lease} == issued`,
							does: answer(plan, 'GRANTED', {token, grant: lease, time: until(left), flag: '1'}),
						},
					],
					otherwise: answer(plan, 'DENIED', {}),
				},
				...nowIssued(plan, name),
			],
		),
		...served(
			'renew',
			`${name}: ${isOwnerChecked ? 'only the holder with its token' : 'anybody'} makes the lease last longer.`,
			[
				...issuedTo(plan, name),
				either(foreign, answer(plan, 'RENEW_DENIED', {}), [
					either(`${left} < m.ttl`, [`${left} = m.ttl`]),
					...grantExtended(plan, lock, lease, left),
					...answer(plan, 'RENEWED', {time: until(left)}),
				]),
				...nowIssued(plan, name),
			],
		),
		...served(
			'release',
			`${name}: ${isOwnerChecked ? 'only the holder with its token' : 'anybody'} gives the lease back.`,
			[
				...issuedTo(plan, name),
				...grantOver(plan, lock, 'm.grant'),
				either(foreign, answer(plan, 'RELEASE_DENIED', {}), [
					...(asks(plan, 'two-grants') ? [either(`${lease} == issued`, grantOver(plan, lock, lease))] : []),
					`${lease} = 0`,
					`${token} = 0`,
					`${left} = 0`,
					...answer(plan, 'RELEASED', {grant: 'issued'}),
				]),
				...nowIssued(plan, name),
			],
		),
		...served('ask', `${name}: whether the asker has the lease.`, [
			...issuedTo(plan, name),
			...answer(plan, 'ASKED', {flag: `(${lease} != 0 && ${lease} == issued)`}),
		]),
	];
}

/** Which grant the service last made to the process that has sent the request. */
function issuedTo(plan: Plan, name: string): readonly Code[] {
	const mine = plan.name('issued', name);
	if (!plan.has.lives) return [`issued = ${mine}[me]`];
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
function nowIssued(plan: Plan, name: string): readonly Code[] {
	const mine = `${plan.name('issued', name)}[me] = issued`;
	if (!plan.has.lives) return [mine];
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
	return [
		...unexpiredPass(plan, lock, mostLive(plan, lock)),
		either(`${lease} != 0${mayBeEndless(plan, lock) ? ` && ${left} != ENDLESS` : ''}`, [`${left} = ${left} - step`]),
		either(`${lease} != 0 && ${left} <= 0${runs}`, leaseEnds(plan, lock)),
	];
}

/** The lease is over. */
function leaseEnds(plan: Plan, lock: number): readonly Code[] {
	const {name} = at(plan.spec.locks, lock);
	return [
		...grantOver(plan, lock, plan.name('lease_of', name)),
		`${plan.name('lease_of', name)} = 0`,
		`${plan.name('token_of', name)} = 0`,
		`${plan.name('left_of', name)} = 0`,
	];
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
	return [
		`${plan.name('lease_of', name)} = 0`,
		`${plan.name('token_of', name)} = 0`,
		`${plan.name('left_of', name)} = 0`,
		`${plan.name('counter_of', name)} = 0`,
	];
}

/** What its return does: what has run out meanwhile is over. */
function leaseRestarts(plan: Plan, lock: number): readonly Code[] {
	const {name} = at(plan.spec.locks, lock);
	return [either(`${plan.name('lease_of', name)} != 0 && ${plan.name('left_of', name)} <= 0`, leaseEnds(plan, lock))];
}

/** An operator takes the lock away; the grant's time goes on for the history, where it has one. */
function leaseRevoked(plan: Plan, lock: number): {readonly when: string; readonly does: readonly Code[]} {
	const {name} = at(plan.spec.locks, lock);
	return {
		when: `${plan.name('lease_of', name)} != 0`,
		does: [
			...(asks(plan, 'two-grants') && mayBeEndless(plan, lock)
				? [either(`${plan.name('left_of', name)} == ENDLESS`, grantOver(plan, lock, plan.name('lease_of', name)))]
				: []),
			`${plan.name('lease_of', name)} = 0`,
			`${plan.name('token_of', name)} = 0`,
			`${plan.name('left_of', name)} = 0`,
		],
	};
}
