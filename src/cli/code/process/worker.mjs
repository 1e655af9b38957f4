// The worker that talks with a client in another language, a process that is told and tells in lines of JSON. It is told here because the search cannot wait.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {workerData} from 'node:worker_threads';

const {command, file, flag, port, path} = workerData;
/** The process, if it said that it can begin again. */
let lasting = null;
/** The process of the run under way. */
let running = null;
const mostSaid = 20;

/** How long a process may take to say its first word, and then each time until it is idle. Units: ms. */
const toStart = 4000;
const patience = 700;
/** As in the realm of JavaScript: real time counts where the process gets this part of it on a processor, or stands still for so long. Units of the others: ms. */
const leastPart = 0.3;
const longestSilence = 300;
const longest = 10_000;
const glance = 20;
/** Units: characters. */
const longestLine = 1_000_000;

/** The process did not come to be idle in time. */
class Late extends Error {}

process.on('exit', () => endAll());
port.on('message', async ({story, as}) => {
	if (story === undefined) {
		endAll();
		port.close();
		return;
	}
	let answer;
	try {
		answer = {standing: await standTwice(story, as)};
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

/** A process that has begun is blamed for its time only when another has been too slow as well. */
async function standTwice(story, as) {
	try {
		return await stand(story, as);
	} catch (error) {
		if (!(error instanceof Late)) throw error;
		endAll();
		return await stand(story, as);
	}
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
	let draws = false;
	let undone = null;
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
			switch (message?.type) {
				case 'said':
					if (said.length < mostSaid) said.push(String(message.text).slice(0, 300));
					break;
				case 'idle':
					host.rest();
					return false;
				case 'again':
					host.isLasting = true;
					break;
				case 'dropped':
					pending.delete(message.id);
					break;
				case 'drew':
					draws = true;
					break;
				case 'unawaited':
					undone ??= {call: String(message.call), file: message.file ?? null, line: message.line ?? null};
					break;
				case 'named':
					looksAtName = true;
					break;
				case 'ask': {
					const {id, ask, file: inFile = null, line = null} = message;
					if (!Number.isInteger(id) || id < 0 || typeof ask !== 'object' || ask === null) throw notSaid(message);
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
					throw notSaid(message);
			}
		}
	}

	function notSaid(message) {
		host.kill();
		return new Error(
			`The client says something that the protocol does not have: ${JSON.stringify(message).slice(0, 120)}`,
		);
	}

	async function end() {
		if (host.isLasting) {
			// What it says on its way to the end belongs to the run that is over.
			while (pending.size > 0 && [...pending.values()].some(({sync}) => sync) && (await host.next()).type !== 'idle');
			host.rest();
			lasting = host;
		} else host.kill();
		const left = ended === 'threw' ? [] : [...pending.values()];
		return {
			pending: left,
			ended: left.length > 0 ? null : (ended ?? 'stuck'),
			error,
			floating,
			looksAtName,
			...(draws ? {draws} : {}),
			...(undone === null ? {} : {undone}),
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
		windowsHide: true,
	});
	const lines = [];
	let waiting = null;
	let over = null;
	let hasSpoken = false;
	let isKilled = false;
	/** How long it has been waited for since it was last told something. */
	let waited = 0;
	let used = 0;
	let silent = 0;
	let usedBefore = 0;
	let isIdle = false;
	let glanced = performance.now();
	const watch = setInterval(() => {
		const since = glanced;
		glanced = performance.now();
		if (isIdle) return;
		// A machine that has stood still counts as one glance.
		const passed = Math.min(glanced - since, 2 * glance);
		const now = usedBy(child.pid);
		waited += passed;
		silent = now !== null && now - used > 1 ? 0 : silent + passed;
		const allowed = hasSpoken ? patience : toStart;
		const hadItsPart = now === null || now - usedBefore > patience * leastPart;
		used = now ?? used;
		if (waited > allowed && (hadItsPart || silent > longestSilence || waited > longest))
			stop(
				hasSpoken ? new Late(tooSlow) : new Error(`The client said no word in ${toStart / 1000} s and was stopped.`),
			);
	}, glance);
	const give = () => {
		if (waiting === null) return;
		const [keep, refuse] = waiting;
		if (lines.length > 0) {
			waiting = null;
			hasSpoken = true;
			keep(lines.shift());
		} else if (over !== null) {
			waiting = null;
			refuse(over);
		}
	};
	child.stdin.on('error', () => {});
	child.on('error', ({code}) => {
		over = new Error(
			code === 'ENOENT'
				? `There is no ${name} on the PATH, which this file needs.`
				: `${name} cannot be started (${code}).`,
		);
		give();
	});
	// After its last line has been read, and when it is known how it ended.
	child.on('close', (code, signal) => {
		clearInterval(watch);
		if (rest !== '') hear(rest);
		over ??= signal === null ? new Error(`The client ended without a word (exit code ${code}).`) : new Late(tooSlow);
		setImmediate(give);
	});
	let rest = '';
	child.stdout.setEncoding('utf8');
	child.stdout.on('data', (text) => {
		if (isKilled) return;
		const [first, ...more] = text.split('\n');
		rest += first;
		for (const next of more) {
			hear(rest);
			rest = next;
		}
		if (rest.length > longestLine) stop(new Error('The client says a line that is longer than 1 MB.'));
		give();
	});
	return {
		isLasting: false,
		write(message) {
			waited = 0;
			silent = 0;
			usedBefore = used;
			isIdle = false;
			child.stdin.write(`${JSON.stringify(message)}\n`);
		},
		next: () =>
			new Promise((keep, refuse) => {
				waiting = [keep, refuse];
				give();
			}),
		/** It is idle, and its time does not count before it is told something. */
		rest() {
			isIdle = true;
		},
		kill,
	};

	function hear(line) {
		try {
			lines.push(JSON.parse(line));
		} catch {
			over ??= new Error(`The client says what is not JSON: ${line.slice(0, 80)}`);
		}
	}

	function stop(error) {
		over ??= error;
		lines.length = 0;
		kill();
		give();
	}

	function kill() {
		isKilled = true;
		clearInterval(watch);
		try {
			process.kill(-child.pid, 'SIGKILL');
		} catch {
			child.kill('SIGKILL');
		}
	}
}

const tooSlow =
	'The client did not come to an await in time and was stopped. Is there a loop without an end, or one that fills the memory?';

/** What a process has used of the processor; null where the system does not tell. Units: ms. */
function usedBy(pid) {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
		// Of itself and of children that have ended, in hundredths of a second: utime, stime, cutime, cstime.
		return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * 10;
	} catch {
		return null;
	}
}
