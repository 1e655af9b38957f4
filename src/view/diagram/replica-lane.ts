import type {Event} from '../../sim/event.js';
import {visible} from '../text/visible.js';
import type {Cast} from './cast.js';

/** The primary and the replica of a replicated lock, as far as the history tells. `log`: what is on its way to the replica, oldest first. */
export type ReplicaLane = {
	readonly lock: string;
	readonly lag: number;
	readonly primary: string | null;
	readonly replica: string | null;
	readonly log: readonly {readonly due: number; readonly client: string | null}[];
	readonly primaryUp: boolean;
	readonly leader: 'primary' | 'replica';
};

/** Both servers of every replicated lock before anything has happened. */
export function freshReplicas({spec}: Cast): readonly ReplicaLane[] {
	return spec.locks.flatMap(({name: lock, service}): readonly ReplicaLane[] =>
		'lag' in service.options
			? [
					{
						lock,
						lag: Number(service.options['lag']),
						primary: null,
						replica: null,
						log: [],
						primaryUp: true,
						leader: 'primary',
					},
				]
			: [],
	);
}

/** The servers after an event; the very same when it is about none of them. */
export function afterAtReplica(lanes: readonly ReplicaLane[], event: Event): readonly ReplicaLane[] {
	if (lanes.length === 0) return lanes;
	switch (event.kind) {
		case 'granted':
			return lanes.map((lane) => (lane.lock === event.lock ? written(lane, event.client, event.at) : lane));
		case 'released':
			return lanes.map((lane) => (lane.lock === event.lock ? written(lane, null, event.at) : lane));
		case 'expired':
			return lanes.map((lane) => (lane.lock === event.lock ? {...heard(lane, event.at), [lane.leader]: null} : lane));
		case 'crashed':
			return event.actor === 'primary'
				? lanes.map((lane) => ({...heard(lane, event.at), log: [], primaryUp: false}))
				: lanes;
		case 'restarted':
			return event.actor === 'primary' ? lanes.map((lane) => ({...lane, primaryUp: true})) : lanes;
		case 'failed-over':
			return lanes.map((lane) => ({...heard(lane, event.at), log: [], leader: 'replica'}));
		default:
			return lanes;
	}
}

/** What the primary and the replica have of a lock at a moment: `A | ·` for a grant that has not been copied yet; null for a lock that is not replicated. */
export function replicasOf(lanes: readonly ReplicaLane[], lock: string, now: number): string | null {
	const lane = lanes.find((each) => each.lock === lock);
	if (lane === undefined) return null;
	const {primary, replica, primaryUp} = heard(lane, now);
	return `${primaryUp ? cell(primary) : '✗'} | ${cell(replica)}`;
}

function written(lane: ReplicaLane, client: string | null, now: number): ReplicaLane {
	const {lag, leader, log, ...rest} = heard(lane, now);
	const sent = leader === 'primary' ? [...log, {due: now + lag, client}] : [];
	return heard({...rest, lag, leader, [leader]: client, log: sent}, now);
}

/** What is due has reached the replica. */
function heard(lane: ReplicaLane, now: number): ReplicaLane {
	const last = lane.log.filter(({due}) => due <= now).at(-1);
	return last === undefined ? lane : {...lane, replica: last.client, log: lane.log.filter(({due}) => due > now)};
}

function cell(client: string | null): string {
	return client === null ? '·' : visible(client);
}
