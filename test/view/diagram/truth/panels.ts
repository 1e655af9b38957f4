import {wholeReading} from '../../../../src/narrate/reading.js';
import {stateLines} from '../../../../src/narrate/state.js';
import {belief, closedUntil, inFlight, lease} from '../../../../src/sim/look.js';
import type {World} from '../../../../src/sim/world.js';
import {statusRows} from '../../../../src/view/diagram/status.js';
import {actorSummary} from '../../../../src/view/screens/actor-summary.js';
import {networkRows} from '../../../../src/view/screens/network-rows.js';
import {type Row, rowText} from '../../../../src/view/text/row.js';
import type {Step} from '../../../generated/random-scripts.js';
import type {Disagreement} from './told.js';
import {
	areNames,
	barOfClient,
	barOfLock,
	barOfStore,
	holderOf,
	isSo,
	quantityOf,
	tokensOf,
	valuesOf,
} from './what-is-so.js';

/** Everything in the panels beside a run that is not so, after each of its statements. */
export function panelDisagreements(steps: readonly Step[]): readonly Disagreement[] {
	return steps.flatMap(({line, outcome}) => {
		if (!outcome.ok || !outcome.world.started) return [];
		const {world} = outcome;
		const found = [
			...statusDisagreements(world),
			...stateDisagreements(world),
			...summaryDisagreements(world),
			...networkDisagreements(world),
		];
		return found.map(({kind, detail}) => ({kind, detail: `after ${line}: ${detail}`}));
	});
}

type Claim = readonly [kind: string, text: string, isSo: boolean];

function wrong(...claims: readonly Claim[]): readonly Disagreement[] {
	return claims.flatMap(([kind, detail, so]) => (so ? [] : [{kind, detail}]));
}

const marks: Readonly<Record<string, string>> = {
	'│': 'idle',
	'║': 'lease',
	'┃': 'belief',
	'[': 'transaction',
	'▒': 'work',
	'▓': 'work-belief',
	'░': 'paused',
	'╎': 'down',
};

function statusDisagreements(world: World): readonly Disagreement[] {
	const {clients, locks, stores} = world.spec;
	const lines = statusRows(world, 300).map(rowText);
	const lineOf = (name: string): string =>
		lines.find((line) => line.slice(2).startsWith(`${name} `)) ??
		lines.find((line) => line.includes(` ${name}: `)) ??
		'';
	return [
		...clients.flatMap(({name}) => {
			const line = lineOf(name);
			return wrong(
				['status: the mark of a client', line, marks[line.charAt(0)] === barOfClient(world, name)],
				['status: paused', line, /\bpaused\b/.test(line) === isSo(world, `${name} paused`)],
				['status: crashed', line, /\bcrashed\b/.test(line) === isSo(world, `${name} crashed`)],
				...locks.flatMap(({name: lock}): readonly Claim[] => {
					const believed = belief(world, name, lock);
					const which = locks.length > 1 ? ` ${lock}` : '';
					const part =
						line
							.split(/(?=, believes|believes)/)
							.find((each) => each.startsWith(`believes${which}`) && !each.startsWith('believes nothing')) ?? '';
					if (!isSo(world, `${name} believes ${lock}`)) return [['status: a belief that is none', line, part === '']];
					const holder = holderOf(world, lock);
					const truth = isSo(world, `${name} holds ${lock}`)
						? '✓ holds it'
						: holder === null
							? '✗ nobody holds it'
							: `✗ ${holder} holds it`;
					const token = quantityOf(world, `token of ${name} for ${lock}`);
					return [
						['status: a belief is not said', line, part !== ''],
						['status: the token of a belief', line, token === null || part.includes(`believes${which} ${token}`)],
						['status: what is true of a belief', line, part.includes(truth)],
						[
							'status: the time left of a belief',
							line,
							believed?.until == null || part.includes(` ${secondsLeft(believed.until, world.now)} s`),
						],
					];
				}),
			);
		}),
		...locks.flatMap(({name}) => {
			const line = lineOf(locks.length > 1 ? name : 'LOCK');
			const holder = holderOf(world, name);
			const held = lease(world, name);
			if (barOfLock(world, name) === 'down')
				return wrong(['status: a lock without power', line, line.startsWith('╎') && line.includes('crashed')]);
			return wrong(
				['status: the mark of a lock', line, marks[line.charAt(0)] === barOfLock(world, name)],
				[
					'status: a lock service that stands still',
					line,
					/\bpaused\b/.test(line) === (barOfLock(world, name) === 'paused'),
				],
				['status: who holds', line, holder === null ? !line.includes(' holds') : line.includes(`${holder} holds`)],
				['status: free though closed', line, !line.includes(' free') || closedUntil(world, name) === null],
				[
					'status: the time left of a lease',
					line,
					held?.expiresAt == null || line.includes(` ${secondsLeft(held.expiresAt, world.now)} s`),
				],
			);
		}),
		...stores.flatMap(({name, rule}) => {
			const line = lineOf(name);
			return wrong(
				['status: the mark of a store', line, marks[line.charAt(0)] === barOfStore(world, name)],
				...storeClaims('status', line, world, name, rule),
			);
		}),
	];
}

/** What a line about a store says of values, versions and tokens. */
function storeClaims(
	panel: string,
	line: string,
	world: World,
	store: string,
	rule: string,
	versions = true,
): readonly Claim[] {
	const tokens = tokensOf(world, store);
	// A rule of one's own speaks of the highest token too.
	const withoutRule = line.replace(/rejects when .*?(?=[):,]|$)/, '');
	const said = [...line.matchAll(/\bhighest ((?:[\w-]+ )?\d+(?:, (?:[\w-]+ )?\d+)*)/g)].flatMap(([, list]) =>
		[...(list ?? '').matchAll(/\d+(?=,|$)/g)].map(Number),
	);
	return [
		...world.spec.resources.flatMap(({name}): readonly Claim[] => [
			...valuesOf(world, store, name).map(
				([key, value]): Claim => [
					`${panel}: a value`,
					line,
					line.includes(`${key}=${value === '' ? '""' : value}`) || line.includes(`${key}=${value}`),
				],
			),
			...(versions
				? [
						[
							`${panel}: a version`,
							line,
							line.includes(`version ${quantityOf(world, `version of ${store} for ${name}`)}`),
						] satisfies Claim,
					]
				: []),
		]),
		areNames(rule)
			? [`${panel}: names as if they were numbers`, line, !/\bhighest\b/.test(line)]
			: [
					`${panel}: the highest tokens`,
					`${line}; is ${tokens.join(' ')}`,
					tokens.every((token) => said.includes(token)) && (tokens.length > 0 || !/\bhighest\b/.test(withoutRule)),
				],
	];
}

function stateDisagreements(world: World): readonly Disagreement[] {
	const lines = stateLines(world);
	const {clients, locks, stores} = world.spec;
	return [
		...clients.flatMap(({name}) => {
			const line = lines.find((each) => each.startsWith(`${name}: `)) ?? '';
			return locks.flatMap(({name: lock}) => {
				const believes = isSo(world, `${name} believes ${lock}`);
				const said =
					line.includes(`believes that it holds ${lock}`) && !line.includes(`not believe that it holds ${lock}`);
				return wrong(['state: a belief', line, said === believes]);
			});
		}),
		...locks.flatMap(({name}) => {
			const line = lines.find((each) => each.startsWith(`${name}: `)) ?? '';
			const holder = holderOf(world, name);
			return wrong([
				'state: who holds',
				line,
				holder === null ? line.includes('nobody holds it') : line.includes(`${holder} holds it`),
			]);
		}),
		...stores.flatMap(({name, rule}) => {
			const line = lines.find((each) => each.startsWith(`${name} (`)) ?? '';
			return wrong(...storeClaims('state', line, world, name, rule));
		}),
	];
}

function summaryDisagreements(world: World): readonly Disagreement[] {
	const text = joined(actorSummary(world, world.now, 2000));
	const parts = text.split('│').map((part) => part.trim());
	const partOf = (name: string): string => parts.find((part) => part.startsWith(`${name} `)) ?? '';
	const {clients, locks, stores} = world.spec;
	return [
		...clients.flatMap(({name}) => {
			const part = partOf(name);
			const believes = locks.some((lock) => isSo(world, `${name} believes ${lock.name}`));
			return wrong(
				['summary: a belief', part, /believes (?!nothing)|believes$/.test(part) === believes],
				['summary: paused', part, /\bpaused\b/.test(part) === isSo(world, `${name} paused`)],
			);
		}),
		...locks.flatMap(({name}) => {
			const part = partOf(name);
			const holder = holderOf(world, name);
			return wrong(
				[
					'summary: who holds',
					part,
					holder === null
						? !part.includes('held by')
						: barOfLock(world, name) === 'down' || part.includes(`held by ${holder}`),
				],
				[
					'summary: a lock service that stands still',
					part,
					/\bpaused\b/.test(part) === (barOfLock(world, name) === 'paused'),
				],
				['summary: free though closed', part, !part.includes('free') || closedUntil(world, name) === null],
				['summary: free though without power', part, !part.includes('free') || barOfLock(world, name) !== 'down'],
			);
		}),
		...stores.flatMap(({name, rule}) => wrong(...storeClaims('summary', partOf(name), world, name, rule, false))),
	];
}

function networkDisagreements(world: World): readonly Disagreement[] {
	const text = joined(networkRows(world, world.now, 5000, wholeReading));
	const drawn = [...text.matchAll(/#(\d+)/g)].map(([, id]) => Number(id));
	const flying = inFlight(world);
	return [
		...wrong(['network: other messages', text, drawn.join(' ') === flying.map(({id}) => id).join(' ')]),
		...flying.flatMap(({id, value, token, what}) => {
			if (what !== 'write' || value === null) return [];
			const part = text.split(/(?=#\d)/).find((each) => each.startsWith(`#${id} `)) ?? '';
			return wrong([
				'network: what a write carries',
				`${part}; is ${value} ${token}`,
				part.includes(`${value}${token === null ? '' : ` ${token}`}`),
			]);
		}),
	];
}

function joined(rows: readonly Row[]): string {
	return rows.map(rowText).join(' ');
}

/** The time left as panels say it, in tenths of a second, rounded up. */
function secondsLeft(until: number, now: number): number {
	return until > now ? Math.ceil((until - now) / 100) / 10 : 0;
}
