import {connect, createServer, type Socket} from 'node:net';
import {mono} from './clock.js';
import type {Address} from './protocol/link.js';

/** The network between one client and one server, as a proxy on this machine that can do what networks do. */
export type Route = {
	/** Where the client finds it. */
	readonly port: number;
	/**
	 * Nothing goes through any more. The client's connections end, and those of a way that `keeps` them end with the first request; the server keeps its ends open and
	 * hears nothing, as behind a cut.
	 */
	readonly cut: () => void;
	readonly heal: () => void;
	/** Everything waits, as for a process that stands still; `thaw` lets it go on. */
	readonly freeze: () => void;
	readonly thaw: () => void;
	/** The next request that `carries` names, or the reply to it, is lost, and the connection with it. */
	readonly lose: (what: 'request' | 'reply', carries?: (request: Buffer) => boolean) => void;
	/** The next request that `carries` names, or the reply to it, arrives that much later, and what comes after it on that connection waits behind it. Units: ms. */
	readonly delay: (what: 'request' | 'reply', by: number, carries?: (request: Buffer) => boolean) => void;
	/** Ends all connections on both sides, as when the client's process dies. */
	readonly hangUp: () => void;
	readonly close: () => void;
};

type Pair = {
	readonly near: Socket;
	readonly far: Socket;
	cut: boolean;
	/** What is on its way in each direction, oldest first, and when it arrives. */
	readonly way: Readonly<Record<'request' | 'reply', {readonly data: Buffer; readonly due: number}[]>>;
	/** How much later the next reply arrives; null where it never does. */
	replyLate: number | null;
};

/**
 * A proxy to whatever listens where `target` says when a connection is made. `keeps`: a connection outlives a cut in which it is silent, and hears what the server
 * said meanwhile when the link heals, as TCP has it.
 */
export async function openRoute(target: () => Pick<Address, 'host' | 'port'>, {keeps = false} = {}): Promise<Route> {
	const pairs = new Set<Pair>();
	let broken = false;
	let frozen = false;
	/** What happens to the next message. `by`: null where it is lost. */
	let late: {
		readonly what: 'request' | 'reply';
		readonly by: number | null;
		readonly carries: (request: Buffer) => boolean;
	} | null = null;
	const end = (pair: Pair): void => {
		pairs.delete(pair);
		pair.near.destroy();
		pair.far.destroy();
	};
	/** Hands on what has come to the end of its way, and looks again when the next one does. */
	const arrive = (pair: Pair, what: 'request' | 'reply'): void => {
		const way = pair.way[what];
		for (let next = way[0]; next !== undefined && pairs.has(pair) && !pair.cut; next = way[0]) {
			const left = next.due - mono();
			if (left > 0) {
				setTimeout(() => arrive(pair, what), left);
				return;
			}
			(what === 'request' ? pair.far : pair.near).write(next.data);
			way.shift();
		}
	};
	/** How much later bytes arrive, or null where they are lost. */
	const lateness = (pair: Pair, what: 'request' | 'reply', data: Buffer): number | null => {
		if (what === 'reply') {
			const by = pair.replyLate;
			pair.replyLate = 0;
			return by;
		}
		if (late === null || !late.carries(data)) return 0;
		const {what: which, by} = late;
		late = null;
		if (which === 'request') return by;
		pair.replyLate = by;
		return 0;
	};
	const pass = (pair: Pair, what: 'request' | 'reply', data: Buffer): void => {
		if (pair.cut) {
			if (what === 'reply' && keeps) pair.way.reply.push({data, due: 0});
			if (what === 'request') pair.near.destroy();
			return;
		}
		const by = lateness(pair, what, data);
		if (by === null) {
			end(pair);
			return;
		}
		const way = pair.way[what];
		const due = mono() + by;
		way.push({data, due: Math.max(due, way.at(-1)?.due ?? 0)});
		if (way.length === 1) arrive(pair, what);
	};
	const server = createServer({noDelay: true}, (near) => {
		if (broken) {
			near.destroy();
			return;
		}
		const {host, port} = target();
		const far = connect({host, port, noDelay: true});
		const pair: Pair = {near, far, cut: false, way: {request: [], reply: []}, replyLate: 0};
		pairs.add(pair);
		near.on('data', (data) => pass(pair, 'request', data));
		far.on('data', (data) => pass(pair, 'reply', data));
		for (const each of [near, far]) {
			each.on('error', () => {});
			each.on('close', () => !pair.cut && end(pair));
			if (frozen) each.pause();
		}
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		cut: () => {
			broken = true;
			for (const pair of pairs) {
				pair.cut = true;
				if (!keeps) pair.near.destroy();
			}
		},
		heal: () => {
			broken = false;
			for (const pair of pairs) {
				if (!pair.cut) continue;
				pair.cut = false;
				if (pair.near.destroyed) end(pair);
				else arrive(pair, 'reply');
				// The server has hung up meanwhile.
				if (pair.far.destroyed && pairs.delete(pair)) pair.near.end();
			}
		},
		freeze: () => {
			frozen = true;
			for (const {near, far} of pairs) {
				near.pause();
				far.pause();
			}
		},
		thaw: () => {
			frozen = false;
			for (const {near, far} of pairs) {
				near.resume();
				far.resume();
			}
		},
		lose: (what, carries = () => true) => {
			late = {what, by: null, carries};
		},
		delay: (what, by, carries = () => true) => {
			late = {what, by, carries};
		},
		hangUp: () => {
			for (const pair of pairs) end(pair);
		},
		close: () => {
			server.close();
			for (const pair of pairs) end(pair);
		},
	};
}
