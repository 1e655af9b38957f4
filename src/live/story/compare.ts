import {timelessSentence} from '../../narrate/event.js';
import type {Happening} from '../../sim/event.js';
import type {LiveLock} from './cast.js';
import {keyOf} from './play.js';

/** A happening with its time. Units: of its own side, in ms. */
type Timed = {readonly at: number; readonly happening: Happening};

/** One row of both runs side by side, told as the simulator tells it; a time is null where that side has nothing. */
export type Row = {readonly says: string; readonly simulated: number | null; readonly real: number | null};

/** What differs, in words. */
export type Difference = {readonly line: number; readonly says: string};

/** What of a simulated run can be seen of a real one. */
const comparable: ReadonlySet<string> = new Set([
	'acquire-sent',
	'granted',
	'denied',
	'queued',
	'left',
	'revoked',
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
	'begun',
	'staged',
	'committed',
	'rolled-back',
	'unknown',
	'believed',
	'disbelieved',
	'checked',
]);

/** The happenings of a simulated run that can be compared. `believers`: who believes already, to whom a longer belief is nothing new. */
export function comparableOf(happenings: readonly Happening[], believers: ReadonlySet<string>): readonly Happening[] {
	const believing = new Set(believers);
	return happenings.filter((happening, index) => {
		if (happening.kind === 'disbelieved') believing.delete(happening.client);
		if (happening.kind === 'believed') {
			if (believing.has(happening.client)) return false;
			believing.add(happening.client);
		}
		// Who stands in line has an answer, although the one that it asked for is still to come.
		if (happening.kind === 'unknown') {
			const {client} = happening;
			const earlier = happenings.slice(0, index);
			if (earlier.some((each) => each.kind === 'queued' && each.client === client)) return false;
		}
		return comparable.has(happening.kind);
	});
}

type Open = Timed & {readonly key: string; readonly line: number; readonly text: string; readonly order: number};

/** Both runs side by side, step by step. */
type Comparison = {
	readonly add: (line: number, text: string, simulated: readonly Timed[], real: readonly Timed[]) => void;
	/** Order: as the real run. */
	readonly finish: () => {readonly rows: readonly Row[]; readonly differences: readonly Difference[]};
};

/** A comparison without steps. What one side tells in one step may be told by the other in a later one. `isCounted`: real tokens count one by one from where the simulator's do. */
export function openComparison(isCounted: boolean): Comparison {
	const simulated: Open[] = [];
	const real: Open[] = [];
	const open = (side: Open[], line: number, text: string, timed: readonly Timed[]): void => {
		for (const each of timed) side.push({...each, key: keyOf(each.happening), line, text, order: side.length});
	};
	return {
		add: (line, text, left, right) => {
			open(simulated, line, text, left);
			open(real, line, text, right);
		},
		finish: () => {
			const left = [...simulated];
			const pairs = real.map((each) => {
				const found = left.find(({key}) => key === each.key);
				if (found !== undefined) left.splice(left.indexOf(found), 1);
				return {real: each, simulated: found ?? null};
			});
			const rows: Row[] = [
				...pairs.map(({real, simulated}) => ({says: said(real), simulated: simulated?.at ?? null, real: real.at})),
				...left.map((each) => ({says: said(each), simulated: each.at, real: null})),
			];
			return {
				rows,
				differences: [
					...onlyReal(pairs),
					...onlySimulated(left),
					...elsewhere(pairs),
					...otherOrder(pairs),
					...otherwise(pairs, isCounted),
				],
			};
		},
	};
}

type Pair = {readonly real: Open; readonly simulated: Open | null};

function said({happening}: Timed): string {
	return timelessSentence(happening);
}

function onlyReal(pairs: readonly Pair[]): readonly Difference[] {
	return pairs.flatMap(({real, simulated}) =>
		simulated === null ? [{line: real.line, says: `${real.text}: in the real run only: ${said(real)}`}] : [],
	);
}

function onlySimulated(left: readonly Open[]): readonly Difference[] {
	return left.map((each) => ({line: each.line, says: `${each.text}: in the simulator only: ${said(each)}`}));
}

/** What happened at another line. Where the simulator is a moment later it is only the time that its messages take. */
function elsewhere(pairs: readonly Pair[]): readonly Difference[] {
	return pairs.flatMap(({real, simulated}) =>
		simulated === null || simulated.line === real.line || simulated.happening.kind === 'believed'
			? []
			: [
					{
						line: real.line,
						says: `${real.text}: here in the real run, at line ${simulated.line} in the simulator: ${said(real)}`,
					},
				],
	);
}

/** Per line: the same things in another order. */
function otherOrder(pairs: readonly Pair[]): readonly Difference[] {
	const lines = [...new Set(pairs.map(({real}) => real.line))];
	return lines.flatMap((line) => {
		const here = pairs.filter(({real, simulated}) => real.line === line && simulated?.line === line);
		const isInOrder = here.every((pair, at) => at === 0 || comesAfter(pair, here[at - 1] ?? pair));
		const text = here[0]?.real.text ?? '';
		return isInOrder
			? []
			: [{line, says: `${text}: in the real run in this order: ${here.map(({real}) => said(real)).join(' ')}`}];
	});
}

/**
 * What ends by a server's clock and what ends by a client's at one moment do so in either order: how late a real lease ends is told by itself.
 * So do two clients that hear of something at one moment.
 */
function comesAfter(pair: Pair, before: Pair): boolean {
	if ((pair.simulated?.order ?? 0) > (before.simulated?.order ?? 0)) return true;
	const [one, other] = [pair.real.happening, before.real.happening];
	// Nor is there a moment at which nobody knows.
	const isEnd = [one, other].some(({kind}) => kind === 'expired' || kind === 'unknown');
	const isApart = 'client' in one && 'client' in other && one.client !== other.client;
	return (isEnd || isApart) && Math.abs((pair.simulated?.at ?? 0) - (before.simulated?.at ?? 0)) <= oneMoment;
}

/** Units: virtual ms. */
const oneMoment = 5;

/** The same thing with other numbers: a value, a version, or a token that is counted. */
function otherwise(pairs: readonly Pair[], isCounted: boolean): readonly Difference[] {
	return pairs.flatMap(({real, simulated}) =>
		simulated === null || numbersOf(real.happening, isCounted) === numbersOf(simulated.happening, isCounted)
			? []
			: [
					{
						line: real.line,
						says: `${real.text}: in the real run: ${said(real)} In the simulator: ${said(simulated)}`,
					},
				],
	);
}

/** The numbers that the same happening has in both runs. */
function numbersOf(happening: Happening, isCounted: boolean): string {
	switch (happening.kind) {
		case 'granted':
			return isCounted ? String(happening.token) : '';
		case 'read': {
			const {version, values} = happening;
			const pairs = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
			return JSON.stringify([version, pairs]);
		}
		case 'accepted':
			return JSON.stringify([happening.key, happening.value, happening.version, isCounted && happening.token]);
		case 'staged':
			return JSON.stringify([happening.key, happening.value]);
		case 'rolled-back':
			return happening.because ?? '';
		case 'rejected':
			return JSON.stringify([isCounted && happening.token, isCounted && happening.highest]);
		default:
			return '';
	}
}

/** Why a lease ends later on a real server than its time says. */
const lateness: Readonly<Record<LiveLock, string>> = {
	redis: 'Redis deletes a key when somebody looks at it, or some time after',
	redlock: 'Redis deletes a key when somebody looks at it, or some time after',
	etcd: 'etcd looks every 500 ms',
	zookeeper: 'ZooKeeper ends sessions at its ticks',
	postgres: 'PostgreSQL compares with its clock when a statement asks',
};

/** How much later than its time a real lease ended, where it is worth a word. Units: `late` in real ms. */
export function lateExpiry(kind: LiveLock, line: number, late: number): Difference | null {
	const rounded = Math.round(late);
	return rounded < worthAWord ? null : {line, says: `The real expiry came ${rounded} ms late: ${lateness[kind]}.`};
}

/** Units: real ms. */
const worthAWord = 25;
