import {at} from '../../../sim/client-step.js';
import {type Code, either, variable} from '../code.js';
import {asks, violatedIf} from '../history.js';
import {keysOf, type Place, type Plan} from '../plan.js';
import {named, rowName} from './at-store.js';

/** What the history keeps of the grants of a row. */
export function rowHistory(plan: Plan, {store, resource, words}: Place): readonly string[] {
	const {newest, keys} = plan.shared.audit.judgement;
	const place = `${at(plan.spec.stores, store).name} ${at(plan.spec.resources, resource).name} row`;
	return [
		...(asks(plan, 'stale-write')
			? [
					variable(
						'byte',
						plan.name('newest_row_at', ...words),
						newest[place]?.grant ?? 0,
						'the history: the newest grant of the row that it has heard of',
					),
				]
			: []),
		...(asks(plan, 'torn-write')
			? keysOf(plan, resource).map((key) =>
					variable(
						'byte',
						plan.name('written_under_row', ...words, key),
						keys[place]?.[key]?.grant ?? 0,
						'the history: the grant of the row that it was last written under, or 0',
					),
				)
			: []),
	];
}

/** What the history makes of a write by the grant of its row, in `title`. */
export function judgedByRow(plan: Plan, place: Place, key: string): readonly Code[] {
	const {store, resource, words} = place;
	const newest = plan.name('newest_row_at', ...words);
	const under = (each: string) => plan.name('written_under_row', ...words, each);
	const others = keysOf(plan, resource).filter((each) => each !== key);
	return named(plan, store, [
		...violatedIf(plan, `title != 0 && ${newest} > title`, 'stale-write', store),
		...violatedIf(plan, `title != 0 && row_grants_$[${rowName(plan, place)}] > title`, 'late-write', store),
		...(others.length === 0
			? []
			: violatedIf(
					plan,
					`title != 0 && (${others.map((each) => `${under(each)} > title`).join(' || ')})`,
					'torn-write',
					store,
				)),
		...(asks(plan, 'stale-write') ? [either(`${newest} < title`, [`${newest} = title`])] : []),
		...(asks(plan, 'torn-write') ? [`${under(key)} = title`] : []),
	]);
}
