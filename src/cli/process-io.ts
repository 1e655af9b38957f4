import {chooseLook, type GlobalOptions, type Surroundings} from './choose-look.js';
import type {Io} from './io.js';

/** Returns the outside of the running process as a subcommand sees it under these options. */
export function processIo(options: GlobalOptions, version: string): Io {
	const {stdin, stdout, stderr} = process;
	const {workshop, to} = options;
	const env = {
		...process.env,
		...(workshop === undefined ? {} : {FENCE_TUTOR_WORKSHOP: workshop}),
		...(to === undefined ? {} : {FENCE_TUTOR_TO: to}),
	};
	const choices = chooseLook(options, processSurroundings());
	return {
		stdin,
		stdout,
		stderr,
		terminal: choices.screen.value ? {stdin, stdout} : null,
		look: {ascii: choices.ascii.value, colors: choices.colors.value, motion: choices.motion.value},
		because: {
			screen: choices.screen.because,
			ascii: choices.ascii.because,
			colors: choices.colors.because,
			motion: choices.motion.because,
		},
		columns: stdout.isTTY && stdout.columns > 0 ? stdout.columns : 80,
		version,
		env,
		cwd: process.cwd(),
	};
}

function processSurroundings(): Surroundings {
	const {stdin, stdout, env, platform} = process;
	return {env, platform, stdinIsTerminal: stdin.isTTY === true, stdoutIsTerminal: stdout.isTTY === true};
}
