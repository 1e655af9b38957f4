import {codeOfSignal} from '../die-of.js';

/** Runs with a signal that Ctrl-C and its like give, so that everything that was started is ended first. Returns what `run` does, or the exit code of the signal. */
export async function withSignals(run: (stop: AbortSignal) => Promise<number>): Promise<number> {
	const control = new AbortController();
	const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	let by: (typeof names)[number] | null = null;
	const listeners = names.map((name) => {
		const listener = (): void => {
			by ??= name;
			control.abort();
		};
		process.on(name, listener);
		return [name, listener] as const;
	});
	try {
		const code = await run(control.signal);
		return by === null ? code : codeOfSignal(by);
	} finally {
		for (const [name, listener] of listeners) process.off(name, listener);
	}
}
