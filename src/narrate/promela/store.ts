import {inBuckets} from '../../sim/buckets.js';
import {at} from '../../sim/client-step.js';
import type {Comparison} from '../../sim/fact.js';
import {type Formula, isConnective} from '../../sim/formula.js';
import {looksAtTokens} from '../../sim/look.js';
import type {Comparing, Condition, Term} from '../../sim/store/condition.js';
import {asLongAs, type Code, either, inline, oneOf, variable} from './code.js';
import {asks, counted, violated, violatedIf} from './history.js';
import {holderOf} from './lock-kinds.js';
import {answer, type Call, calls, type Outcome, serving} from './message.js';
import {guardOf, hasRows, keysOf, none, type Place, type Plan, placesOf, storeAt} from './plan.js';
import {judgedByRow, rowHistory} from './transactions/row-history.js';
import {rowVariables} from './transactions/rows.js';

export type WriteCall = Extract<Call, {kind: 'write'}>;

/** Why a rule rejects, in the order in which it looks. */
type Reason = readonly [when: string, outcome: Outcome];

/** What a token is compared by: itself, or its text. */
type Compared = (token: string) => string;

function comparedBy(plan: Plan, store: number): Compared {
	return storeAt(plan, store).options.textTokens ? (token) => `AS_TEXT(${token})` : (token) => token;
}

/** How tokens are compared as text: by their digits from the left, and the shorter first. */
export const asText = [
	'/* As text 10 comes before 9. */',
	'#define AS_TEXT(t) (t < 10 -> t * 100000 + 1 : (t < 100 -> t * 10000 + 2 : (t < 1000 -> t * 1000 + 3 : (t < 10000 -> t * 100 + 4 : t * 10 + 5))))',
].join('\n');

/** A rule of a store in Promela: what it rejects, and what it records of a token that it has accepted. `by`: what a token is compared by. `retires`: it keeps which tokens are retired. */
type SaidRule = {
	readonly rejects: (
		fence: string,
		version: string,
		attempt: 'write' | 'advance',
		condition: Condition | null,
		place: string,
		by: Compared,
	) => readonly Reason[];
	readonly records: (fence: string, place: string, by: Compared) => readonly Code[];
	readonly retires?: true;
};

const needsToken: Reason = [`m.token == ${'NONE'}`, 'TOKEN_REQUIRED'];
const isLower = (fence: string, by: Compared): Reason => [
	`${fence} != NONE && ${by('m.token')} < ${by(fence)}`,
	'STALE_TOKEN',
];
const isHigher = (fence: string, by: Compared): string => `(${fence} == NONE || ${by('m.token')} > ${by(fence)})`;
const rises = (fence: string, _: string, by: Compared): readonly Code[] => [
	either(`m.token != NONE && ${isHigher(fence, by)}`, [`${fence} = m.token`]),
];
const isOld = (version: string, attempt: string): readonly Reason[] =>
	attempt === 'write' ? [[`m.based != ${version}`, 'VERSION_MISMATCH']] : [];

/** The rules that can be said. Source: sim/store, one file each. */
export const saidRules: Readonly<Record<string, SaidRule>> = {
	unfenced: {rejects: () => [], records: () => []},
	fenced: {rejects: (fence, _, __, ___, ____, by) => [needsToken, isLower(fence, by)], records: rises},
	'fenced-strict': {
		rejects: (fence, _, __, ___, ____, by) => [
			needsToken,
			[`${fence} != NONE && ${by('m.token')} <= ${by(fence)}`, 'STALE_TOKEN'],
		],
		records: rises,
	},
	equal: {
		rejects: (fence) => [needsToken, [`${fence} != NONE && m.token != ${fence}`, 'NOT_EQUAL']],
		records: (fence) => [either(`${fence} == NONE`, [`${fence} = m.token`])],
	},
	uuid: {
		rejects: (_, __, ___, ____, place) => [needsToken, [`${place}[m.token]`, 'RETIRED_TOKEN']],
		records: (fence, place) => [
			either(`${fence} != NONE && ${fence} != m.token`, [`${place}[${fence}] = 1`]),
			`${fence} = m.token`,
		],
		retires: true,
	},
	transactional: {rejects: () => [], records: () => []},
	cas: {rejects: (_, version, attempt) => isOld(version, attempt), records: () => []},
	'fenced-cas': {
		rejects: (fence, version, attempt, _, __, by) => [needsToken, isLower(fence, by), ...isOld(version, attempt)],
		records: rises,
	},
	rejects: {
		rejects: (fence, version, attempt, condition) =>
			condition === null ? [] : [[conditionText(condition, fence, version, attempt), 'REJECTED_BY_RULE']],
		records: rises,
	},
};

function conditionText(condition: Formula<Comparing>, fence: string, version: string, attempt: string): string {
	if (isConnective(condition)) {
		const of = (part: Formula<Comparing>) => conditionText(part, fence, version, attempt);
		if (condition.kind === 'not') return `!(${of(condition.fact)})`;
		return `(${of(condition.left)} ${condition.kind === 'and' ? '&&' : '||'} ${of(condition.right)})`;
	}
	const words = {token: 'm.token', highest: fence, version, base: attempt === 'write' ? 'm.based' : 'NONE'} as const;
	const amount = (term: Term) => (term === null ? 'NONE' : typeof term === 'string' ? words[term] : String(term));
	const [left, right] = [amount(condition.left), amount(condition.right)];
	const plain = `${left} ${signs[condition.is]} ${right}`;
	// The word none is compared as such; what is only missing equals nothing.
	if (condition.left === null || condition.right === null)
		return condition.is === '=' || condition.is === '!=' ? `(${plain})` : '(0)';
	const isThere = `${left} != NONE && ${right} != NONE`;
	return condition.is === '!=' ? `(!(${isThere}) || ${plain})` : `(${isThere} && ${plain})`;
}

export const signs: Readonly<Record<Comparison, string>> = {
	'=': '==',
	'!=': '!=',
	'<': '<',
	'<=': '<=',
	'>': '>',
	'>=': '>=',
};

/** The variable that keeps the highest token for a key of a resource; a read or an advance concerns all keys. */
function fencesOf(plan: Plan, {store, resource, words}: Place, key: string | null): readonly string[] {
	const {scope} = storeAt(plan, store).options;
	if (scope === 'global') return [plan.name('highest_of', words[0])];
	if (scope === 'resource') return [plan.name('highest_of', ...words)];
	return (key === null ? keysOf(plan, resource) : [key]).map((each) => plan.name('highest_of', ...words, each));
}

/** The variables of the fences of a resource; none where the store does not look at tokens. */
export function fencesOfPlace(plan: Plan, place: Place): readonly string[] {
	return looksAtTokens(plan.spec, place.words[0]) ? fencesOf(plan, place, null) : [];
}

export function valueIn(plan: Plan, {words}: Place, key: string): string {
	return plan.name('value_of', ...words, key);
}

/** The names under which jobs are applied anywhere in the programs. */
function jobsOf({spec}: Plan): readonly string[] {
	const jobs = spec.clients.flatMap(({program}) =>
		(program ?? []).flatMap((operation) => (operation.kind === 'write' ? (operation.job ?? []) : [])),
	);
	return [...new Set(jobs)];
}

function remembersJobs(plan: Plan, store: number): boolean {
	const {dedupes, dedupesFor} = storeAt(plan, store).options;
	return dedupes || dedupesFor > 0;
}

/** How many different tokens there can be, so that each has a place in a list. */
function tokens({steps, faults, spec}: Plan): number {
	const chosen = steps.flatMap(({operation}) =>
		'token' in operation && operation.token.kind === 'number' ? [operation.token.token] : [],
	);
	const acquires = spec.clients.reduce(
		(sum, {program, retries}) =>
			sum + (program ?? []).filter(({kind}) => kind === 'acquire').length * (retries ? 6 : 1),
		0,
	);
	return Math.max(40 + acquires * (1 + faults.crash), ...chosen.map((token) => token + 1));
}

export function storeVariables(plan: Plan): readonly string[] {
	const {shared} = plan.shared;
	const {judgement} = plan.shared.audit;
	const seen = new Set<string>();
	const lines: string[] = [];
	const add = (name: string, line: string) => {
		if (!seen.has(name)) lines.push(line);
		seen.add(name);
	};
	plan.spec.stores.forEach((store, index) => {
		if (plan.has.storesFail) {
			const name = plan.name('down', store.name);
			add(name, variable('bit', name, at(shared.stores, index).up ? 0 : 1, 'it has no power'));
		}
		if (remembersJobs(plan, index))
			for (const job of jobsOf(plan)) {
				const name = plan.name('job', job, 'at', store.name);
				const place = at(shared.stores, index).jobs.indexOf(job) + 1;
				add(name, variable('byte', name, place, 'the how manyth job it has applied, or 0'));
				const {jobs: time} = keepsFor(plan, index);
				const since = at(shared.stores, index).applied[job];
				if (time > 0)
					add(
						`keeps_${name}`,
						variable('int', `keeps_${name}`, since === undefined ? 0 : since + time, 'for how long it remembers that'),
					);
			}
		if (asks(plan, 'double-effect'))
			for (const job of jobsOf(plan)) {
				const name = plan.name('done', job, 'at', store.name);
				const applied = inBuckets(judgement.jobs, `${store.name} ${job}`) !== undefined;
				add(name, variable('bit', name, applied ? 1 : 0, 'the history: it was applied'));
			}
	});
	for (const store of plan.spec.stores.keys()) if (hasRows(plan, store)) lines.push(...rowVariables(plan, store));
	for (const place of placesOf(plan)) {
		const {store, resource, words} = place;
		const state = at(shared.stores, store);
		const data = at(state.resources, resource);
		lines.push(
			variable(
				'short',
				plan.name('version_of', ...words),
				data.version,
				`accepted writes of ${words[1]} at ${words[0]}`,
			),
		);
		for (const key of keysOf(plan, resource))
			lines.push(variable('int', valueIn(plan, place, key), plan.number(data.values[key]), ''));
		if (looksAtTokens(plan.spec, words[0]))
			for (const key of storeAt(plan, store).options.scope === 'key' ? keysOf(plan, resource) : [null])
				for (const fence of fencesOf(plan, place, key)) {
					const scope =
						storeAt(plan, store).options.scope === 'global' ? '' : key === null ? words[1] : `${words[1]}.${key}`;
					add(fence, variable('short', fence, state.highest[scope] ?? none, 'the highest token that it has processed'));
					const {fences: time} = keepsFor(plan, store);
					const since = state.used[scope];
					if (time > 0)
						add(
							`keeps_${fence}`,
							variable('int', `keeps_${fence}`, since === undefined ? 0 : since + time, 'for how long it keeps that'),
						);
					if (saidRules[storeAt(plan, store).rule]?.retires)
						add(
							`retired ${fence}`,
							variable(
								'bit',
								`retired_${fence}`,
								Array.from({length: tokens(plan)}, (_, token) =>
									(state.retired[scope] ?? []).includes(token) ? 1 : 0,
								),
								'tokens that are retired for good',
							),
						);
				}
		if (at(plan.setting.asksWhoWrote, store))
			lines.push(
				variable(
					'short',
					plan.name('own_since', ...words),
					data.ownSince,
					'the history: from this version on every write is of one process',
				),
			);
		if (asks(plan, 'stale-write'))
			lines.push(
				variable(
					'byte',
					plan.name('newest_at', ...words),
					judgement.newest[words.join(' ')]?.grant ?? 0,
					'the history: the newest grant that it has heard of',
				),
			);
		if (hasRows(plan, store)) lines.push(...rowHistory(plan, place));
		if (asks(plan, 'torn-write'))
			for (const key of keysOf(plan, resource))
				lines.push(
					variable(
						'byte',
						plan.name('written_under', ...words, key),
						judgement.keys[words.join(' ')]?.[key]?.grant ?? 0,
						'the history: the grant that it was last written under, or 0',
					),
				);
	}
	return lines;
}

export function placeOf(plan: Plan, call: Extract<Call, {resource: number}>): Place {
	const {spec} = plan;
	return {
		store: call.store,
		resource: call.resource,
		words: [at(spec.stores, call.store).name, at(spec.resources, call.resource).name],
	};
}

/** What a store does with each request, as parts that others use. */
export function storeParts(plan: Plan): readonly string[] {
	return calls(plan).flatMap((call): readonly string[] => {
		switch (call.kind) {
			case 'read':
				return hasRows(plan, call.store) ? [] : [readPart(plan, call)];
			case 'advance':
				return [advancePart(plan, call)];
			case 'write':
				return [writePart(plan, call)];
			default:
				return [];
		}
	});
}

/** The history: the store has heard of the grant of what is in m. */
function heard(plan: Plan, {words}: Place): readonly Code[] {
	if (!asks(plan, 'stale-write')) return [];
	const newest = plan.name('newest_at', ...words);
	return [either(`${newest} < m.grant`, [`${newest} = m.grant`])];
}

function readPart(plan: Plan, call: Extract<Call, {kind: 'read' | 'advance'}>): string {
	const place = placeOf(plan, call);
	const {reads} = storeAt(plan, call.store).options;
	const fences = reads === null ? [] : fencesOf(plan, place, null);
	const keys = keysOf(plan, call.resource).map((key) => valueIn(plan, place, key));
	const isThere = (fence: string, index: number) =>
		storeAt(plan, call.store).options.scope === 'key'
			? `${keys[index]} != ABSENT && ${fence} != NONE`
			: `${fence} != NONE`;
	const by = comparedBy(plan, call.store);
	const isBehind = fences
		.map((fence, index) => `(${isThere(fence, index)} && ${by('m.token')} < ${by(fence)})`)
		.join(' || ');
	const passes: readonly Code[] = [
		...(reads === 'ratchet'
			? [
					either('m.token != NONE', [
						...fences.map((fence, index) =>
							either(
								`${storeAt(plan, call.store).options.scope === 'key' ? `${keys[index]} != ABSENT && ` : ''}${isHigher(fence, by)}`,
								[`${fence} = m.token`],
							),
						),
						...heard(plan, place),
					]),
				]
			: []),
		...answer(
			plan,
			'READ',
			{based: plan.name('version_of', ...place.words), value: keys[0] ?? 'ABSENT'},
			call,
			keys.slice(1),
		),
	];
	const body =
		fences.length === 0
			? passes
			: [either(`m.token != NONE && (${isBehind})`, answer(plan, 'STALE_TOKEN', {token: 'm.token'}, call), passes)];
	const about =
		reads === null
			? 'reads are free'
			: reads === 'check'
				? 'reads are checked'
				: 'reads are checked, and raise the fence';
	return inline(
		serving(call),
		`A read of ${place.words[1]} at ${place.words[0]}: ${about}.`,
		reads === null ? body : used(plan, place, null, body),
	);
}

function conditionOf(plan: Plan, store: number): Condition | null {
	const {condition} = storeAt(plan, store).options as {readonly condition?: Condition};
	return condition ?? null;
}

function ruleSaid(plan: Plan, store: number): SaidRule {
	const rule = saidRules[storeAt(plan, store).rule];
	if (rule === undefined) throw new Error('a rule that cannot be said is refused before');
	return rule;
}

function reasonsOf(plan: Plan, place: Place, fence: string, attempt: 'write' | 'advance'): readonly Reason[] {
	return ruleSaid(plan, place.store).rejects(
		fence,
		plan.name('version_of', ...place.words),
		attempt,
		conditionOf(plan, place.store),
		`retired_${fence}`,
		comparedBy(plan, place.store),
	);
}

function advancePart(plan: Plan, call: Extract<Call, {kind: 'read' | 'advance'}>): string {
	const place = placeOf(plan, call);
	const fences = fencesOf(plan, place, null);
	const perKey = storeAt(plan, call.store).options.scope === 'key';
	const keys = keysOf(plan, call.resource).map((key) => valueIn(plan, place, key));
	const isThere = (index: number) => (perKey ? `${keys[index]} != ABSENT && ` : '');
	const reasons = fences.flatMap((fence, index) =>
		reasonsOf(plan, place, fence, 'advance').map(([when, outcome]): Reason => [`${isThere(index)}(${when})`, outcome]),
	);
	return inline(
		serving(call),
		`An advance of ${place.words[1]} at ${place.words[0]}: it raises the fence, or is rejected.`,
		used(plan, place, null, [
			...firstReason(reasons),
			either(
				'why == 0',
				[
					either(
						'm.token != NONE',
						fences.map((fence, index) =>
							either(`${isThere(index)}${isHigher(fence, comparedBy(plan, call.store))}`, [`${fence} = m.token`]),
						),
					),
					...heard(plan, place),
					...answer(plan, 'ADVANCED', {}, call),
				],
				[...rejected(plan, call)],
			),
			'why = 0',
		]),
	);
}

/** How long a store keeps a fence that no token uses, and a job; 0: for ever. */
function keepsFor(plan: Plan, store: number): {readonly fences: number; readonly jobs: number} {
	const {forgetsAfter, dedupesFor} = storeAt(plan, store).options;
	return {fences: forgetsAfter, jobs: dedupesFor};
}

/** What is done with a request whose token the store looks at, after which the fences that it met are used. */
function used(plan: Plan, place: Place, key: string | null, does: readonly Code[]): readonly Code[] {
	const {fences: time} = keepsFor(plan, place.store);
	if (time === 0 || !looksAtTokens(plan.spec, place.words[0])) return does;
	const isThere = (index: number) =>
		key === null && storeAt(plan, place.store).options.scope === 'key'
			? `${valueIn(plan, place, keysOf(plan, place.resource)[index] ?? '')} != ABSENT && `
			: '';
	return [
		'low = (m.token != NONE)',
		...does,
		...fencesOf(plan, place, key).map((fence, index) =>
			either(`low && ${isThere(index)}${fence} != NONE`, [`keeps_${fence} = ${time}`]),
		),
		'low = 0',
	];
}

/** What stores drop by its age: how long each is kept yet, if it is there, and what goes with it. */
export function ages(plan: Plan): readonly {readonly left: string; readonly drops: readonly Code[]}[] {
	return [...plan.spec.stores.keys()].flatMap((store) => {
		const {fences: forgets, jobs: dedupes} = keepsFor(plan, store);
		const places = placesOf(plan).filter((place) => place.store === store);
		const fences = forgets === 0 ? [] : new Set(places.flatMap((place) => fencesOfPlace(plan, place)));
		const jobs = dedupes === 0 ? [] : jobsOf(plan).map((job) => jobAt(plan, job, store));
		return [
			...[...fences].map((fence) => ({left: `keeps_${fence}`, drops: forgetFence(plan, store, fence)})),
			...jobs.map((job) => ({
				left: `keeps_${job}`,
				drops: [...jobs.map((other) => either(`${other} > ${job}`, [`${other}--`])), `${job} = 0`],
			})),
		];
	});
}

function jobAt(plan: Plan, job: string, store: number): string {
	return plan.name('job', job, 'at', storeAt(plan, store).name);
}

function forgetFence(plan: Plan, store: number, fence: string): readonly Code[] {
	return [
		`${fence} = NONE`,
		...(keepsFor(plan, store).fences > 0 ? [`keeps_${fence} = 0`] : []),
		...(saidRules[storeAt(plan, store).rule]?.retires
			? ['i = 0', asLongAs(`i < ${tokens(plan)}`, [`retired_${fence}[i] = 0`, 'i++']), 'i = 0']
			: []),
	];
}

/** The first reason that is true goes into `why`, else 0. */
function firstReason(reasons: readonly Reason[]): readonly Code[] {
	return reasons.reduceRight<readonly Code[]>(
		(otherwise, [when, outcome]) => [either(when, [`why = ${outcome}`], otherwise)],
		[],
	);
}

function rejected(plan: Plan, call: Call): readonly Code[] {
	const [, ...rest] = answer(plan, 'STALE_TOKEN', {token: 'm.token'}, call);
	return ['m.outcome = why', ...rest];
}

function writePart(plan: Plan, call: WriteCall): string {
	const place = placeOf(plan, call);
	const {words, store} = place;
	const options = storeAt(plan, store).options;
	const [fence = ''] = looksAtTokens(plan.spec, words[0]) ? fencesOf(plan, place, call.key) : [];
	const version = plan.name('version_of', ...words);
	const guard = guardOf(plan, call.resource);
	const job =
		call.job !== null && remembersJobs(plan, store)
			? plan.name('job', call.job, 'at', at(plan.spec.stores, store).name)
			: null;
	const reasons = reasonsOf(plan, place, fence, 'write');
	const records = ruleSaid(plan, store).records(fence, `retired_${fence}`, comparedBy(plan, store));
	const recorded: readonly Code[] = records.length === 0 ? [] : [either('m.token != NONE', records)];
	const refuses: readonly Code[] = [...noteRefusal(plan, call), ...rejected(plan, call)];
	const applies: readonly Code[] = [
		...recorded,
		...judged(plan, place, call, guard),
		...counted(plan, 'accepted', store),
		...(job === null ? [] : [`${job} = ${nextJob(plan, store)}`]),
		...(job === null || keepsFor(plan, store).jobs === 0 ? [] : [`keeps_${job} = ${keepsFor(plan, store).jobs}`]),
		`${version}++`,
		`${valueIn(plan, place, call.key)} = m.value`,
		...noteWriter(plan, place),
		...answer(plan, 'ACCEPTED', {flag: `(m.based + 1 == ${version})`, value: 'm.value', based: version}, call),
	];
	const twoSteps = options.nonAtomic;
	const repeats: readonly Code[] = [...recorded, ...answer(plan, 'REPEATED', {}, call)];
	const decides = [
		...(twoSteps ? [either('!m.flag', [...firstReason(reasons)])] : firstReason(reasons)),
		...oneOf(
			[
				...(job === null ? [] : [[`${job} != 0 && (why == 0 || why == VERSION_MISMATCH)`, repeats] as const]),
				[
					`${job === null ? '' : `!(${job} != 0 && (why == 0 || why == VERSION_MISMATCH)) && `}why != 0`,
					refuses,
				] as const,
				...(twoSteps
					? [
							[
								`${job === null ? '' : `${job} == 0 && `}why == 0 && two_steps && !m.flag`,
								['m.flag = 1', 'checked = 1'],
							] as const,
						]
					: []),
			],
			applies,
		),
		'why = 0',
	];
	const body = used(plan, place, call.key, reasons.length === 0 && job === null && !twoSteps ? applies : decides);
	return inline(
		hasRows(plan, store) ? applying(call) : serving(call),
		`A write of ${call.key} of ${words[1]} at ${words[0]}, which is ${options.nonAtomic ? 'checked and then applied' : 'decided in one step'}: ${storeAt(plan, store).rule}.`,
		body,
	);
}

function nextJob(plan: Plan, store: number): string {
	const applied = jobsOf(plan).map((job) => `(${plan.name('job', job, 'at', at(plan.spec.stores, store).name)} != 0)`);
	return `${applied.join(' + ')} + 1`;
}

/** What the history makes of a write that is refused. */
export function noteRefusal(plan: Plan, {store, resource, chosen}: WriteCall): readonly Code[] {
	const guard = guardOf(plan, resource);
	return [
		...(chosen || guard === null
			? []
			: violatedIf(plan, `m.grant != 0 && ${holderOf(plan, guard)} == m.grant`, 'locked-out', store)),
		...counted(plan, 'rejected', store),
	];
}

/** The part of the model in which a store with transactions applies a write. */
export function applying({word}: Call): string {
	return `apply_${word}`;
}

/** What the history makes of a write that is about to be applied. */
function judged(plan: Plan, place: Place, call: WriteCall, guard: string | null): readonly Code[] {
	const {words, store, resource} = place;
	const under = plan.name('written_under', ...words, call.key);
	const others = keysOf(plan, resource)
		.filter((key) => key !== call.key)
		.map((key) => `${plan.name('written_under', ...words, key)} > m.grant`);
	const done = call.job === null ? '' : plan.name('done', call.job, 'at', at(plan.spec.stores, store).name);
	return [
		...(guard === null
			? []
			: [
					...violatedIf(plan, `m.grant != 0 && ${plan.name('newest_at', ...words)} > m.grant`, 'stale-write', store),
					...violatedIf(plan, `m.grant != 0 && ${plan.name('grants_of', guard)} > m.grant`, 'late-write', store),
				]),
		...(others.length === 0 || guard === null
			? []
			: violatedIf(plan, `m.grant != 0 && (${others.join(' || ')})`, 'torn-write', store)),
		...(hasRows(plan, store) ? judgedByRow(plan, place, call.key) : []),
		...heard(plan, place),
		...(asks(plan, 'torn-write') ? [`${under} = m.grant`] : []),
		...(call.job === null || !asks(plan, 'double-effect')
			? []
			: [either(`${done} != 0`, violated(plan, 'double-effect', store), [`${done} = 1`])]),
	];
}

/** The history: a write is no lost update when every version since its base is of its own process. The version is that of this write. */
function noteWriter(plan: Plan, place: Place): readonly Code[] {
	if (!plan.setting.asksWhoWrote[place.store]) return [];
	const {words} = place;
	return [
		`wrote_before(${plan.name('WROTE', ...words)})`,
		either(
			`found != 0 && found == ${plan.name('version_of', ...words)} - 1`,
			['skip'],
			[`${plan.name('own_since', ...words)} = ${plan.name('version_of', ...words)}`],
		),
		'found = 0',
		...violatedIf(
			plan,
			`m.based != NONE && ${plan.name('own_since', ...words)} - 1 > m.based`,
			'lost-update',
			place.store,
		),
		`note_write(${plan.name('WROTE', ...words)}, ${plan.name('version_of', ...words)})`,
	];
}

/** What the death of a store's machine does. */
export function storeCrashes(plan: Plan, store: number): readonly Code[] {
	const {options} = storeAt(plan, store);
	if (!options.forgets) return [];
	const fences = new Set(
		placesOf(plan)
			.filter((place) => place.store === store)
			.flatMap((place) => fencesOfPlace(plan, place)),
	);
	return [...fences].flatMap((fence) => forgetFence(plan, store, fence));
}
