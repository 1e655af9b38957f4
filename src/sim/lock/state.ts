import type {Waiting} from '../message.js';
import type {Duration, Instant} from '../time.js';
import type {Grant} from '../world.js';

/** What a lock service keeps of one lock, as the rest of the world sees it. It names no client: a holder is known by its grant. */
export type LockState = {
	/** How many grants there were. */
	readonly grants: number;
};

/** A grant with an end. */
export type Lease = {readonly grant: Grant; readonly token: number; readonly expiresAt: Instant};

/** A record that names its holder, as one who watches it knows it. `changed`, `nth`: its version, which is the moment of the last change, and how many changes there were before in that moment. `length`: how long it counts without a change. */
export type SeenRecord = {
	readonly grant: Grant;
	readonly changed: Instant;
	readonly nth: number;
	readonly length: Duration;
};

/** Stands for one asker's place in line, or for the random value of an acquire. */
export type Ticket = number;

/** An answer to one who waited; `grant` null: its session is dead. */
export type Owed = {
	readonly ticket: Ticket;
	readonly grant: Grant | null;
	readonly token: number | null;
	readonly waiting: Waiting;
	/** Of its session. */
	readonly ttl: Duration;
};

/** Who holds a lock by the service's truth. `expiresAt: null` while nothing bounds it. */
export type Holding = {
	/** Matches what the holder was given. */
	readonly owner: Ticket;
	readonly grant: Grant;
	readonly token: number | null;
	readonly expiresAt: Instant | null;
	/** The pooled connection that holds, where that is one. */
	readonly pool?: number | null;
};

/** What a server knows of the other end of a connection: it is heard, it is silent, or it has closed it. */
export type LinkState = 'up' | 'silent' | 'closed';

/** One of the servers that keep a lock, where it has several. */
export type LockServer = {
	/** As statements name it. */
	readonly name: string;
	/** Whose key it stores now, or null. */
	readonly keeps: Ticket | null;
	/** It has power. */
	readonly up: boolean;
	/** A client that asks it now gets an answer, if the link is there. */
	readonly answers: boolean;
	/** Of a primary and its replicas, the one that clients talk to. */
	readonly leads: boolean;
	/** Clients send to it under its own name, so that it can be cut off by that. */
	readonly isEndpoint: boolean;
};

/** One node's part of an operation over all nodes: what the client asks it to do with the key. Units: `ttl` in ms. */
export type NodeDeed = {
	readonly node: number;
	readonly does: 'set' | 'extend' | 'delete' | 'get';
	readonly value: Ticket | null;
	readonly ttl: Duration;
};

/** What may still come: what the servers of a lock may suffer, and whether anybody asks for a token as a number rather than for its order. */
export type Prospect = {readonly power: boolean; readonly clocks: boolean; readonly numbersAsked: boolean};
