import {program} from '../../src/cli/program.js';
import {fakeIo} from './fake-io.js';

/** How a run of the program without a terminal ended, and what it wrote. */
export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** Runs the program in a folder, as if its words had been typed there; progress is kept in the folder `.home` of it. */
export async function runProgram(
	cwd: string,
	typed: readonly string[],
	stdin = '',
	env: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
	const {io, stdout, stderr} = fakeIo({cwd, stdin, env: {FENCE_TUTOR_HOME: `${cwd}/.home`, ...env}});
	const code = await program({typed, io: () => io});
	return {code, stdout: stdout(), stderr: stderr()};
}
