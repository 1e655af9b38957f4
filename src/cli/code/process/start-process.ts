import {resolve} from 'node:path';
import {MessageChannel, receiveMessageOnPort, Worker} from 'node:worker_threads';
import {type CodePlace, type Runner, type Standing, Unusable} from '../../../code/ask.js';

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
	let hasBegun = false;
	const ended = new Promise<void>((end) => thread.once('exit', () => end()));
	return {
		stand(story, as) {
			Atomics.store(flag, 0, 0);
			port1.postMessage({story, as});
			const isIn = Atomics.wait(flag, 0, 0, hasBegun ? patience : patience + timeToStart) !== 'timed-out';
			hasBegun = true;
			const answer: Answer | undefined = receiveMessageOnPort(port1)?.message;
			if (!isIn || answer === undefined)
				throw new Unusable('The client was not idle in time and was stopped. Is there a loop without an end?');
			if ('standing' in answer) return answer.standing;
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

/** Units: ms. A process of its own limits its own time of the processor; this is for one that waits for something else. */
const patience = 8000;

/** What a worker and an interpreter may take before they run anything, on a busy machine. Units: ms. */
const timeToStart = 12_000;
