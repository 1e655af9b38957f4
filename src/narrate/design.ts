import {cellAt, type Design, type KeptCell, type ProvedDesign, type Row, worldOfDesign} from '../design/catalogue.js';
import type {NoQuestion} from '../design/cell.js';
import {propertyOf} from '../design/judge.js';
import {type Fault, faultRows, type PromiseKind} from '../design/rows.js';
import {grouped} from '../language/grouped.js';
import type {FaultBudget} from '../sim/statement.js';
import {ruleOf} from '../sim/store/registry.js';
import type {World} from '../sim/world.js';
import {counted} from './counted.js';

/** What a promise means in a world: where effects are jobs, it is of these that the writes are asked. */
export function promiseSentence(world: World, promise: PromiseKind): string {
	return promise === 'no-stale-write' && propertyOf(world, promise) === 'double-effect'
		? 'No job is done twice. The effect is a job here, so this is asked in place of stale writes.'
		: promiseWords[promise].meaning.replace(/ \(.*\)$/, '');
}

/** What a row or a column of a table of designs is called, and what it means as a sentence. */
type Named = {readonly label: string; readonly short: string; readonly meaning: string};

/** The promises: a column each. */
export const promiseWords: Readonly<Record<PromiseKind, Named>> = {
	'one-believer': {
		label: 'one holder',
		short: 'holder',
		meaning: 'At no moment do two clients believe that they hold the lock.',
	},
	'no-stale-write': {
		label: 'no stale',
		short: 'stale',
		meaning:
			'No store accepts a write of an older grant after it has heard of a newer one. (Of a job: it is not done twice.)',
	},
	'no-lost-update': {
		label: 'no lost',
		short: 'lost',
		meaning: 'No write is accepted that was computed from another version than the one before it.',
	},
	'not-locked-out': {
		label: 'no lockout',
		short: 'locked',
		meaning: 'No write of the client that holds the lock now is rejected.',
	},
	'goes-on': {
		label: 'goes on',
		short: 'goes',
		meaning:
			'After a crash, somebody else can still be given the lock without a further fault. A crash is spent beside the fault of the row.',
	},
};

/** The kinds of fault: a row each, with the letter that stands for it. */
export const faultWords: Readonly<Record<Fault, Named & {readonly letter: string}>> = {
	pause: {
		label: 'pause',
		short: 'pause',
		letter: 'P',
		meaning: 'A client stands still, or its machine sleeps, for as long as you like.',
	},
	delay: {
		label: 'delayed packet',
		short: 'delay',
		letter: 'D',
		meaning: 'A request or a reply arrives at any later moment.',
	},
	clock: {label: 'clock step', short: 'clock', letter: 'C', meaning: 'A wall clock that decides something steps.'},
	rate: {
		label: 'clock rate',
		short: 'rate',
		letter: 'R',
		meaning: 'The clocks of a client run at half or double speed.',
	},
	crash: {label: 'crash', short: 'crash', letter: 'X', meaning: 'The process of a client dies and forgets everything.'},
	restart: {
		label: 'restart',
		short: 'restart',
		letter: 'S',
		meaning: 'A server loses its power, or the process of the lock service dies; it comes back at any later moment.',
	},
	failover: {
		label: 'failover',
		short: 'failover',
		letter: 'F',
		meaning: 'Another leader or a replica takes over, without an outage.',
	},
	cut: {
		label: 'cut',
		short: 'cut',
		letter: 'N',
		meaning: 'A client is cut off from the lock service or from a store, and the cut heals later.',
	},
	revoke: {
		label: 'revoke',
		short: 'revoke',
		letter: 'O',
		meaning: 'An operator takes the lock away, or deletes its record.',
	},
};

/** The row of a table by its words. */
export function rowLabel(row: Row): string {
	return row === 'none' ? 'no fault' : faultWords[row].label;
}

/** What a cell says in as many words as there is room for. `isOwn`: it was searched now, and not for the catalogue. */
export function cellText(cell: KeptCell, isRoomy: boolean, isOwn: boolean): string {
	switch (cell.verdict) {
		case 'proved':
			return 'proved';
		case 'broken':
			return isRoomy ? `broken in ${cell.moves}` : `in ${cell.moves}`;
		case 'unknown':
			if (isOwn) return cell.states === 0 ? '...' : 'unknown';
			return isRoomy ? 'not searched' : 'too big';
		case 'does-not-apply':
			return '-';
	}
}

/** What was found out about a cell, as a sentence. `isOwn`: it was searched now, and not for the catalogue. */
export function cellSentence(cell: KeptCell, row: Row, isOwn: boolean): string {
	switch (cell.verdict) {
		case 'proved':
			return `Proved: all ${counted(cell.states, 'state')} were searched, ${spentWords(row)}.`;
		case 'broken':
			return `Broken in ${counted(cell.moves, 'move')}, and none is shorter. Spent: ${budgetWords(cell.faults)}. ${counted(cell.states, 'state')} were searched.`;
		case 'unknown':
			if (isOwn && cell.states === 0) return 'Not searched.';
			return isOwn
				? `Unknown: nothing was found in the first ${counted(cell.states, 'state')}; there the search stopped.`
				: `Not searched: too big. Nothing was found in the first ${counted(cell.states, 'state')}.`;
		case 'does-not-apply':
			return `Does not apply: ${reasons[cell.because]}`;
	}
}

function spentWords(row: Row): string {
	const budgets = faultRows.find(({fault}) => fault === row)?.budgets ?? [];
	return budgets.length === 0 ? 'without any fault' : `with ${budgets.map(budgetWords).join(', and with ')}`;
}

/** A budget of faults as the language writes it. */
function budgetWords(faults: Partial<FaultBudget>): string {
	const spent = Object.entries(faults).map(([kind, count]) => `${kind} ${count}`);
	return spent.length === 0 ? 'nothing' : spent.join(' ');
}

const reasons: Readonly<Record<NoQuestion, string>> = {
	'no-lock': 'no client acquires a lock here.',
	'no-write': 'no client writes anything here.',
	'no-grant': 'nothing is granted here, neither a lock nor a row.',
	'no-other': 'no other client here asks for the lock.',
	idle: 'a fault of this kind can do nothing in this world.',
};

/** What would mend a broken cell, as sentences; the last names designs of the catalogue that were proved to keep this promise there. */
export function mendSentences(
	design: ProvedDesign,
	row: Row,
	promise: PromiseKind,
	all: readonly ProvedDesign[],
): readonly string[] {
	const world = worldOfDesign(design);
	const kept = keepers(world, row, promise, all);
	return [
		mendOf(world, promise),
		...(kept.length === 0
			? ['No design of this catalogue keeps this promise there.']
			: [`Proved to keep this promise there: ${kept.map(({name}) => name).join(', ')}.`]),
	];
}

/** At most three; those with the same kind of lock come first. */
function keepers({spec}: World, row: Row, promise: PromiseKind, all: readonly ProvedDesign[]): readonly Design[] {
	const kinds = spec.locks.map(({service}) => service.kind);
	const keeping = all.filter((design) => cellAt(design, row, promise).verdict === 'proved');
	const isAkin = ({script}: Design) => kinds.some((kind) => new RegExp(`^lock \\S+ ${kind}\\b`, 'm').test(script));
	return [...keeping.filter(isAkin), ...keeping.filter((design) => !isAkin(design))].slice(0, 3);
}

function mendOf(world: World, promise: PromiseKind): string {
	const {stores} = world.spec;
	const looks = stores.some((store) => ruleOf(store).looks.order);
	switch (promise) {
		case 'one-believer':
			return 'A holder cannot see that its time is over while it stands still or hears nothing. So do not build on one holder: let the store decide, by a token that it compares.';
		case 'no-stale-write':
			if (propertyOf(world, promise) === 'double-effect')
				return 'Let the store drop a job that it has done before (`dedupes`), for longer than a repeat can take.';
			return looks
				? 'The numbers started over here. Keep the counter where no fault takes it: on several servers, or in a record that nobody deletes.'
				: 'Send the token of the grant with each write, to a store that refuses a lower one (`store safe fenced`).';
		case 'no-lost-update':
			return looks
				? 'Raise the fence before you read (`A advance account`), or let the store compare versions as well (fenced-cas).'
				: 'Let the store compare the version that the write was computed from (cas), or a token that is raised before reading.';
		case 'not-locked-out':
			return looks
				? 'The numbers started over, or another write came first. Keep the counter when a record is deleted; after a wrong version read again and try once more.'
				: 'Another write came first. Read again and try once more.';
		case 'goes-on':
			return 'Give the lock an end by a time or by a session, or have somebody at hand who takes it away (`locks revoke account`).';
	}
}

/** How many of the faults that can happen break a promise, in few signs: `3 of 8`. */
export function brokenCount(cells: readonly KeptCell[]): string {
	const asked = cells.filter(({verdict}) => verdict !== 'does-not-apply');
	const broken = asked.filter(({verdict}) => verdict === 'broken');
	const unknown = asked.filter(({verdict}) => verdict === 'unknown');
	if (asked.length === 0) return '-';
	return `${broken.length}${unknown.length === 0 ? '' : '?'}/${asked.length}`;
}

/** What comes of a design without any fault, as a sentence. */
export function calmSentence(cells: readonly KeptCell[]): string {
	const broken = cells.filter(({verdict}) => verdict === 'broken').length;
	if (broken > 0)
		return `Without any fault ${counted(broken, 'promise')} ${broken === 1 ? 'breaks' : 'break'} already.`;
	return cells.some(({verdict}) => verdict === 'unknown')
		? 'Without any fault the search was too big.'
		: 'Without any fault every promise is kept.';
}

/** How the verdicts were found, for whoever reads a table. */
export const howJudged: readonly string[] = [
	'Every schedule was searched, with one fault of the kind that the row names.',
	'A client that has begun takes its next step as soon as it can, unless a fault keeps it from that. So a slow client is a fault too: the row `pause`.',
	'A verdict is about the world that stands above it, with its clients and its times, and about no other.',
];

/** How far a judging has come. */
export function judgingSentence(row: Row, done: number, states: number): string {
	return `${rowLabel(row)} (${done + 1} of ${faultRows.length + 1}): ${grouped(states)} states`;
}

/** What people build and no world of the catalogue says, each with why. */
export const notModelled: readonly string[] = [
	'A transaction on the key of the lock, as in etcd with its data in etcd: the lock and the data are one store there, and no store here knows the live grant.',
	'Writes over the session that holds an advisory lock: the connection is lock and path to the data at once.',
	'Advisory locks of a transaction: they end at the commit, so they cover no work outside it. The rule transactional comes closest.',
	'The receipt handle of a queue: a number of identity that goes back to the queue only. The queue is a lease here, and its effect is a job.',
	"A counter of the team's own in the item of the DynamoDB lock client, and its `holdLockOnServiceUnavailable`.",
	'A lease on the very blob that is written (Azure): there too the store knows the live grant.',
	'A pool of several connections, where the unlock goes to another than the lock.',
	'A failover of PostgreSQL to a standby that lacks commits which were acknowledged.',
	'A majority of stores: where several stores are written here, all have to answer.',
	'Two processes that live at once under one name, where one gives back what the other holds.',
];
