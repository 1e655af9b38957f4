declare module 'fence-tutor:realm' {
	/** The text of the worker, `worker.mjs`. */
	export const worker: string;
	/** The text of what runs first in each realm, `prelude.js`. */
	export const prelude: string;
}
