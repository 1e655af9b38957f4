import {listed} from '../language/cursor.js';
import {sayDuration} from '../language/duration.js';
import {visible} from '../language/visible.js';
import type {Event, Happening} from '../sim/event.js';
import {pulse} from '../sim/pulse.js';
import type {Spec} from '../sim/world.js';
import {believesBySession, hasSession, lastsAsItsConnection} from './endless.js';
import {isAsText} from './fence.js';
import {asRead, type Reading, wholeReading} from './reading.js';
import {refusalSentence} from './refusal.js';
import {byNumber, type Pointer, violationSentence} from './violation.js';

/** What an event says, as one plain sentence in the present tense: `LOCK grants account to A with token 33 until 10 s.` `spec`: of its world; null where a session bounds whatever has no end. */
export function sentence(
	event: Happening,
	pointer: Pointer = byNumber,
	spec: Spec | null = null,
	reading: Reading = wholeReading,
): string {
	return clauseOf(asRead(event, reading) ?? event, inPresent, pointer, spec, reading);
}

/** How many replicas follow the primary of the lock that has most; 0 where none has a primary. */
function mostReplicas(spec: Spec | null): number {
	const counts = spec?.locks.map(({service}) => Number(service.options['replicas'] ?? 0)) ?? [1];
	return Math.max(0, ...counts);
}

/** The same without how long a grant, a renewal, a belief or a denial lasts: `LOCK grants account to A with token 33.` Runs at different speeds are told alike by it. */
export function timelessSentence(event: Happening): string {
	return clauseOf(withoutRetry(event), inPresent, byNumber, null, wholeReading, () => '');
}

function withoutRetry(event: Happening): Happening {
	if (event.kind !== 'denied') return event;
	const {retryAfter, ...denied} = event;
	return denied;
}

/** The events with their sentences; the votes of several nodes in one round are one. */
export function sentences(
	events: readonly Event[],
	pointer: Pointer = byNumber,
	spec: Spec | null = null,
	reading: Reading = wholeReading,
): readonly {readonly event: Event; readonly text: string}[] {
	const lines: {readonly event: Event; readonly text: string; readonly votes: readonly Vote[]}[] = [];
	for (const event of events) {
		pulse();
		const last = lines.at(-1);
		const [first] = last?.votes ?? [];
		const joins =
			last !== undefined &&
			first !== undefined &&
			event.kind === 'voted' &&
			isSameRound(first, event) &&
			last.event.at === event.at;
		if (joins) {
			const votes = [...last.votes, event];
			lines[lines.length - 1] = {event: last.event, text: `${saidOfVotes(votes, inPresent)}.`, votes};
		} else
			lines.push({event, text: sentence(event, pointer, spec, reading), votes: event.kind === 'voted' ? [event] : []});
	}
	return lines.map(({event, text}) => ({event, text}));
}

/** What several nodes did in one round, in the past tense and without an end: `n1, n2 and n3 stored A's value for x; n4 did not`. Empty without votes. */
export function votesClause(votes: readonly Vote[]): string {
	return saidOfVotes(votes, (_, past) => past);
}

const inPresent: Tense = (present) => present;

/** What one node did. */
export type Vote = Extract<Happening, {kind: 'voted'}>;

function isSameRound(one: Vote, other: Vote): boolean {
	return one.client === other.client && one.lock === other.lock && one.does === other.does;
}

function saidOfVotes(votes: readonly Vote[], tense: Tense): string {
	const [first] = votes;
	if (first === undefined) return '';
	const yes = votes.filter(({ok}) => ok).map(({node}) => node);
	const no = votes.filter(({ok}) => !ok).map(({node}) => node);
	const refuse = `${no.length > 1 ? tense('do', 'did') : tense('does', 'did')} not`;
	if (yes.length === 0)
		return `${listed(no, 'and')} ${refuse} ${deeds[first.does].plural[0]} ${first.client}'s value for ${first.lock}`;
	const verb = deeds[first.does][yes.length > 1 ? 'plural' : 'single'];
	const agreed = `${listed(yes, 'and')} ${tense(verb[0], verb[1])} ${first.client}'s value for ${first.lock}`;
	return no.length === 0 ? agreed : `${agreed}; ${listed(no, 'and')} ${refuse}`;
}

const deeds = {
	set: {single: ['stores', 'stored'], plural: ['store', 'stored']},
	extend: {single: ['extends', 'extended'], plural: ['extend', 'extended']},
	delete: {single: ['deletes', 'deleted'], plural: ['delete', 'deleted']},
	get: {single: ['has', 'had'], plural: ['have', 'had']},
} as const satisfies Record<Vote['does'], Record<'single' | 'plural', readonly [present: string, past: string]>>;

type Tense = (present: string, past: string) => string;

function clauseOf(
	event: Happening,
	tense: Tense,
	pointer: Pointer,
	spec: Spec | null,
	reading: Reading,
	ending = until,
): string {
	switch (event.kind) {
		case 'acquire-sent':
			return `${event.client} ${tense('asks', 'asked')} LOCK for ${event.lock}.`;
		case 'granted':
			return event.again
				? `LOCK ${tense('tells', 'told')} ${event.client} that it still ${tense('holds', 'held')} ${event.lock}${withToken(event.token)}${ending(event.expiresAt, grantWords(spec, event.lock))}.`
				: `LOCK ${tense('grants', 'granted')} ${event.lock} to ${event.client}${withToken(event.token)}${ending(event.expiresAt, grantWords(spec, event.lock))}.`;
		case 'denied':
			if (event.reason === 'gave-up') return `${event.client} ${tense('waits', 'waited')} no longer for ${event.lock}.`;
			return `LOCK ${tense('denies', 'denied')} ${event.lock} to ${event.client}${denial(event, tense)}.`;
		case 'queued':
			if (event.store !== undefined)
				return `${event.client} ${tense('waits', 'waited')} for the row ${event.lock} at ${event.store}, right behind ${event.behind}.`;
			return `${event.client} ${tense('stands', 'stood')} in line for ${event.lock}, right behind ${event.behind}.`;
		case 'left':
			return `${event.client} ${tense('leaves', 'left')} the line for ${event.lock}.`;
		case 'renewed':
			if (event.of !== undefined)
				return `LOCK ${tense('renews', 'renewed')} ${event.lock} for ${event.client}, but what it ${tense('lengthens', 'lengthened')} is the lease of ${event.of}${withToken(event.token)}${ending(event.expiresAt, grantWords(spec, event.lock), ', ')}.`;
			return `LOCK ${tense('renews', 'renewed')} the lease of ${event.client} on ${event.lock}${withToken(event.token)}${ending(event.expiresAt, grantWords(spec, event.lock))}.`;
		case 'renew-denied':
			return `LOCK ${tense('does', 'did')} not renew ${event.lock} for ${event.client}.`;
		case 'released':
			if (event.holds !== undefined)
				return `${event.client} ${tense('gives', 'gave')} one hold of ${event.lock} back; ${event.holds} ${event.holds === 1 ? 'is' : 'are'} left.`;
			if (event.shared === true)
				return `${event.client} ${tense('gives', 'gave')} ${event.lock} back; over the same connection another ${tense('holds', 'held')} it still.`;
			if (event.later === true)
				return `The least time of ${event.lock} is over; LOCK ${tense('frees', 'freed')} it, since ${event.client} has given it back.`;
			return `${event.client} ${tense('gives', 'gave')} ${event.lock} back; LOCK ${tense('frees', 'freed')} it.`;
		case 'release-denied':
			return `LOCK ${tense('does', 'did')} not release ${event.lock} for ${event.client}; nothing ${tense('changes', 'changed')}.`;
		case 'asked':
			return `${event.client} ${tense('asks', 'asked')} whether it still ${tense('holds', 'held')} ${event.lock}; LOCK ${tense('says', 'said')} ${event.ok ? 'yes' : 'no'}.`;
		case 'voted':
			return `${saidOfVotes([event], tense)}.`;
		case 'expired':
			if (spec !== null && lastsAsItsConnection(spec, event.lock))
				return `The connection of ${event.client} ${tense('ends', 'ended')}, and with it its lock on ${event.lock}.`;
			return `The lease of ${event.client} on ${event.lock}${withToken(event.token)} ${tense('expires', 'expired')}.`;
		case 'revoked':
			return `An operator ${tense('takes', 'took')} ${event.lock}${withToken(event.token)} away from ${event.client}.`;
		case 'paused':
			return 'client' in event
				? `${event.client} ${tense('stops', 'stopped')}: its process ${tense('is', 'was')} paused.`
				: `LOCK ${tense('stands', 'stood')} still: its process or its machine ${tense('is', 'was')} paused.`;
		case 'suspended':
			return `${event.client} ${tense('stops', 'stopped')}: its machine ${tense('sleeps', 'slept')}, and its clock stands still.`;
		case 'work-begun':
			return `${event.client} ${tense('works', 'worked')} for ${sayDuration(event.for)} from now on, and ${tense('does', 'did')} nothing else.`;
		case 'worked':
			return `${event.client} ${tense('has', 'had')} done its work of ${sayDuration(event.for)}.`;
		case 'resumed':
			return `${'client' in event ? event.client : subject(event.actor)} ${tense('goes', 'went')} on where it stopped.`;
		case 'crashed':
			return `${subject(event.actor)} ${tense('crashes', 'crashed')}.`;
		case 'restarted':
			return `${subject(event.actor)} ${tense('starts', 'started')} again.`;
		case 'done':
			return event.ok
				? `${event.client} ${tense('has', 'had')} come to the end of its program.`
				: `${event.client} ${tense('ends', 'ended')} its program early${event.refusal === undefined ? '' : `: ${plainEnd(refusalSentence(event.refusal))}`}.`;
		case 'clock-stepped':
			if (event.rate !== undefined)
				return `The clocks of ${actor(event.actor)} ${tense('run', 'ran')} at ${event.rate} times the true rate from now on.`;
			return `The clock of ${actor(event.actor)} ${tense('steps', 'stepped')} ${event.by < 0 ? 'back' : 'forward'} by ${sayDuration(Math.abs(event.by))}.`;
		case 'cut':
			return `The network between ${actor(event.from)} and ${listed(event.to.map(actor), 'and')} ${tense('is', 'was')} cut.`;
		case 'healed':
			return `The network between ${actor(event.from)} and ${listed(event.to.map(actor), 'and')} ${tense('works', 'worked')} again.`;
		case 'sent':
			return `#${event.id} (${visible(event.what)}${event.byItself ? ' in the background' : ''}) ${tense('is', 'was')} on its way from ${actor(event.from)} to ${actor(event.to)}.`;
		case 'delivered':
			return `#${event.id} ${tense('arrives', 'arrived')}.`;
		case 'dropped':
			return `#${event.id} ${tense('is', 'was')} lost.`;
		case 'read':
			return `${event.client} ${tense('reads', 'read')} ${event.resource} from ${event.store}${event.forUpdate ? ` and ${tense('locks', 'locked')} the row` : ''}: ${[...(reading.versions ? [`version ${event.version}`] : []), values(event.values)].join(', ')}.`;
		case 'begun':
			return event.again
				? `${event.client} ${tense('is', 'was')} in a transaction at ${event.store} already, and ${tense('stays', 'stayed')} in it.`
				: `${event.client} ${tense('begins', 'began')} a transaction at ${event.store}.`;
		case 'staged':
			return `${event.client} ${tense('writes', 'wrote')} ${visible(event.key)}=${visible(String(event.value))} in its transaction at ${event.store}; nobody else ${tense('sees', 'saw')} it before the commit.`;
		case 'committed':
			return `${event.client} ${tense('commits', 'committed')} its transaction at ${event.store}.`;
		case 'rolled-back':
			return rolledBack(event, tense);
		case 'accepted':
			return `${event.client} ${tense('writes', 'wrote')} ${visible(event.key)}=${visible(String(event.value))}${carrying(event.token, reading)}; ${event.store} ${tense('accepts', 'accepted')} it.`;
		case 'rejected':
			return `${event.client} ${attempts(event, tense)}${event.what === 'commit' ? '' : carrying(event.token, reading)}; ${event.store} ${tense('rejects', 'rejected')} it: ${rejection(event)}.`;
		case 'deduplicated':
			return `${event.client} ${tense('sends', 'sent')} ${visible(event.job)} again; ${event.store} ${tense('has', 'had')} applied it before and ${tense('applies', 'applied')} nothing.`;
		case 'advanced':
			return `${event.client} ${tense('raises', 'raised')} the fence of ${event.store} for ${event.resource}${event.token === null ? '' : ` to ${event.token}`}.`;
		case 'unknown':
			return `${event.client} ${tense('does', 'did')} not know how its ${visible(event.what)} came out: no reply ${tense('has', 'had')} come.`;
		case 'believed':
			return `${event.client} ${tense('believes', 'began to believe')} that it holds ${event.lock}${ending(event.until, beliefWords(spec, event.lock))}.`;
		case 'disbelieved':
			return `${event.client} ${tense('no longer believes', 'stopped believing')} that it holds ${event.lock}.`;
		case 'checked':
			return event.ok
				? `${event.client} ${tense('looks', 'looked')} at its own clock: by that, it still ${tense('holds', 'held')} ${event.lock}.`
				: `${event.client} ${tense('looks', 'looked')} at its own clock: by that, it ${tense('does', 'did')} not hold ${event.lock}.`;
		case 'failed-over':
			return mostReplicas(spec) === 0
				? `A new leader ${tense('takes', 'took')} over, without an outage.`
				: `${mostReplicas(spec) === 1 ? 'The replica' : 'One of the replicas'} ${tense('becomes', 'became')} the primary.`;
		case 'violated':
			return `${event.property}${event.store === null ? '' : ` on ${event.store}`}: ${visible(violationSentence(event, pointer))}`;
	}
}

function withToken(token: number | null): string {
	return token === null ? '' : ` with token ${token}`;
}

function until(moment: number | null, endless: string, before = ' '): string {
	return `${before}${moment === null ? endless : `until ${sayDuration(moment)}`}`;
}

function grantWords(spec: Spec | null, lock: string): string {
	return spec === null || hasSession(spec, lock) ? bySession : 'without an end';
}

function beliefWords(spec: Spec | null, lock: string): string {
	return spec === null || believesBySession(spec, lock) ? bySession : 'until something tells it otherwise';
}

const bySession = 'for as long as its session lives';

function carrying(token: number | null, {tokens}: Reading): string {
	if (token !== null) return ` with token ${token}`;
	return tokens ? ' without a token' : '';
}

function denial(
	{client, reason, heldBy, recordOf, dead, retryAfter}: Extract<Happening, {kind: 'denied'}>,
	tense: Tense,
): string {
	if (recordOf !== undefined) {
		const left =
			retryAfter === undefined
				? `${tense('is', 'was')} not over`
				: `${tense('has', 'had')} ${sayDuration(retryAfter)} left`;
		return `: nobody ${tense('holds', 'held')} it, but by the clock of ${client} the record of ${dead ? `a dead process of ${recordOf}` : recordOf} ${left}`;
	}
	const why =
		heldBy === undefined
			? denials[reason]
			: `${dead ? `a dead process of ${heldBy}` : heldBy} ${tense('holds', 'held')} it`;
	return `: ${why}${retryAfter === undefined ? '' : `, for ${sayDuration(retryAfter)} more at the most`}`;
}

function attempts({what, resource, key, value}: Extract<Happening, {kind: 'rejected'}>, tense: Tense): string {
	if (what === 'advance') return `${tense('advances', 'advanced')} ${resource}`;
	if (what === 'read') return `${tense('reads', 'read')} ${resource}`;
	if (what === 'commit') return tense('commits', 'committed');
	return `${tense('writes', 'wrote')} ${key === undefined ? resource : `${visible(key)}=${visible(String(value ?? ''))}`}`;
}

function rolledBack({client, store, because}: Extract<Happening, {kind: 'rolled-back'}>, tense: Tense): string {
	if (because === 'nothing')
		return `${client} ${tense('has', 'had')} no transaction at ${store} that could be rolled back.`;
	if (because === undefined) return `${client} ${tense('rolls', 'rolled')} its transaction at ${store} back.`;
	return `${store} ${tense('rolls', 'rolled')} the transaction of ${client} back: ${rollbacks[because]}.`;
}

/** A strict fence also rejects the very token it has processed. */
function rejection(event: Extract<Happening, {kind: 'rejected'}>): string {
	const {reason, highest, token} = event;
	if (reason !== 'stale-token' || highest === null) return rejections[reason];
	if (isAsText(event)) return `as text ${token} comes before ${highest}, the highest it has processed`;
	return `the token is ${token === highest ? 'not higher' : 'lower'} than ${highest}, the highest it has processed`;
}

function actor(name: string): string {
	if (name === 'primary' || name === 'replica') return `the ${name}`;
	return name === 'locks' ? 'LOCK' : name;
}

/** The same where a sentence begins. */
function subject(name: string): string {
	return actor(name).replace(/^the /, 'The ');
}

function values(read: Readonly<Record<string, string | number>>): string {
	const pairs = Object.entries(read).map(([key, value]) => `${key}=${value}`);
	return pairs.length === 0 ? 'no values' : visible(pairs.join(', '));
}

function plainEnd(text: string): string {
	return visible(text.replace(/\.$/, ''));
}

const denials = {
	held: 'it is not free yet',
	'not-holder': 'it is not the holder',
	'no-quorum': 'too few nodes agreed',
	'too-late': 'the votes came too late',
	'gave-up': 'it waits no longer',
	'no-replicas': 'too few replicas have it in time',
};

const rejections = {
	'token-required': 'it needs a token',
	'stale-token': 'the token is lower',
	'retired-token': 'a newer token has replaced this one',
	'not-equal': 'it is not the token it keeps',
	'version-mismatch': 'it was not based on the current version',
	'rejected-by-rule': 'its rule does not let it pass',
	'no-transaction': 'the transaction is over',
	deadlock: 'each would wait for the other for ever',
};

const rollbacks = {
	crashed: 'its process is dead',
	idle: 'nothing was heard of it for too long',
	deadlock: 'it waited, over others, for itself',
	'store-crashed': 'what is not committed does not outlive a loss of power',
	'starts-over': 'its program starts over',
};
