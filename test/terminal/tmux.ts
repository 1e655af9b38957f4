import {spawnSync} from 'node:child_process';

/** Whether there is a tmux here. A test that needs it is left out without one, and fails where everything has to be tested. */
export function hasTmux(): boolean {
	const isThere = spawnSync('tmux', ['-V']).status === 0;
	if (!isThere && process.env['CI'] === 'true') throw new Error('tmux is missing.');
	return isThere;
}
