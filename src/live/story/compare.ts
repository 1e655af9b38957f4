import type {Happening} from '../../sim/event.js';
import type {LiveLock} from './cast.js';
import {keyOf} from './play.js';

/** A happening with its time. Units: of its own side, in ms. */
type Timed = {readonly at: number; readonly happening: Happening};

/** One row of both runs side by side; a time is null where that side has nothing. */
export type Row = {readonly what: string; readonly simulated: number | null; readonly real: number | null};

/** What differs, in words. */
export type Difference = {readonly line: number; readonly says: string};

/** What of a simulated run can be seen of a real one. */
const comparable: ReadonlySet<string> = new Set([
	'acquire-sent',
	'granted',
	'denied',
	'queued',
	'renewed',
	'renew-denied',
	'released',
	'release-denied',
	'asked',
	'expired',
	'paused',
	'resumed',
	'crashed',
	'restarted',
	'cut',
	'healed',
	'read',
	'accepted',
	'rejected',
	'advanced',
	'unknown',
	'believed',
	'disbelieved',
	'checked',
]);

/** The happenings of a simulated run that can be compared. */
export function comparableOf<T extends Happening>(happenings: readonly T[]): readonly T[] {
	return happenings.filter(({kind}) => comparable.has(kind));
}

/** Both sides of one statement, row by row in the order of the real run, and what differs. */
export function compareStep(
	line: number,
	text: string,
	simulated: readonly Timed[],
	real: readonly Timed[],
): {readonly rows: readonly Row[]; readonly differences: readonly Difference[]} {
	const left = simulated
		.filter(({happening}) => comparable.has(happening.kind))
		.map(({at, happening}) => ({at, key: keyOf(happening)}));
	const right = real
		.filter(({happening}) => comparable.has(happening.kind))
		.map(({at, happening}) => ({at, key: keyOf(happening)}));
	const open = [...left];
	const matched: number[] = [];
	const rows: Row[] = right.map(({at, key}) => {
		const found = open.find((each) => each.key === key);
		if (found === undefined) return {what: key, simulated: null, real: at};
		open.splice(open.indexOf(found), 1);
		matched.push(left.indexOf(found));
		return {what: key, simulated: found.at, real: at};
	});
	rows.push(...open.map(({at, key}) => ({what: key, simulated: at, real: null})));
	const extra = rows.filter((row) => row.simulated === null).map(({what}) => what);
	const missing = open.map(({key}) => key);
	const inOrder = matched.every((position, index) => index === 0 || position > (matched[index - 1] ?? 0));
	const differences: Difference[] = [
		...(extra.length === 0
			? []
			: [{line, says: `${text}: the real run has ${extra.join(', ')}, and the simulator has not.`}]),
		...(missing.length === 0
			? []
			: [{line, says: `${text}: the simulator has ${missing.join(', ')}, and the real run has not.`}]),
		...(inOrder
			? []
			: [{line, says: `${text}: the same things happened in another order: ${right.map(({key}) => key).join(', ')}.`}]),
	];
	return {rows, differences};
}

/** Why a lease ends later on a real server than its time says. */
const lateness: Readonly<Record<LiveLock, string>> = {
	redis: 'Redis deletes a key when somebody looks at it, or some time after',
	redlock: 'Redis deletes a key when somebody looks at it, or some time after',
	etcd: 'etcd looks for dead leases every 500 ms',
	zookeeper: 'ZooKeeper ends sessions at its ticks',
	postgres: 'PostgreSQL compares with its clock when a statement asks',
};

/** How much later than promised each real lease ended, where it is worth a word. Units: `ttl` in real ms. */
export function lateExpiries(
	kind: LiveLock,
	ttl: number,
	real: readonly (Timed & {readonly line: number})[],
): readonly Difference[] {
	const since = new Map<string, number>();
	return real.flatMap(({at, line, happening}) => {
		if (happening.kind === 'granted' || happening.kind === 'renewed') since.set(happening.client, at);
		if (happening.kind !== 'expired') return [];
		const began = since.get(happening.client);
		const late = began === undefined ? 0 : Math.round(at - began - ttl);
		return late < worthAWord ? [] : [{line, says: `The real expiry came ${late} ms late: ${lateness[kind]}.`}];
	});
}

/** Units: real ms. */
const worthAWord = 25;
