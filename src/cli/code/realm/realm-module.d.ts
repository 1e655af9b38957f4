declare module 'fence-tutor:realm' {
	/** The text of the worker, `worker.cjs`. */
	export const worker: string;
	/** The text of what runs first in each realm, `prelude.js`. */
	export const prelude: string;
	/** The text of the worker that talks with a process, `process/worker.mjs`. */
	export const processWorker: string;
	/** The text of what runs a client in Python, `process/host.py`. */
	export const pythonHost: string;
}
