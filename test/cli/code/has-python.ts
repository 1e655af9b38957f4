import {spawnSync} from 'node:child_process';

/** There is a Python here that can run clients. */
export const hasPython = spawnSync('python3', ['--version']).status === 0;
