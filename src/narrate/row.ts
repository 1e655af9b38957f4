import {visible} from '../language/visible.js';
import type {DenyReason, Event, RejectReason} from '../sim/event.js';
import {isAsText} from './fence.js';

/** A moment in words. Units: takes ms, says seconds. */
export function seconds(ms: number): string {
	return `${ms / 1000} s`;
}

/** How long a lease or a belief lasts, in words. `endless`: the words for one that has no end. */
function untilWords(until: number | null, endless: string): string {
	return until === null ? endless : `until ${seconds(until)}`;
}

/**
 * What happened in a row of the diagram, each a clause without an end: `A asked for account`.
 * Names come as they are shown. Several clauses of one row are joined by who draws it.
 */
export const clause = {
	asked: (client: string, lock: string) => `${client} asked for ${lock}`,
	granted: (client: string, lock: string, token: number | null, again: boolean) =>
		`${lock} was granted to ${client}${withToken(token)}${again ? ' once more: it has it already' : ''}`,
	denied: (client: string, lock: string, reason: string) => `${lock} was denied to ${client}: ${reason}`,
	deniedAgain: (times: number, until: number) => `and ${times} more times until ${seconds(until)}`,
	queued: (client: string, lock: string, behind: string) => `${client} stands in line for ${lock} behind ${behind}`,
	queuedForRow: (client: string, row: string, store: string, behind: string) =>
		`${client} waits for the row ${row} at ${store} behind ${behind}`,
	left: (client: string, lock: string) => `${client} leaves the line for ${lock}`,
	renewed: (client: string, lock: string, lease: string, until: number | null, endless: string) =>
		`${client} renewed ${lock}; the ${lease} now runs ${untilWords(until, endless)}`,
	refused: (client: string, verb: string, lock: string) => `${client} asked to ${verb} ${lock} and was denied`,
	releasedLater: (client: string, lock: string) =>
		`the least time of ${lock} was over, so it was free: ${client} had given it back`,
	released: (client: string, lock: string) => `${client} released ${lock}`,
	askedWhether: (client: string, lock: string, yes: boolean) =>
		`${client} asked whether it still holds ${lock}: ${yes ? 'yes' : 'no'}`,
	ended: (client: string, lock: string, how: 'expired' | 'revoked' | 'closed') =>
		how === 'closed'
			? `the connection of ${client} ended, and with it its lock on ${lock}`
			: `the lease of ${client} on ${lock} ${how === 'expired' ? 'expired' : 'was revoked'}`,
	failedOver: (to: string | null) => (to === null ? 'a new leader took over' : `${to} became the primary`),
	askedNodes: (client: string, lock: string) => `${client} asked the nodes for ${lock}`,
	believed: (client: string, lock: string, until: number | null, endless: string) =>
		`${client} believes that it holds ${lock} ${untilWords(until, endless)}`,
	disbelieved: (client: string, lock: string) => `${client} no longer believes that it holds ${lock}`,
	paused: (client: string) => `${client} paused`,
	worksFor: (client: string, ms: number) => `${client} began to work for ${seconds(ms)}`,
	worked: (client: string) => `${client} had done its work`,
	suspended: (client: string) => `the machine of ${client} fell asleep`,
	resumed: (client: string, believes: boolean) => `${client} resumed${believes ? ' and still believes' : ''}`,
	crashed: (actor: string) => `${actor} crashed`,
	restarted: (actor: string) => `${actor} restarted`,
	clockStepped: (actor: string, by: string) => `the clock of ${actor} stepped by ${by}`,
	clockPaced: (actor: string, rate: number) => `the clocks of ${actor} run at ${rate} times the true rate`,
	cut: (from: string, to: string) => `the network between ${from} and ${to} was cut`,
	healed: (from: string, to: string) => `the network between ${from} and ${to} was healed`,
	ran: (client: string, ok: boolean) =>
		ok ? `the program of ${client} is done` : `the program of ${client} ended early`,
	checked: (client: string, lock: string, ok: boolean) =>
		`${client} checked its own clock: ${ok ? 'still in time' : 'too late'} for ${lock}`,
	unknown: (client: string) => `for ${client} the outcome is unknown`,
	unknownOf: (client: string, what: string) => `for ${client} the outcome of its ${what} is unknown`,
	unknownUntilThen: (client: string) => `for ${client} the outcome is unknown until then`,
	standsStill: (client: string, step: string) => `${client} stands still before its ${step}`,
	/** `token` undefined: nothing is said of it. */
	wrote: (client: string, value: string | null, token: number | null | undefined) =>
		`${client} wrote${value === null ? '' : ` ${value}`}${token === null ? ' without a token' : withToken(token ?? null)}`,
	askedTo: (client: string, what: string, token: number | null) =>
		`${client} asked to ${what}${token === null ? ' without a token' : withToken(token)}`,
	accepted: (store: string) => `${store} accepted`,
	rejected: (store: string, reason: string) => `${store} rejected (${reason})`,
	read: (client: string, resource: string) => `${client} read ${resource}`,
	readForUpdate: (client: string, resource: string) => `${client} read ${resource} for update`,
	locked: (store: string) => `${store} locked the row`,
	staged: (store: string) => `${store} keeps it for the commit`,
	began: (client: string) => `${client} began a transaction`,
	committed: (client: string) => `${client} committed`,
	transaction: (store: string, state: string) => `${store}: ${state}`,
	wantedCommit: (client: string) => `${client} wanted to commit`,
	rolledBack: (client: string) => `${client} rolled back`,
	wasRolledBack: (store: string, client: string) => `${store} rolled back the transaction of ${client}`,
	answered: (store: string, seen: string) => `${store} answered ${seen}`,
	repeated: (client: string, job: string) => `${client} sent ${job} again`,
	appliedBefore: (store: string) => `${store} had applied it before`,
	raised: (client: string, token: number | null) => `${client} raised the fence to token ${token ?? '-'}`,
	took: (store: string) => `${store} took it`,
	learned: (client: string, stores: string) => `${client} learned that ${stores} rejected it`,
	sent: (from: string, to: string, what: string, id: number, lost: boolean) =>
		`${from} sent ${what} to ${to} as message ${id}${lost ? ', which is lost' : ''}`,
	lostInBackground: (from: string, to: string, what: string) =>
		`${from} sent ${what} to ${to} in the background, which is lost`,
	got: (to: string, id: number, what: string, from: string) => `${to} got message ${id}, ${what}, from ${from}`,
	gotAnswer: (to: string, id: number, from: string) => `${to} got message ${id}, the answer of ${from}`,
	lost: (id: number, what: string, from: string) => `message ${id}, ${what}, from ${from} was lost`,
} as const;

/** Why a row is as it is, each a full sentence. Names come as they are shown. */
export const reason = {
	holds: (holder: string, lock: string, dead: boolean) =>
		`${dead ? `A dead process of ${holder}` : holder} holds ${lock}.`,
	recordStands: (asker: string, owner: string, lock: string, dead: boolean) =>
		`Nobody holds ${lock}, but by the clock of ${asker} the record of ${dead ? `a dead process of ${owner}` : owner} is not over.`,
	recordLeft: (ms: number) => `By that clock it has ${seconds(ms)} left.`,
	leaseLeft: (ms: number) => `The lease has ${seconds(ms)} left.`,
	doesNotKnow: (client: string, paused: boolean) =>
		`${client} does not know: ${paused ? 'it is paused' : 'it still believes'}.`,
	deadlinePassed: (client: string, until: number) =>
		`The deadline of ${client} was at ${seconds(until)}, and it has not looked at its clock since.`,
	noAnswer: (client: string, what: string) => `${client} has no answer to its ${what}: it may have happened or not.`,
	couldGoOn: (client: string) => `${client} could go on: nothing but the schedule keeps it, as a pause would.`,
} as const;

/** Why a lock was denied, as a full sentence. */
export function denialSentence(client: string, lock: string, why: DenyReason): string {
	const sentences: Record<DenyReason, string> = {
		held: `Somebody else holds ${lock}.`,
		'not-holder': `${client} is not the holder of ${lock} by the lock service's books.`,
		'no-quorum': `Fewer than a majority of the nodes said yes to ${client}.`,
		'too-late': `The answers took longer than the lease of ${client} lasts.`,
		'no-replicas': `Too few replicas had ${lock} in time; its key stays where it was set.`,
		'gave-up': `${client} was not ready to wait any longer for ${lock}.`,
	};
	return sentences[why];
}

/** Who holds a lock, beside the lane of a client that believes it does. */
export function holderWords(holder: string | null): string {
	return holder === null ? 'nobody holds it' : `${holder} holds it`;
}

/** Whose lease it is, where a stranger renewed it. */
export function leaseWords(holder: string): string {
	return `lease of ${holder}`;
}

/** Who has the lock that was denied. `dead`: a process of that client that has died. */
export function heldByWords(holder: string, dead: boolean): string {
	return `held by ${holder}${dead ? ' (died)' : ''}`;
}

/** Whose record barred the asker, though nobody holds. `dead`: as above. */
export function recordWords(owner: string, dead: boolean): string {
	return `record of ${owner}${dead ? ' (died)' : ''} stands`;
}

/** Why a lock was denied, in two or three words. */
export function denialWords(why: DenyReason): string {
	const words: Record<DenyReason, string> = {
		held: 'not free yet',
		'not-holder': 'not the holder',
		'no-quorum': 'no quorum',
		'too-late': 'too late',
		'gave-up': 'gives up',
		'no-replicas': 'too few replicas',
	};
	return words[why];
}

type Rejected = Extract<Event, {kind: 'rejected'}>;

/** Why a store rejected, as a full sentence. */
export function rejectionSentence(event: Rejected): string {
	const {store, token, highest, reason: why, basedOn} = event;
	const name = visible(store);
	const sent = token === null ? 'no token' : `token ${token}`;
	const sentences: Record<RejectReason, string> = {
		'token-required': `${name} takes nothing without a token, and none was sent.`,
		'stale-token':
			token !== null && token === highest
				? `${name} has processed token ${token} already and takes each only once.`
				: `${name} has already processed token ${highest ?? '?'}, and ${isAsText(event) ? `as text ${token} comes before it` : `${sent} is lower`}.`,
		'retired-token': `A newer token has retired ${sent} at ${name}.`,
		'not-equal': `${name} keeps the first token it saw, ${highest ?? '?'}, and ${sent} is another.`,
		'rejected-by-rule': `The rule of ${name} rejects it.`,
		'no-transaction': `The transaction that it belongs to is over at ${name}.`,
		deadlock: `It would wait for one who waits for it, so ${name} ends its transaction.`,
		'version-mismatch': `The write is based on ${basedOn === undefined || basedOn === null ? 'no version' : `version ${basedOn}`}, which is not the one in ${name}.`,
	};
	return sentences[why];
}

function withToken(token: number | null): string {
	return token === null ? '' : ` with token ${token}`;
}
