import {asLongAs, type Code, either, inline} from './code.js';
import {eachLock, saidLock} from './lock-kinds.js';
import {calls, lists} from './message.js';
import type {Move} from './move.js';
import {inOwnTime, momentOf, ownStep} from './own-time.js';
import {clientName, endless, type Plan} from './plan.js';
import {hasRounds, nodesPassed, roundsPass, waitsForNodes} from './rounds.js';
import {ages} from './store.js';
import {silencePasses, silences} from './transactions/session.js';

/** The passing of time: to the next moment at which anything happens by itself. */
export function clockMove(plan: Plan): Move {
	const {has, spec, setting} = plan;
	const dues = [
		...eachLock(plan, (said, lock) => said.dues(plan, lock).map(({when}) => when)).flat(),
		...spec.clients.flatMap((_, client) => silences(plan, clientName(plan, client)).map((left) => `${left} > 0`)),
		...ages(plan).map(({left}) => `${left} > 0`),
		...spec.clients.flatMap((_, client) =>
			spec.locks.map((lock) => beliefEnds(plan, lock.name, clientName(plan, client))),
		),
	];
	const last = setting.footprint.moments.at(-1);
	const asks = last === undefined ? [] : [`now < ${last}`];
	const resumed = has.stops ? spec.clients.map((_, client) => `resumed[${clientName(plan, client)}]`) : [];
	return {
		about: 'time passes, to the next moment at which anything happens by itself, or that is asked about',
		when: [...resumed, ...dues.map((due) => `(${due})`), ...asks].join(' || '),
		does: [
			...(resumed.length === 0
				? ['soonest()']
				: [
						either(
							resumed.join(' || '),
							[
								// A belief that a long wait has left to be over ends first.
								...(waitsForNodes(plan) ? ['waiting = 1', 'step = 0', 'pass()', 'waiting = 0'] : []),
								'step = 1',
								...eachClient(['catch_up()', 'settle()']),
							],
							['soonest()'],
						),
					]),
		],
		after: [
			...(has.rows && has.stops && spec.clients.some(({retries}) => retries) ? ['give_turns'] : []),
			['pass()', 'step = 0'],
		],
	};
}

/** That a client's belief will end by itself. */
function beliefEnds({name, has}: Plan, lock: string, client: string): string {
	const runs = [
		...(has.stops || has.lives ? [`process[${client}] == RUNNING`] : []),
		...(has.stops ? [`!resumed[${client}]`] : []),
	];
	return [`${name('believes', lock)}[${client}]`, `${name('believes_for', lock)}[${client}] != ENDLESS`, ...runs].join(
		' && ',
	);
}

/** The statements for each client, as `me`. */
export function eachClient(body: readonly Code[]): readonly Code[] {
	return ['me = 0', asLongAs('me < CLIENTS', [...body, 'me++']), 'me = 0'];
}

/** The parts of the model in which time passes. */
export function clockParts(plan: Plan): readonly string[] {
	const {spec, has, name, setting} = plan;
	const sooner = (left: string, when: string): Code => either(`${when} && ${left} < step`, [`step = ${left}`]);
	const asked = setting.footprint.time;
	const running = [
		...(has.stops || has.lives ? ['process[me] == RUNNING'] : []),
		...(has.stops ? ['!resumed[me]'] : []),
	];
	const waits = waitsForNodes(plan);
	// While a client waits for nodes, nothing is forgotten, and at the end no belief ends that comes after it in order.
	const inOrder = waits ? ['!(last_moment && me > waiter)'] : [];
	const whenOver = (...does: readonly Code[]): readonly Code[] =>
		waits && does.length > 0 ? [either('!waiting', does)] : does;
	return [
		inline('soonest', 'Into step: how long until anything happens by itself.', [
			`step = ${endless}`,
			...eachLock(plan, (said, lock) => said.dues(plan, lock).map(({left, when}) => sooner(left, when))).flat(),
			...ages(plan).map(({left}) => sooner(left, `${left} > 0`)),
			...setting.footprint.moments.map((moment) => sooner(`${moment} - now`, `now < ${moment}`)),
			...eachClient([
				...silences(plan, 'me').map((left) => sooner(left, `${left} > 0`)),
				...spec.locks.map((lock) =>
					sooner(momentOf(plan, `${name('believes_for', lock.name)}[me]`, 'me'), beliefEnds(plan, lock.name, 'me')),
				),
			]),
			...(hasRounds(plan) ? [either('step < 0', ['step = 0'])] : []),
		]),
		inline('pass', 'So many ms go by: leases end, then beliefs.', [
			...(asked === null ? [] : [either(`now + step > ${asked}`, [`now = ${asked + 1}`], ['now = now + step'])]),
			...eachLock(plan, (said, lock) => said.passes(plan, lock)).flat(),
			...ages(plan).map(({left, drops}) =>
				either(`${left} > 0`, [`${left} = ${left} - step`, either(`${left} <= 0`, [`${left} = 0`, ...drops])]),
			),
			...(silences(plan, 'me').length === 0 ? [] : eachClient(silencePasses(plan))),
			...eachClient([
				...ownTimePasses(plan),
				...spec.locks.map((lock) =>
					either(
						[
							`${name('believes', lock.name)}[me]`,
							`${name('believes_for', lock.name)}[me] == 0`,
							...running,
							...inOrder,
						].join(' && '),
						[`${name('disbelieve', lock.name)}()`],
					),
				),
				...whenOver('settle()'),
			]),
			...whenOver(...nodesPassed(plan)),
		]),
	];
}

/** What goes by a client's own clock, which stands still while its machine sleeps. */
function ownTimePasses(plan: Plan): readonly Code[] {
	const {spec, has, name, setting} = plan;
	const arrays = has.late ? lists(plan) : [];
	const timed = calls(plan)
		.filter((call) => 'lock' in call && (call.kind === 'acquire' || call.kind === 'renew'))
		.filter((call) => 'lock' in call && saidLock(plan, call.lock).rounds === null)
		.map(({word}) => word);
	const step = ownStep(plan);
	const longest = inOwnTime(plan, setting.longest);
	const body: readonly Code[] = [
		...spec.locks.map((lock) => {
			const left = `${name('believes_for', lock.name)}[me]`;
			return either(`${left} != ENDLESS`, [
				either(`${left} > ${step}`, [`${left} = ${left} - ${step}`], [`${left} = 0`]),
			]);
		}),
		...arrays.flatMap(([array, most]): readonly Code[] => {
			const message = `${array}[me * ${most} + i]`;
			const is = timed.map((word) => `${message}.what == ${word}`).join(' || ');
			return timed.length === 0
				? []
				: [
						'i = 0',
						asLongAs(`i < ${most}`, [
							either(`(${is}) && ${message}.outcome == REQUEST`, [
								either(
									`${message}.time - ${step} > 0 - ${longest}`,
									[`${message}.time = ${message}.time - ${step}`],
									[`${message}.time = 0 - ${longest}`],
								),
							]),
							either(`${message}.outcome != REQUEST && ${message}.time > 0 && ${message}.time != ENDLESS`, [
								either(
									`${message}.time > ${step}`,
									[`${message}.time = ${message}.time - ${step}`],
									[`${message}.time = 0`],
								),
							]),
							'i++',
						]),
						'i = 0',
					];
		}),
	];
	const timeless = hasRounds(plan)
		? spec.locks.map((lock) => {
				const left = `${name('believes_for', lock.name)}[me]`;
				return either(`${left} < 0`, [`${left} = 0`]);
			})
		: [];
	return [...roundsPass(plan), ...(has.sleep ? [either('!asleep[me]', body, timeless)] : body)];
}
