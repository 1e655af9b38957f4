import {count, duration, type Option, type ValuesOf} from '../option.js';
import type {Report} from '../report.js';
import {type Instant, plus} from '../time.js';
import type {Grant} from '../world.js';
import {granted} from './answers.js';
import {counterInRedis, deadline, type Fsync, fsync, identity, redisRelease, ttl} from './common-options.js';
import {lowestFree} from './line.js';
import {
	afterCrash,
	afterKill,
	deadAt,
	deleteKey,
	endOf,
	freshNode,
	holdingOf,
	liveKey,
	type RedisData,
	type RedisKey,
	type RedisNode,
	settledNode,
	shiftKey,
	shiftNode,
	written,
} from './redis-node.js';
import {answerByRedis, preludeOfRedis} from './redis-requests.js';
import {type Answered, type Asker, type Lapsed, type LockKind, type LockRequest, steady} from './service.js';
import type {LockServer, LockState, Ticket} from './state.js';

const options = {
	ttl,
	release: redisRelease,
	lag: duration('replication-lag', 50, {
		hint: 'how far the replica is behind',
		sample: '50ms',
		page: {
			meaning:
				'How much later the replica hears of a change. A primary that crashes within this time takes the change with it.',
			example: [
				'lock account replicated replication-lag 100ms',
				'A acquire account',
				'wait 50ms',
				'primary crash',
				'failover',
				'B acquire account',
			],
		},
	}),
	/** Source: domain-2 7, Redisson's check of its replicas. */
	replicas: count('replicas', 1, {
		hint: 'how many replicas follow the primary',
		sample: '2',
		what: 'a number of replicas',
		least: 1,
		most: 5,
		page: {
			meaning:
				'How many replicas follow the primary, 1 to 5; one unless set. Where there are several they are r1 to r5.',
			example: [
				'lock account replicated replicas 2',
				'A acquire account',
				'r1 crash',
				'wait 50ms',
				'primary crash',
				'failover r2',
				'expect A holds account',
			],
		},
	}),
	wait: count('wait', 0, {
		hint: 'how many replicas have to have a grant',
		sample: '1',
		what: 'a number of replicas',
		least: 0,
		most: 5,
		limits: [
			{
				beyond: 'above',
				limit: {times: 1, of: 'replicas'},
				does: 'refused',
				says: 'A grant cannot wait for more replicas than there are. Give a smaller number, or more replicas.',
			},
		],
		page: {
			meaning:
				'How many replicas have to have a grant before its client is told of it, as with WAIT. The client waits that long: for the replication lag. Where too few have it within node-timeout, the client is denied the lock. The key stays where it was set. Replicas that nobody waits for hear of it a millisecond later.',
			example: [
				'lock account replicated replicas 2 wait 1',
				'A acquire account',
				'expect time = 50ms',
				'primary crash',
				'failover r1',
				'expect A holds account',
			],
		},
	}),
	nodeTimeout: duration('node-timeout', 1000, {
		hint: 'how long it waits for replicas',
		sample: '50ms',
		page: {
			meaning:
				'How long a client waits until enough replicas have its grant; 1 s unless set. Then it is denied the lock, and the key stays.',
			example: [
				'lock account replicated replicas 2 wait 2 node-timeout 200ms',
				'r1 crash',
				'A acquire account',
				'expect time = 200ms and last denied',
			],
		},
	}),
	counter: counterInRedis,
	/** Its data stay in an outage unless this says otherwise. */
	fsync: {...fsync, usual: 'always'} satisfies Option<Fsync>,
	identity,
	deadline,
};

type ReplicatedOptions = ValuesOf<typeof options>;

type ReplicatedState = LockState & {
	/** The primary first, then its replicas. */
	readonly servers: readonly Server[];
	/** The position of the one that the clients talk to. */
	readonly leader: number;
	/** What is on its way to those that follow, oldest first. */
	readonly log: readonly Change[];
	/** Keys that wait until enough replicas have them, and since when. */
	readonly asked: readonly {readonly ticket: Ticket; readonly since: Instant}[];
	/** By which clients may still know a key of theirs that is no grant, or was none in time: nobody else gets these. */
	readonly vain: readonly Ticket[];
};

/** What a server that follows hears of. `last`: those that a grant waits for have heard of it before. */
type Change = RedisData & {readonly due: Instant; readonly last?: true};

type Server = {readonly node: RedisNode; readonly up: boolean};

/**
 * A Redis primary that answers at once and tells its replicas later; a failover makes a replica the leader with what it has heard by then.
 * The time to live travels as a moment of the primary's wall clock. With `wait` a grant is made once so many replicas have its key, and the client waits for that;
 * a replica that comes back meanwhile counts when that time is over. Source: domain 1.4, S7, S29; redis t_string.c, PXAT; Redis documentation, WAIT.
 */
export const replicated: LockKind<ReplicatedOptions, ReplicatedState> = {
	...steady,
	name: 'replicated',
	hint: 'primary and replica, asynchronous replication',
	meaning:
		'A Redis primary with a replica that follows it a little later. What has not been copied when the primary crashes is lost.',
	example: [
		'lock account replicated replication-lag 50ms',
		'A acquire account',
		'primary crash',
		'failover',
		'B acquire account',
	],
	options,
	isStable: ({identity}) => identity === 'stable',
	initial: ({replicas}) => ({
		servers: Array.from({length: replicas + 1}, (): Server => ({node: freshNode, up: true})),
		leader: 0,
		log: [],
		asked: [],
		vain: [],
		grants: 0,
	}),
	answer,
	decide,
	patience: ({wait, nodeTimeout}) => (wait === 0 ? 0 : nodeTimeout),
	holding: (state) => holdingOf(leaderOf(state)),
	newestToken: (state) => leaderOf(state).counter,
	due: (state) => deadAt(leaderOf(state)),
	dueBesides: ({log}) => log[0]?.due ?? null,
	expire: (options, state, lock, now) => expire(replicate(options, state, now), lock, now),
	prelude: preludeOfRedis,
	servers: (state, now) => state.servers.map((_, index) => serverOf(state, index, now)),
	isPowered: isLed,
	isReady: isLed,
	crash,
	restart: (options, state, actor, now) => {
		const index = indexOf(state, actor);
		return resynced(options, index === -1 ? state : withServer(state, index, (server) => ({...server, up: true})), now);
	},
	kill: (options, state, now) => {
		const heard = replicate(options, state, now);
		return {...withNodes(heard, (node) => afterKill(node, options.fsync, now)), ...nothingUnderWay};
	},
	revoke: (options, state, lock, now) => {
		const key = liveKey(leaderOf(state), now);
		return (
			key && {
				state: changedAtLeader(options, state, deleteKey(leaderOf(state), now), now),
				reports: isVain(key.grant) ? [] : [{kind: 'revoked', lock, grant: key.grant, token: key.token}],
			}
		);
	},
	renumbered: (options, state, now) =>
		options.counter
			? changedAtLeader(options, state, written(leaderOf(state), {key: null, counter: 0}, now), now)
			: state,
	stepClock: (state, actor, by) => {
		const index = indexOf(state, actor);
		return index === -1
			? null
			: withServer(state, index, ({node, up}) => ({node: {...node, clock: node.clock + by}, up}));
	},
	promote: (options, state, now, to) => {
		const follows = (index: number) => index > 0 && index !== state.leader && state.servers[index]?.up === true;
		if (to !== null) {
			const index = indexOf(state, to);
			return index === state.leader ? null : follows(index) ? promote(options, state, index, now) : undefined;
		}
		// A replica without power is none that could lead.
		const first = state.servers.findIndex((_, index) => follows(index));
		if (first === -1) return state.leader > 0 ? null : undefined;
		return promote(options, state, first, now);
	},
	settled: (_, state, prospect) => withNodes(state, (node) => settledNode(node, prospect)),
	shift: (state, by) => ({
		...withNodes(state, (node) => shiftNode(node, by)),
		log: state.log.map((change) => ({...change, due: change.due - by, key: shiftKey(change.key, by)})),
		asked: state.asked.map(({ticket, since}) => ({ticket, since: since - by})),
	}),
};

/** What a leader that goes takes with it: what its followers have yet to hear, and the clients that wait for that. */
const nothingUnderWay = {log: [], asked: []} as const;

/** Whether a key stands for no grant: too few replicas have it yet, or had it in time. */
function isVain(grant: Grant): boolean {
	return grant < 0;
}

/** A number for a key that is no grant: below 0, and nobody's. */
function freeTicket({servers, log, asked, vain}: ReplicatedState): Ticket {
	const keys = [...servers.flatMap(({node}) => [node.key, node.disk.key]), ...log.map(({key}) => key)];
	const taken = [...vain, ...asked.map(({ticket}) => ticket), ...keys.map((key) => key?.grant ?? 0)];
	return -lowestFree(taken.map((each) => -each));
}

function nameOf({servers}: ReplicatedState, index: number): string {
	if (index === 0) return 'primary';
	return servers.length === 2 ? 'replica' : `r${index}`;
}

/** The position of a server by its name, or -1. */
function indexOf(state: ReplicatedState, actor: string): number {
	return state.servers.findIndex((_, index) => nameOf(state, index) === actor);
}

function withServer(state: ReplicatedState, index: number, change: (server: Server) => Server): ReplicatedState {
	return {...state, servers: state.servers.map((server, each) => (each === index ? change(server) : server))};
}

function withNodes(state: ReplicatedState, change: (node: RedisNode) => RedisNode): ReplicatedState {
	return {...state, servers: state.servers.map(({node, up}) => ({node: change(node), up}))};
}

/** The positions of those that follow the leader and have power. */
function followers({servers, leader}: ReplicatedState): readonly number[] {
	return [...servers.keys()].filter((index) => index !== leader && servers[index]?.up === true);
}

/** The state after a failover: the replica leads, and what has not reached it is lost. The others will have all that it has. */
function promote(options: ReplicatedOptions, state: ReplicatedState, leader: number, now: Instant): ReplicatedState {
	const heard = replicate(options, state, now);
	const led = withServer({...heard, leader, ...nothingUnderWay}, leader, ({node, up}) => ({
		node: {...node, key: liveKey(node, now)},
		up,
	}));
	return led.servers.length === 2 ? led : resynced(options, led, now);
}

/** A loss of power: what was on its way from a leader is lost, and the server is as its disk has it. */
function crash(options: ReplicatedOptions, state: ReplicatedState, actor: string, now: Instant): ReplicatedState {
	const heard = replicate(options, state, now);
	const left = (node: RedisNode) => afterCrash(node, options.fsync, now);
	if (actor === 'locks') return {...withNodes(heard, left), ...nothingUnderWay};
	const index = indexOf(state, actor);
	if (index === -1) return state;
	const down = withServer(heard, index, ({node}) => ({node: left(node), up: false}));
	if (index === state.leader) return {...down, ...nothingUnderWay};
	return followers(down).length === 0 ? {...down, log: []} : down;
}

function isLed({servers, leader}: ReplicatedState): boolean {
	return servers[leader]?.up === true;
}

/** Servers that find each other again: those that follow will have all that the one that leads has. Source: Redis documentation, replication; field case 10. */
function resynced(options: ReplicatedOptions, state: ReplicatedState, now: Instant): ReplicatedState {
	if (!isLed(state) || followers(state).length === 0) return state;
	const {key, counter} = leaderOf(state);
	if (state.servers.length === 2 && state.leader > 0)
		return {...withServer(state, 0, ({node, up}) => ({node: written(node, {key, counter}, now), up})), log: []};
	const before = state.servers.length === 2 ? [] : state.log;
	return replicate(options, {...state, log: [...before, {due: now + options.lag, key, counter}]}, now);
}

function serverOf(state: ReplicatedState, index: number, now: Instant): LockServer {
	const {node, up} = serverAt(state, index);
	return {
		name: nameOf(state, index),
		keeps: liveKey(node, now)?.grant ?? null,
		up,
		answers: up && state.leader === index,
		leads: state.leader === index,
		isEndpoint: false,
	};
}

function answer(
	options: ReplicatedOptions,
	state: ReplicatedState,
	request: LockRequest,
	asker: Asker,
): Answered<ReplicatedState> {
	const {
		state: {node, grants},
		...rest
	} = answerByRedis(options, leaderOf(state), state.grants, request, asker);
	const {reply} = rest;
	const isSet = options.wait > 0 && request.kind === 'acquire' && reply?.kind === 'granted';
	if (node === leaderOf(state)) {
		// Whoever sets the same value each time finds its own key, and waits for the replicas once more.
		if (isSet && isVain(reply.grant))
			return decide(options, waiting(state, reply.grant, asker.now), request, asker, reply.grant);
		return {...rest, reports: rest.reports.map(withoutVain), state};
	}
	if (!isSet) return {...rest, state: changedAtLeader(options, {...state, grants}, node, asker.now)};
	const others = state.vain.filter((each) => each !== asker.lastGrantIssued);
	const ticket = freeTicket({...state, vain: others});
	const vain = [...others, ticket].sort((one, other) => one - other);
	const set = {...node, key: node.key && {...node.key, grant: ticket}};
	const changed = changedAtLeader(options, {...state, vain}, set, asker.now);
	return decide(options, waiting(changed, ticket, asker.now), request, asker, ticket);
}

/** The state in which the client whose key was set waits from now on until so many replicas have it. Source: Redis documentation, WAIT. */
function waiting(state: ReplicatedState, ticket: Ticket, since: Instant): ReplicatedState {
	return {...state, asked: [...state.asked.filter((each) => each.ticket !== ticket), {ticket, since}]};
}

/** Where enough replicas have a key it is a grant from now on; where its time is over and they have not, it is none, and stays. */
function decide(
	options: ReplicatedOptions,
	state: ReplicatedState,
	request: LockRequest,
	asker: Asker,
	ticket: Ticket,
): Answered<ReplicatedState> {
	const asked = state.asked.find((each) => each.ticket === ticket);
	const open: Answered<ReplicatedState> = {state, reply: null, reports: [], lastGrantIssued: ticket};
	// Its leader has gone meanwhile, and the connection with it.
	if (asked === undefined || request.kind !== 'acquire') return open;
	const over = {...state, asked: state.asked.filter((each) => each !== asked)};
	// What a replica has heard of counts, whether or not its own clock says that it is over.
	const having = followers(state).filter((index) => serverAt(state, index).node.key?.grant === ticket);
	const key = liveKey(leaderOf(state), asker.now);
	if (key?.grant === ticket && having.length >= options.wait) {
		const grant = state.grants + 1;
		const vain = state.vain.filter((each) => each !== ticket);
		return granted(renamed({...over, grants: grant, vain}, ticket, grant), asker, {
			grant,
			token: key.token,
			expiresAt: endOf(key, leaderOf(state)),
			deadline: plus(request.sentAt, plus(endOf(key, leaderOf(state)), -asked.since)),
			again: false,
		});
	}
	const until = asked.since + options.nodeTimeout;
	if (asker.now < until) return {...open, later: {at: Math.min(until, state.log[0]?.due ?? until), ticket}};
	return {
		state: over,
		reply: {kind: 'denied', lock: asker.index, reason: 'no-replicas'},
		reports: [
			{kind: 'denied', client: asker.client, lock: asker.lock, reason: 'no-replicas', holder: null, retryAfter: null},
		],
		lastGrantIssued: ticket,
	};
}

/** The state in which a key that stood for no grant stands for one, wherever it is. */
function renamed(state: ReplicatedState, from: Ticket, grant: Grant): ReplicatedState {
	const named = (key: RedisKey | null) => (key?.grant === from ? {...key, grant} : key);
	return {
		...withNodes(state, (node) => ({...node, key: named(node.key), disk: {...node.disk, key: named(node.disk.key)}})),
		log: state.log.map((change) => ({...change, key: named(change.key)})),
	};
}

/** A denial by a key that stands for no grant names nobody. */
function withoutVain(report: Report): Report {
	return report.kind === 'denied' && report.holder !== null && isVain(report.holder)
		? {...report, holder: null}
		: report;
}

/** The state after the leader has changed: those that follow hear of it later. */
function changedAtLeader(
	options: ReplicatedOptions,
	state: ReplicatedState,
	node: RedisNode,
	now: Instant,
): ReplicatedState {
	const {key, counter} = node;
	// Of two servers nobody looks at the one that led before, unless a grant waits for it.
	const isLookedAt = state.leader === 0 || state.servers.length > 2 || options.wait > 0;
	const follows = followers(state).length > 0 && isLookedAt;
	const log = follows ? [...state.log, {due: now + options.lag, key, counter}] : [];
	return replicate(options, {...withServer(state, state.leader, ({up}) => ({node, up})), log}, now);
}

function serverAt({servers}: ReplicatedState, index: number): Server {
	const server = servers[index];
	if (server === undefined) throw new Error(`there are ${servers.length} servers and none at ${index}`);
	return server;
}

function leaderOf(state: ReplicatedState): RedisNode {
	return serverAt(state, state.leader).node;
}

/** What is due by now has reached those that follow; those that no grant waits for hear of it a millisecond, the least time there is, after those that it waits for. */
function replicate(options: ReplicatedOptions, state: ReplicatedState, now: Instant): ReplicatedState {
	const [change, ...log] = state.log;
	if (change === undefined || change.due > now) return state;
	const following = followers(state);
	const first = options.wait === 0 || options.lag === 0 ? following.length : options.wait;
	const hearing = change.last === true ? following : following.slice(0, first);
	const told = hearing.reduce(
		(next, index) => withServer(next, index, ({node, up}) => ({node: written(node, change, now), up})),
		{...state, log: change.last === true || first >= following.length ? log : withLast(log, change)},
	);
	return replicate(options, told, now);
}

/** What is on its way, with a change that the last have yet to hear; it goes before what the first hear in that moment. */
function withLast(log: readonly Change[], change: Change): readonly Change[] {
	const last: Change = {...change, due: change.due + 1, last: true};
	const earlier = log.filter(({due, last}) => due < change.due + 1 || (due === change.due + 1 && last === true));
	return [...earlier, last, ...log.filter((each) => !earlier.includes(each))];
}

function expire(state: ReplicatedState, lock: string, now: Instant): Lapsed<ReplicatedState> {
	const leader = leaderOf(state);
	const {key} = leader;
	if (key === null || liveKey(leader, now) !== null) return {state, reports: []};
	return {
		state: withServer(state, state.leader, ({up}) => ({node: deleteKey(leader, now), up})),
		reports: isVain(key.grant) ? [] : [{kind: 'expired', lock, grant: key.grant, token: key.token}],
	};
}
