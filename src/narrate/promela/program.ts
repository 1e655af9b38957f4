import {at} from '../../sim/client-step.js';
import {either, inline, oneOf} from './code.js';
import {eachLock} from './lock-kinds.js';
import type {Plan} from './plan.js';
import {clientName, keysOf, placesOf} from './plan.js';
import {hangUpPart} from './transactions/session.js';

export function forgetParts(plan: Plan): readonly string[] {
	const {name, has, spec} = plan;
	if (!has.lives && !spec.clients.some(({retries}) => retries)) return [];
	return [
		...(has.rows ? [hangUpPart(plan)] : []),
		inline('forget', 'The process forgets what it got and read.', [
			...eachLock(plan, (said, lock) => [
				`${name('disbelieve', at(spec.locks, lock).name)}()`,
				...said.forgets(plan, lock),
			]).flat(),
			...placesOf(plan).flatMap(({words, resource}) => [
				`${name('knows', ...words)}[me] = NONE`,
				...keysOf(plan, resource).map((key) => `${name('remembers', ...words, key)}[me] = 0`),
			]),
		]),
	];
}

export function programParts(plan: Plan): readonly string[] {
	const {spec, has} = plan;
	const retrying = spec.clients.flatMap(({retries}, client) => (retries ? [`me == ${clientName(plan, client)}`] : []));
	const over = [...(has.waits ? ['awaits[me] = 0'] : []), ...(has.late || has.rows ? ['denied_one[me] = 0'] : [])];
	const acquiring = plan.steps
		.filter(({operation}) => operation.kind === 'acquire')
		.map(({number}) => `next_is_${number}(me)`);
	return [
		inline('complete', 'The present step has come out well.', [
			'at[me]++',
			...over,
			either(
				spec.clients
					.map(({program}, client) => `(me == ${clientName(plan, client)} && at[me] >= ${program?.length ?? 0})`)
					.join(' || '),
				['ended[me] = WELL'],
			),
		]),
		inline('fail', 'The present step has failed: the program ends, or starts over where its client tries again.', [
			...over,
			...(retrying.length === 0
				? ['ended[me] = BADLY']
				: [
						either(
							retrying.join(' || '),
							['forget()', ...(has.rows ? ['hang_up()'] : []), 'at[me] = 0'],
							['ended[me] = BADLY'],
						),
					]),
		]),
		inline('refuse', 'The present step cannot even be tried: the program ends.', [...over, 'ended[me] = BADLY']),
		...(has.late || has.rows
			? [
					inline('answer_step', 'An answer that the present step has waited for.', [
						either('m.waited && awaits[me] > 0', [
							'awaits[me]--',
							either('SAYS_NO', ['denied_one[me] = 1']),
							either('awaits[me] == 0', [
								...oneOf(
									[['!denied_one[me]', ['complete()']]],
									acquiring.length === 0
										? ['fail()']
										: [either(acquiring.join(' || '), ['denied_one[me] = 0'], ['fail()'])],
								),
							]),
						]),
					]),
				]
			: []),
	];
}

/** The macros that say which step is the next of a client. */
export function stepMacros(plan: Plan): readonly string[] {
	return plan.steps.map(
		({number, at: places}) =>
			`#define next_is_${number}(c) (!ended[c] && (${places
				.map(({client, position}) => `(c == ${clientName(plan, client)} && at[c] == ${position})`)
				.join(' || ')}))`,
	);
}
