import {choice, duration, type Limit, type ValuesOf} from '../option.js';
import {forever} from '../time.js';
import {deadline, identity} from './common-options.js';
import type {LockKind} from './service.js';
import {type WatchedState, watchedRules} from './watched.js';

/** Source: client-go leaderelection.go, NewLeaderElector and JitterFactor. */
const order: Pick<Limit, 'does' | 'says'> = {
	does: 'refused',
	says: 'Kubernetes wants the lease longer than the renew deadline, and the renew deadline longer than 1.2 retry periods, as with: lock account kubernetes ttl 15s renew-deadline 10s retry-period 2s',
};

const options = {
	/** Source: client-go leaderelection.go, LeaseDuration; the usual values are those of the controllers of Kubernetes. */
	ttl: duration(['ttl', 'lease', 'lease-duration'], 15_000, {
		hint: 'how long a candidate watches an unchanged record',
		sample: '15s',
		least: 1,
		isAlwaysSaid: true,
		mayBeNone: true,
		limits: [{beyond: 'not above', limit: {times: 1, of: 'renewDeadline'}, ...order}],
	}),
	renewDeadline: duration('renew-deadline', 10_000, {
		hint: 'how long a leader tries to renew',
		sample: '10s',
		least: 1,
		limits: [
			{beyond: 'not below', limit: {times: 1, of: 'ttl'}, ...order},
			{beyond: 'not above', limit: {times: 1.2, of: 'retryPeriod'}, ...order},
		],
		page: {
			meaning:
				'How long a leader tries to renew before it gives up. It begins to try a retry period after its last success, so it gives up at the last renewal + the retry period + this.',
			example: [
				'lock account kubernetes ttl 15s renew-deadline 10s retry-period 2s',
				'A acquire account',
				'cut A locks',
				'wait 11s',
				'expect A believes account',
				'wait 1s',
				'expect not A believes account and A holds account',
			],
		},
	}),
	retryPeriod: duration(['retry-period', 'retry'], 2000, {
		hint: 'how often a leader renews and a candidate looks',
		sample: '2s',
		least: 1,
		limits: [{beyond: 'not below', limit: {times: 1 / 1.2, of: 'renewDeadline'}, ...order}],
		page: {
			meaning:
				'How often the leader renews by itself and every candidate looks at the record, each by its own clock. The real client waits a random time longer; here it does not.',
			example: [
				'lock account kubernetes retry-period 4s',
				'A acquire account',
				'B acquire account',
				'A crash',
				'wait 15s',
				'expect A holds account',
				'wait 1s',
				'expect B holds account',
			],
		},
	}),
	/** Source: client-go leaselock.go, LeaderTransitions; nobody sends it. */
	token: choice('token', ['none', 'transitions'], 'none', {
		hint: 'whether a client takes the count of leaders for a token',
		page: {
			meaning:
				'Whether a client takes leaseTransitions, the number in the record that rises when it names somebody else, for a token. The real client sends it to nobody. A record that was deleted starts over at 0.',
			example: [
				'lock account kubernetes token transitions',
				'A acquire account',
				'A write account balance=90 to safe',
				'expect last accepted and token of A = 33',
			],
		},
	}),
	release: choice('release', ['compare', 'get-then-delete'], 'compare', {
		hint: 'how a leader lets go',
		page: {
			meaning:
				'How a leader empties the record. compare does it only while the record names it. get-then-delete reads first and empties the record in a second request, whoever it names by then.',
			example: ['lock account kubernetes release get-then-delete', 'A acquire account', 'A release account'],
		},
	}),
	identity,
	deadline,
};

type KubernetesOptions = ValuesOf<typeof options>;

/**
 * Leader election with a Lease object. Its holder renews each retry period and gives up by itself; candidates look each retry period and take a record over that they have seen
 * unchanged for the duration that stands in it. Source: client-go tools/leaderelection, leaderelection.go (tryAcquireOrRenew, renew) and resourcelock/leaselock.go.
 */
export const kubernetes: LockKind<KubernetesOptions, WatchedState> = {
	...watchedRules<KubernetesOptions>(({identity, release, renewDeadline, retryPeriod}) => ({
		isStable: identity === 'stable',
		isOverAtLength: true,
		wantsKnownRecord: false,
		renewalTakes: true,
		deniedReads: true,
		releasesInTwoSteps: release === 'get-then-delete',
		belief: (granted) => (granted === forever ? forever : retryPeriod + renewDeadline),
	})),
	name: 'kubernetes',
	hint: 'leader election: a record that candidates watch',
	meaning:
		'Leader election as in client-go: a record that its leader renews each retry period and that candidates watch. Who has seen no change for the lease time, by its own clock, takes it over. The leader gives up by its own clock. Only the rates of clocks matter. A renewal that finds another leader does not stop it before that.',
	example: [
		'lock account kubernetes',
		'A acquire account',
		'B acquire account',
		'A crash',
		'wait 16s',
		'expect B holds account and B believes account',
	],
	options,
	initial: ({token}) => ({record: null, token: token === 'transitions' ? 32 : null, grants: 0}),
	errands: ({ttl, retryPeriod}) => ({renew: ttl === forever ? null : retryPeriod, look: retryPeriod}),
	// Source: leaderelection.go, renew: the loop goes on until its deadline, whomever the record names.
	heedsDenial: ({deadline}) => !deadline,
	// Source: leaderelection.go: a record that is not there is created with 0 transitions.
	renumbered: (_, state) => (state.token === null || state.token === -1 ? state : {...state, record: null, token: -1}),
};
