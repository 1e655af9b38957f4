// The worker that talks with a client in another language, a process that is told and tells in lines of JSON. It is told here because the search cannot wait.
import {spawn} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {workerData} from 'node:worker_threads';

const {command, file, flag, port, path} = workerData;
/** The process, if it said that it can begin again. */
let lasting = null;
/** The process of the run under way. */
let running = null;
const mostSaid = 20;

process.on('exit', () => endAll());
port.on('message', async ({story, as}) => {
	if (story === undefined) {
		endAll();
		port.close();
		return;
	}
	let answer;
	try {
		answer = {standing: await stand(story, as)};
	} catch (error) {
		answer = {unusable: {sentence: String(error?.message ?? error), place: error?.place ?? {file: null, line: null}}};
	}
	port.postMessage(answer);
	Atomics.store(flag, 0, 1);
	Atomics.notify(flag, 0);
});

function endAll() {
	lasting?.kill();
	running?.kill();
	lasting = null;
	running = null;
}

async function stand(story, as) {
	const host = lasting ?? start();
	lasting = null;
	running = host;
	const pending = new Map();
	const asked = [];
	let told = 0;
	let ended = null;
	let error = null;
	let floating = null;
	let looksAtName = false;
	let said = [];
	host.write({type: 'start', ...as});
	if (await hear()) return end();
	while (told < story.length && ended !== 'threw') {
		const [id, text] = story[told++];
		pending.delete(id);
		said = [];
		host.write({type: 'answer', id, answer: JSON.parse(text)});
		if (await hear()) return end();
	}
	return end();

	/** Takes what is said until it is idle; true where the run ends because it waits for an answer that is not known. */
	async function hear() {
		for (;;) {
			const message = await host.next();
			switch (message.type) {
				case 'said':
					if (said.length < mostSaid) said.push(String(message.text).slice(0, 300));
					break;
				case 'idle':
					return false;
				case 'again':
					host.isLasting = true;
					break;
				case 'named':
					looksAtName = true;
					break;
				case 'ask': {
					const {id, ask, file: inFile = null, line = null} = message;
					asked.push(`${told} ${JSON.stringify(ask)}`);
					if (ask.sync && story[told]?.[0] === id) {
						said = [];
						host.write({type: 'answer', id, answer: JSON.parse(story[told++][1])});
						break;
					}
					pending.set(id, {...ask, id, file: inFile, line});
					if (!ask.sync) break;
					host.write({type: 'stop'});
					return true;
				}
				case 'returned':
					ended = 'returned';
					floating = [...pending.values()].find(({kind}) => kind !== 'sleep') ?? null;
					break;
				case 'threw':
					ended = 'threw';
					error = {message: String(message.message), file: message.file ?? null, line: message.line ?? null};
					break;
				case 'unusable':
					host.kill();
					throw Object.assign(new Error(message.message), {
						place: {
							file: message.file ?? null,
							line: message.line ?? null,
							...(message.column ? {column: message.column} : {}),
						},
					});
				default:
					host.kill();
					throw new Error(
						`The client says something that the protocol does not have: ${JSON.stringify(message).slice(0, 80)}`,
					);
			}
		}
	}

	async function end() {
		if (host.isLasting) {
			// What it says on its way to the end belongs to the run that is over.
			while (pending.size > 0 && [...pending.values()].some(({sync}) => sync) && (await host.next()).type !== 'idle');
			lasting = host;
		} else host.kill();
		const left = ended === 'threw' ? [] : [...pending.values()];
		return {
			pending: left,
			ended: left.length > 0 ? null : (ended ?? 'stuck'),
			error,
			floating,
			looksAtName,
			...(said.length > 0 ? {said} : {}),
			asked,
		};
	}
}

function start() {
	const [name, ...typed] = command;
	const child = spawn(name, [...typed, file], {
		env: {PATH: path, PYTHONHASHSEED: '0'},
		stdio: ['pipe', 'pipe', 'ignore'],
		detached: true,
	});
	const lines = [];
	let waiting = null;
	let over = null;
	const give = () => {
		if (waiting === null) return;
		const [keep, refuse] = waiting;
		if (lines.length > 0) {
			waiting = null;
			keep(lines.shift());
		} else if (over !== null) {
			waiting = null;
			refuse(new Error(over));
		}
	};
	child.stdin.on('error', () => {});
	child.on('error', ({code}) => {
		over =
			code === 'ENOENT'
				? `There is no ${name} on the PATH, which this file needs.`
				: `${name} cannot be started (${code}).`;
		give();
	});
	// After its last line has been read, and when it is known how it ended.
	child.on('close', (code, signal) => {
		over ??=
			signal === null
				? `The client ended without a word (exit code ${code}).`
				: 'The client did not come to an await in time and was stopped. Is there a loop without an end, or one that fills the memory?';
		setImmediate(give);
	});
	const reader = createInterface({input: child.stdout});
	reader.on('line', (line) => {
		try {
			lines.push(JSON.parse(line));
		} catch {
			over ??= `The client says what is not JSON: ${line.slice(0, 80)}`;
		}
		give();
	});
	return {
		isLasting: false,
		write: (message) => child.stdin.write(`${JSON.stringify(message)}\n`),
		next: () =>
			new Promise((keep, refuse) => {
				waiting = [keep, refuse];
				give();
			}),
		kill() {
			try {
				process.kill(-child.pid, 'SIGKILL');
			} catch {
				child.kill('SIGKILL');
			}
		},
	};
}
