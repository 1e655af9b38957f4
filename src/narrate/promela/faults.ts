import {linksOf} from '../../explore/client-moves.js';
import {at} from '../../sim/client-step.js';
import {isOneOwner} from '../../sim/lock/registry.js';
import {cutOff, locksOf, placesWritten} from './client-state.js';
import {asLongAs, either, forEach} from './code.js';
import type {Move} from './move.js';
import {rates} from './own-time.js';
import type {Plan} from './plan.js';
import {aroundValues, lateRoundsLost} from './rounds.js';
import {noticeCut, noticeHealed, settled} from './transactions/session.js';
import {forgetDeadWrites} from './writers.js';

export function processMoves(plan: Plan): readonly Move[] {
	const {faults, has, name} = plan;
	const moves: Move[] = [];
	if (faults.pause > 0)
		moves.push({
			about: 'the process stands still',
			when: 'process[_pid] == RUNNING && left_pause > 0',
			does: ['me = _pid', 'left_pause--', 'process[me] = PAUSED'],
		});
	if (faults.suspend > 0)
		moves.push({
			about: 'the machine falls asleep',
			when: 'process[_pid] == RUNNING && left_suspend > 0',
			does: ['me = _pid', 'left_suspend--', 'process[me] = PAUSED', 'asleep[me] = 1'],
		});
	if (faults.rate > 0 && has.rate)
		for (const [speed, rate] of [
			['half', rates.half],
			['double', rates.double],
		] as const)
			moves.push({
				about: `its clocks run at ${speed} speed`,
				when: `left_rate > 0 && rate[_pid] != ${rate}${has.lives ? ' && process[_pid] != CRASHED' : ''}`,
				does: ['me = _pid', 'left_rate--', `rate[me] = ${rate}`],
			});
	if (has.stops)
		moves.push({
			about: 'the process goes on',
			when: 'process[_pid] == PAUSED',
			does: ['me = _pid', 'process[me] = RUNNING', 'resumed[me] = 1', ...(has.sleep ? ['asleep[me] = 0'] : [])],
		});
	if (has.lives) {
		if (faults.crash > 0)
			moves.push({
				about: 'the process dies: what it knew is gone, what it has sent travels on',
				when: 'process[_pid] != CRASHED && left_crash > 0',
				does: [
					'me = _pid',
					'left_crash--',
					'process[me] = CRASHED',
					...(has.stops ? ['resumed[me] = 0'] : []),
					...(has.inbox ? [asLongAs('inbox[me * INBOX].what != 0', ['take_inbox(0)'])] : []),
					...(has.network ? forEach('i', 'FLIGHT', ['flight[me * FLIGHT + i].waited = 0']) : []),
					...aroundValues(plan, ['forget()', ...lateRoundsLost(plan)]),
					...(has.rows ? ['hang_up()'] : []),
					'at[me] = 0',
					...(has.waits ? ['awaits[me] = 0'] : []),
					...(has.late || has.rows ? ['denied_one[me] = 0'] : []),
					...settled(plan),
				],
			});
		moves.push({
			about: 'a new process starts, its program from the beginning; to the services it is another',
			when: 'process[_pid] == CRASHED',
			does: [
				'me = _pid',
				'process[me] = RUNNING',
				...(has.sleep ? ['asleep[me] = 0'] : []),
				...locksOf(plan).flatMap((lock, index) =>
					isOneOwner(at(plan.spec.locks, index).service)
						? []
						: [
								either(`${name('issued', lock)}[me] != 0`, [
									'i = 0',
									asLongAs(`${name('former', lock)}[me * FORMER + i] != 0`, ['i++', 'assert(i < FORMER)']),
									`${name('former', lock)}[me * FORMER + i] = ${name('issued', lock)}[me]`,
									`${name('former_life', lock)}[me * FORMER + i] = life[me]`,
									`${name('issued', lock)}[me] = 0`,
									'i = 0',
								]),
							],
				),
				...(placesWritten(plan).length > 0 ? forgetDeadWrites(plan) : []),
				'life[me]++',
				'ended[me] = 0',
				...settled(plan),
			],
		});
	}
	return moves;
}

export function linkMoves(plan: Plan): readonly Move[] {
	if (!plan.has.cuts) return [];
	return linksOf(plan.setting).flatMap((link): readonly Move[] => {
		const bits = link.map((endpoint) => cutOff(plan, endpoint, '_pid'));
		const isCut = bits.length === 1 ? (bits[0] ?? '') : `(${bits.join(' || ')})`;
		const [first = ''] = link;
		const far = link.length === 1 ? first : `${first === 'locks' ? 'locks and all nodes' : 'all nodes'}`;
		return [
			...(plan.faults.cut > 0
				? [
						{
							about: `it is cut off from ${far}`,
							when: `!${isCut} && left_cut > 0`,
							does: ['left_cut--', ...bits.map((bit) => `${bit} = 1`), ...noticeCut(plan, first)],
						},
					]
				: []),
			{
				about: `and reaches ${far} again`,
				when: isCut,
				does: [...bits.map((bit) => `${bit} = 0`), ...noticeHealed(plan, first)],
			},
		];
	});
}
