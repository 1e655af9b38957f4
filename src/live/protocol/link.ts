import {connect} from 'node:net';

/** Where a server listens, and who asks. */
export type Address = {
	readonly host: string;
	readonly port: number;
	readonly user?: string;
	readonly password?: string;
	readonly database?: string;
};

/** A server on this machine. */
export function onLoopback(port: number): Address {
	return {host: '127.0.0.1', port};
}

/** A connection on which answers come in the order of the questions, as in RESP and in PostgreSQL's simple query. */
export type Link<Answer> = {
	/** The answer to these bytes. Fails: when the connection is lost first. It never gives up by itself: a paused server answers later. */
	readonly ask: (bytes: Uint8Array | string) => Promise<Answer>;
	readonly closed: () => boolean;
	/** Ends the connection without a goodbye, as a process that dies does. */
	readonly close: () => void;
};

/** Takes one answer off the front of what has come: the answer and how many bytes it took; null when it is not whole yet. */
export type Taker<Answer> = (received: Buffer) => {readonly answer: Answer; readonly size: number} | null;

type Asker<Answer> = {readonly done: (answer: Answer) => void; readonly fail: (error: Error) => void};

/** An open connection. Fails: when nobody listens there. */
export async function openLink<Answer>({host, port}: Address, take: Taker<Answer>): Promise<Link<Answer>> {
	const socket = connect({host, port, noDelay: true});
	const askers: Asker<Answer>[] = [];
	let received: Buffer = Buffer.alloc(0);
	let over = false;
	const lose = (error: Error) => {
		over = true;
		for (const {fail} of askers.splice(0)) fail(error);
	};
	await new Promise<void>((done, fail) => {
		socket.once('connect', done).once('error', fail);
	});
	socket.on('error', lose).on('close', () => lose(new Error('connection lost')));
	socket.on('end', () => lose(new Error('connection lost')));
	socket.on('data', (data: Buffer) => {
		received = received.length === 0 ? data : Buffer.concat([received, data]);
		for (let asker = askers[0]; asker !== undefined; asker = askers[0]) {
			let taken: ReturnType<Taker<Answer>>;
			try {
				taken = take(received);
			} catch (error) {
				socket.destroy();
				return lose(error instanceof Error ? error : new Error(String(error)));
			}
			if (taken === null) return;
			received = received.subarray(taken.size);
			askers.shift();
			asker.done(taken.answer);
		}
	});
	return {
		ask: (bytes) =>
			new Promise((done, fail) => {
				if (over) return fail(new Error('connection lost'));
				askers.push({done, fail});
				socket.write(bytes);
			}),
		closed: () => over,
		close: () => socket.destroy(),
	};
}

/** One connection that is opened when it is first needed, and again after it was lost, until it is closed for good. */
export type Relink<Open> = {
	/** Fails: when nobody listens there, and after `close`. */
	readonly use: () => Promise<Open>;
	readonly close: () => void;
};

/** Opens with `open` whenever there is no connection or it is closed. Those who ask at the same time share it. */
export function relink<Open extends {readonly closed: () => boolean; readonly close: () => void}>(
	open: () => Promise<Open>,
): Relink<Open> {
	let current: Promise<Open> | null = null;
	let ready: Open | null = null;
	let over = false;
	return {
		use: () => {
			if (over) return Promise.reject(new Error('connection closed'));
			if (current !== null && ready?.closed() !== true) return current;
			ready = null;
			const opening = open();
			current = opening;
			opening.then(
				(link) => {
					if (current === opening) ready = link;
				},
				() => {
					if (current === opening) current = null;
				},
			);
			return opening;
		},
		close: () => {
			over = true;
			ready?.close();
			current?.then(
				(link) => link.close(),
				() => {},
			);
		},
	};
}
