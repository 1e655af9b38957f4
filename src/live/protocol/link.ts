import {once} from 'node:events';
import {connect, isIP, type Socket} from 'node:net';
import {checkServerIdentity, connect as encrypt} from 'node:tls';

/** Where a server listens, and who asks. `encryptedFor`: the connection is encrypted, and the server's certificate has to be for this name; it stays the same where a proxy stands between. */
export type Address = {
	readonly host: string;
	readonly port: number;
	readonly encryptedFor?: string;
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

/** What a server's certificate is checked with: the roots that Node has, those of NODE_EXTRA_CA_CERTS among them, and the name that the server is known by. */
export function certificateFor(name: string) {
	return {
		checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
			checkServerIdentity(name, certificate),
	};
}

/** A connection that is ready to be used. `request`: what a server is asked with whether it goes on encrypted; it says S if so. */
async function openSocket({host, port, encryptedFor}: Address, request?: Uint8Array): Promise<Socket> {
	const plain = connect({host, port, noDelay: true});
	await once(plain, 'connect');
	if (encryptedFor === undefined) return plain;
	if (request !== undefined) {
		plain.write(request);
		const [said] = (await Promise.race([once(plain, 'data'), once(plain, 'close')])) as readonly unknown[];
		if (!(said instanceof Uint8Array) || said[0] !== 0x53) {
			plain.destroy();
			throw new Error('it does not take encrypted connections; leave sslmode out if it may go without');
		}
	}
	const socket = encrypt({socket: plain, ...named(encryptedFor), ...certificateFor(encryptedFor)});
	try {
		await once(socket, 'secureConnect');
	} catch (error) {
		plain.destroy();
		throw error;
	}
	return socket;
}

/** A server with several names is told which one is meant. An address is no name. */
export function named(host: string): {readonly servername?: string} {
	return isIP(host) === 0 ? {servername: host} : {};
}

/** An open connection. Fails: when nobody listens there. `request`: see `openSocket`. */
export async function openLink<Answer>(
	address: Address,
	take: Taker<Answer>,
	request?: Uint8Array,
): Promise<Link<Answer>> {
	const socket = await openSocket(address, request);
	const askers: Asker<Answer>[] = [];
	let received: Buffer = Buffer.alloc(0);
	let over = false;
	const lose = (error: Error) => {
		over = true;
		for (const {fail} of askers.splice(0)) fail(error);
	};
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
