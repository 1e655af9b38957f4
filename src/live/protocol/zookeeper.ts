import {connect, type Socket} from 'node:net';
import {mono} from '../clock.js';
import type {Address} from './link.js';

/** What the server refuses. `code`: as in its source, org.apache.zookeeper.KeeperException.Code. */
export class ZooKeeperError extends Error {
	readonly code: number;
	constructor(code: number) {
		super(names[code] ?? `error ${code}`);
		this.code = code;
	}
}

/** The code of a request whose connection was lost: nobody knows what became of it. */
export const connectionLoss = -4;

/** The code of a request that met no node. */
export const noNode = -101;

const sessionExpired = -112;

const names: Readonly<Record<number, string>> = {
	[connectionLoss]: 'connection loss',
	[noNode]: 'no node',
	[-110]: 'node exists',
	[sessionExpired]: 'session expired',
};

/** A znode's place in history: the number of the transaction that made it, and the session that keeps it, 0 where none does. */
type Stat = {readonly czxid: bigint; readonly session: bigint};

/** A session that connects again by itself while it lives. */
export type ZooKeeper = {
	/** The path that was made. */
	readonly create: (path: string, data: string, flags: {ephemeral: boolean; sequential: boolean}) => Promise<string>;
	readonly remove: (path: string) => Promise<void>;
	readonly children: (path: string) => Promise<readonly string[]>;
	/** Null where there is no node. `watch`: is called once, at the next change of the node. */
	readonly exists: (path: string, watch?: () => void) => Promise<Stat | null>;
	/** Ends at the next moment when the session is connected or over. */
	readonly back: () => Promise<void>;
	/** Connects now, unless it is connected or over. Fails: when the server cannot be reached. */
	readonly reconnect: () => Promise<void>;
	readonly expired: () => boolean;
	/** For how long the server keeps it without a word: what was wanted, or what the server makes of that. Units: ms. */
	readonly timeout: () => number;
	/** A process that stands still sends no pings and does not connect again. */
	readonly quiet: (is: boolean) => void;
	/** Gone without a goodbye: the session lives on until its time is over. */
	readonly die: () => void;
	/** Ends the session. */
	readonly end: () => Promise<void>;
};

type Pending = {readonly done: (body: Buffer) => void; readonly fail: (error: Error) => void};

const operation = {create: 1, remove: 2, exists: 3, children: 8, ping: 11, end: -11} as const;
/** How long a server may take to answer a connection, at most; a quarter of the session is little enough to try again in. Units: ms. */
const longestGreeting = 1000;
const eventXid = -1;
const pingXid = -2;

/** Whether bytes that a client sends ask for a node to be made or removed, perhaps among other things. Shape: packets of a length, an xid and an operation. */
export function makesOrRemovesNode(request: Buffer): boolean {
	for (let at = 0; at + 12 <= request.length; at += 4 + request.readInt32BE(at)) {
		const kind = request.readInt32BE(at + 8);
		// The first packet of a connection has no xid; there are zeros or part of a number instead.
		if (kind === operation.create || kind === operation.remove) return true;
	}
	return false;
}

/**
 * A session with a ZooKeeper server, as far as the lock recipe needs it; `heard` is told of each ping that was answered, and `ended` that the session is over. Fails: when the server cannot be reached the first time.
 * Source: zookeeper.jute (ConnectRequest, RequestHeader, CreateRequest, ...) and ClientCnxn of ZooKeeper 3.8.
 */
export async function openZooKeeper(
	address: () => Address,
	wanted: number,
	heard: (sent: number) => void = () => {},
	ended: () => void = () => {},
): Promise<ZooKeeper> {
	let socket: Socket | null = null;
	let connected = false;
	let over: 'expired' | 'dead' | null = null;
	let silent = false;
	let session = {id: 0n, secret: Buffer.alloc(16), timeout: wanted};
	let lastZxid = 0n;
	let nextXid = 1;
	/** When the pings were sent that are not answered yet, in order. */
	let pings: readonly number[] = [];
	const pending: Pending[] = [];
	const watches = new Map<string, Set<() => void>>();
	const backs: (() => void)[] = [];

	const lost = (): void => {
		connected = false;
		pings = [];
		for (const {fail} of pending.splice(0))
			fail(new ZooKeeperError(over === 'expired' ? sessionExpired : connectionLoss));
	};
	const greet = (): void => {
		for (const back of backs.splice(0)) back();
	};
	const drop = (): void => {
		const last = socket;
		socket = null;
		last?.destroy();
		lost();
	};

	const expire = (): void => {
		const isNews = over === null;
		over ??= 'expired';
		drop();
		greet();
		if (isNews) ended();
	};

	let dialing: Promise<void> | null = null;
	const dial = (): Promise<void> => {
		dialing ??= dialOnce().finally(() => {
			dialing = null;
		});
		return dialing;
	};
	const dialOnce = (): Promise<void> =>
		new Promise((done, fail) => {
			const {host, port} = address();
			const mine = connect({host, port, noDelay: true});
			socket = mine;
			let received: Buffer = Buffer.alloc(0);
			mine.on('connect', () => mine.write(packet(connectRequest(session, lastZxid))));
			mine.on('data', (data: Buffer) => {
				received = Buffer.concat([received, data]);
				while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
					const size = received.readInt32BE(0);
					const body = Buffer.from(received.subarray(4, 4 + size));
					received = received.subarray(4 + size);
					if (socket !== mine) return;
					if (connected) answer(body);
					else if (agreed(body)) done();
					else fail(new ZooKeeperError(sessionExpired));
				}
			});
			mine.on('error', () => {});
			// A server that is only just starting may take the greeting and never answer it.
			const given = setTimeout(
				() => !connected && socket === mine && mine.destroy(),
				Math.min(longestGreeting, wanted / 4),
			);
			given.unref();
			mine.on('close', () => {
				fail(new ZooKeeperError(connectionLoss));
				if (socket !== mine) return;
				socket = null;
				lost();
				again();
			});
		});

	const agreed = (body: Buffer): boolean => {
		const timeout = body.readInt32BE(4);
		if (timeout <= 0) {
			expire();
			return false;
		}
		session = {timeout, id: body.readBigInt64BE(8), secret: Buffer.from(body.subarray(20, 36))};
		connected = true;
		// What changed while there was no connection is looked up anew by whoever watched.
		const missed = [...watches.values()].flatMap((each) => [...each]);
		watches.clear();
		for (const tell of missed) tell();
		greet();
		return true;
	};

	const answer = (body: Buffer): void => {
		const xid = body.readInt32BE(0);
		if (xid === pingXid) {
			const [sent, ...later] = pings;
			pings = later;
			if (sent !== undefined) heard(sent);
			return;
		}
		if (xid === eventXid) {
			const path = stringAt(body, 24).value;
			const told = [...(watches.get(path) ?? [])];
			watches.delete(path);
			for (const tell of told) tell();
			return;
		}
		const asker = pending.shift();
		const zxid = body.readBigInt64BE(4);
		if (zxid > 0n) lastZxid = zxid;
		const code = body.readInt32BE(12);
		if (code === 0) asker?.done(body.subarray(16));
		else asker?.fail(new ZooKeeperError(code));
		// The session was ended by somebody else, and the server has not closed the connection yet.
		if (code === sessionExpired) {
			expire();
		}
	};

	const again = (): void => {
		if (over === null && !silent)
			setTimeout(() => over === null && !silent && socket === null && dial().catch(() => {}), 30).unref();
	};
	const beat = setInterval(
		() => {
			if (!connected || silent || over !== null) return;
			pings = [...pings, mono()];
			socket?.write(packet(Buffer.concat([int(pingXid), int(operation.ping)])));
		},
		Math.max(20, wanted / 4),
	);
	beat.unref();

	const request = async (kind: number, ...parts: readonly Buffer[]): Promise<Buffer> => {
		if (over !== null) throw new ZooKeeperError(sessionExpired);
		if (!connected) await dial();
		if (over !== null) throw new ZooKeeperError(sessionExpired);
		const xid = nextXid++;
		return new Promise((done, fail) => {
			pending.push({done, fail});
			socket?.write(packet(Buffer.concat([int(xid), int(kind), ...parts])));
		});
	};

	await dial();
	return {
		create: async (path, data, {ephemeral, sequential}) => {
			const flags = (ephemeral ? 1 : 0) + (sequential ? 2 : 0);
			const anyone = [int(1), int(31), string('world'), string('anyone')];
			return stringAt(await request(operation.create, string(path), string(data), ...anyone, int(flags)), 0).value;
		},
		remove: async (path) => {
			await request(operation.remove, string(path), int(-1));
		},
		children: async (path) => {
			const body = await request(operation.children, string(path), Buffer.from([0]));
			const found: string[] = [];
			let start = 4;
			for (let left = body.readInt32BE(0); left > 0; left--) {
				const {value, end} = stringAt(body, start);
				found.push(value);
				start = end;
			}
			return found;
		},
		exists: async (path, watch) => {
			if (watch !== undefined) watches.set(path, new Set([...(watches.get(path) ?? []), watch]));
			try {
				const body = await request(operation.exists, string(path), Buffer.from([watch === undefined ? 0 : 1]));
				return {czxid: body.readBigInt64BE(0), session: body.readBigInt64BE(44)};
			} catch (error) {
				if (error instanceof ZooKeeperError && error.code === noNode) return null;
				throw error;
			}
		},
		back: () =>
			new Promise((done) => {
				if (connected || over !== null) done();
				else backs.push(done);
			}),
		reconnect: async () => {
			if (connected || over !== null) return;
			await dial().catch((error: unknown) => {
				if (over === null) throw error;
			});
		},
		expired: () => over === 'expired',
		timeout: () => session.timeout,
		quiet: (is) => {
			silent = is;
			if (!is && socket === null) again();
		},
		die: () => {
			over ??= 'dead';
			clearInterval(beat);
			drop();
			greet();
		},
		end: async () => {
			await request(operation.end).catch(() => {});
			over ??= 'dead';
			clearInterval(beat);
			drop();
			greet();
		},
	};
}

/**
 * Ends a session that another client has, as an operator does. Fails: when the server cannot be reached.
 * Source: ZooKeeperServer.generatePasswd: the password of a session is drawn by java.util.Random from its number.
 */
export async function endSession(address: () => Address, id: bigint): Promise<void> {
	const {host, port} = address();
	const socket = connect({host, port, noDelay: true});
	await new Promise<void>((done, fail) => {
		socket.on('connect', () => socket.write(packet(connectRequest({id, secret: secretOf(id), timeout: 10_000}, 0n))));
		let greeted = false;
		socket.on('data', () => {
			// The server's greeting first, then what it says to the end: it closes the connection after that.
			if (!greeted) socket.write(packet(Buffer.concat([int(1), int(operation.end)])));
			greeted = true;
		});
		socket.on('error', fail);
		socket.on('close', () => done());
	});
}

/** The first 16 bytes that Java's generator of linear congruences gives for a session. */
function secretOf(id: bigint): Buffer {
	const [factor, mask] = [0x5deece66dn, (1n << 48n) - 1n];
	let state = (id ^ 0xb3415c00n ^ factor) & mask;
	const secret = Buffer.alloc(16);
	for (let place = 0; place < 16; place += 4) {
		state = (state * factor + 0xbn) & mask;
		secret.writeUInt32LE(Number((state >> 16n) & 0xffffffffn), place);
	}
	return secret;
}

type Known = {readonly id: bigint; readonly secret: Buffer; readonly timeout: number};

function connectRequest({id, secret, timeout}: Known, lastZxid: bigint): Buffer {
	return Buffer.concat([int(0), long(lastZxid), int(timeout), long(id), int(secret.length), secret, Buffer.from([0])]);
}

function packet(body: Buffer): Buffer {
	return Buffer.concat([int(body.length), body]);
}

function int(value: number): Buffer {
	const four = Buffer.alloc(4);
	four.writeInt32BE(value);
	return four;
}

function long(value: bigint): Buffer {
	const eight = Buffer.alloc(8);
	eight.writeBigInt64BE(value);
	return eight;
}

function string(value: string): Buffer {
	return Buffer.concat([int(Buffer.byteLength(value)), Buffer.from(value)]);
}

function stringAt(body: Buffer, start: number): {readonly value: string; readonly end: number} {
	const from = start + 4;
	const end = from + Math.max(0, body.readInt32BE(start));
	return {value: body.toString('utf8', from, end), end};
}
