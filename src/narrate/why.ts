import {sayDuration} from '../language/duration.js';
import {printRule} from '../language/print-service.js';
import {visible} from '../language/visible.js';
import type {Happening} from '../sim/event.js';
import {machineOf} from '../sim/lock/registry.js';
import {ruleOf} from '../sim/store/registry.js';
import type {StoreRule} from '../sim/store/rule.js';
import {idleTimeoutOf} from '../sim/store/transactional.js';
import type {Spec} from '../sim/world.js';
import {believesBySession, lastsAsItsConnection} from './endless.js';
import {isAsText} from './fence.js';
import {type Reading, wholeReading} from './reading.js';
import {refusalSentence} from './refusal.js';
import {violationSentence} from './violation.js';

type Rejected = Extract<Happening, {kind: 'rejected'}>;

/** The rule behind an event that said no, lost something or broke a property, in one or two sentences; null for an event that needs no reason. */
export function whyReason(event: Happening, spec: Spec, reading: Reading = wholeReading): string | null {
	switch (event.kind) {
		case 'denied':
			return whyDenied(event, spec);
		case 'queued':
			if (event.store !== undefined)
				return `A row that a transaction has locked, or has written, is its own until it commits or rolls back: every other for update and write of ${event.lock} waits, in the order they came. ${event.client} stands right behind ${event.behind}.`;
			return `${event.lock} is kept by a queue. A client that asks stands in line, and gets the lock when everybody before it has gone. ${event.client} watches ${event.behind}, who stands right before it.`;
		case 'left':
			return `${event.client} gave up its place, so nobody will grant it ${event.lock} when its turn would have come.`;
		case 'renewed':
			return event.of === undefined
				? null
				: `owner-check is off, so the lock service renews for whoever asks. The lease that is there belongs to ${event.of}, and ${event.client} now believes that it is its own.`;
		case 'renew-denied':
			return `A lease is renewed only for its holder, and before it expires. By the lock service's own record ${event.client} does not hold ${event.lock} now.`;
		case 'release-denied':
			return `A lock is released only by its holder, so that nobody gives away what is another's. ${event.client} does not hold ${event.lock} now, so nothing changed.`;
		case 'asked':
			return event.ok
				? `The lock service looked at its own record: ${recordOf(event, spec)}. That was true when it answered, and says nothing about a moment later.`
				: `The lock service looked at its own record: ${event.client} does not hold ${event.lock} now.`;
		case 'revoked':
			return `By the record of the lock service nobody holds ${event.lock} now. ${event.client} learns of it only where the system tells it, as one that keeps sessions does.`;
		case 'expired':
			if (lastsAsItsConnection(spec, event.lock))
				return `The lock lasts as long as its connection, and the server has learned that this one is over. Nobody tells ${event.client}. From now on the server may grant ${event.lock} to another.`;
			return `A lease ends at its time whether or not its holder knows. From now on the lock service may grant ${event.lock} to another${isJudgedByAskers(event.lock, spec) ? ', by whose own clock the record is over' : ''}.`;
		case 'checked':
			return event.ok
				? `${event.client} compared its own clock with its own deadline. The lock service was not asked, and anything can happen between this check and the next step.`
				: `By its own clock ${event.client} has no deadline ahead for ${event.lock}: it never got the lock, gave it back, or the time is over.`;
		case 'accepted':
			return whyAccepted(event, spec, reading);
		case 'rejected':
			return whyRejected(event, spec);
		case 'unknown':
			return `The ${event.what} may have arrived, may be lost, or may still arrive later: ${event.client} cannot tell which from where it stands.`;
		case 'believed':
			if (event.until === null && !believesBySession(spec, event.lock))
				return `${event.client} counts no deadline: it believes this until a release, a denied renewal, a failed ask or a rejected write tells it otherwise.`;
			return event.until === null
				? `${event.client} believes this until it hears that its session is over, and a client that is paused or cut off hears nothing.`
				: `${event.client} counts from the moment it sent the request, so by honest clocks its own deadline is never later than the lease.`;
		case 'disbelieved':
			return `Belief ends at the deadline by the client's own clock, on a release, on a denied renewal, when the client hears that its session is over, on a write rejected for its token, on a failed ask, and in a crash.`;
		case 'violated':
			return violationSentence(event);
		case 'deduplicated':
			return `${event.store} remembers the jobs it has applied. ${visible(event.job)} is one of them, so it answers as it did then and applies nothing.`;
		case 'staged':
			return `A write in a transaction is accepted, judged and seen at the commit. Until then the row is ${event.client}'s own, and every other for update and write of it waits.`;
		case 'rolled-back':
			return whyRolledBack(event, spec);
		case 'done':
			return event.refusal === undefined ? null : refusalSentence(event.refusal);
		case 'acquire-sent':
		case 'granted':
		case 'released':
		case 'paused':
		case 'suspended':
		case 'work-begun':
		case 'worked':
		case 'resumed':
		case 'crashed':
		case 'restarted':
		case 'clock-stepped':
		case 'cut':
		case 'healed':
		case 'voted':
		case 'sent':
		case 'delivered':
		case 'dropped':
		case 'begun':
		case 'committed':
		case 'advanced':
		case 'failed-over':
			return null;
		case 'read':
			return event.forUpdate === true
				? `${event.store} gave ${event.client} the row ${event.resource} for update: nobody else can lock it or write it until ${event.client} commits or rolls back.`
				: null;
	}
}

/** The rule behind an event, to stand beside the sentence that tells the event: it says nothing again. */
export function whyBeside(event: Happening, spec: Spec, reading: Reading): string | null {
	if (event.kind !== 'rejected' || event.reason !== 'stale-token' || event.what === 'read')
		return whyReason(event, spec, reading);
	return `${event.store} is ${ruleIn(spec, event.store)?.name ?? 'gone'}, and ${isAsText(event) ? 'it compares tokens as text' : 'that is its rule'}.`;
}

/** Why a line was refused: by the task alone, or by the world. */
export function whyRefused(isByTask: boolean, isOfSetUp: boolean): string {
	if (isByTask) return 'The task leaves it out; the world itself would take it.';
	return isOfSetUp
		? 'What is declared holds from the beginning on: under another rule what has happened here could not have happened.'
		: 'Nothing was changed. When the world has changed, the same line may be possible.';
}

function recordOf({client, lock}: Extract<Happening, {kind: 'asked'}>, spec: Spec): string {
	return lastsAsItsConnection(spec, lock)
		? `the connection of ${client} holds ${lock}`
		: `the lease of ${client} on ${lock} has not expired`;
}

function whyDenied(
	{client, lock, reason, heldBy, recordOf, dead, retryAfter}: Extract<Happening, {kind: 'denied'}>,
	spec: Spec,
): string {
	if (recordOf !== undefined) {
		const left = retryAfter === undefined ? 'is not over' : `is over only in ${sayDuration(retryAfter)}`;
		return `The grant of ${dead ? `a dead process of ${recordOf}` : recordOf} is over, so nobody holds ${lock}. Its record still stands, and each asker judges it by its own clock: by that of ${client} it ${left}.`;
	}
	const later =
		retryAfter === undefined
			? 'Try again when the lease is over or given back.'
			: `It ends by itself in ${sayDuration(retryAfter)} unless it is renewed.`;
	switch (reason) {
		case 'held':
			return heldBy === undefined
				? whyNotFree(lock, retryAfter, spec)
				: `${dead ? `A dead process of ${heldBy}` : heldBy} has a lease on ${lock} that has not expired, and a lock has one holder at a time. ${later}`;
		case 'not-holder':
			return `The lock service does this only for the holder of ${lock}, and ${client} is not that.`;
		case 'no-quorum':
			return `Fewer than a majority of the nodes granted ${lock} to ${client}, and a majority is what makes a holder.`;
		case 'no-replicas':
			return `${client} waits until enough replicas have its grant, and too few had it in time. The key stays on the primary until its time is over, and nobody believes that it holds ${lock}.`;
		case 'gave-up':
			return `${client} was ready to wait for so long and no longer. It leaves the line, so that nobody grants it ${lock} when its turn would have come.`;
		case 'too-late':
			return `A majority granted ${lock}, but by the time ${client} had counted the votes, nothing of the lease was left.`;
	}
}

function isJudgedByAskers(lock: string, spec: Spec): boolean {
	const service = spec.locks.find(({name}) => name === lock)?.service;
	return service !== undefined && machineOf(service).goesByClientClocks(service.options);
}

function whyNotFree(lock: string, retryAfter: number | undefined, spec: Spec): string {
	const left = retryAfter === undefined ? '' : `, for ${sayDuration(retryAfter)} more`;
	const service = spec.locks.find(({name}) => name === lock)?.service;
	const because = service === undefined ? null : machineOf(service).closedBecause;
	return because === null
		? `Nobody may have ${lock} yet: the lock service keeps it back${left}.`
		: `Nobody holds ${lock}, but ${because}${left}. That leaves a slow holder time to stop.`;
}

/** What a store without a rule does. */
const takesAll = 'accepts every write that comes, and cannot know whose lease is over';

function whyAccepted(
	{client, store, token, highest}: Extract<Happening, {kind: 'accepted'}>,
	spec: Spec,
	{rules}: Reading,
): string | null {
	const rule = ruleIn(spec, store);
	if (rule === null) return null;
	if (!rules) return rule.looks.anything ? null : `${store} ${takesAll}.`;
	const sent = rule.looks.tokens ? `; ${client} sent ${token ?? 'none'}` : '';
	const now = rule.ratchets ? `, and the highest is ${highest ?? 'none'} now` : '';
	return `${ruleSentence(spec, store)}: ${rule.passes}${sent}${now}.`;
}

function whyRejected(event: Rejected, spec: Spec): string {
	const {client, store, resource, token} = event;
	const found = ruleIn(spec, store);
	const rule = found?.name ?? 'gone';
	switch (event.reason) {
		case 'token-required':
			return `${store} is ${rule}: it decides by the token, and ${client} sent none. A token comes with a grant: ${client} acquire ${resource}`;
		case 'stale-token':
			return whyStale(event, found);
		case 'rejected-by-rule':
			return found?.optionsFirst === true
				? `${ruleSentence(spec, store)}, and that is so: ${whatItMet(event)}.`
				: `${store} is ${rule}: it rejects ${found?.rejects ?? 'this'}; ${client} sent ${token ?? 'none'}.`;
		case 'retired-token':
			return `${store} is ${rule}: when another token comes, the one before it is retired for good. ${token ?? 'The token'} was retired earlier.`;
		case 'not-equal':
			return `${store} is ${rule}: it keeps the first token it got and accepts no other; ${client} sent ${token ?? 'none'}.`;
		case 'no-transaction':
			return `What ${client} sent belongs to a transaction that ${store} has no more: it was rolled back, or it is over. Nothing of it is in ${store}, so begin anew: ${client} begin ${store}`;
		case 'deadlock':
			return `${client} would have waited for one who waits for ${client}. ${store} ends such a circle at the request that would close it: it rolls that transaction back, and the others go on. Lock rows in the same order everywhere.`;
		case 'version-mismatch':
			return `${store} is ${rule}: it accepts a write only if that was based on the version it has now, and this one was not. Read again, then redo the change: ${client} read ${resource}`;
	}
}

function whyStale(event: Rejected, rule: StoreRule | null): string {
	const {client, store, what, token, highest} = event;
	if (isAsText(event)) return `${store} compares tokens as text, and as text ${token} comes before ${highest}.`;
	const sent = token ?? 'none';
	const limit = highest ?? 'none';
	if (what === 'read')
		return `${store} looks at the token of reads too: it rejects any token lower than ${limit}, the highest it has processed; ${client} sent ${sent}.`;
	return `${store} is ${rule?.name ?? 'gone'}: it rejects ${rule?.rejects ?? 'any token lower than'} ${limit}, the highest it has processed; ${client} sent ${sent}.`;
}

function whyRolledBack({client, store, because}: Extract<Happening, {kind: 'rolled-back'}>, spec: Spec): string | null {
	switch (because) {
		case undefined:
		case 'starts-over':
			return null;
		case 'nothing':
			return `${store} has no transaction of ${client}: it was over already, or never began.`;
		case 'crashed':
			return `A transaction lives as long as its connection, and the connection as long as its process. What ${client} had written was never seen by anybody.`;
		case 'idle': {
			const declared = spec.stores.find(({name}) => name === store);
			const time = declared === undefined ? '' : `, ${sayDuration(idleTimeoutOf(declared))}`;
			return `${store} waits for a silent transaction no longer than its idle-timeout${time}. ${client} is not told: it learns of it from the answer to what it sends next.`;
		}
		case 'deadlock':
			return `${client} had a row that another waited for, and asked for one that led back to itself. One of them has to give way.`;
		case 'store-crashed':
			return `What is not committed is in memory only. ${store} begins again from what was committed.`;
	}
}

/** What a store is, or when it rejects if its rule is one's own. */
function ruleSentence({stores}: Spec, name: string): string {
	const store = stores.find((each) => each.name === name);
	if (store === undefined) return `${name} is gone`;
	return ruleOf(store).optionsFirst === true ? `${name} ${printRule(store)}` : `${name} is ${store.rule}`;
}

/** What a condition compared. */
function whatItMet({client, token, highest, basedOn}: Rejected): string {
	const base =
		basedOn === undefined ? '' : `, its write is based on ${basedOn === null ? 'no version' : `version ${basedOn}`}`;
	return `${client} sent ${token === null ? 'no token' : `token ${token}`}${base}, and the highest is ${highest ?? 'none'}`;
}

function ruleIn(spec: Spec, store: string): StoreRule | null {
	const found = spec.stores.find(({name}) => name === store);
	return found === undefined ? null : ruleOf(found);
}
