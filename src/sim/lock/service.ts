import type {LockStep, Reply, Request, Waiting} from '../message.js';
import type {OptionTable, OptionValues} from '../option.js';
import type {Report} from '../report.js';
import type {MessageOptions} from '../statement.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';
import type {Holding, LinkState, LockServer, LockState, NodeDeed, Owed, Prospect, Ticket} from './state.js';

/** A request to a lock service that it answers by its own rules; `ask` is answered by the truth of who holds. */
export type LockRequest = Extract<Request, {kind: 'acquire' | 'renew' | 'release' | 'prepare'}>;

/** Who asks, as the service can tell. */
export type Asker = {
	readonly client: string;
	/** The lock's name, and its position in the spec. */
	readonly lock: string;
	readonly index: number;
	/** The grant this service last made to this client. */
	readonly lastGrantIssued: Grant | null;
	/** The pooled connection that the asker shares with others, or null where it has one of its own. */
	readonly pool: number | null;
	readonly now: Instant;
	/** Who waits for an answer that does not come now. */
	readonly late: Waiting;
};

/** What a service does with a request: its next state, the answer (null: not yet), what is reported, and the grant that the asker now has. */
export type Answered<State = LockState> = {
	readonly state: State;
	readonly reply: Reply | null;
	readonly reports: readonly Report[];
	readonly lastGrantIssued: Grant | null;
	/** Where `reply` is null: when it will look at the request again, and by which number it knows it then. Left out where the asker stands in a line, or where no answer will come. */
	readonly later?: Later;
};

/** A request that was taken, and whose answer is decided later. */
export type Later = {readonly at: Instant; readonly ticket: Ticket};

/** What happens to a lock by itself. */
export type Lapsed<State = LockState> = {readonly state: State; readonly reports: readonly Report[]};

/**
 * A kind of lock service: what it says about itself, its options as data, and its rules as pure functions over its own state.
 * A new kind is one file with one of these, and one row in the registry. Most take their usual answers from `steady`.
 *
 * The rules are methods on purpose: a kind with options and states of its own is then also a kind of any, so the registry can keep all of them in one
 * list. The world hands a state and options to nothing but the kind that made them.
 */
export type LockKind<Options extends OptionValues = OptionValues, State extends LockState = LockState> = {
	/** Its word in the language. */
	readonly name: string;
	/** In a few words, for completion. */
	readonly hint: string;
	/** What help says, and lines that run in the sandbox. */
	readonly meaning: string;
	readonly example: readonly string[];
	/** Order: as they are printed. */
	readonly options: OptionTable<Options>;

	/** How long a grant lasts where an acquire says nothing else. Units: ms. */
	ttl(options: Options): Duration;
	initial(options: Options): State;
	answer(options: Options, state: State, request: LockRequest, asker: Asker): Answered<State>;
	/** What it does with a request that it takes up again. `reply` null and nothing `later`: it has forgotten the request, and nobody is answered. */
	decide(options: Options, state: State, request: LockRequest, asker: Asker, ticket: Ticket): Answered<State>;
	/** The longest that an answer may take, besides its way, while its client waits for it. Units: ms. */
	patience(options: Options): Duration;
	/** The newest grant that holds, or null. */
	holding(state: State): Holding | null;
	/** All that hold at once, oldest first, where a kind lets more than one; null where it does not. */
	holdings(state: State): readonly Holding[] | null;
	/** The moment before which nobody is granted the lock, although nobody holds it; or null. */
	closedUntil(state: State): Instant | null;
	/** Why nobody is granted a lock that nobody holds: the rest of a sentence that begins `Nobody holds it, but`; null where that is never so. */
	readonly closedBecause: string | null;
	/** The token a client is told that asks for the present one. Source: RedissonFencedLock.getToken. */
	newestToken(state: State): number | null;
	/** The next moment at which a grant, a place in line or a key ends by itself, or null. */
	due(state: State): Instant | null;
	/** The next moment at which anything else happens by itself, or null. */
	dueBesides(state: State): Instant | null;
	/** What happens by itself at `now`. */
	expire(options: Options, state: State, lock: string, now: Instant): Lapsed<State>;
	/** The request that must go out before this one, in a round trip of its own, or null. */
	prelude(options: Options, request: LockStep, value: Grant | null, message: MessageOptions): LockRequest | null;
	/** A renewal says for how long; false where it keeps a session alive, which has a time of its own. */
	readonly renewsWithTime: boolean;
	/** A holder can renew; false where a grant has no time. */
	readonly renews: boolean;
	/** Why an acquire that says for how long is refused; null where it may say so. */
	readonly timeless: string | null;
	/** How a client asks every node by itself and counts the votes; null where it asks one service. */
	readonly rounds: Rounds<Options, State> | null;

	/** The servers of its own that faults can name, besides `locks`; empty where there is only that. */
	servers(state: State, now: Instant): readonly LockServer[];
	/** It stands and falls with `locks`; false where only its own servers can crash. */
	readonly hasCentre: boolean;
	/** Whether anything can happen by itself, as far as the lock's own servers go. */
	isPowered(state: State): boolean;
	/** Whether the service can answer, when it has power. */
	isReady(state: State, now: Instant): boolean;
	/** What is left after an actor has lost power. */
	crash(options: Options, state: State, actor: string, now: Instant): State;
	restart(options: Options, state: State, actor: string, now: Instant): State;
	/** The state with the wall clock of an actor stepped, or null when nothing goes by that clock. */
	stepClock(state: State, actor: string, by: Duration): State | null;
	/** What is left after the process of the service was killed, whose machine lives. */
	kill(options: Options, state: State, now: Instant): State;
	/** The state under a new leader that took over without an outage; null where there are no leaders. */
	lead(options: Options, state: State, now: Instant): State | null;
	/** The state after an operator has taken the lock away, and what is reported; null where nobody holds it. */
	revoke(options: Options, state: State, lock: string, now: Instant): Lapsed<State> | null;
	/** The state after an operator has deleted the record of a lock that nobody holds: where its numbers stand in the record, they start anew; elsewhere the same state. */
	renumbered(options: Options, state: State, now: Instant): State;
	/** The state in which a replica leads, the first unless `to` names one; null where it leads already, undefined where there is none that could. */
	promote(options: Options, state: State, now: Instant, to: string | null): State | null | undefined;

	/** The state when the client that has `lastGrantIssued` falls silent (`silent` true) or is heard of again. Only sessions notice. */
	hear(state: State, lastGrantIssued: Grant | null, silent: boolean, now: Instant): State;
	/** What happens when the server sees what became of the connection of a client, known by a ticket; null where connections keep nothing. */
	linked(
		options: Options,
		state: State,
		ticket: Ticket,
		link: LinkState,
		lock: string,
		now: Instant,
	): Lapsed<State> | null;
	/** When a client was last heard that falls silent at `now`. */
	heardAt(state: State, now: Instant): Instant;
	/** Sessions keep the lock, and heartbeats keep sessions: a grant has no end while its client is heard. */
	readonly keepsSessions: boolean;
	/** A client that is told of its grant looks whether its session still lives before it believes. Only where sessions keep the lock. */
	looksFirst(options: Options): boolean;
	/** Two processes of one name are one owner to the service. */
	isStable(options: Options): boolean;
	/** A client counts until when it believes; false where it never looks at its clock. */
	keepsDeadline(options: Options): boolean;
	/** Who holds may acquire again, and gives back as often. */
	isReentrant(options: Options): boolean;
	/** The end of a grant is stamped by the wall clock of its client, and judged by that of who asks. */
	goesByClientClocks(options: Options): boolean;
	/** That end; null where nobody holds, or none is stamped. */
	stampedEnd(state: State): StampedEnd | null;
	/** A client does not know a record for its own whose grant it was not told of, before it has asked. Source: world.md, the retry of an acquire. */
	readonly readsItsName: boolean;
	/** What a client does for a lock by itself, and how often by its own monotonic clock: as a holder it renews, and while it is denied it looks again. Null where it does nothing. Units: ms. */
	errands(options: Options): Errands | null;
	/** A denied renewal ends belief. */
	heedsDenial(options: Options): boolean;
	/** How askers wait in line for answers that come later; null where nobody waits. */
	readonly queue: Queue<State> | null;

	/** The state as it is when `by` is taken from every moment in it. */
	shift(state: State, by: Duration): State;
	/** The state, shifted to now, in which what can make no difference any more is gone: how long ago something was, what stands on a disk where no power can fail, and which numbers were skipped where nobody asks for them. */
	settled(options: Options, state: State, prospect: Prospect): State;
	/** Nothing but the end of a grant happens to it by itself, and what a client believes ends by the client alone. */
	onlyLapses(options: Options): boolean;
	/** The numbers in a state whose tokens and grants only grow, so that the explorer may count them anew; null where one can come back. */
	growing(options: Options, state: State): Growing<State> | null;
	/** Servers that nothing but their own states tells apart, so that the explorer may exchange them; null where there are none. */
	readonly twins: Twins<State> | null;
};

/** How often a client renews by itself what it holds, and looks again at what it was denied; null: it does not. Units: ms. */
/** An end as a client read it off its own wall clock. `isOver`: it is over at that reading already, else as soon as a clock is past it. Units: ms. */
type StampedEnd = {readonly reading: number; readonly isOver: boolean};

type Errands = {readonly renew: Duration | null; readonly look: Duration | null};

/** A line of askers. */
type Queue<State extends LockState = LockState> = {
	/** Who stands in line, the holder first. */
	line(state: State): readonly Ticket[];
	/** The answers owed to those who waited, in the order in which they are told, and the state without the first `most` of them. */
	owed(state: State, most: number): {readonly state: State; readonly owed: readonly Owed[]};
};

/** A lock that the client itself keeps at several nodes that know nothing of each other. */
export type Rounds<Options extends OptionValues = OptionValues, State extends LockState = LockState> = {
	nodes(options: Options): number;
	/** How many nodes have to say yes. */
	quorum(options: Options): number;
	/** What is taken off the ttl for clocks that run at different rates. Units: ms. */
	allowance(options: Options, ttl: Duration): Duration;
	/** Whether the client looks how long the answers took. */
	looksAtTime(options: Options): boolean;
	/** The state after a client has drawn a random value, which is its `values`. */
	draw(state: State): {readonly state: State; readonly value: Ticket};
	/** Every value that was drawn and may still be somewhere. */
	drawn(state: State): readonly Ticket[];
	/** The state in which those of these values that no server keeps were never drawn, so that they may be drawn again. */
	undrawn(state: State, values: readonly Ticket[]): State;
	/** The state after a client has counted a quorum for its value: a grant. */
	grant(state: State, value: Ticket): {readonly state: State; readonly grant: Grant};
	/** The state after a client has given its value back. */
	giveBack(state: State, value: Ticket | null): State;
	/** The state after one node's part, and whether the node did it. */
	answer(options: Options, state: State, deed: NodeDeed, now: Instant): {readonly state: State; readonly ok: boolean};
};

/** A state's numbers. `counter` is the newest token; `tokens` and `grants` are the others that are still in it. */
export type Growing<State extends LockState = LockState> = {
	readonly counter: number;
	readonly tokens: readonly number[];
	readonly grants: readonly number[];
	renumbered(token: (token: number) => number, grant: (grant: number) => number): State;
};

/** Servers that may change places. Order: as their names. */
type Twins<State extends LockState = LockState> = {
	/** One text a server, the same for two only when nothing tells them apart. `owner`: what stands in it for a random value; null: the value itself. */
	texts(state: State, owner: ((value: Ticket) => number) | null): readonly string[];
	/** The state with its servers in this order of their present positions. */
	reordered(state: State, order: readonly number[]): State;
};

/** What most kinds share: one service that is always ready, keeps all in a crash, makes nobody wait, and has no actor, clock or round of its own. */
export const steady = {
	ttl: ({ttl}: {readonly ttl: Duration}) => ttl,
	decide: () => {
		throw new Error('this lock service answers at once');
	},
	patience: () => 0,
	closedUntil: () => null,
	closedBecause: null,
	dueBesides: () => null,
	prelude: () => null,
	renewsWithTime: true,
	renews: true,
	timeless: null,
	holdings: () => null,
	linked: () => null,
	rounds: null,
	servers: () => [],
	hasCentre: true,
	isPowered: () => true,
	isReady: () => true,
	crash: <State>(_: unknown, state: State) => state,
	restart: <State>(_: unknown, state: State) => state,
	stepClock: () => null,
	kill: <State>(_: unknown, state: State) => state,
	lead: () => null,
	renumbered: <State>(_: unknown, state: State) => state,
	promote: () => undefined,
	hear: <State>(state: State) => state,
	heardAt: (_: unknown, now: Instant) => now,
	keepsSessions: false,
	looksFirst: () => true,
	isStable: () => false,
	keepsDeadline: ({deadline}: OptionValues) => deadline !== false,
	isReentrant: ({reentrant}: OptionValues) => reentrant === true,
	goesByClientClocks: () => false,
	stampedEnd: () => null,
	readsItsName: false,
	errands: () => null,
	heedsDenial: () => true,
	queue: null,
	settled: <State>(_: unknown, state: State) => state,
	onlyLapses: () => false,
	growing: () => null,
	twins: null,
} as const;
