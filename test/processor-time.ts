import {readFileSync} from 'node:fs';

/** What this thread has taken of the processor so far, in ms: the collector of garbage has threads of its own, and no key waits for them. */
export function processorTime(): number {
	if (process.platform === 'linux')
		return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
}
