import {at} from '../../sim/client-step.js';
import {machineOf} from '../../sim/lock/registry.js';
import {locksOf} from './client-state.js';
import {asLongAs, type Code, either, inline, oneOf} from './code.js';
import {violatedIf} from './history.js';
import {holdsNone, holdsOf, isReentrant} from './holds.js';
import {saidLock, tokenOf} from './lock-kinds.js';
import {type Call, calls} from './message.js';
import {clientName, countsOperations, guardOf, hasRows, keysOf, type Plan} from './plan.js';
import {learnOfTransaction} from './transactions/session.js';

export function beliefParts(plan: Plan, lock: string, index: number): readonly string[] {
	const {name, has} = plan;
	const counts = countsOperations(plan, index);
	const said = saidLock(plan, index);
	const believes = `${name('believes', lock)}[me]`;
	const left = `${name('believes_for', lock)}[me]`;
	const grant = `${name('grant', lock)}[me]`;
	const others = plan.spec.clients
		.map((_, client) => `(me != ${clientName(plan, client)} && ${name('believes', lock)}[${clientName(plan, client)}])`)
		.join(' || ');
	const until = believedUntil(plan, index);
	const forgets = holdsNone(plan, index);
	const again = isReentrant(plan, index);
	const past = has.late ? ` || m.operation <= ${name('past', lock)}[me]` : '';
	return [
		inline(
			name('disbelieve', lock),
			`It believes no longer that it holds ${lock}; no answer to what it has sent so far brings that back.`,
			[
				...(counts ? [`${name('past', lock)}[me] = ${name('sent', lock)}[me]`] : []),
				// Who does not believe forgets nothing.
				...(forgets.length > 0 ? [either(believes, forgets)] : []),
				`${believes} = 0`,
				`${left} = 0`,
			],
		),
		inline(
			name('believe', lock),
			`It believes for so long that it holds ${lock}.`,
			[...violatedIf(plan, `!${believes} && (${others})`, 'two-believers'), `${believes} = 1`, `${left} = until`],
			'until',
		),
		...(said.rounds === null ? learningParts() : []),
	];

	function learningParts(): readonly string[] {
		const holds = holdsOf(plan, index);
		const ends = [either('found', [`${name('disbelieve', lock)}()`])];
		const begins = [`${name('believe', lock)}(${until})`];
		return [
			inline(name('learn_grant', lock), `It reads that it was granted ${lock}.`, [
				either(
					[
						`m.grant > ${grant}${has.late ? ` && m.grant > ${name('over', lock)}[me]` : ''}`,
						`(m.grant == ${grant}${has.late ? ` && m.operation > ${name('past', lock)}[me]` : ''})`,
					].join(' || '),
					[
						`found = (m.grant > ${grant})`,
						`${name('token', lock)}[me] = m.token`,
						`${grant} = m.grant`,
						...(has.late
							? [either(`m.operation > ${name('past', lock)}[me]`, [`${name('past', lock)}[me] = m.operation`])]
							: []),
						...(again
							? [either('found', [`${holds} = 1`], [`${holds}++`]), either(`${until} <= 0`, ends, begins)]
							: oneOf(
									[
										[`!found && m.flag && ${believes}`, []],
										[`!(!found && m.flag && ${believes}) && ${until} <= 0`, ends],
									],
									begins,
								)),
						'found = 0',
					],
				),
			]),
			...(calls(plan).some((call) => call.kind === 'renew' && call.lock === index)
				? [
						inline(name('learn_renewal', lock), `It reads how long ${lock} is its own by the newest renewal.`, [
							either(has.late ? `m.operation > ${name('past', lock)}[me]` : 'true', [
								...(has.late ? [`${name('past', lock)}[me] = m.operation`] : []),
								either(`${until} <= 0`, [`${name('disbelieve', lock)}()`], [`${name('believe', lock)}(${until})`]),
							]),
						]),
					]
				: []),
			...(has.late
				? [
						inline(name('learn_end', lock), `It reads that ${lock} is not its own.`, [
							either(`!(0${past})`, [`${name('disbelieve', lock)}()`]),
						]),
					]
				: []),
		];
	}
}

/** How long a client may believe that is told this deadline. */
function believedUntil({spec}: Plan, lock: number): string {
	const {service} = at(spec.locks, lock);
	return machineOf(service).keepsDeadline(service.options) ? 'm.time' : 'ENDLESS';
}

/** What is learnt from an answer of a store; the version in m is that which the answer is about. */
function learnAtStore(plan: Plan, call: Extract<Call, {store: number}>): readonly Code[] {
	const {name, spec} = plan;
	if (!('resource' in call)) return [];
	const words = [at(spec.stores, call.store).name, at(spec.resources, call.resource).name] as const;
	const knows = `${name('knows', ...words)}[me]`;
	const keys = keysOf(plan, call.resource);
	if (call.kind === 'read')
		return [
			either(`m.outcome == READ && (${knows} == NONE || ${knows} <= m.based)`, [
				`${knows} = m.based`,
				...keys.map(
					(key, index) => `${name('remembers', ...words, key)}[me] = m.${index === 0 ? 'value' : `value_${index + 1}`}`,
				),
			]),
		];
	if (call.kind !== 'write') return [];
	const guard = guardOf(plan, call.resource);
	return [
		either(
			`${hasRows(plan, call.store) ? '(m.outcome == ACCEPTED || m.outcome == STAGED)' : 'm.outcome == ACCEPTED'} && ${knows} != NONE && ${knows} <= m.based`,
			[either('m.flag', [`${knows} = m.based`]), `${name('remembers', ...words, call.key)}[me] = m.value`],
		),
		...(guard === null
			? []
			: [
					either(`m.outcome == STALE_TOKEN && m.token != NONE && m.token == ${tokenOf(plan, guard, 'me')}`, [
						`${name('disbelieve', guard)}()`,
					]),
				]),
	];
}

function learnAtLock(plan: Plan, call: Extract<Call, {lock: number}>): readonly Code[] {
	const {name, has} = plan;
	const lock = at(plan.spec.locks, call.lock);
	if (saidLock(plan, call.lock).rounds !== null) return has.late ? ['count_late(m.flag)'] : [];
	const end = has.late ? `${name('learn_end', lock.name)}()` : `${name('disbelieve', lock.name)}()`;
	switch (call.kind) {
		case 'acquire':
			return [either('m.outcome == GRANTED', [`${name('learn_grant', lock.name)}()`])];
		case 'renew':
			return [
				either('m.outcome == RENEWED', [`${name('learn_renewal', lock.name)}()`]),
				...(machineOf(lock.service).heedsDenial(lock.service.options)
					? [either('m.outcome == RENEW_DENIED', [end])]
					: []),
			];
		case 'ask':
			return [
				...oneOf(
					[['m.outcome == ASKED && !m.flag', [end]]],
					has.late
						? [
								either(`m.outcome == ASKED && m.operation > ${name('past', lock.name)}[me]`, [
									`${name('past', lock.name)}[me] = m.operation`,
								]),
							]
						: [],
				),
			];
		case 'release':
			return has.late
				? [
						either(`m.outcome == RELEASED && m.grant > ${name('over', lock.name)}[me]`, [
							`${name('over', lock.name)}[me] = m.grant`,
						]),
					]
				: [];
	}
}

export function learn(plan: Plan, call: Call): readonly Code[] {
	if ('lock' in call) return learnAtLock(plan, call);
	return [...learnAtStore(plan, call), ...learnOfTransaction(plan, call)];
}

export function readingPart(plan: Plan): string {
	const known = calls(plan).map((call) => [`m.what == ${call.word}`, learn(plan, call)] as const);
	return inline('read_answer', 'The client reads the answer in m.', [
		...oneOf(known.filter(([, does]) => does.length > 0)),
		...(plan.has.late || plan.has.rows ? ['answer_step()'] : []),
	]);
}

export function catchUpPart(plan: Plan): string {
	const {name, has} = plan;
	return inline(
		'catch_up',
		'A client that has just been resumed catches up: beliefs that are over end, then it reads what waits.',
		[
			either('resumed[me]', [
				'resumed[me] = 0',
				...locksOf(plan).map((lock) =>
					either(`${name('believes', lock)}[me] && ${name('believes_for', lock)}[me] <= 0`, [
						`${name('disbelieve', lock)}()`,
					]),
				),
				...(has.inbox ? [asLongAs('inbox[me * INBOX].what != 0', ['take_inbox(0)', 'read_answer()'])] : []),
			]),
		],
	);
}
