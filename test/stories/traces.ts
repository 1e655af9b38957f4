import type {Happening} from '../../src/sim/event.js';

/** Part of an event that a trace names: when, what, and the fields that matter. */
export type Traced = {readonly at: number} & {
	readonly [K in Happening['kind']]: {readonly kind: K} & Partial<Extract<Happening, {kind: K}>>;
}[Happening['kind']];

/**
 * The numbered traces as the brief on the domain gives them, by the name of the story: each event is in the history, in this order.
 * Units: ms, as there. Source: the brief on the domain, section 2.
 */
export const traces: Readonly<Record<string, readonly Traced[]>> = {
	's01-pause': [
		{at: 1, kind: 'granted', client: 'A', token: 33, expiresAt: 10_001},
		{at: 2, kind: 'believed', client: 'A', until: 10_000},
		{at: 6, kind: 'paused', client: 'A'},
		{at: 10_001, kind: 'expired', client: 'A', token: 33},
		{at: 10_501, kind: 'granted', client: 'B', token: 34, expiresAt: 20_501},
		{at: 10_507, kind: 'accepted', client: 'B', store: 'safe', token: 34, highest: 34, version: 1},
		{at: 15_006, kind: 'resumed', client: 'A'},
		{at: 15_007, kind: 'accepted', client: 'A', store: 'raw', token: 33, value: 110},
		{
			at: 15_007,
			kind: 'rejected',
			client: 'A',
			store: 'safe',
			what: 'write',
			token: 33,
			highest: 34,
			reason: 'stale-token',
		},
		{at: 15_007, kind: 'rejected', client: 'A', store: 'versioned', what: 'write', reason: 'version-mismatch'},
		{
			at: 15_007,
			kind: 'rejected',
			client: 'A',
			store: 'strong',
			what: 'write',
			token: 33,
			highest: 34,
			reason: 'stale-token',
		},
		{at: 15_009, kind: 'denied', client: 'A', reason: 'held', heldBy: 'B'},
		{at: 20_501, kind: 'expired', client: 'B', token: 34},
		{at: 20_502, kind: 'granted', client: 'A', token: 35},
	],
	's02-check': [
		{at: 9990, kind: 'checked', client: 'A', ok: true},
		{at: 9991, kind: 'paused', client: 'A'},
		{at: 10_001, kind: 'expired', token: 33},
		{at: 10_507, kind: 'accepted', client: 'B', store: 'raw'},
		{at: 15_007, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 15_007, kind: 'rejected', client: 'A', store: 'safe', reason: 'stale-token'},
	],
	's02-margin': [
		{at: 8990, kind: 'checked', client: 'A', ok: true},
		{at: 8991, kind: 'paused', client: 'A'},
		{at: 15_007, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 15_007, kind: 'rejected', client: 'A', store: 'safe', reason: 'stale-token'},
	],
	's02-remote': [
		{at: 9990, kind: 'asked', client: 'A', ok: true},
		{at: 9991, kind: 'paused', client: 'A'},
		{at: 15_007, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 15_007, kind: 'rejected', client: 'A', store: 'safe', reason: 'stale-token'},
	],
	's03-delayed-packet': [
		{at: 6, kind: 'unknown', client: 'A'},
		{at: 5007, kind: 'released', client: 'A', token: 33},
		{at: 6001, kind: 'granted', client: 'B', token: 34},
		{at: 6007, kind: 'accepted', client: 'B', store: 'safe', token: 34, highest: 34},
		{at: 6011, kind: 'released', client: 'B', token: 34},
		// Sent at 6, one millisecond on its way as ever, and 90 s more.
		{at: 90_007, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 90_007, kind: 'rejected', client: 'A', store: 'safe', token: 33, highest: 34, reason: 'stale-token'},
	],
	's09a-late-renewal': [
		{at: 10_000, kind: 'disbelieved', client: 'A'},
		{at: 10_001, kind: 'expired', client: 'A', token: 33},
		{at: 10_010, kind: 'granted', client: 'B', token: 34},
		{at: 10_041, kind: 'renew-denied', client: 'A', reason: 'not-holder'},
	],
	's09b-lost-reply': [
		{at: 9995, kind: 'renewed', client: 'A', token: 33, expiresAt: 19_995},
		{at: 10_000, kind: 'disbelieved', client: 'A'},
		{at: 10_001, kind: 'denied', client: 'B', heldBy: 'A'},
		{at: 19_995, kind: 'expired', client: 'A', token: 33},
	],
	's09c-slow-reply': [
		{at: 900, kind: 'granted', client: 'A', token: 33, expiresAt: 10_900},
		{at: 1800, kind: 'believed', client: 'A', until: 10_000},
		{at: 10_000, kind: 'disbelieved', client: 'A'},
		{at: 10_900, kind: 'expired', client: 'A', token: 33},
	],
	's10a-watchdog': [
		{at: 0, kind: 'granted', client: 'A', token: 33, expiresAt: 30_000},
		{at: 10_000, kind: 'renewed', client: 'A', token: 33, expiresAt: 40_000},
		{at: 12_000, kind: 'paused', client: 'A'},
		{at: 40_000, kind: 'expired', client: 'A', token: 33},
		{at: 41_000, kind: 'granted', client: 'B', token: 34},
		{at: 45_000, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 45_000, kind: 'rejected', client: 'A', store: 'safe', token: 33, highest: 34, reason: 'stale-token'},
	],
	's11-read-modify-write': [
		{at: 10_501, kind: 'granted', client: 'B', token: 34},
		{at: 10_506, kind: 'paused', client: 'B'},
		{at: 12_001, kind: 'accepted', client: 'A', store: 'safe', token: 33, highest: 33, version: 1, basedOn: 0},
		{at: 13_001, kind: 'accepted', client: 'B', store: 'safe', token: 34, highest: 34, version: 2, basedOn: 0},
		{at: 13_001, kind: 'rejected', client: 'B', store: 'versioned', reason: 'version-mismatch'},
		{at: 13_001, kind: 'rejected', client: 'B', store: 'strong', reason: 'version-mismatch'},
	],
	's11-closed': [
		{at: 10_504, kind: 'advanced', client: 'B', store: 'claimed', token: 34},
		{at: 12_001, kind: 'rejected', client: 'A', store: 'claimed', token: 33, highest: 34, reason: 'stale-token'},
		{at: 12_001, kind: 'rejected', client: 'A', store: 'turning', token: 33, highest: 34, reason: 'stale-token'},
		{at: 12_001, kind: 'accepted', client: 'A', store: 'looking', token: 33},
		{at: 13_001, kind: 'accepted', client: 'B', store: 'claimed', token: 34},
	],
	's13-counter-lost': [
		{at: 20_000, kind: 'crashed', actor: 'locks'},
		{at: 20_100, kind: 'restarted', actor: 'locks'},
		{at: 20_200, kind: 'granted', client: 'C', token: 1},
		{at: 20_200, kind: 'rejected', client: 'C', store: 'safe', token: 1, highest: 34, reason: 'stale-token'},
	],
	's15b-own-reorder': [
		{at: 0, kind: 'accepted', store: 'safe', token: 33, value: 'second'},
		{at: 500, kind: 'accepted', store: 'safe', token: 33, value: 'first'},
		{at: 500, kind: 'rejected', store: 'versioned', reason: 'version-mismatch'},
	],
	's28-clean-crash': [
		{at: 6, kind: 'crashed', actor: 'A'},
		{at: 10_001, kind: 'expired', client: 'A', token: 33},
		{at: 10_002, kind: 'granted', client: 'B', token: 34},
	],
	's04-clock-jump': [
		{at: 50, kind: 'believed', client: 'A', until: 9898},
		{at: 1000, kind: 'clock-stepped', actor: 'n3', by: 10_000},
		{at: 2050, kind: 'granted', client: 'B', token: null},
		{at: 2050, kind: 'believed', client: 'B', until: 11_898},
		{at: 9898, kind: 'disbelieved', client: 'A'},
		{at: 11_898, kind: 'disbelieved', client: 'B'},
	],
	's04-no-jump': [{at: 2050, kind: 'denied', client: 'B', reason: 'no-quorum'}],
	's05-late-replies': [
		{at: 12_002, kind: 'believed', client: 'B', until: 21_898},
		{at: 15_003, kind: 'denied', client: 'A', reason: 'too-late'},
	],
	's05b-pause-after-check': [
		{at: 2, kind: 'believed', client: 'A', until: 9898},
		{at: 12_002, kind: 'believed', client: 'B', until: 21_898},
		{at: 15_004, kind: 'accepted', client: 'A', store: 'raw', token: null},
	],
	's05c-clock-back': [
		{at: 12_002, kind: 'believed', client: 'B', until: 21_898},
		{at: 15_003, kind: 'believed', client: 'A'},
		{at: 29_898, kind: 'disbelieved', client: 'A'},
	],
	's06-lost-data': [
		{at: 50, kind: 'believed', client: 'A', until: 9898},
		{at: 1000, kind: 'crashed', actor: 'n3'},
		{at: 1100, kind: 'restarted', actor: 'n3'},
		{at: 2050, kind: 'believed', client: 'B', until: 11_898},
	],
	's06-fsync': [{at: 2050, kind: 'denied', client: 'B', reason: 'no-quorum'}],
	's06-delayed-restart': [{at: 2050, kind: 'denied', client: 'B', reason: 'no-quorum'}],
	's07-failover': [
		{at: 1, kind: 'granted', client: 'A', token: null},
		{at: 20, kind: 'crashed', actor: 'primary'},
		{at: 520, kind: 'failed-over'},
		{at: 601, kind: 'granted', client: 'B', token: null},
	],
	's07-counter': [
		{at: 1, kind: 'granted', client: 'A', token: 33},
		{at: 601, kind: 'granted', client: 'B', token: 33},
	],
	's08-plain-delete': [
		{at: 10_400, kind: 'granted', client: 'B'},
		{at: 10_500, kind: 'resumed', client: 'A'},
		{at: 10_600, kind: 'granted', client: 'C'},
	],
	's13b-consul-delete': [{at: 21_000, kind: 'granted', client: 'B', token: 1}],
	's23-token-before-lock': [
		{at: 0, kind: 'granted', client: 'B', token: 34},
		{at: 0, kind: 'granted', client: 'A', token: 33},
		{at: 0, kind: 'rejected', client: 'A', token: 33, highest: 34, reason: 'stale-token'},
	],
	's24-lock-delay': [
		{at: 20_000, kind: 'expired', client: 'A'},
		{at: 20_000, kind: 'denied', client: 'B'},
		{at: 30_001, kind: 'accepted', client: 'A', store: 'raw'},
		{at: 34_999, kind: 'denied', client: 'B'},
		{at: 35_000, kind: 'granted', client: 'B'},
	],
	's24-longer-pause': [
		{at: 35_000, kind: 'granted', client: 'B'},
		{at: 36_000, kind: 'accepted', client: 'B'},
		{at: 40_000, kind: 'accepted', client: 'A', store: 'raw'},
	],
	's29-replica-clock': [
		{at: 1, kind: 'granted', client: 'A'},
		{at: 1500, kind: 'failed-over'},
		{at: 2101, kind: 'granted', client: 'B'},
	],
	'programs-pause-after-check': [
		{at: 0, kind: 'granted', client: 'A', token: 33},
		{at: 0, kind: 'denied', client: 'B', heldBy: 'A'},
		{at: 2000, kind: 'checked', client: 'A', ok: true},
		{at: 10_000, kind: 'expired', client: 'A', token: 33},
		{at: 10_000, kind: 'granted', client: 'B', token: 34},
		{at: 13_000, kind: 'accepted', client: 'B', token: 34, value: 80},
		{at: 14_000, kind: 'accepted', client: 'A', token: 33, value: 90},
	],
	'seed-exercise': [
		{at: 0, kind: 'granted', client: 'A', token: 33, expiresAt: 5000},
		{at: 0, kind: 'accepted', client: 'A', store: 'safe', token: 33},
		{at: 5000, kind: 'expired', token: 33},
		{at: 6000, kind: 'granted', client: 'B', token: 34, expiresAt: 11_000},
		{at: 6000, kind: 'accepted', client: 'B', store: 'safe', token: 34, highest: 34},
		{at: 6000, kind: 'accepted', client: 'A', store: 'raw', token: 33},
		{at: 6000, kind: 'rejected', client: 'A', store: 'safe', token: 33, highest: 34, reason: 'stale-token'},
	],
};

/** What the history of a story never holds. */
export const absent: Readonly<Record<string, readonly Happening['kind'][]>> = {
	's03-delayed-packet': ['paused', 'expired', 'crashed'],
	's28-clean-crash': ['violated', 'rejected', 'paused'],
	'programs-healthy': ['violated', 'rejected', 'paused'],
};
