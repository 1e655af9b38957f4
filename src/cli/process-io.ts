import {chooseLook, type GlobalOptions, type Surroundings} from './choose-look.js';
import type {Io} from './io.js';
import type {StandardOutput} from './output.js';

/** The streams of the process, each opened when something asks for it: what Node loads for one takes longer than a small subcommand. */
type Streams = {
	readonly stdin: () => NodeJS.ReadStream;
	readonly stdout: StandardOutput;
	readonly stderr: StandardOutput;
};

/** Returns the outside of the running process as a subcommand sees it under these options. */
export function processIo(options: GlobalOptions, version: string, {stdin, stdout, stderr}: Streams): Io {
	const {workshop, to} = options;
	const env = {
		...process.env,
		...(workshop === undefined ? {} : {FENCE_TUTOR_WORKSHOP: workshop}),
		...(to === undefined ? {} : {FENCE_TUTOR_TO: to}),
	};
	const surroundings: Surroundings = {
		env,
		platform: process.platform,
		get stdinIsTerminal() {
			return stdin().isTTY === true;
		},
		stdoutIsTerminal: stdout.isTTY === true,
	};
	const choices = chooseLook(options, surroundings);
	return {
		get stdin() {
			return stdin();
		},
		stdout: stdout.isTTY ? process.stdout : stdout,
		stderr,
		get terminal() {
			return choices.screen.value ? {stdin: stdin(), stdout: process.stdout} : null;
		},
		look: {
			ascii: choices.ascii.value,
			colors: choices.colors.value,
			get motion() {
				return choices.motion.value;
			},
		},
		get because() {
			return {
				screen: choices.screen.because,
				ascii: choices.ascii.because,
				colors: choices.colors.because,
				motion: choices.motion.because,
			};
		},
		columns: stdout.isTTY && stdout.columns !== undefined && stdout.columns > 0 ? stdout.columns : 80,
		version,
		env,
		cwd: process.cwd(),
	};
}
