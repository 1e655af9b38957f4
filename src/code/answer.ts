import type {Happening} from '../sim/event.js';
import {own} from '../sim/own.js';
import type {Report} from '../sim/report.js';
import type {Instant} from '../sim/time.js';
import type {Ask} from './ask.js';

/**
 * What the client is told of an ask that the simulator has served, as plain data; null where it is told nothing yet, because it waits for the lock.
 * `now`: the moment, or null where the client is not told times. Fails: throws when nothing was answered, which is our error.
 */
export function answerOf(ask: Ask, reports: readonly Report[], now: Instant | null): object | null {
	const outcome = reports.flatMap((report) => (report.kind === 'concluded' ? report.last.answers : []))[0]?.outcome;
	if (outcome === 'unknown') return noAnswerTo(ask);
	const answer = servedAnswer(ask, reports, now);
	if (answer === undefined) throw new Error(`Nobody answered ${ask.kind}: ${JSON.stringify(reports)}`);
	return answer;
}

/** What whoever serves an ask says to it, whether or not that reaches the client; null as above, and undefined where nobody has said anything. */
export function servedAnswer(ask: Ask, reports: readonly Report[], now: Instant | null): object | null | undefined {
	const denial = ask.kind === 'acquire' ? null : {ok: false};
	for (const report of reports) {
		if (report.kind === 'denied') return denial;
		if (report.kind !== 'happened') continue;
		if (report.happening.kind === 'denied') return denial;
		const answer = answerIn(report.happening, ask, now);
		if (answer !== null) return answer;
	}
	return undefined;
}

/** What the client is told where no answer will come; null where it waits for the lock, and so asks again. */
export function noAnswerTo({kind}: Ask): object | null {
	return kind === 'acquire' ? null : {unknown: true};
}

function answerIn(happening: Happening, {key = ''}: Ask, now: Instant | null): object | null {
	switch (happening.kind) {
		case 'granted':
		case 'renewed':
			return {
				ok: true,
				...(happening.kind === 'granted' ? {token: happening.token} : {}),
				...(now === null ? {} : {expiresAt: happening.expiresAt === null ? null : happening.expiresAt + now}),
			};
		case 'released':
			return {ok: true};
		case 'renew-denied':
		case 'release-denied':
			return {ok: false};
		case 'asked':
			return {ok: happening.ok};
		case 'read':
			return {value: own(happening.values, key) ?? null, version: happening.version};
		case 'accepted':
			return {accepted: true, version: happening.version};
		case 'advanced':
		case 'deduplicated':
			return {accepted: true};
		case 'rejected':
			return {accepted: false, reason: happening.reason};
		default:
			return null;
	}
}
