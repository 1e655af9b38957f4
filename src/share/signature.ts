import type {Event} from '../sim/event.js';
import {rulesVersion} from '../sim/rules-version.js';
import {eventsDigest} from './digest.js';

/** What a run is said to come to, where it was made. */
type Claimed = {readonly digest: string; readonly rules: number};

/**
 * Whether a run gives the events that are claimed of it: `same`, `different`, `other-rules` where that cannot be known, and `unsigned` where nothing is claimed.
 */
export type Verdict = 'same' | 'different' | 'other-rules' | 'unsigned';

/** The comment that a saved script ends with, so that whoever replays it learns whether it still comes to the same. */
export function signature(events: readonly Event[]): string {
	return `# events ${eventsDigest(events)} under rules ${rulesVersion}`;
}

/** What a script claims in such a comment, the last one if there are several; or null. */
export function claimedBy(script: string): Claimed | null {
	const found = [...script.matchAll(/^# events ([0-9a-f]{8}) under rules (\d{1,6})[ \t]*\r?$/gm)].at(-1);
	const [, digest, rules] = found ?? [];
	return digest === undefined || rules === undefined ? null : {digest, rules: Number(rules)};
}

/** Whether events are those that are claimed. */
export function verdictOn(claimed: Claimed | null, events: readonly Event[]): Verdict {
	if (claimed === null) return 'unsigned';
	if (claimed.rules !== rulesVersion) return 'other-rules';
	return eventsDigest(events) === claimed.digest ? 'same' : 'different';
}

/** The verdict as a sentence. */
export function verdictSentence(verdict: Verdict): string {
	switch (verdict) {
		case 'same':
			return 'It gives the same events as when it was shared.';
		case 'different':
			return 'It does NOT give the same events as when it was shared: what happens here is not what its author saw.';
		case 'other-rules':
			return 'It was shared under other rules of the simulated world, so what happens here may not be what its author saw.';
		case 'unsigned':
			return 'It does not say which events its author saw, so there is nothing to compare. A code, and a script written by /save, do.';
	}
}
