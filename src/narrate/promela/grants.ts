import {at} from '../../sim/client-step.js';
import {asLongAs, type Code, either, forEach, inline, variable} from './code.js';
import {asks, violated} from './history.js';
import {endless, type Plan} from './plan.js';

type Live = {readonly grant: number; readonly expiresAt: number};

/** The variables of the grants of a lock that are not over, so many at once, where a claim asks for them. */
export function unexpiredVariables(plan: Plan, lock: number, most: number): readonly string[] {
	if (!asks(plan, 'two-grants')) return [];
	const {name} = at(plan.spec.locks, lock);
	const live: readonly Live[] = plan.shared.audit.judgement.live[name] ?? [];
	const slots = Array.from({length: most}, (_, index) => live[index]);
	return [
		variable(
			'byte',
			plan.name('unexpired_of', name),
			slots.map((slot) => slot?.grant ?? 0),
			'grants neither given back nor run out, oldest first',
		),
		variable(
			'int',
			plan.name('unexpired_left_of', name),
			slots.map((slot) => Math.min(slot?.expiresAt ?? 0, endless)),
			'how long each would last',
		),
	];
}

/** What becomes of these grants, as parts that others use. */
export function unexpiredParts(plan: Plan, lock: number, most: number): readonly string[] {
	if (!asks(plan, 'two-grants')) return [];
	const {name} = at(plan.spec.locks, lock);
	const grant = plan.name('unexpired_of', name);
	const left = plan.name('unexpired_left_of', name);
	const onlyThose = (stays: string): readonly Code[] => [
		'j = 0',
		...forEach('i', most, [
			either(
				`${grant}[i] != 0 && ${stays}`,
				[
					either('i != j', [
						`${grant}[j] = ${grant}[i]`,
						`${left}[j] = ${left}[i]`,
						`${grant}[i] = 0`,
						`${left}[i] = 0`,
					]),
					'j++',
				],
				[`${grant}[i] = 0`, `${left}[i] = 0`],
			),
		]),
		'j = 0',
	];
	return [
		inline(
			plan.name('keep_unexpired_of', name),
			`The history: of the grants of ${name} those stay that are not over.`,
			onlyThose(`${left}[i] > 0`),
		),
		inline(
			plan.name('end_unexpired_of', name),
			`The history: a grant of ${name} is over.`,
			onlyThose(`${grant}[i] != which`),
			'which',
		),
		inline(
			plan.name('extend_unexpired_of', name),
			`The history: a grant of ${name} has another end.`,
			forEach('i', most, [either(`${grant}[i] != 0 && ${grant}[i] == which`, [`${left}[i] = until`])]),
			'which, until',
		),
	];
}

/** What the history makes of a new grant, the newest of all, that lasts so long. */
export function grantedUntil(plan: Plan, lock: number, most: number, until: string): readonly Code[] {
	if (!asks(plan, 'two-grants')) return [];
	const {name} = at(plan.spec.locks, lock);
	const grant = plan.name('unexpired_of', name);
	return [
		`${plan.name('keep_unexpired_of', name)}()`,
		either(`${until} > 0 && ${grant}[0] != 0`, violated(plan, 'two-grants')),
		'j = 0',
		asLongAs(`j < ${most} && ${grant}[j] != 0`, ['j++']),
		`assert(j < ${most})`,
		`${grant}[j] = ${plan.name('grants_of', name)}`,
		`${plan.name('unexpired_left_of', name)}[j] = ${until}`,
		'j = 0',
	];
}

/** What the passing of `step` ms does to them. */
export function unexpiredPass(plan: Plan, lock: number, most: number): readonly Code[] {
	if (!asks(plan, 'two-grants')) return [];
	const {name} = at(plan.spec.locks, lock);
	const left = plan.name('unexpired_left_of', name);
	return [
		...forEach('i', most, [either(`${left}[i] != ENDLESS`, [`${left}[i] = ${left}[i] - step`])]),
		`${plan.name('keep_unexpired_of', name)}()`,
	];
}

/** That a grant is over, where a claim asks for it. */
export function grantOver(plan: Plan, lock: number, grant: string): readonly Code[] {
	return asks(plan, 'two-grants') ? [`${plan.name('end_unexpired_of', at(plan.spec.locks, lock).name)}(${grant})`] : [];
}

/** That a grant has another end, where a claim asks for it. */
export function grantExtended(plan: Plan, lock: number, grant: string, until: string): readonly Code[] {
	return asks(plan, 'two-grants')
		? [`${plan.name('extend_unexpired_of', at(plan.spec.locks, lock).name)}(${grant}, ${until})`]
		: [];
}

/** That an operator takes a grant away: one with a time is over at that time whatever he does, one without is over now. `index`: the name of a variable that is free. */
export function endlessOver(plan: Plan, lock: number, most: number, index: string, grant: string): readonly Code[] {
	const over = grantOver(plan, lock, grant);
	if (over.length === 0) return [];
	const {name} = at(plan.spec.locks, lock);
	const [unexpired, left] = [plan.name('unexpired_of', name), plan.name('unexpired_left_of', name)];
	return forEach(index, most, [
		either(`${unexpired}[${index}] == ${grant} && ${left}[${index}] == ENDLESS`, [...over, 'break']),
	]);
}
