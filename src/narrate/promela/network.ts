import {at} from '../../sim/client-step.js';
import {cutOff} from './client-state.js';
import {type Code, either, inline, oneOf} from './code.js';
import {saidLock} from './lock-kinds.js';
import {calls, room, serving} from './message.js';
import type {Move} from './move.js';
import {hasRows, type Plan} from './plan.js';
import {aroundMove, countsLost} from './rounds.js';
import {downOf} from './steps.js';
import {settled} from './transactions/session.js';
import {byAsked} from './transactions/turns.js';

/** What is in the network arrives at any moment, is lost, or arrives twice. */
export function networkMoves(plan: Plan): readonly Move[] {
	const {has, faults} = plan;
	if (!has.network) return [];
	const around = (body: readonly Code[]) => (has.late ? aroundMove(plan, body) : body);
	const slots = Array.from({length: room(plan)}, (_, slot) => slot);
	return slots.flatMap((slot): readonly Move[] => {
		const there = `flight[_pid * FLIGHT + ${slot}].what != 0`;
		return [
			{
				about: 'a message arrives',
				when: there,
				does: [
					'me = _pid',
					...around([
						`take_flight(${slot})`,
						...(has.rows ? ['asked = (m.outcome == REQUEST -> m.what : ANSWER)'] : ['arrive()']),
					]),
					...settled(plan),
				],
			},
			...(faults.lose > 0
				? [
						{
							about: 'a message is lost',
							when: `${there} && left_lose > 0`,
							does: [
								'me = _pid',
								'left_lose--',
								...around([`take_flight(${slot})`, ...countsLost(plan)]),
								...settled(plan),
							],
						},
					]
				: []),
			...(faults.duplicate > 0
				? [
						{
							about: 'a message will arrive twice',
							when: `${there} && left_duplicate > 0`,
							does: [
								'me = _pid',
								'left_duplicate--',
								`copy_flight(${slot})`,
								'm.waited = 0',
								'put_flight()',
								...settled(plan),
							],
						},
					]
				: []),
		];
	});
}

/** The part of the model in which a message arrives. */
export function arrivalParts(plan: Plan): readonly string[] {
	const {has, spec} = plan;
	if (!has.network) return [];
	const dead = has.lives ? 'process[me] == CRASHED || m.life != life[me]' : null;
	const received: readonly Code[] = has.inbox
		? [either('process[me] == PAUSED || resumed[me]', ['put_inbox()'], ['read_answer()'])]
		: ['read_answer()'];
	const read: readonly Code[] = dead === null ? received : [either(dead, ['skip'], received)];
	const served = calls(plan)
		.filter((call) => call.kind === 'write' || has.late)
		.map((call) => {
			const rounds = 'lock' in call ? saidLock(plan, call.lock).rounds : null;
			if (rounds !== null && 'lock' in call) return [call.word, rounds.arrives(plan, call.lock)] as const;
			const link = 'lock' in call ? 'locks' : at(spec.stores, call.store).name;
			const down = downOf(plan, link);
			const answers = `answered = ${has.cuts ? `!${cutOff(plan, link, 'me')}` : '1'}`;
			const twoSteps = call.kind === 'write' && at(spec.stores, call.store).options.nonAtomic;
			const serves: readonly Code[] =
				'store' in call && hasRows(plan, call.store)
					? [`${serving(call)}()`, either('stands', ['stands = 0'], [answers])]
					: twoSteps
						? [
								'two_steps = 1',
								`${serving(call)}()`,
								'two_steps = 0',
								either('checked', ['checked = 0', 'put_flight()'], [answers]),
							]
						: [`${serving(call)}()`, answers];
			return [call.word, down === null ? serves : [either(down, ['skip'], serves)]] as const;
		});
	const asked = served.map(([word, does]) => [`m.what == ${word}`, does] as const);
	const arrives: readonly Code[] = [either('answered', [...(has.answers ? ['clip()'] : []), ...read])];
	if (has.rows)
		return [
			byAsked(
				'arrive_request',
				'A request arrives at its service, which answers.',
				served.map(([word, does]) => [word, ['answered = 0', ...does, 'low = 0']]),
			),
			inline('arrive', 'An answer arrives at its client.', [either('asked == ANSWER', ['answered = 1']), ...arrives]),
		];
	return [
		inline('arrive', 'The message in m arrives: a request at its service, which answers; an answer at its client.', [
			'answered = 0',
			...(has.late ? [either('m.outcome == REQUEST', oneOf(asked), ['answered = 1'])] : oneOf(asked)),
			...arrives,
		]),
	];
}
