import type {RejectReason} from './event.js';
import type {Grant} from './world.js';

/**
 * A property that an event violates, with the facts that show it. `store`: null where a lock is at fault, and not a store.
 * `of.events`: the event that violates, then the earlier one that it is at odds with: of a lost update the write that is lost, of a client that
 * is locked out the grant that it holds. `of.grants`: whose operation each of them was, in the same order. `of.resource`: the lock, or what is kept in the store.
 */
export type Violation =
	| {readonly property: 'two-believers' | 'two-grants' | 'token-regress'; readonly store: null; readonly of: AtOdds}
	| {readonly property: 'stale-write' | 'late-write'; readonly store: string; readonly of: AtOdds}
	/** `version`: the one that the store was at; `basedOn`: the one that the write came from. */
	| {
			readonly property: 'lost-update';
			readonly store: string;
			readonly of: AtOdds & {readonly version: number; readonly basedOn: number | null};
	  }
	/** `keys`: the one written now, and the one written earlier. */
	| {
			readonly property: 'torn-write';
			readonly store: string;
			readonly of: AtOdds & {readonly keys: readonly [string, string]};
	  }
	| {readonly property: 'double-effect'; readonly store: string; readonly of: AtOdds & {readonly job: string}}
	| {readonly property: 'locked-out'; readonly store: string; readonly of: AtOdds & {readonly reason: RejectReason}};

/** What happens now, and what happened before and does not go with it. */
type AtOdds = {
	readonly resource: string;
	readonly events: readonly [number, number];
	readonly grants: readonly [GrantShown, GrantShown];
};

/** Whose an operation was, with the token it carried and the grant it came under; null where there is none. `event`: the number of the event that shows it. */
export type GrantShown = {
	readonly client: string;
	readonly token: number | null;
	readonly grant: Grant | null;
	readonly event: number;
};

/** The facts of a violation by what happens now and what happened before. */
export function atOdds(resource: string, now: GrantShown, before: GrantShown): AtOdds {
	return {resource, events: [now.event, before.event], grants: [now, before]};
}
