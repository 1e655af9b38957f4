import {resolve} from 'node:path';
import {MessageChannel, receiveMessageOnPort, Worker} from 'node:worker_threads';
import {type CodePlace, type Runner, type Standing, Unusable} from '../../../code/ask.js';
import {isPlainAsk} from '../../../code/story-table.js';

/** A client in another language, as a process that is told and tells in lines of JSON. Calls block, as those of a realm. */
type ProcessRunner = Runner & {readonly close: () => Promise<void>};

type Answer =
	| {readonly standing: Standing}
	| {readonly unusable: {readonly sentence: string; readonly place: CodePlace}};

/** The runner of a file by a command, which gets the file as its last word. `worker`: the code of the worker; `path`: where commands are looked for. */
export function startProcess(
	file: string,
	command: readonly string[],
	worker: string,
	path: string | undefined,
): ProcessRunner {
	const flag = new Int32Array(new SharedArrayBuffer(4));
	const {port1, port2} = new MessageChannel();
	const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(worker)}`), {
		workerData: {command, file: resolve(file), flag, port: port2, path: path ?? ''},
		transferList: [port2],
		execArgv: ['--no-warnings'],
		env: {},
		stdout: true,
		stderr: true,
	});
	thread.on('error', () => {});
	const ended = new Promise<void>((end) => thread.once('exit', () => end()));
	return {
		stand(story, as) {
			Atomics.store(flag, 0, 0);
			port1.postMessage({story, as});
			const isIn = Atomics.wait(flag, 0, 0, patience) !== 'timed-out';
			const answer: Answer | undefined = receiveMessageOnPort(port1)?.message;
			if (!isIn || answer === undefined)
				throw new Unusable('The client was not idle in time and was stopped. Is there a loop without an end?');
			if ('standing' in answer) return demandAsks(answer.standing);
			throw new Unusable(answer.unusable.sentence, answer.unusable.place);
		},
		async close() {
			// The worker ends the process first.
			port1.postMessage({});
			port1.close();
			await ended;
		},
	};
}

/** A process may say anything. */
function demandAsks(standing: Standing): Standing {
	for (const {id: _, file, line, ...ask} of standing.pending)
		if (!isPlainAsk(ask))
			throw new Unusable(`The client asks what the protocol does not have: ${JSON.stringify(ask).slice(0, 120)}`, {
				file: typeof file === 'string' ? file : null,
				line: Number.isInteger(line) ? line : null,
			});
	return standing;
}

/** Units: ms. The worker ends a client that is too slow; this is for a worker that is. */
const patience = 60_000;
