import {duration, type ValuesOf} from '../option.js';
import {forever} from '../time.js';
import {deadline, identity} from './common-options.js';
import type {LockKind} from './service.js';
import {type WatchedState, watchedRules} from './watched.js';

const options = {
	/** Source: AmazonDynamoDBLockClientOptions, leaseDuration. */
	ttl: duration(['ttl', 'lease-duration'], 20_000, {
		hint: 'how long an item counts without a change',
		sample: '20s',
		least: 1,
		isAlwaysSaid: true,
		mayBeNone: true,
		page: {
			meaning:
				'How long a record counts after its last change, by the clock of whoever watches it; ttl says the same. A candidate that has seen no change for so long takes the lock.',
			example: [
				'lock account dynamodb lease-duration 20s heartbeat 5s',
				'A acquire account',
				'A crash',
				'B acquire account',
				'wait 21s',
				'expect B holds account',
			],
		},
	}),
	/** Source: AmazonDynamoDBLockClientOptions, heartbeatPeriod. */
	heartbeat: duration('heartbeat', 5000, {
		hint: 'how often a holder writes a new record version',
		sample: '5s',
		least: 1,
		page: {
			meaning:
				'How often the holder of a DynamoDB lock writes a new record version into its item, by itself and by its own clock. One that never heard of its last version is refused and stops believing.',
			example: [
				'lock account dynamodb ttl 20s heartbeat 5s',
				'A acquire account',
				'A renew account reply lost',
				'wait 5s',
				'expect not A believes account and A holds account',
			],
		},
	}),
	/** Source: AcquireLockOptions, refreshPeriod. */
	refresh: duration('refresh', 1000, {
		hint: 'how often who waits looks at the item',
		sample: '1s',
		least: 1,
		page: {
			meaning:
				'How often a client that was denied looks at the item again. It counts from when it first saw the record version that it sees now; a new one starts the count anew.',
			example: [
				'lock account dynamodb ttl 20s refresh 4s',
				'A acquire account',
				'B acquire account',
				'A crash',
				'wait 24s',
				'expect B holds account',
			],
		},
	}),
	identity,
	deadline,
};

type DynamoOptions = ValuesOf<typeof options>;

/**
 * The DynamoDB lock client: an item with a record version, which its holder replaces at each heartbeat. Who waits takes the item when it has seen one version for longer than
 * the time that stands in it. The version is a random value, so it is no token. Source: awslabs/amazon-dynamodb-lock-client, AmazonDynamoDBLockClient.java and LockItem.java.
 */
export const dynamodb: LockKind<DynamoOptions, WatchedState> = {
	...watchedRules<DynamoOptions>(({identity}) => ({
		isStable: identity === 'stable',
		isOverAtLength: false,
		wantsKnownRecord: true,
		renewalTakes: false,
		deniedReads: false,
		releasesInTwoSteps: false,
		belief: (granted) => granted,
	})),
	name: 'dynamodb',
	hint: 'an item whose version who waits watches',
	meaning:
		'An item with a random record version, which its holder replaces at each heartbeat. Who waits takes it after it has seen one version for longer than the time in the item, by a clock of its own. There is no token: a version says whether something changed, and not which came first.',
	example: [
		'lock account dynamodb ttl 20s',
		'A acquire account',
		'B acquire account',
		'A crash',
		'wait 21s',
		'expect B holds account and token of B = none',
	],
	options,
	initial: () => ({record: null, token: null, grants: 0}),
	errands: ({ttl, heartbeat, refresh}) => ({renew: ttl === forever ? null : heartbeat, look: refresh}),
};
