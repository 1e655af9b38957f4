import {createHash, createHmac, pbkdf2Sync, randomBytes} from 'node:crypto';
import {type Address, type Link, openLink, type Taker} from './link.js';

/** Rows as the server sends them: text or null. */
export type Rows = readonly (readonly (string | null)[])[];

/** What the server refuses. `code` is its SQLSTATE. */
export class PostgresError extends Error {
	readonly code: string;
	constructor(message: string, code: string) {
		super(message);
		this.code = code;
	}
}

/** A connection to a PostgreSQL server, logged in. */
export type Postgres = {
	/** The rows of all statements in the text, which run in one transaction unless it says otherwise. Fails: with a PostgresError. */
	readonly query: (sql: string) => Promise<Rows>;
	/** What the server said of the transaction after its last answer: there is none, it is open, or it has failed and takes nothing but its end. */
	readonly transaction: () => 'none' | 'open' | 'failed';
	/** The server's process for this connection. */
	readonly pid: number;
	/** Asks the server, over a connection of its own, to end the statement that runs here. Ends when it has been asked. */
	readonly cancel: () => Promise<void>;
	readonly closed: () => boolean;
	readonly close: () => void;
};

/**
 * A logged-in connection: trust, a password in the clear or as MD5, and SCRAM-SHA-256; the simple query protocol after that.
 * Source: PostgreSQL documentation, Frontend/Backend Protocol (protocol-flow, protocol-message-formats), RFC 5802 and RFC 7677.
 */
export async function openPostgres(address: Address): Promise<Postgres> {
	const link = await openLink(address, takeTurn, encryptionRequest);
	let turn: Turn;
	try {
		turn = await logIn(link, address);
	} catch (error) {
		link.close();
		throw error;
	}
	const {key} = turn;
	return {
		query: async (sql) => {
			turn = await link.ask(message('Q', text(sql)));
			if (turn.error !== null) throw turn.error;
			return turn.rows;
		},
		transaction: () => turn.transaction,
		pid: key?.readInt32BE(0) ?? 0,
		cancel: () => askToCancel(address, key ?? Buffer.alloc(8)),
		closed: link.closed,
		close: link.close,
	};
}

/** Source: PostgreSQL documentation, Canceling Requests in Progress: a message without a type, after which the server hangs up. */
async function askToCancel(address: Address, key: Buffer): Promise<void> {
	const link = await openLink(address, () => null, encryptionRequest);
	await link.ask(sized(Buffer.concat([Buffer.from([0x04, 0xd2, 0x16, 0x2e]), key]))).catch(() => {});
	link.close();
}

/** Source: PostgreSQL documentation, SSL Session Encryption. */
const encryptionRequest = sized(Buffer.from([0x04, 0xd2, 0x16, 0x2f]));

/** Text as a literal of SQL. */
export function literal(value: string): string {
	return `'${value.replaceAll("'", "''")}'`;
}

async function logIn(link: Link<Turn>, {user = 'postgres', password, database = 'postgres'}: Address): Promise<Turn> {
	const protocol = Buffer.from([0, 3, 0, 0]);
	const names = Buffer.concat(['user', user, 'database', database, ''].map(text));
	let turn = await link.ask(sized(Buffer.concat([protocol, names])));
	let scram: Scram | null = null;
	for (;;) {
		if (turn.error !== null) throw turn.error;
		const {asked} = turn;
		if (asked === null) return turn;
		if (password === undefined) throw new Error('This PostgreSQL server asks for a password, and the URL has none.');
		switch (asked.kind) {
			case 3:
				turn = await link.ask(message('p', text(password)));
				break;
			case 5:
				turn = await link.ask(message('p', text(`md5${md5(md5(password + user), asked.rest)}`)));
				break;
			case 10: {
				scram = newScram(password);
				const first = Buffer.from(`n,,${scram.first}`);
				const size = Buffer.alloc(4);
				size.writeInt32BE(first.length);
				turn = await link.ask(message('p', Buffer.concat([text('SCRAM-SHA-256'), size, first])));
				break;
			}
			case 11:
				if (scram === null) throw new Error('The server goes on with a login that was not begun.');
				turn = await link.ask(message('p', Buffer.from(scram.prove(asked.rest.toString('utf8')))));
				break;
			default:
				throw new Error(`This PostgreSQL server asks for a way to log in that is not supported here (${asked.kind}).`);
		}
	}
}

function md5(secret: string, salt: Uint8Array | string = ''): string {
	return createHash('md5').update(secret).update(salt).digest('hex');
}

/** A login by SCRAM-SHA-256 under way, without channel binding. */
type Scram = {readonly first: string; readonly prove: (serverFirst: string) => string};

function newScram(password: string): Scram {
	const nonce = randomBytes(18).toString('base64');
	const first = `n=,r=${nonce}`;
	return {
		first,
		prove: (serverFirst) => {
			const said = new Map(serverFirst.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
			const [serverNonce, salt, rounds] = [said.get('r') ?? '', said.get('s') ?? '', Number(said.get('i'))];
			if (!serverNonce.startsWith(nonce) || !(rounds > 0)) throw new Error('The server does not answer this login.');
			const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), rounds, 32, 'sha256');
			const clientKey = hmac(salted, 'Client Key');
			const storedKey = createHash('sha256').update(clientKey).digest();
			const bare = `c=biws,r=${serverNonce}`;
			const signature = hmac(storedKey, `${first},${serverFirst},${bare}`);
			const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
			return `${bare},p=${proof.toString('base64')}`;
		},
	};
}

function hmac(key: Uint8Array, said: string): Buffer {
	return createHmac('sha256', key).update(said).digest();
}

function text(value: string): Buffer {
	return Buffer.from(`${value}\0`);
}

/** A body behind its own length, which counts itself. */
function sized(body: Buffer): Buffer {
	const size = Buffer.alloc(4);
	size.writeInt32BE(body.length + 4);
	return Buffer.concat([size, body]);
}

function message(type: string, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from(type), sized(body)]);
}

/** All that the server says until it is the client's turn again. `asked`: it wants to know who asks; `kind` as in the protocol's authentication messages. */
type Turn = {
	readonly rows: Rows;
	readonly error: PostgresError | null;
	readonly asked: {readonly kind: number; readonly rest: Buffer} | null;
	readonly transaction: 'none' | 'open' | 'failed';
	/** What a request to cancel is sent with: the number of the server's process and a secret. */
	readonly key: Buffer | null;
};

const takeTurn: Taker<Turn> = (received) => {
	const rows: (readonly (string | null)[])[] = [];
	let error: PostgresError | null = null;
	let key: Buffer | null = null;
	const turn = (end: number, asked: Turn['asked'], transaction: Turn['transaction'] = 'none') => ({
		answer: {rows, error, asked, transaction, key},
		size: end,
	});
	for (let start = 0; start + 5 <= received.length; ) {
		const type = String.fromCharCode(received[start] ?? 0);
		const end = start + 1 + received.readInt32BE(start + 1);
		if (end > received.length) return null;
		const body = received.subarray(start + 5, end);
		if (type === 'D') rows.push(rowOf(body));
		if (type === 'E') {
			const fields = errorFields(body);
			error = new PostgresError(fields.get('M') ?? 'refused', fields.get('C') ?? '');
			if (/^(FATAL|PANIC)$/.test(fields.get('V') ?? fields.get('S') ?? '')) return turn(end, null);
		}
		if (type === 'K') key = Buffer.from(body);
		if (type === 'R') {
			const kind = body.readInt32BE(0);
			if (kind !== 0 && kind !== 12) return turn(end, {kind, rest: Buffer.from(body.subarray(4))});
		}
		if (type === 'Z') return turn(end, null, body[0] === 0x54 ? 'open' : body[0] === 0x45 ? 'failed' : 'none');
		start = end;
	}
	return null;
};

function rowOf(body: Buffer): readonly (string | null)[] {
	let start = 2;
	return Array.from({length: body.readInt16BE(0)}, () => {
		const size = body.readInt32BE(start);
		const from = start + 4;
		start = from + Math.max(size, 0);
		return size === -1 ? null : body.toString('utf8', from, start);
	});
}

function errorFields(body: Buffer): ReadonlyMap<string, string> {
	const fields = body
		.toString('utf8')
		.split('\0')
		.filter((field) => field !== '');
	return new Map(fields.map((field) => [field.slice(0, 1), field.slice(1)]));
}

/** A name of a table made of words that may hold anything. */
export function tableName(words: string): string {
	return words.replaceAll(/[^a-z0-9]/gi, '_').toLowerCase();
}
