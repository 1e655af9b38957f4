import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {setTimeout as pass} from 'node:timers/promises';
import {openLesson} from './lesson-screen.js';
import {ms, type Row} from './row.js';
import type {Workbench} from './workbench.js';

/** Returns how much of the processor a lesson takes on which nobody works. Where the system does not say, there is no row. */
export async function idle(place: Workbench): Promise<readonly Row[]> {
	if (!existsSync('/proc/self/schedstat')) return [];
	const terminal = await openLesson(place);
	try {
		await pass(2000);
		const before = processorTime(terminal.pid);
		await pass(5000);
		const used = (processorTime(terminal.pid) - before) / 5;
		return [
			{
				what: 'idle, CPU a second',
				measured: `${used.toFixed(2)} ms`,
				against: `goal: ${ms(0)} (below 0.5)`,
				ratio: used / 0.5,
				goal: 1,
			},
		];
	} finally {
		terminal.close();
	}
}

/** Units: ms, of all threads. Source: the first field of proc_pid_schedstat is the time on the processor in ns. */
function processorTime(pid: number): number {
	const tasks = `/proc/${pid}/task`;
	return readdirSync(tasks).reduce(
		(sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
		0,
	);
}
